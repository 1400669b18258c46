import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { RankMultiplier__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { EAST, newWorld, STAKE, TOKEN, WEST, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
/** {s} How long a measurement lasts. */
const MAX_AGE = 6 * 3_600;
const STALE = 5n;

/** Five registered operators; class 1 has all the demand, class 2 none. */
async function fixture() {
  const world = await newWorld(connection, { paid: "RankMultiplier" });
  await world.addClass({ weight: 9n });
  await world.addClass({ weight: 0n });
  const operators = Array.from({ length: 5 }, (_, i) => world.operator(i));
  for (const operator of operators) await world.register(operator);
  const [a, b, c, d, e] = operators;
  if (!a || !b || !c || !d || !e) throw new RangeError();
  const policy = RankMultiplier__factory.connect(await world.paid.getAddress(), world.system.deployer);
  return { world, policy, operators, a, b, c, d, e };
}

/** The same with all five in class 1, in order. */
async function queued() {
  const scene = await fixture();
  for (const operator of scene.operators) await scene.world.measure(operator, 1);
  return scene;
}

/** {token} What each earns while `seconds` pass. */
async function gains(world: World, operators: readonly HardhatEthersSigner[], seconds: number): Promise<number[]> {
  const before = await Promise.all(operators.map((operator) => world.earned(operator)));
  await world.advance(seconds);
  const after = await Promise.all(operators.map((operator) => world.earned(operator)));
  return after.map((earned, i) => Number(((earned - (before[i] ?? 0n)) * 1_000_000n) / TOKEN) / 1e6);
}

describe("RankMultiplier", () => {
  describe("HIP-85's table", () => {
    it("five of one class, with 16 points a rank > 16, 12, 4, 0, 0", async () => {
      const { world, operators } = await loadFixture(queued);
      // 8 quarters take 32 tokens in 32 s.
      expect(await gains(world, operators, 32)).to.deep.equal([16, 12, 4, 0, 0]);
      expect(await world.paid.liability()).to.equal(32n * TOKEN);
    });

    it("a class of one, of two, of three > 1, then 4/7 and 3/7, then 1/2, 3/8 and 1/8", async () => {
      const { world, a, b, c } = await loadFixture(fixture);
      await world.measure(a, 1);
      expect(await gains(world, [a], 56)).to.deep.equal([56]);
      await world.measure(b, 1);
      expect(await gains(world, [a, b], 56)).to.deep.equal([32, 24]);
      await world.measure(c, 1);
      expect(await gains(world, [a, b, c], 56)).to.deep.equal([28, 21, 7]);
    });

    it("two classes, one without demand > alike: 4 and 3 quarters in one, 4 in the other, of 11", async () => {
      const { world, a, b } = await loadFixture(fixture);
      await world.measure(a, 1);
      await world.measure(b, 1);
      await world.measure(b, 2);
      expect(await gains(world, [a, b], 11)).to.deep.equal([4, 7]);
    });
  });

  describe("the queue", () => {
    const ranks = (policy: Awaited<ReturnType<typeof fixture>>["policy"], operators: readonly HardhatEthersSigner[]) =>
      Promise.all(operators.map((operator) => policy.rankOf(1, operator)));

    it("given the first leaves > three move up and are paid so; given the fourth or fifth > nobody does", async () => {
      const { world, policy, operators, a, b, c, d, e } = await loadFixture(queued);
      await world.leave(a, [1]);
      expect(await ranks(policy, operators)).to.deep.equal([0n, 1n, 2n, 3n, 4n]);
      expect(await gains(world, [a, b, c, d, e], 32)).to.deep.equal([0, 16, 12, 4, 0]);
      await world.leave(e, [1]);
      expect(await gains(world, [b, c, d, e], 32)).to.deep.equal([16, 12, 4, 0]);
      await world.leave(c, [1]);
      expect(await gains(world, [b, c, d], 28)).to.deep.equal([16, 0, 12]);
      await world.leave(b, [1]);
      await world.leave(d, [1]);
      expect(await policy.queueOf(1, ZeroAddress, 2)).to.deep.equal([ZeroAddress, ZeroAddress]);
    });

    it("given a better or worse measurement above the least reliability > the rank stays; below and back > the last", async () => {
      const { world, policy, operators, a } = await loadFixture(queued);
      await world.measure(a, 1, { u: 500_000_000n, x: 1n, served: 0n });
      expect(await ranks(policy, operators)).to.deep.equal([1n, 2n, 3n, 4n, 4n]);
      await world.measure(a, 1, { u: 499_999_999n });
      // A reliability rises by the second.
      await world.advance(1);
      await world.measure(a, 1);
      expect(await ranks(policy, operators)).to.deep.equal([4n, 1n, 2n, 3n, 4n]);
      const order = operators.slice(1).concat(a);
      expect(await policy.queueOf(1, ZeroAddress, 5)).to.deep.equal(order.map(({ address }) => address));
      expect(await policy.queueOf(1, operators[3] ?? ZeroAddress, 3)).to.deep.equal([
        operators[4]?.address,
        a.address,
        ZeroAddress,
      ]);
    });

    it("given a move to another domain > the rank is lost, and the quote said so", async () => {
      const { world, policy, operators, b } = await loadFixture(queued);
      const service = { u: 900_000_000n, x: 1_000_000_000n, served: 100n };
      const offer = (domain: number) => ({ stake: STAKE, domain, services: [{ classId: 1, service }] });
      expect(await policy.quote(b, offer(EAST))).to.equal((3n * TOKEN) / 8n);
      expect(await policy.quote(b, offer(WEST))).to.equal(0n);
      await world.do(() => world.system.registry.connect(b).move(WEST, [1]));
      expect(await ranks(policy, operators)).to.deep.equal([1n, 4n, 2n, 3n, 4n]);
      expect(await policy.quote(b, offer(WEST))).to.equal(0n);
    });
  });

  describe("attacks", () => {
    it("given a rival that leaves and joins again and again > the others only gain, and it is last", async () => {
      const { world, policy, operators, a, b, c, d } = await loadFixture(queued);
      let before = await Promise.all([b, c, d].map((operator) => policy.rankOf(1, operator)));
      for (const attacker of [a, operators[4], a]) {
        if (!attacker) throw new RangeError();
        await world.leave(attacker, [1]);
        await world.measure(attacker, 1);
        const after = await Promise.all([b, c, d].map((operator) => policy.rankOf(1, operator)));
        after.forEach((rank, i) => {
          expect(rank).to.be.at.most(before[i] ?? 0n);
        });
        before = after;
      }
      expect(await gains(world, [b, c, d, a], 32)).to.deep.equal([16, 12, 4, 0]);
    });

    it("given the first dies after a report > it holds its rank and its pay for six hours, until anyone expires it", async () => {
      const { world, a, b, c, d, e } = await loadFixture(queued);
      const living = [b, c, d, e];
      await world.advance(MAX_AGE / 2);
      for (const operator of living) await world.measure(operator, 1);
      await world.advance(MAX_AGE / 2);
      expect(await world.earned(a)).to.equal((BigInt(MAX_AGE) * TOKEN) / 2n);
      // Nobody can push it out before.
      const { ledger } = world.system;
      await expect(world.do(() => ledger.connect(e).expire(a, 1))).to.be.revertedWithCustomError(
        ledger,
        "LedgerStillFresh",
      );
      await world.advance(1);
      await world.do(() => ledger.connect(e).expire(a, 1));
      expect(await gains(world, [a, b, c, d, e], 32)).to.deep.equal([0, 16, 12, 4, 0]);
    });

    it("given one operator claims a class without demand > it takes a third of all pay for nothing", async () => {
      const { world, operators, e } = await loadFixture(queued);
      await world.measure(e, 2, { x: 1n, served: 0n });
      expect(await gains(world, operators, 12)).to.deep.equal([4, 3, 1, 0, 4]);
    });

    it("given the last imports itself first into a new policy > it is first there; governance reads the queue and drops it", async () => {
      const { world, policy, operators, e } = await loadFixture(queued);
      const { ledger, deployer } = world.system;
      const candidate = async () => {
        const fresh = await new RankMultiplier__factory(deployer).deploy(ledger);
        await world.do(() => ledger.addPolicy(fresh));
        await world.do(() => ledger.importClasses(fresh, 2));
        return fresh;
      };
      const order = operators.map(({ address }) => address);
      expect(await policy.queueOf(1, ZeroAddress, 5)).to.deep.equal(order);

      const captured = await candidate();
      await world.do(() => ledger.connect(e).importServices(captured, [e], [1]));
      await world.do(() => ledger.importServices(captured, operators, [1, 1, 1, 1, 1]));
      expect(await captured.rankOf(1, e)).to.equal(1n);
      expect((await captured.queueOf(1, ZeroAddress, 5))[0]).to.equal(e.address);
      // What is at stake, were it promoted: half of the emission instead of nothing.
      const service = { u: 900_000_000n, x: 1_000_000_000n, served: 100n };
      const offer = { stake: STAKE, domain: EAST, services: [{ classId: 1, service }] };
      expect(await policy.quote(e, offer)).to.equal(0n);
      expect(await captured.quote(e, offer)).to.equal(TOKEN / 2n);
      await world.do(() => ledger.dropPolicy(captured));
      expect(await ledger.policyState(captured)).to.equal(STALE);

      // Added and imported in one go, in claim order, and read before it is promoted.
      const honest = await candidate();
      await world.do(() => ledger.importServices(honest, operators, [1, 1, 1, 1, 1]));
      expect(await honest.queueOf(1, ZeroAddress, 5)).to.deep.equal(order);
      await world.do(() => ledger.promote(honest));
      expect(await honest.rankOf(1, e)).to.equal(4n);
    });
  });
});

import { expect } from "chai";
import { zeroPadValue } from "ethers";
import { randomStream } from "../../../scripts/common/random.js";
import { applyEvent } from "../../../scripts/reference/applyEvent.js";
import { Exact, ZERO } from "../../../scripts/reference/exact.js";
import { type DensityLevel, hexDensityRule } from "../../../scripts/reference/hexDensity.js";
import type { StateEvent } from "../../../scripts/reference/history.js";
import { setProfile } from "../../../scripts/reference/setProfile.js";
import { EMPTY_STATE, type NetworkState } from "../../../scripts/reference/state.js";
import { HexDensity__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { serveDirectly } from "../../helpers/serveDirectly.js";
import { BILLION, newWorld, RATE, TOKEN, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
/** {gas} What the hub leaves a listener for one changed service. */
const LISTENER_GAS = 600_000;
const SERVICE = { u: 900_000_000n, x: BILLION, served: 1n };

/** Operator `index` of a crowd that never registered. */
const member = (index: number): string => zeroPadValue(`0x${(index + 1).toString(16).padStart(4, "0")}`, 20);
const crowd = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => member(from + i));
const offerOf = (classIds: readonly number[]) => ({
  stake: 1n,
  domain: 1n,
  services: classIds.map((classId) => ({ classId, service: SERVICE })),
});

async function worldWith(classes: number) {
  const world = await newWorld(connection, { paid: "HexDensity" });
  for (let i = 0; i < classes; i++) await world.addClass({});
  const policy = HexDensity__factory.connect(await world.paid.getAddress(), world.system.deployer);
  return { world, policy };
}

const three = () => worldWith(3);
const eight = () => worldWith(8);
const full = () => worldWith(49);

const join = (world: World, classId: number, operators: readonly string[]) =>
  serveDirectly(world, { classId, operators, serves: true });
const leave = (world: World, classId: number, operators: readonly string[]) =>
  serveDirectly(world, { classId, operators, serves: false });

/** {wei} What the operator earns while `seconds` pass. */
async function gain(world: World, operator: string, seconds: number): Promise<bigint> {
  const before = await world.paid.earned(operator);
  await world.advance(seconds);
  return (await world.paid.earned(operator)) - before;
}

describe("HexDensity", () => {
  describe("HIP-17's published numbers", () => {
    /** Four families of seven classes: 61 + 5 x 4 + 3, twice 6 x 4 + 3, 6 x 4 + 1 members. */
    const FAMILIES = [
      [61, 4, 4, 4, 4, 4, 3],
      [4, 4, 4, 4, 4, 4, 3],
      [4, 4, 4, 4, 4, 4, 3],
      [4, 4, 4, 4, 4, 4, 1],
    ];
    async function hotspot() {
      const scene = await worldWith(28);
      const { world, policy } = scene;
      await world.do(() => policy.setLevel(1, 27, 27, 2));
      await world.do(() => policy.setLevel(2, 49, 49, 1));
      for (const [f, sizes] of FAMILIES.entries()) {
        for (const [c, size] of sizes.entries()) {
          const classId = 7 * f + c + 1;
          await world.do(() => policy.place(classId, f + 1, 1));
          for (let i = 0; i < size; i += 20) await join(world, classId, crowd(Math.min(20, size - i), i));
        }
      }
      return scene;
    }

    it("the worked hotspot > 4/61, 27/27, 49/106, and earns 0.0303 of a unit of emission", async () => {
      const { world, policy } = await loadFixture(hotspot);
      const density = (await policy.densityOf(1)).map(({ clipped, count }) => [clipped, count]);
      expect(density).to.deep.equal([
        [4n, 61n],
        [27n, 27n],
        [49n, 106n],
      ]);
      // Modalities' clipped counts: 49 units in all, so 49 tokens pay each member its scale.
      expect(await policy.unitsOf()).to.equal(49n);
      const scale = (4n * 49n * TOKEN) / (61n * 106n);
      expect(Number(scale) / 1e18).to.be.within(0.0303, 0.0304);
      // Member 61 serves this class alone; others serve several.
      expect(await gain(world, member(60), 49)).to.be.within(scale - 1n, scale);
      const quoted = await policy.quote(member(60), offerOf([1]));
      expect(quoted).to.equal((4n * RATE) / (61n * 106n));
      let sum = 0n;
      for (const operator of crowd(61)) sum += await world.paid.earned(operator);
      expect(await policy.liability()).to.equal(49n * RATE);
      expect(sum).to.be.within(49n * RATE - 61n, 49n * RATE);
    });

    it("tgt 1, max 4, N 2 > the limit is 1, 1, 1, 2, 3, 4, 4, 4 for n = 0 to 7", async () => {
      const { policy } = await loadFixture(three);
      const limits = await Promise.all(Array.from({ length: 8 }, (_, n) => policy.limitAt(0, n)));
      expect(limits).to.deep.equal([1n, 1n, 1n, 2n, 3n, 4n, 4n, 4n]);
    });

    it("its examples 1 to 4 > five in one of 1, 2, 3, 7 occupied classes are clipped at 1, 1, 2, 4", async () => {
      const { world, policy } = await loadFixture(eight);
      const clipped: Record<number, bigint | undefined> = {};
      for (let n = 1; n <= 7; n++) {
        await join(world, n, crowd(n === 1 ? 5 : 1, 10 * n));
        clipped[n] = (await policy.densityOf(1))[0]?.clipped;
      }
      expect([clipped[1], clipped[2], clipped[3], clipped[7]]).to.deep.equal([1n, 1n, 2n, 4n]);
    });
  });

  describe("a sequence worked by hand", () => {
    it("four in one class, then two more classes occupied, then one of them left > 50 each, 75 and 25", async () => {
      const { world, policy } = await loadFixture(three);
      // Limit 1: a quarter of the one unit each.
      await join(world, 1, crowd(4));
      await world.advance(100);
      // Three occupied: limit 2, units 2 + 1 + 1.
      await join(world, 2, [member(10)]);
      await join(world, 3, [member(11)]);
      await world.advance(100);
      // Two occupied: limit 1 again, units 1 + 1.
      await leave(world, 3, [member(11)]);
      await world.advance(100);
      const earned = async (index: number) => world.paid.earned(member(index));
      for (const i of [0, 1, 2, 3]) expect(await earned(i)).to.equal(50n * TOKEN);
      expect([await earned(10), await earned(11)]).to.deep.equal([75n * TOKEN, 25n * TOKEN]);
      expect(await policy.liability()).to.equal(300n * TOKEN);
    });

    it("a class with members placed elsewhere > keeps what it earned, pays by the new places from then on", async () => {
      const { world, policy } = await loadFixture(three);
      await join(world, 1, crowd(4));
      await join(world, 2, [member(10)]);
      await join(world, 3, [member(11)]);
      await world.advance(100);
      // Alone in its family: limit 1, units 1 + 1 + 1.
      await world.do(() => policy.place(1, 7, 3));
      expect(await world.paid.earned(member(0))).to.equal((25n * TOKEN) / 2n);
      expect(await gain(world, member(0), 120)).to.equal(10n * TOKEN);
      expect(await world.paid.earned(member(10))).to.equal(65n * TOKEN);
      expect(await policy.placeOf(1)).to.deep.equal([7n, 3n, true]);
      // Back again: as if it had never been away.
      await world.do(() => policy.place(1, 0, 0));
      expect(await gain(world, member(0), 100)).to.equal((25n * TOKEN) / 2n);
    });
  });

  describe("any hierarchy and any coming and going", () => {
    const LEVELS: readonly [DensityLevel, DensityLevel, DensityLevel] = [
      { target: 1, maximum: 3, neighbours: 1 },
      { target: 3, maximum: 6, neighbours: 1 },
      { target: 4, maximum: 9, neighbours: 0 },
    ];
    const CLASSES = 8;
    const MEMBERS = 9;
    async function governed() {
      const scene = await worldWith(CLASSES);
      for (const [level, { target, maximum, neighbours }] of LEVELS.entries()) {
        await scene.world.do(() => scene.policy.setLevel(level, target, maximum, neighbours));
      }
      return scene;
    }

    for (const seed of [1, 2, 3]) {
      it(`60 steps of seed ${seed} > quotes and earnings are the reference's`, async () => {
        const { world, policy } = await loadFixture(governed);
        const random = randomStream(seed, "test/hexDensity");
        const rule = hexDensityRule(LEVELS);
        const family = new Map<bigint, bigint>();
        const modality = new Map<bigint, bigint>();
        const plain = { kappas: [BILLION], alphas: [BILLION] };
        let state: NetworkState = { ...EMPTY_STATE, ofPolicy: { family, modality } };
        const apply = (event: StateEvent) => {
          state = applyEvent(state, event);
        };
        for (let c = 1; c <= CLASSES; c++) apply({ type: "classAdded", classId: BigInt(c), weight: 1n, ...plain });
        const expected = Array.from({ length: MEMBERS }, () => ZERO);
        let crossings = 0n;
        for (let step = 0; step < 60; step++) {
          const classId = 1 + random.below(CLASSES);
          if (random.next() < 0.25) {
            const [f, m] = [random.below(3), random.below(3)];
            family.set(BigInt(classId), BigInt(f));
            modality.set(BigInt(classId), BigInt(m));
            await world.do(() => policy.place(classId, f, m));
          } else {
            const index = random.below(MEMBERS);
            const serves = !state.operators.get(`${index}`)?.services.has(BigInt(classId));
            const u = serves ? SERVICE.u : 0n;
            apply({ type: "serviceChanged", operator: `${index}`, classId: BigInt(classId), ...SERVICE, u });
            await serveDirectly(world, { classId, operators: [member(index)], serves });
            crossings++;
          }
          const shares = rule.shares(state);
          for (let i = 0; i < MEMBERS; i++) {
            expected[i] = (expected[i] ?? ZERO).plus((shares.get(`${i}`) ?? ZERO).times(7));
          }
          const asked = random.below(MEMBERS);
          const classIds = Array.from({ length: CLASSES }, (_, c) => c + 1).filter(() => random.next() < 0.4);
          const services = new Map(classIds.map((id) => [BigInt(id), SERVICE]));
          const offered = setProfile(state, `${asked}`, { stake: 0n, domain: 0n, services });
          const exact = rule.share(offered, `${asked}`).times(RATE.toString());
          const error = exact.minus((await policy.quote(member(asked), offerOf(classIds))).toString()).toNumber();
          expect(error, `quote in step ${step}`).to.be.within(-1e-9, 1);
          await world.advance(7);
        }
        expect(crossings).to.be.above(30n);
        for (let i = 0; i < MEMBERS; i++) {
          const earned = new Exact((await world.paid.earned(member(i))).toString());
          const error = (expected[i] ?? ZERO).times(TOKEN.toString()).minus(earned).toNumber();
          // A floor to whole wei in each class, and 2^-20 wei for each settlement.
          expect(error, `member ${i}`).to.be.within(-1e-9, CLASSES + 0.01);
        }
      });
    }
  });

  describe("the hierarchy", () => {
    it("given a 49th class > it is left out, counts for nothing until it is placed, and from then on like any other", async () => {
      const { world, policy } = await loadFixture(full);
      expect((await policy.placeOf(48)).placed).to.equal(true);
      expect((await policy.placeOf(49)).placed).to.equal(false);
      await join(world, 1, [member(0)]);
      await join(world, 49, [member(1)]);
      expect(await policy.unitsOf()).to.equal(1n);
      expect(await policy.quote(member(1), offerOf([49]))).to.equal(0n);
      expect(await gain(world, member(1), 100)).to.equal(0n);
      await expect(world.do(() => policy.place(49, 0, 0)))
        .to.be.revertedWithCustomError(policy, "HexDensityFull")
        .withArgs(0n, 0n);
      await world.do(() => policy.place(49, 1, 0));
      expect(await gain(world, member(1), 100)).to.equal(50n * TOKEN);
    });

    it("given nine families or modalities > the ninth is refused until another is empty", async () => {
      const { world, policy } = await loadFixture(full);
      for (const at of [(i: number) => [i, 5] as const, (i: number) => [0, 100 + i] as const]) {
        // Modality 0 has a place of its own.
        const most = at(0)[0] === at(1)[0] ? 7 : 8;
        for (let i = 0; i < most; i++) await world.do(() => policy.place(i + 1, ...at(i)));
        await expect(world.do(() => policy.place(20, ...at(most)))).to.be.revertedWithCustomError(
          policy,
          "HexDensityFull",
        );
        await world.do(() => policy.place(1, 0, 0));
        await world.do(() => policy.place(20, ...at(most)));
        for (const classId of [...Array.from({ length: most }, (_, i) => i + 1), 20]) {
          await world.do(() => policy.place(classId, 0, 0));
        }
      }
    });

    it("given anyone but governance, an unknown class, a bad level, or members > refused", async () => {
      const { world, policy } = await loadFixture(three);
      const ann = world.operator(0);
      for (const call of [() => policy.connect(ann).place(1, 1, 1), () => policy.connect(ann).setLevel(0, 1, 1, 1)]) {
        await expect(world.do(call)).to.be.revertedWithCustomError(policy, "AccessManagedUnauthorized").withArgs(ann);
      }
      await expect(world.do(() => policy.place(4, 1, 1)))
        .to.be.revertedWithCustomError(policy, "HexDensityUnknownClass")
        .withArgs(4n);
      for (const [level, target, maximum] of [
        [3, 1, 1],
        [0, 0, 1],
        [1, 2, 1],
      ] as const) {
        await expect(world.do(() => policy.setLevel(level, target, maximum, 1)))
          .to.be.revertedWithCustomError(policy, "HexDensityLevelInvalid")
          .withArgs(level, target, maximum);
      }
      await join(world, 1, crowd(3));
      await expect(world.do(() => policy.setLevel(0, 1, 1, 1)))
        .to.be.revertedWithCustomError(policy, "HexDensityOccupied")
        .withArgs(1n);
    });
  });

  describe("attacks", () => {
    it("given a node that crosses its target back and forth > rivals lose less than a wei, gas stays below what a listener gets", async () => {
      const { world, policy } = await loadFixture(full);
      // N = 47: the 48th occupied class doubles the limit, so all 47 siblings are settled each time.
      await world.do(() => policy.setLevel(0, 1, 4, 47));
      for (let classId = 1; classId <= 47; classId++) await join(world, classId, crowd(2, 2 * classId));
      const rival = member(2);
      const quiet = await join(world, 1, [member(500)]);
      await leave(world, 1, [member(500)]);
      await world.advance(1_000);
      const before = await world.paid.earned(rival);
      const gas: number[] = [];
      for (let i = 0; i < 20; i++) {
        gas.push(Number((await join(world, 48, [member(501)])).gasUsed));
        gas.push(Number((await leave(world, 48, [member(501)])).gasUsed));
      }
      expect(await world.paid.earned(rival)).to.be.within(before - 1n, before);
      expect(await world.paid.earned(member(501))).to.equal(0n);
      const usual = Number(quiet.gasUsed);
      // Seven families and seven modalities more may be settled at the levels above.
      const perSibling = (Math.max(...gas) - usual) / 47;
      expect(perSibling).to.be.above(0);
      expect(usual + perSibling * (47 + 7 + 7)).to.be.below(LISTENER_GAS);
    });

    it("given four classes that nobody asks for, claimed by one each > their family takes 5/6 instead of 1/2, and a claim is paid like a service", async () => {
      const { world, policy } = await loadFixture(eight);
      for (let classId = 2; classId <= 5; classId++) {
        await world.do(() => world.system.ledger.setWeight(classId, 0n));
      }
      await join(world, 1, crowd(4));
      await join(world, 8, [member(20)]);
      await world.do(() => policy.place(8, 1, 1));
      // One unit for the four of class 1, one for class 8.
      expect(await gain(world, member(20), 100)).to.equal(50n * TOKEN);
      for (let classId = 2; classId <= 5; classId++) await join(world, classId, [member(classId + 30)]);
      // Five occupied: limit 4, but the family is clipped at 5 of 8: 5 units and one.
      expect(await gain(world, member(20), 60)).to.equal(10n * TOKEN);
      const four = await gain(world, member(0), 96);
      expect(four).to.be.within(10n * TOKEN - 1n, 10n * TOKEN);
      // A claim without any demand is paid what a member with all the demand is.
      expect(await gain(world, member(32), 96)).to.be.within(four - 1n, four + 1n);
    });
  });
});

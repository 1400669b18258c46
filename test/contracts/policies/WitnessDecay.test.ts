import { expect } from "chai";
import { WitnessDecay__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer } from "../../helpers/profile.js";
import { newWorld, RATE } from "../../helpers/world.js";
import { within } from "./handComputed.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;

/** helium/HIP 0015-beaconing-rewards.md: reward units of a witness, for 1 to 15 witnesses, N = 4, r = 0.8. */
const PUBLISHED = "1 1 1 1 0.76 0.61 0.50 0.43 0.37 0.33 0.29 0.26 0.24 0.22 0.21".split(" ").map(Number);

async function fixture() {
  const world = await newWorld(connection, { paid: "WitnessDecay" });
  for (const weight of [9n, 1n]) await world.addClass({ weight });
  const rule = WitnessDecay__factory.connect(await world.paid.getAddress(), world.system.deployer);
  return { world, rule };
}

describe("WitnessDecay as HIP-15", () => {
  it("given 1 to 15 members > the published units, read and as pay against one member of a class of its own", async () => {
    const { world, rule } = await loadFixture(fixture);
    const loner = world.operator(15);
    await world.register(loner);
    await world.measure(loner, 2);
    for (const [i, published] of PUBLISHED.entries()) {
      const member = world.operator(i);
      await world.register(member);
      await world.measure(member, 1);
      expect(Math.round(Number(await rule.unitAt(i + 1)) / 1e25) / 100, `${i + 1} members`).to.equal(published);
      const quoted = await world.paid.quote(member, await presentOffer(world, member));
      const unit = await world.paid.quote(loner, await presentOffer(world, loner));
      expect(Math.round((100 * Number(quoted)) / Number(unit)) / 100, `${i + 1} paid`).to.equal(published);
    }
  });

  it("given 5 members and the emission of 480 s > 380 to the five, 100 to the one next door; demand does not weigh", async () => {
    // Units: 5 x 0.76 and 1, so 76 tokens a head and 100.
    const { world } = await loadFixture(fixture);
    const operators = Array.from({ length: 6 }, (_, i) => world.operator(i));
    for (const operator of operators) await world.register(operator);
    const batch = operators.map((operator, i) => ({ operator, classId: i < 5 ? 1 : 2 }));
    for (const { operator, classId } of batch) await world.measure(operator, classId);
    await world.advance(480);
    for (const { operator, classId } of batch) {
      within(await world.earned(operator), (classId === 1 ? 76n : 100n) * RATE);
    }
    await world.do(() => world.system.ledger.setWeight(1, 1_000n));
    within(await world.gain(operators[0] ?? world.operator(0), 480), 76n * RATE);
  });

  it("given 20,000 members > 3 units among all of them, none lost to rounding", async () => {
    const { rule } = await loadFixture(fixture);
    expect((await rule.unitAt(20_000n)) * 20_000n).to.be.within(3n * 10n ** 27n - 20_000n, 3n * 10n ** 27n);
    expect(await rule.unitAt(0)).to.equal(0n);
  });

  describe("attacks", () => {
    it("one operator as four identities in a class of its own > four units: presence is what is paid", async () => {
      const { world } = await loadFixture(fixture);
      for (let i = 0; i < 8; i++) await world.register(world.operator(i));
      for (let i = 0; i < 4; i++) await world.measure(world.operator(i), 1);
      await world.measure(world.operator(4), 2);
      within(await world.gain(world.operator(4), 100), 20n * RATE);
      for (let i = 5; i < 8; i++) await world.measure(world.operator(i), 2);
      let all = 0n;
      for (let i = 4; i < 8; i++) all += await world.gain(world.operator(i), 100);
      within(all, 50n * RATE, 8n);
    });

    it("a fifth identity in a crowd > the class as a whole gets less: a reason to push a rival over N", async () => {
      const { world, rule } = await loadFixture(fixture);
      for (let i = 0; i < 6; i++) await world.register(world.operator(i));
      await world.measure(world.operator(5), 2);
      for (let i = 0; i < 4; i++) await world.measure(world.operator(i), 1);
      expect((await rule.poolOf(1)).pot).to.equal(4n * 10n ** 27n);
      const next = await world.gain(world.operator(5), 100);
      await world.measure(world.operator(4), 1);
      expect((await rule.poolOf(1)).pot).to.equal(38n * 10n ** 26n);
      expect(await world.gain(world.operator(5), 100)).to.be.above(next);
    });

    it("a class retired > paid on while its services are in force, which anyone may end", async () => {
      const { world } = await loadFixture(fixture);
      const [ann, bob] = [world.operator(0), world.operator(1)];
      for (const [i, operator] of [ann, bob].entries()) {
        await world.register(operator);
        await world.measure(operator, i + 1);
      }
      await world.do(() => world.system.ledger.retireClass(1, 0));
      within(await world.gain(ann, 100), 50n * RATE);
      await world.do(() => world.system.ledger.connect(bob).expire(ann, 1));
      expect(await world.gain(ann, 100)).to.equal(0n);
      within(await world.gain(bob, 100), 100n * RATE);
    });
  });
});

import { expect } from "chai";
import { TargetShare__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer } from "../../helpers/profile.js";
import { BILLION, newWorld, RATE } from "../../helpers/world.js";
import { within } from "./handComputed.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const HALF = BILLION / 2n;

/** Two classes of equal demand; Ann serves the first, Bob the second; coefficients at 1 between 0.5 and 2. */
async function fixture() {
  const world = await newWorld(connection, { paid: "TargetShare" });
  await world.fund(10_000_000n * RATE);
  for (const weight of [7n, 7n]) await world.addClass({ weight });
  const rule = TargetShare__factory.connect(await world.paid.getAddress(), world.system.deployer);
  const [ann, bob, eve] = [world.operator(0), world.operator(1), world.operator(2)];
  for (const operator of [ann, bob, eve]) await world.register(operator);
  /** Capacity in tenths of the class's demand; then a day; then the adjustment. */
  const day = async (tenthsOfAnn: bigint, tenthsOfBob: bigint) => {
    await measure(tenthsOfAnn, tenthsOfBob);
    await world.advance(DAY);
    await world.do(() => rule.adjust([1, 2]));
  };
  const measure = async (tenthsOfAnn: bigint, tenthsOfBob: bigint) => {
    await world.measure(ann, 1, { x: (tenthsOfAnn * BILLION) / 10n });
    await world.measure(bob, 2, { x: (tenthsOfBob * BILLION) / 10n });
  };
  const of = async (classId: number) => {
    const { base, coefficient, step, sign } = await rule.controllerOf(classId);
    return [base, coefficient, step, sign].map(Number).map((each, i) => (i === 3 ? each : each / 1e9));
  };
  return { world, rule, ann, bob, eve, day, measure, of };
}
/** As in Gonka's tests: base 1, bounds 0.5 and 2; the seconds without capacity so far are adjusted away. */
async function atOne() {
  const scene = await fixture();
  const { world, rule } = scene;
  for (const classId of [1, 2]) {
    await world.do(() => rule.setBounds(classId, BILLION, BILLION));
    await world.do(() => rule.setBounds(classId, HALF, 2n * BILLION));
  }
  return scene;
}

/** Vectors: gonka-ai/gonka inference-chain/x/inference/coefficients/coefficients_test.go; the rest by hand from its formulas. */
describe("TargetShare as Gonka's controller", () => {
  it("given shares of 10% and 90%, targets of 50% > 1.05, and 0.75 in effect of a base of 0.95; paid by them", async () => {
    const { world, day, of, ann, bob } = await loadFixture(atOne);
    await day(1n, 9n);
    expect(await of(1)).to.deep.equal([1.05, 1.05, 0.05, 1]);
    expect(await of(2)).to.deep.equal([0.95, 0.75, 0.05, -1]);
    // 0.1 x 1.05 to 0.9 x 0.75: 105 to 675.
    within(await world.gain(ann, 780), 105n * RATE);
    within(await world.gain(bob, 780), 675n * RATE);
    within(await world.paid.quote(ann, await presentOffer(world, ann)), (RATE * 105n) / 780n, 1n);
  });

  it("given shares of 2/3 and 1/3 > 0.8375 in effect, and 1.05", async () => {
    const { day, of } = await loadFixture(atOne);
    await day(20n, 10n);
    expect((await of(1)).slice(0, 2)).to.deep.equal([0.95, 0.8375]);
    expect((await of(2)).slice(0, 2)).to.deep.equal([1.05, 1.05]);
  });

  it("given shares of 45% and 55%, both edges of the band > held, the step back at 0.025; the larger is diluted", async () => {
    const { day, of } = await loadFixture(atOne);
    await day(9n, 11n);
    expect(await of(1)).to.deep.equal([1, 1, 0.025, 0]);
    // 0.5 + 0.5 x 50/55
    expect(await of(2)).to.deep.equal([1, 0.954545454, 0.025, 0]);
  });

  it("given the same sign day after day > the step doubles to 0.05 and stays; signs that change > it halves to 0.005", async () => {
    const { day, of } = await loadFixture(atOne);
    await day(1n, 9n);
    await day(1n, 9n);
    expect((await of(1)).filter((_, i) => i !== 1)).to.deep.equal([1.1025, 0.05, 1]);
    const steps: (number | undefined)[] = [];
    for (const [a, b] of [
      [9n, 1n],
      [1n, 9n],
      [9n, 1n],
      [1n, 9n],
      [9n, 1n],
    ] as const) {
      await day(a, b);
      steps.push((await of(1))[2]);
    }
    expect(steps).to.deep.equal([0.025, 0.0125, 0.00625, 0.005, 0.005]);
    const product = 1.1025 * 0.975 * 1.0125 * 0.99375 * 1.005 * 0.995;
    // Rounded down to a billionth at each of five steps.
    expect((await of(1))[0]).to.be.within(product - 6e-9, product);
    // Once more down: twice 0.005.
    await day(9n, 1n);
    expect((await of(1))[2]).to.equal(0.01);
    // Held: forgotten.
    await day(5n, 5n);
    expect((await of(1)).slice(2)).to.deep.equal([0.025, 0]);
  });

  it("given a class with less than 1% of the capacity > steps up to 0.25; a base at its bound stays there", async () => {
    const { world, rule, of, bob } = await loadFixture(fixture);
    // From the first adjustment on: a class begins at its least coefficient.
    await world.measure(bob, 2);
    expect((await of(1)).slice(0, 2)).to.deep.equal([0.5, 0.5]);
    const bases: (number | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      await world.advance(DAY);
      await world.do(() => rule.adjust([1, 2]));
      bases.push((await of(1))[0]);
    }
    // x 1.05, 1.1, 1.2, 1.25, 1.25, 1.25
    expect(bases).to.deep.equal([0.525, 0.5775, 693 / 1_000, 0.86625, 1.0828125, 1.353515625]);
    // The other is above its target, and cannot go below its least.
    expect((await of(2)).slice(0, 2)).to.deep.equal([0.5, 0.5]);
    await world.do(() => rule.setBounds(1, HALF, 1_400_000_000n));
    await world.advance(DAY);
    await world.do(() => rule.adjust([1]));
    expect((await of(1))[0]).to.equal(1.4);
  });

  it("given a class without demand > its least coefficient, as at the beginning; it pays nobody", async () => {
    const { world, rule, day, of, ann, bob } = await loadFixture(atOne);
    await day(1n, 9n);
    await world.do(() => world.system.ledger.retireClass(1, 0));
    expect(await world.gain(ann, 100)).to.equal(0n);
    within(await world.gain(bob, 100), 100n * RATE);
    await world.advance(DAY);
    await world.do(() => rule.adjust([1]));
    expect(await of(1)).to.deep.equal([0.5, 0.5, 0.025, 0]);
  });

  it("given 2, 12 and 22 classes > adjust costs the same for each: below 35,000 gas", async () => {
    const { world, rule, day } = await loadFixture(atOne);
    for (let classId = 3; classId <= 22; classId++) await world.addClass({ weight: 7n });
    for (let classId = 3; classId <= 22; classId++) await world.measure(world.operator(2), classId);
    await day(1n, 9n);
    const costs: number[] = [];
    for (const count of [2, 12, 22]) {
      await world.advance(DAY);
      const classIds = Array.from({ length: count }, (_, c) => c + 1);
      costs.push(Number((await world.do(() => rule.adjust(classIds))).gasUsed));
    }
    const [few = 0, some = 0, many = 0] = costs;
    expect((some - few) / 10).to.be.below(35_000);
    expect((many - some) / (some - few)).to.be.within(0.97, 1.03);
  });

  describe("attacks", () => {
    it("adjust twice in an epoch, or before its end > moves nothing, and makes no batch fail", async () => {
      const { world, rule, day, of, eve } = await loadFixture(atOne);
      await day(1n, 9n);
      const before = [await of(1), await of(2)];
      for (const wait of [0, DAY - HOUR - 1]) {
        await world.advance(wait);
        await expect(world.do(() => rule.connect(eve).adjust([1, 2, 2, 1, 99]))).not.to.emit(rule, "Adjusted");
      }
      expect([await of(1), await of(2)]).to.deep.equal(before);
      await world.advance(1);
      await expect(world.do(() => rule.connect(eve).adjust([2, 2]))).to.emit(rule, "Adjusted");
      expect((await of(2))[0]).to.equal(0.9025);
    });

    it("a griefer that adjusts one class first and the other later > the same coefficients as in one batch", async () => {
      const whole = await loadFixture(atOne);
      await whole.day(1n, 9n);
      const expected = [await whole.of(1), await whole.of(2)];
      const split = await loadFixture(atOne);
      await split.measure(1n, 9n);
      await split.world.advance(DAY);
      await split.world.do(() => split.rule.connect(split.eve).adjust([2]));
      await split.world.advance(1_000);
      await split.world.do(() => split.rule.adjust([1, 2]));
      expect([await split.of(1), await split.of(2)]).to.deep.equal(expected);
    });

    it("leaving the moment before an adjustment > the share of the day counts, not that of the moment", async () => {
      const { world, rule, measure, of, bob } = await loadFixture(atOne);
      await measure(1n, 9n);
      await world.advance(DAY);
      await world.leave(bob, [2]);
      await world.do(() => rule.adjust([1, 2]));
      expect((await of(2)).slice(0, 2)).to.deep.equal([0.95, 0.75]);
      // Gone for half a day: 0.9 for half of it, of 0.1 all day and 0.9 for half of it.
      await measure(1n, 9n);
      await world.advance(DAY / 2);
      await world.leave(bob, [2]);
      await world.advance(DAY / 2);
      const { share } = await rule.shareOf(2);
      expect(Number(share) / 1e9).to.be.within(0.45 / 0.55 - 1e-8, 0.45 / 0.55 + 1e-8);
    });

    it("a machine said to carry a million times the demand > counts for a thousand", async () => {
      const { world, rule, ann, eve } = await loadFixture(fixture);
      await world.measure(ann, 1, { x: 1_000n * BILLION });
      await world.measure(eve, 1, { x: 10n ** 15n });
      expect(await rule.unitsOf(eve, 1)).to.equal(1_000n * BILLION);
      within(await world.gain(eve, 100), 50n * RATE);
    });

    it("anyone but the admin sets bounds > refused; bounds out of order or too large > refused", async () => {
      const { world, rule, eve } = await loadFixture(fixture);
      await expect(world.do(() => rule.connect(eve).setBounds(1, 1, 2)))
        .to.be.revertedWithCustomError(rule, "AccessManagedUnauthorized")
        .withArgs(eve);
      for (const [min, max] of [
        [0n, 1n],
        [2n, 1n],
        [1n, 16n * BILLION + 1n],
      ] as const) {
        await expect(world.do(() => rule.setBounds(1, min, max)))
          .to.be.revertedWithCustomError(rule, "BoundsInvalid")
          .withArgs(min, max, 16n * BILLION);
      }
      await expect(world.do(() => rule.setBounds(3, 1n, 2n)))
        .to.be.revertedWithCustomError(rule, "BoundsUnknownClass")
        .withArgs(3, 2);
    });
  });
});

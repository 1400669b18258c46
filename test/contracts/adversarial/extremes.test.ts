import { expect } from "chai";
import { CORE_POLICIES, POLICY_NAMES } from "../../../ignition/modules/Breadth.js";
import { encodeAvailability, encodeDemand } from "../../../scripts/chain/reportCodec.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer, sumEarned } from "../../helpers/profile.js";
import { BILLION, EAST, newWorld, STAKE, WEST, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const MAX_WEIGHT = 2n ** 56n - 1n;
const MAX_BUDGET = 2n ** 92n - 1n;
const KAPPA_MAX = 1_000n * BILLION;
const TEN_YEARS = 10n * 365n * 86_400n;

/** Curves at the edges of what is accepted. */
const CURVES = [
  { title: "the slowest and the fastest layer", kappas: [1n, KAPPA_MAX], alphas: [BILLION / 2n, BILLION / 2n] },
  {
    title: "four layers next to each other",
    kappas: [KAPPA_MAX - 3n, KAPPA_MAX - 2n, KAPPA_MAX - 1n, KAPPA_MAX],
    alphas: [31n * BILLION, -10n * BILLION, -10n * BILLION, -10n * BILLION],
  },
  {
    title: "the edge of concavity",
    kappas: [BILLION, 2n * BILLION],
    alphas: [1_333_333_333n, -333_333_333n],
  },
  { title: "a layer of weight 0", kappas: [BILLION, 2n * BILLION], alphas: [BILLION, 0n] },
];

/** Levels at the edges of what a report can say. */
const LEVELS = [
  { u: 2n ** 32n - 1n, x: 2n ** 64n - 1n },
  { u: 999_000_000n, x: 1n },
  { u: 500_000_000n, x: 0n },
  { u: 500_000_000n, x: 1n },
  { u: 499_999_999n, x: 2n ** 64n - 1n },
  { u: 0n, x: 0n },
  { u: 999_000_000n, x: BILLION },
];

async function fixture() {
  const world = await newWorld(connection, {
    parameters: { supply: 2n ** 96n },
    shadows: ["FlatMarginalCoverage", "EqualShare", "StakeWeighted", "ServedVolume"],
  });
  for (let i = 0; i < 4; i++) await world.register(world.operator(i), { domain: i % 3, stake: STAKE });
  await world.fund(MAX_BUDGET - 1n - (await world.system.vault.budget()));
  await world.setRate(MAX_BUDGET / TEN_YEARS);
  return world;
}

async function expectSolvent(world: World): Promise<void> {
  const { vault, token } = world.system;
  const everyone = [0, 1, 2, 3].map((i) => world.operator(i));
  const [sum, owed, emitted] = [await sumEarned(world, everyone), await vault.owed(), await vault.emitted()];
  expect(sum).to.be.at.most(owed);
  expect(owed + (await vault.totalPaid())).to.be.at.most(emitted);
  expect(emitted).to.be.at.most(await vault.budget());
  expect(await token.balanceOf(vault)).to.be.at.least(owed);
}

describe("hostile class, curve and measurement parameters", () => {
  for (const { title, kappas, alphas } of CURVES) {
    it(`${title}, all the weight, the largest budget, ten years: solvent at every step, and everybody gets out`, async () => {
      const world = await loadFixture(fixture);
      const { ledger, registry } = world.system;
      await world.addClass({ kappas: [...kappas], alphas: [...alphas], weight: 0n });
      await world.addClass({ weight: 1n });
      const everyone = [0, 1, 2, 3].map((i) => world.operator(i));
      for (const [round, level] of LEVELS.entries()) {
        await world.do(() =>
          ledger.reportDemand(
            encodeDemand([
              { classId: 1, weight: round % 3 === 2 ? 1n : MAX_WEIGHT - 1n },
              { classId: 2, weight: 1n },
            ]),
          ),
        );
        const availability = round % 2 === 0 ? 999_900_000n : 1n;
        const domains = [0, EAST, WEST].map((domain) => ({ domain, classId: 1, availability }));
        await world.do(() => ledger.reportAvailability(encodeAvailability(domains)));
        for (const [i, operator] of everyone.entries()) {
          const { u, x } = LEVELS[(round + i) % LEVELS.length] ?? level;
          await world.measure(operator, 1 + (i % 2), { u, x, served: 2n ** 64n - 1n });
        }
        await world.advance(round === 3 ? 1n : TEN_YEARS / 8n);
        await expectSolvent(world);
        for (const operator of everyone) {
          expect(await world.paid.quote(operator, await presentOffer(world, operator))).to.be.at.least(0n);
        }
        await world.claim(world.operator(round % 4), [1, 2]);
      }
      for (const operator of everyone) {
        await world.claim(operator, [1, 2]);
        await world.do(() => registry.connect(operator).requestWithdrawal(STAKE, [1, 2]));
      }
      expect(await ledger.serviceCount()).to.equal(0n);
      // Nobody serves: nothing accrues, in no policy, and no shadow failed on the way.
      const owed = await world.system.vault.owed();
      await world.fund(1n);
      await world.advance(1_000);
      expect(await world.system.vault.owed()).to.equal(owed);
      expect(await ledger.getListeners()).to.have.length(4);
    });
  }

  it("all other rules, each operator with 2^92 wei of stake: none fails, each is solvent at every step", async () => {
    const others = POLICY_NAMES.filter((name) => !CORE_POLICIES.includes(name));
    const world = await newWorld(connection, { parameters: { supply: 2n ** 96n }, shadows: others });
    const { ledger, registry, vault } = world.system;
    const everyone = [0, 1, 2, 3].map((i) => world.operator(i));
    const stakes = [MAX_BUDGET, 1n, STAKE, MAX_BUDGET];
    await world.do(() => registry.setMinStake(1));
    for (const [i, operator] of everyone.entries()) {
      await world.register(operator, { domain: i % 3, stake: stakes[i] ?? 1n });
    }
    await world.fund(MAX_BUDGET - (await vault.budget()));
    await world.setRate(MAX_BUDGET / TEN_YEARS);
    await world.addClass({ weight: MAX_WEIGHT - 1n });
    await world.addClass({ weight: 1n });
    for (const [round, level] of LEVELS.entries()) {
      const weight = round % 3 === 2 ? 1n : MAX_WEIGHT - 1n;
      await world.do(() => ledger.reportDemand(encodeDemand([{ classId: 1, weight }])));
      for (const [i, operator] of everyone.entries()) {
        const { u, x } = LEVELS[(round + i) % LEVELS.length] ?? level;
        await world.measure(operator, 1 + (i % 2), { u, x, served: 2n ** 64n - 1n });
      }
      await world.advance(round === 3 ? 1n : TEN_YEARS / 8n);
      const emitted = await vault.emitted();
      for (const name of others) {
        const policy = world.policy(name);
        const earned = await Promise.all(everyone.map((operator) => policy.earned(operator)));
        const liability = await policy.liability();
        expect(
          earned.reduce((sum, each) => sum + each, 0n),
          name,
        ).to.be.at.most(liability);
        expect(liability, name).to.be.at.most(emitted);
        for (const operator of everyone) {
          expect(await policy.quote(operator, await presentOffer(world, operator)), name).to.be.at.least(0n);
        }
      }
    }
    for (const operator of everyone) {
      await world.do(() => registry.connect(operator).leaveClasses([1, 2]));
    }
    expect(await ledger.serviceCount()).to.equal(0n);
    expect(await ledger.getListeners()).to.have.length(others.length);
  });

  it("a class of 1 wei of weight beside one of 2^56 - 2: its only operator is paid its share, rounded down", async () => {
    const world = await loadFixture(fixture);
    for (const weight of [MAX_WEIGHT - 1n, 1n]) await world.addClass({ weight });
    const ann = world.operator(1);
    await world.measure(ann, 2, { u: 999_000_000n, x: 2n ** 62n });
    await world.advance(TEN_YEARS);
    const emitted = await world.system.vault.emitted();
    // r u of one part in 2^56 - 1 of everything.
    const expected = (emitted * 990_000_000n * 999_000_000n) / (MAX_WEIGHT * BILLION ** 2n);
    expect(await world.earned(ann)).to.be.within(
      expected - (expected / 10n ** 6n + 1n),
      expected + (expected / 10n ** 6n + 1n),
    );
    expect(await world.earned(ann)).to.be.at.most(await world.paid.liability());
  });

  it("all weights 0: nothing accrues, and what was earned stays", async () => {
    const world = await loadFixture(fixture);
    await world.addClass({ weight: 5n });
    const ann = world.operator(1);
    await world.measure(ann, 1);
    await world.advance(100);
    const earned = await world.earned(ann);
    await world.do(() => world.system.ledger.setWeight(1, 0));
    expect(await world.gain(ann, TEN_YEARS)).to.be.at.most(1n);
    expect(await world.claim(ann, [1])).to.be.within(earned - 1n, earned + 1n);
    await world.do(() => world.system.ledger.setWeight(1, MAX_WEIGHT));
    expect(await world.paid.quote(ann, await presentOffer(world, ann))).to.equal(0n);
  });
});

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { randomStream } from "../../../scripts/common/random.js";
import { applyEvent } from "../../../scripts/reference/applyEvent.js";
import type { StateEvent } from "../../../scripts/reference/history.js";
import { RULES } from "../../../scripts/reference/rules.js";
import { EMPTY_STATE, type NetworkState } from "../../../scripts/reference/state.js";
import { type DistinctBreadth, DistinctBreadth__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer, sumEarned } from "../../helpers/profile.js";
import { BILLION, EAST, newWorld, STAKE, TOKEN, WEST, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;

interface Scene {
  readonly world: World;
  readonly policy: DistinctBreadth;
  readonly ann: HardhatEthersSigner;
  readonly bob: HardhatEthersSigner;
  readonly cyd: HardhatEthersSigner;
  readonly dee: HardhatEthersSigner;
  readonly eve: HardhatEthersSigner;
  readonly fay: HardhatEthersSigner;
}

/** Six registered operators and so many classes that nobody serves. */
async function sceneOf(classes: number): Promise<Scene> {
  const world = await newWorld(connection, { paid: "DistinctBreadth" });
  for (let c = 0; c < classes; c++) await world.addClass({});
  const policy = DistinctBreadth__factory.connect(await world.paid.getAddress(), world.system.deployer);
  const [ann, bob, cyd, dee, eve, fay] = [0, 1, 2, 3, 4, 5].map((i) => world.operator(i)) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  for (const operator of [ann, bob, cyd, dee, eve, fay]) await world.register(operator);
  return { world, policy, ann, bob, cyd, dee, eve, fay };
}

/** Shares of the emission of the next 1,000 s, one token each. */
async function shares(world: World, operators: readonly HardhatEthersSigner[]): Promise<number[]> {
  const before = await Promise.all(operators.map((operator) => world.earned(operator)));
  await world.advance(1_000);
  return Promise.all(
    operators.map(async (operator, i) => Number((await world.earned(operator)) - (before[i] ?? 0n)) / (1_000 * 1e18)),
  );
}

function expectShares(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).to.have.length(expected.length);
  actual.forEach((share, i) => {
    expect(share, `operator ${i}`).to.be.within((expected[i] ?? 0) - 1e-14, (expected[i] ?? 0) + 1e-14);
  });
}

// (1/2)^1.3, (1/2)^2.2 and (1/4)^2.2
const HALF_ABOVE = 0.4061261981781177;
const HALF_BELOW = 0.217637640824031;
const QUARTER_BELOW = 0.04736614270344994;

describe("DistinctBreadth", () => {
  describe("four operators in 4, 2, 1 and 2 classes", () => {
    /**
     * Bob opens class 1, Ann the others. Class 2 counts six compute units a request. Requests: Ann 10 in each class, Bob 20 and
     * 10, Cyd 20, Dee 5 and 5: 40, 30, 20, 10 of 100. Compute: 90, 80, 20, 10 of 200. Bounties 3, 1. Counts 1, 2, 2, 4: median 2.
     */
    async function four() {
      const scene = await sceneOf(4);
      const { world, policy, ann, bob, cyd, dee } = scene;
      await world.do(() => policy.setComputeUnits(2, 6));
      await world.measure(bob, 1, { served: 20n });
      for (const classId of [1, 2, 3, 4]) await world.measure(ann, classId, { served: 10n });
      await world.measure(bob, 2, { served: 10n });
      await world.measure(cyd, 1, { served: 20n });
      for (const classId of [1, 3]) await world.measure(dee, classId, { served: 5n });
      return scene;
    }
    /** Shares of everything but unique: 0.52 compute + 0.2 invocations + 0.08 bounty. */
    const REST = {
      ann: 0.52 * 0.45 + 0.2 * 0.4 + 0.08 * 0.75,
      bob: 0.52 * 0.4 + 0.2 * 0.3 + 0.08 * 0.25,
      cyd: 0.52 * 0.1 + 0.2 * 0.2,
      dee: 0.52 * 0.05 + 0.2 * 0.1,
    };

    it("pays every component as reckoned by hand, and all of the emission together", async () => {
      const { world, policy, ann, bob, cyd, dee } = await loadFixture(four);
      const sum = 1 + 2 * HALF_ABOVE + QUARTER_BELOW;
      const paid = await shares(world, [ann, bob, cyd, dee]);
      expectShares(paid, [
        REST.ann + 0.2 / sum,
        REST.bob + (0.2 * HALF_ABOVE) / sum,
        REST.cyd + (0.2 * QUARTER_BELOW) / sum,
        REST.dee + (0.2 * HALF_ABOVE) / sum,
      ]);
      expect(await policy.twiceMedian()).to.equal(4n);
      expect(await policy.computeUnits()).to.deep.equal([1n, 6n, 1n, 1n]);
      expect(await policy.openerOf(1)).to.equal(bob.address);
      const all = await sumEarned(world, [ann, bob, cyd, dee]);
      const { vault } = world.system;
      expect(await policy.liability()).to.be.within(all, all + 100n);
      expect(await vault.surplus()).to.equal((await vault.emitted()) - (await policy.liability()));
    });

    it("given two more in four classes > the median passes over the group of two: from 1.3 to 2.2, the past as it was", async () => {
      const { world, policy, ann, bob, cyd, dee, eve, fay } = await loadFixture(four);
      await world.advance(500);
      const before = await Promise.all([bob, dee].map((operator) => world.earned(operator)));
      for (const operator of [eve, fay]) {
        for (const classId of [1, 2, 3, 4]) await world.measure(operator, classId, { served: 0n });
      }
      expect(await Promise.all([bob, dee].map((operator) => world.earned(operator)))).to.deep.equal(before);
      // 1, 2, 2, 4, 4, 4
      expect(await policy.twiceMedian()).to.equal(6n);
      const sum = 3 + 2 * HALF_BELOW + QUARTER_BELOW;
      expectShares(await shares(world, [ann, bob, cyd, dee, eve, fay]), [
        REST.ann + 0.2 / sum,
        REST.bob + (0.2 * HALF_BELOW) / sum,
        REST.cyd + (0.2 * QUARTER_BELOW) / sum,
        REST.dee + (0.2 * HALF_BELOW) / sum,
        0.2 / sum,
        0.2 / sum,
      ]);
      // Fay leaves: 1, 2, 2, 4, 4 and the median is 2 again.
      await world.leave(fay, [1, 2, 3, 4]);
      const back = 2 + 2 * HALF_ABOVE + QUARTER_BELOW;
      const [, bobs = 0] = await shares(world, [ann, bob, cyd, dee, eve]);
      expectShares([bobs], [REST.bob + (0.2 * HALF_ABOVE) / back]);
    });

    it("given the broadest one leaves > the next is the maximum, and the bounties that it held are nobody's", async () => {
      const { world, policy, ann, bob, cyd, dee } = await loadFixture(four);
      await world.advance(500);
      const kept = await world.earned(ann);
      await world.leave(ann, [1, 2, 3, 4]);
      // Counts 1, 2, 2; requests 30, 20, 10; compute 80, 20, 10; bounties: Bob's one.
      expect(await policy.openerOf(3)).to.equal("0x0000000000000000000000000000000000000000");
      const sum = 2 + HALF_BELOW;
      expectShares(await shares(world, [ann, bob, cyd, dee]), [
        0,
        (0.52 * 80) / 110 + 0.2 * 0.5 + 0.08 + 0.2 / sum,
        (0.52 * 20) / 110 + 0.2 / 3 + (0.2 * HALF_BELOW) / sum,
        (0.52 * 10) / 110 + 0.2 / 6 + 0.2 / sum,
      ]);
      expect(await world.claim(ann, [1])).to.equal(kept);
    });

    it("given a component that nobody has > it falls to the others in proportion", async () => {
      const { world, bob, ann, cyd, dee } = await loadFixture(four);
      for (const operator of [ann, bob]) {
        const classIds = (await world.system.ledger.servicesOf(operator)).map(Number);
        await world.leave(operator, classIds);
      }
      // Cyd in one class, Dee in two, and no opener: 0.52, 0.2 and 0.2 of 0.92. The median is 1.5.
      const sum = 1 + HALF_BELOW;
      expectShares(await shares(world, [cyd, dee]), [
        ((0.52 * 20) / 30 + (0.2 * 2) / 3 + (0.2 * HALF_BELOW) / sum) / 0.92,
        ((0.52 * 10) / 30 + 0.2 / 3 + 0.2 / sum) / 0.92,
      ]);
    });

    it("given compute units for a class that is served, 0 of them, or anyone but governance > reverts", async () => {
      const { world, policy, ann } = await loadFixture(four);
      await expect(world.do(() => policy.setComputeUnits(1, 2)))
        .to.be.revertedWithCustomError(policy, "BreadthUnitsRefused")
        .withArgs(1, 4, 2);
      await world.addClass({});
      await expect(world.do(() => policy.setComputeUnits(5, 0)))
        .to.be.revertedWithCustomError(policy, "BreadthUnitsRefused")
        .withArgs(5, 0, 0);
      await expect(world.do(() => policy.setComputeUnits(5, 7)))
        .to.emit(policy, "ComputeUnitsChanged")
        .withArgs(5, 7);
      await expect(world.do(() => policy.connect(ann).setComputeUnits(5, 1)))
        .to.be.revertedWithCustomError(policy, "AccessManagedUnauthorized")
        .withArgs(ann);
    });
  });

  it("unanimous breadth > earns no relative advantage: everybody in 1, 2, 3 or 4 classes, the same pay", async () => {
    const { world, ann, bob, cyd, dee, eve } = await sceneOf(4);
    const everybody = [ann, bob, cyd, dee, eve];
    for (const classId of [1, 2, 3, 4]) {
      for (const operator of everybody) await world.measure(operator, classId, { served: 0n });
      // Only unique, 0.2, and bounty, 0.08, are paid: a fifth of the one each, and all of the other to Ann, who opens every class.
      const fifth = 0.2 / 0.28 / 5;
      expectShares(await shares(world, everybody), [fifth + 0.08 / 0.28, fifth, fifth, fifth, fifth]);
    }
  });

  describe("against the reference", () => {
    it("given 150 random joins, leaves and reports of six operators in seven classes > every quote and the pay agree", async () => {
      const scene = await sceneOf(7);
      const { world, policy, ann, bob, cyd, dee, eve, fay } = scene;
      const operators = [ann, bob, cyd, dee, eve, fay];
      await world.do(() => policy.setComputeUnits(3, 40));
      const random = randomStream(7, "test/distinctBreadth");
      let state: NetworkState = {
        ...["1", "2", "3", "4", "5", "6", "7"].reduce<NetworkState>(
          (all, id) =>
            applyEvent(all, {
              type: "classAdded",
              classId: BigInt(id),
              weight: 1n,
              kappas: [BILLION],
              alphas: [BILLION],
            }),
          EMPTY_STATE,
        ),
        ofPolicy: { computeUnits: new Map([[3n, 40n]]) },
      };
      for (const operator of operators) {
        state = applyEvent(state, { type: "operatorChanged", operator: operator.address, domain: 1n, stake: STAKE });
      }
      const earned = new Map(operators.map((operator) => [operator, 0]));
      for (let step = 0; step < 150; step++) {
        const operator = operators[random.below(6)] ?? ann;
        const classId = 1 + random.below(7);
        const serves = state.operators.get(operator.address)?.services.has(BigInt(classId)) ?? false;
        // Half of the time as many as possible come, half of the time they go: the median wanders.
        const coming = (step / 30) % 2 < 1 ? 0.75 : 0.25;
        const level = { u: 900_000_000n, x: BILLION, served: BigInt(random.below(500)) };
        const stays = random.next() < coming;
        if (!serves && !stays) continue;
        const event = { type: "serviceChanged", operator: operator.address, classId: BigInt(classId) } as const;
        const happened: StateEvent = stays ? { ...event, ...level } : { ...event, u: 0n, x: 0n, served: 0n };
        if (stays) await world.measure(operator, classId, level);
        else await world.leave(operator, [classId]);
        state = applyEvent(state, happened);
        await world.advance(100);
        const expected = RULES.DistinctBreadth.shares(state);
        for (const each of operators) {
          const share = expected.get(each.address)?.toNumber() ?? 0;
          earned.set(each, (earned.get(each) ?? 0) + 100 * share);
          if (step % 10 !== 0) continue;
          const quoted = Number(await policy.quote(each, await presentOffer(world, each))) / 1e18;
          expect(quoted, `step ${step}`).to.be.within(share - 1e-15, share + 1e-15);
        }
      }
      for (const each of operators) {
        const tokens = Number(await world.earned(each)) / 1e18;
        const expected = earned.get(each) ?? 0;
        expect(tokens).to.be.within(expected - 1e-10, expected + 1e-10);
        expect(tokens).to.be.above(100);
      }
    });
  });

  describe("attacks", () => {
    /** Three at work in classes 1 to 3; nobody in class 4, and openers gone from 2 and 3. */
    async function atWork() {
      const scene = await sceneOf(4);
      const { world, ann, bob, cyd } = scene;
      for (const classId of [1, 2, 3]) await world.measure(ann, classId, { served: 100n });
      await world.measure(bob, 1, { served: 100n });
      await world.measure(cyd, 1, { served: 100n });
      await world.advance(1_000);
      return scene;
    }
    const IDLE = { u: 500_000_000n, x: 0n, served: 0n };

    it("a class opened only to hold its bounty, with a service that serves nothing > a quarter of the bounty pot", async () => {
      const { world, policy, eve } = await loadFixture(atWork);
      await world.measure(eve, 4, IDLE);
      expect(await policy.openerOf(4)).to.equal(eve.address);
      // Counts 1, 1, 1, 3: median 1, and (1/3)^1.3 for everybody but Ann.
      const third = (1 / 3) ** 1.3;
      expectShares(await shares(world, [eve]), [0.08 / 4 + (0.2 * third) / (1 + 3 * third)]);
    });

    it("every class joined at the least reliability and without capacity > counts as distinct as real work", async () => {
      const { world, bob } = await loadFixture(atWork);
      const [before = 0] = await shares(world, [bob]);
      for (const classId of [2, 3, 4]) await world.measure(bob, classId, IDLE);
      const [after = 0] = await shares(world, [bob]);
      // Counts were 1, 1, 3: median 1; they are 1, 3, 4: median 3. Bob also opens class 4.
      const [one, below, above] = [(1 / 3) ** 1.3, (1 / 4) ** 2.2, (3 / 4) ** 1.3];
      const work = (0.72 * 100) / 500;
      expectShares([before], [work + (0.2 * one) / (1 + 2 * one)]);
      expectShares([after], [work + 0.08 / 4 + 0.2 / (1 + above + below)]);
    });

    it("leaving and joining again > gains nothing where others serve, and loses the bounty", async () => {
      const { world, policy, ann, bob } = await loadFixture(atWork);
      const [bobs = 0, anns = 0] = await shares(world, [bob, ann]);
      await world.leave(bob, [1]);
      await world.measure(bob, 1, { served: 100n });
      expectShares(await shares(world, [bob]), [bobs]);
      // Ann opened three classes; one of three bounties is gone, and nobody has another.
      await world.leave(ann, [1]);
      await world.measure(ann, 1, { served: 100n });
      expect(await policy.openerOf(1)).to.equal("0x0000000000000000000000000000000000000000");
      expectShares(await shares(world, [ann]), [anns]);
    });

    it("a move to another domain > is quoted as the leave and join that it is", async () => {
      const { world, policy, ann, bob } = await loadFixture(atWork);
      // Bob opens class 4, so that Ann's loss of class 1 is his gain.
      await world.measure(bob, 4, { served: 0n });
      const offer = await presentOffer(world, ann);
      expect(offer.domain).to.equal(BigInt(EAST));
      const stays = await policy.quote(ann, offer);
      const moves = await policy.quote(ann, { ...offer, domain: WEST });
      await world.do(() => world.system.registry.connect(ann).move(WEST, [1, 2, 3]));
      expect(await policy.quote(ann, { ...offer, domain: WEST })).to.equal(moves);
      expect(await world.gain(ann, 1_000)).to.be.within(moves * 1_000n - 6n, (moves + 1n) * 1_000n + 6n);
      // Three of four bounties before, two of three after.
      const lost = Number(stays - moves) / 1e18;
      expect(lost).to.be.within(0.08 * (3 / 4 - 2 / 3) - 1e-15, 0.08 * (3 / 4 - 2 / 3) + 1e-15);
    });

    it("the last one left, who did not open the class > a quoted move opens it, a quoted stay does not", async () => {
      const { world, policy, ann, bob } = await loadFixture(atWork);
      await world.measure(bob, 2, { served: 0n });
      await world.leave(ann, [2]);
      expect(await policy.openerOf(2)).to.equal("0x0000000000000000000000000000000000000000");
      const offer = await presentOffer(world, bob);
      const stays = await policy.quote(bob, offer);
      const moves = await policy.quote(bob, { ...offer, domain: WEST });
      expect(Number(moves - stays) / 1e18).to.be.within(0.08 / 3 - 1e-15, 0.08 / 3 + 1e-15);
      await world.do(() => world.system.registry.connect(bob).move(WEST, [1, 2]));
      expect(await world.gain(bob, 1_000)).to.be.within(moves * 1_000n - 6n, (moves + 1n) * 1_000n + 6n);
    });
  });

  it("given one operator in 257 classes with the most that a report can hold > nothing overflows, and it gets out", async () => {
    const { world, policy, ann, bob } = await sceneOf(257);
    const classIds = Array.from({ length: 257 }, (_, c) => c + 1);
    for (const classId of classIds) {
      await world.do(() => policy.setComputeUnits(classId, 2 ** 24 - 1));
      await world.measure(ann, classId, { served: 2n ** 64n - 1n });
    }
    await world.measure(bob, 1, { served: 2n ** 64n - 1n });
    const quoted = await policy.quote(ann, await presentOffer(world, ann));
    // A step of the index of compute loses less than 258 x 2^(48 + 24 - 64) wei.
    expect(await world.gain(ann, 1_000)).to.be.within(quoted * 1_000n - 258n * 256n, (quoted + 1n) * 1_000n + 3n);
    expect(await sumEarned(world, [ann, bob])).to.be.at.most(await policy.liability());
    for (const classId of classIds) await world.leave(ann, [classId]);
    // Alone, with the volume that counts.
    expect(await policy.quote(bob, await presentOffer(world, bob))).to.be.within(TOKEN - 1n, TOKEN);
  }).timeout(20_000);

  it("given 1,000 s in which everybody leaves and comes > no wei more than emitted is owed, and all is paid out", async () => {
    const { world, policy, ann, bob, cyd } = await sceneOf(3);
    for (let round = 0; round < 10; round++) {
      for (const [i, operator] of [ann, bob, cyd].entries()) {
        await world.measure(operator, 1 + ((round + i) % 3), { served: BigInt(7 * round + i) });
        await world.advance(33);
        if (round % 3 === i) await world.leave(operator, (await world.system.ledger.servicesOf(operator)).map(Number));
        expect(await policy.liability()).to.be.at.least(await sumEarned(world, [ann, bob, cyd]));
      }
    }
    const { vault } = world.system;
    expect(await policy.liability()).to.be.at.most(await vault.emitted());
    const owed = await policy.liability();
    let paid = 0n;
    for (const operator of [ann, bob, cyd]) paid += await world.claim(operator, [1]);
    expect(paid).to.be.within(owed - 200n, owed);
    expect(paid).to.be.above(900n * TOKEN);
  });
});

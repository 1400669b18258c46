import { expect } from "chai";
import { ClassWeighted__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer } from "../../helpers/profile.js";
import { newWorld, TOKEN } from "../../helpers/world.js";
import { share, within } from "./handComputed.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const REASON = `0x${"11".repeat(32)}`;
/** {wei} One LP token of MasterChef's tests. */
const LP = 100n * TOKEN;
/** {wei/s} Their reward per block. */
const PER_BLOCK = 1_000n * TOKEN;

async function chefOf(weights: bigint[]) {
  const world = await newWorld(connection, { paid: "ClassWeighted" });
  await world.setRate(PER_BLOCK);
  for (const weight of weights) await world.addClass({ weight });
  const [alice, bob, carol, eve] = [world.operator(0), world.operator(1), world.operator(2), world.operator(3)];
  const chef = ClassWeighted__factory.connect(await world.paid.getAddress(), world.system.deployer);
  for (const [operator, lp] of [
    [alice, 10n],
    [bob, 20n],
    [carol, 30n],
    [eve, 1n],
  ] as const) {
    await world.register(operator, { stake: lp * LP });
  }
  return { world, chef, alice, bob, carol, eve };
}
async function onePool() {
  return chefOf([1n]);
}
async function tenPoints() {
  return chefOf([10n]);
}
async function twoPools() {
  return chefOf([10n, 20n]);
}

/** Seconds stand for blocks, 100 tokens for an LP token; the vectors are those of sushi-labs/sushiswap test/MasterChef.test.ts. */
describe("ClassWeighted as MasterChef", () => {
  it("given deposits at 310, 314, 318, 320 and withdrawals at 330, 340, 350, 360 > 11,600, 11,831 and 26,568", async () => {
    const { world, alice, bob, carol } = await loadFixture(onePool);
    const { registry } = world.system;
    await world.measure(alice, 1);
    await world.advance(4);
    await world.measure(bob, 1);
    await world.advance(4);
    await world.measure(carol, 1);
    await world.advance(2);
    // 4*1000 + 4*1/3*1000 + 2*1/6*1000 = 5666
    const atFirst = share(4_000, 1, 1) + share(4_000, 1, 3) + share(2_000, 1, 6);
    expect(atFirst / TOKEN).to.equal(5_666n);
    within(await world.claim(alice, [1]), atFirst);
    await world.provide(alice, 10n * LP);
    await world.do(() => registry.connect(alice).topUp(10n * LP));
    await world.advance(10);
    // 4*2/3*1000 + 2*2/6*1000 + 10*2/7*1000 = 6190
    const bobAt330 = share(4_000, 2, 3) + share(2_000, 2, 6) + share(10_000, 2, 7);
    expect(bobAt330 / TOKEN).to.equal(6_190n);
    within(await world.earned(bob), bobAt330);
    await world.do(() => registry.connect(bob).requestWithdrawal(5n * LP, []));
    await world.advance(10);
    await world.leave(alice, [1]);
    await world.advance(10);
    await world.leave(bob, [1]);
    await world.advance(10);
    await world.leave(carol, [1]);
    await world.advance(10);
    const alicePaid = share(10_000, 2, 7) + share(10_000, 4, 13);
    const bobPaid = bobAt330 + share(10_000, 3, 13) + share(10_000, 1, 3);
    const carolPaid =
      share(2_000, 3, 6) + share(10_000, 3, 7) + share(10_000, 6, 13) + share(10_000, 2, 3) + share(10_000, 1, 1);
    // MasterChef's figures are whole tokens: rounded down at each step, or to the nearest.
    [atFirst + alicePaid, bobPaid, carolPaid].forEach((wei, i) => {
      within(wei, BigInt([11_600, 11_831, 26_568][i] ?? 0) * TOKEN, TOKEN);
    });
    within(await world.earned(alice), alicePaid);
    within(await world.earned(bob), bobPaid);
    within(await world.earned(carol), carolPaid);
  });

  it("given a second pool of twice the points, first empty > 11,666, then 13,333 and 3,333; the empty pool pays nobody", async () => {
    const { world, alice, bob } = await loadFixture(tenPoints);
    const { vault } = world.system;
    await world.measure(alice, 1);
    await world.advance(10);
    await world.addClass({ weight: 20n });
    const surplus = await vault.surplus();
    await world.advance(5);
    // 10*1000 + 5*1/3*1000 = 11666
    within(await world.earned(alice), share(10_000, 1, 1) + share(5_000, 1, 3));
    within((await vault.surplus()) - surplus, share(5_000, 2, 3));
    await world.measure(bob, 2);
    await world.advance(5);
    within(await world.earned(alice), share(10_000, 1, 1) + share(10_000, 1, 3));
    within(await world.earned(bob), share(5_000, 2, 3));
  });

  it("given other points > the past stays as it was, although no pool was updated (massUpdatePools)", async () => {
    const { world, chef, alice, bob } = await loadFixture(twoPools);
    await world.measure(alice, 1);
    await world.measure(bob, 2);
    await world.advance(10);
    // MasterChef's set without update would give Alice 10*1000 now, and Bob's last ten blocks to nobody.
    await expect(world.do(() => chef.setPoints([2], [0n])))
      .to.emit(chef, "PointsChanged")
      .withArgs(2, 0, false);
    within(await world.earned(alice), share(10_000, 1, 3));
    within(await world.earned(bob), share(10_000, 2, 3));
    await world.advance(10);
    within(await world.earned(alice), share(10_000, 1, 3) + share(10_000, 1, 1));
    within(await world.earned(bob), share(10_000, 2, 3));
    // Demand moves a class whose points nobody set, and not the other.
    await world.do(() => world.system.ledger.setWeight(1, 99n));
    await world.do(() => world.system.ledger.setWeight(2, 99n));
    expect([await chef.pointsOf(1), await chef.pointsOf(2)]).to.deep.equal([99n, 0n]);
    await world.do(() => chef.clearPoints([2]));
    const kept = await world.earned(bob);
    await world.advance(10);
    within((await world.earned(bob)) - kept, share(10_000, 1, 2));
  });

  it("given an operator in two pools > its whole stake counts in both, before and after it changes", async () => {
    const { world, alice, bob } = await loadFixture(twoPools);
    const { registry } = world.system;
    for (const classId of [1, 2]) await world.measure(alice, classId);
    await world.measure(bob, 2);
    await world.advance(9);
    // A third of the stream alone, two thirds shared 10 to 20.
    within(await world.earned(alice), share(9_000, 1, 3) + share(9_000, 2, 9));
    within(await world.earned(bob), share(9_000, 4, 9));
    await world.do(() => registry.slash(alice, 5n * LP, registry, REASON, []));
    await world.advance(9);
    // 5 to 20 now.
    within(await world.earned(alice), 2n * share(9_000, 1, 3) + share(9_000, 2, 9) + share(9_000, 2, 15));
    // One class left; the other keeps the whole stake.
    await world.leave(alice, [2]);
    const kept = await world.earned(alice);
    await world.advance(9);
    within((await world.earned(alice)) - kept, share(9_000, 1, 3));
  });

  describe("attacks", () => {
    it("points set after the fact, for a class that the setter sits in > nothing of the past", async () => {
      const { world, chef, alice, eve } = await loadFixture(twoPools);
      await world.measure(alice, 2);
      await world.measure(eve, 1);
      await world.advance(300);
      const [before, alicesBefore] = [await world.earned(eve), await world.earned(alice)];
      await world.do(() => chef.setPoints([1], [2n ** 63n]));
      expect(await world.earned(eve)).to.equal(before);
      expect(await world.earned(alice)).to.equal(alicesBefore);
      // From here on the governor's friend has it all: who sets the points decides.
      expect(await world.gain(eve, 10)).to.be.above(share(9_999, 1, 1));
    });

    it("anyone but the admin sets or clears points > refused", async () => {
      const { world, chef, eve } = await loadFixture(twoPools);
      for (const attempt of [() => chef.connect(eve).setPoints([1], [1n]), () => chef.connect(eve).clearPoints([1])]) {
        await expect(world.do(attempt)).to.be.revertedWithCustomError(chef, "AccessManagedUnauthorized").withArgs(eve);
      }
      await expect(world.do(() => chef.setPoints([1], [])))
        .to.be.revertedWithCustomError(chef, "PointsLengthsDiffer")
        .withArgs(1, 0);
      for (const classId of [0, 3]) {
        await expect(world.do(() => chef.setPoints([classId], [1n])))
          .to.be.revertedWithCustomError(chef, "PointsUnknownClass")
          .withArgs(classId, 2);
      }
    });

    it("the least stake alone in the class with most points > two thirds of everything: stake is not what is scarce", async () => {
      const { world, alice, bob, eve } = await loadFixture(twoPools);
      await world.measure(alice, 1);
      await world.measure(bob, 1);
      await world.measure(eve, 2);
      within(await world.gain(eve, 30), share(30_000, 2, 3));
    });

    it("a stake slashed to one wei > divides what is left to the wei, and hurts nobody when others come", async () => {
      const { world, alice, eve } = await loadFixture(onePool);
      await world.measure(eve, 1);
      await world.do(() => world.system.registry.slash(eve, LP - 1n, eve, REASON, []));
      within(await world.gain(eve, 1_000), 1_000n * PER_BLOCK - PER_BLOCK * 4n, 4n * PER_BLOCK);
      const dust = await world.earned(eve);
      await world.fund(1_000_000n * TOKEN);
      await world.measure(alice, 1);
      within(await world.gain(alice, 100), share(100_000, 1, 1), 1_000n);
      expect((await world.earned(eve)) - dust).to.be.at.most(100n);
      expect(await world.paid.liability()).to.be.at.least((await world.earned(eve)) + (await world.earned(alice)));
    });

    it("a class retired, its points set or not > pays nobody from then on, and what was earned stays", async () => {
      const { world, chef, alice, bob } = await loadFixture(twoPools);
      const { ledger } = world.system;
      await world.do(() => chef.setPoints([2], [20n]));
      await world.measure(alice, 1);
      await world.measure(bob, 2);
      await world.advance(30);
      await world.do(() => ledger.retireClass(2, 0));
      expect(await world.paid.quote(bob, await presentOffer(world, bob))).to.equal(0n);
      within(await world.gain(alice, 30), share(30_000, 1, 1));
      within(await world.claim(bob, [2]), share(30_000, 2, 3));
    });
  });
});

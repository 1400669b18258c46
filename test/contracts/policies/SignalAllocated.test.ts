import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { SignalAllocated__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer } from "../../helpers/profile.js";
import { newWorld, RATE, STAKE, TOKEN } from "../../helpers/world.js";
import { share, within } from "./handComputed.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;

/** Demand weights of 1 and 3 wei; with the bonds of `curated` the signals are 100 and 300 tokens to the wei. */
async function fixture() {
  const world = await newWorld(connection, { paid: "SignalAllocated" });
  for (const weight of [1n, 3n, 0n]) await world.addClass({ weight });
  const [ann, bob, curator] = [world.operator(0), world.operator(1), world.operator(2)];
  await world.register(ann, { stake: 2n * STAKE });
  await world.register(bob, { stake: 3n * STAKE });
  const rule = SignalAllocated__factory.connect(await world.paid.getAddress(), world.system.deployer);
  const { token } = world.system;
  const bond = async (who: HardhatEthersSigner, classId: number, amount: bigint) => {
    await world.do(() => token.transfer(who, amount));
    await world.do(() => token.connect(who).approve(rule, amount));
    await world.do(() => rule.connect(who).bond(classId, amount));
  };
  return { world, rule, token, bond, ann, bob, curator };
}
async function curated() {
  const scene = await fixture();
  const { world, bond, curator, ann, bob } = scene;
  await bond(curator, 1, 100n * TOKEN - 1n);
  await bond(curator, 2, 300n * TOKEN - 3n);
  for (const classId of [1, 2]) await world.measure(ann, classId, { served: 0n });
  await world.measure(bob, 2, { served: 0n });
  return scene;
}

describe("SignalAllocated as indexing rewards of The Graph", () => {
  it("given signals 100 and 300, Ann's 2 split over both, Bob's 3 on the second > 7/16 and 9/16, queries or none", async () => {
    const { world, ann, bob } = await loadFixture(curated);
    // Ann 1/4 x 1 + 3/4 x 1/4, Bob 3/4 x 3/4.
    await world.advance(1_600);
    within(await world.earned(ann), share(1_600, 7, 16));
    within(await world.earned(bob), share(1_600, 9, 16));
  });

  it("given allocation points of 1 to 3 > Ann brings 0.5 and 1.5 from then on; of 0 everywhere > nothing", async () => {
    const { world, rule, ann, bob } = await loadFixture(curated);
    await world.advance(1_600);
    await expect(world.do(() => rule.connect(ann).allocate([1, 2], [1, 3])))
      .to.emit(rule, "Allocated")
      .withArgs(ann, 2, 3);
    expect(await rule.unitsOf(ann, 2)).to.equal((3n * STAKE) / 2n);
    await world.advance(1_600);
    // 1/4 + 3/4 x 1.5/4.5 = 1/2.
    within(await world.earned(ann), share(1_600, 7, 16) + share(1_600, 1, 2));
    within(await world.earned(bob), share(1_600, 9, 16) + share(1_600, 1, 2));
    const quoted = await world.paid.quote(ann, await presentOffer(world, ann));
    within(quoted, RATE / 2n, 1n);
    await world.do(() => rule.connect(ann).allocate([1, 2], [0, 0]));
    expect(await world.gain(ann, 100)).to.equal(0n);
    // The first class is empty now: its quarter goes to nobody.
    within(await world.gain(bob, 100), share(100, 3, 4));
    expect(await world.paid.quote(ann, await presentOffer(world, ann))).to.equal(0n);
    await expect(world.do(() => rule.connect(ann).allocate([1], [])))
      .to.be.revertedWithCustomError(rule, "AllocationLengthsDiffer")
      .withArgs(1, 0);
  });

  it("given a class joined and another left, and stake added > the split follows in all classes", async () => {
    const { world, rule, ann } = await loadFixture(curated);
    await world.measure(ann, 3);
    for (const classId of [1, 2, 3]) expect(await rule.unitsOf(ann, classId)).to.equal((2n * STAKE) / 3n);
    await world.provide(ann, 2n * STAKE);
    await world.do(() => world.system.registry.connect(ann).topUp(2n * STAKE));
    for (const classId of [1, 2, 3]) expect(await rule.unitsOf(ann, classId)).to.equal((4n * STAKE) / 3n);
    await world.leave(ann, [1]);
    expect(await rule.unitsOf(ann, 1)).to.equal(0n);
    for (const classId of [2, 3]) expect(await rule.unitsOf(ann, classId)).to.equal(2n * STAKE);
  });

  it("given a curator that leaves > every token comes back, and the past stays paid as it was", async () => {
    const { world, rule, token, ann, bob, curator } = await loadFixture(curated);
    await world.advance(1_600);
    const bonded = await rule.bondOf(curator, 2);
    await expect(world.do(() => rule.connect(curator).unbond(2, bonded)))
      .to.emit(rule, "SignalTaken")
      .withArgs(curator, 2, bonded);
    expect(await token.balanceOf(curator)).to.equal(bonded);
    expect(await rule.signalOf(2)).to.equal(3n);
    within(await world.earned(ann), share(1_600, 7, 16));
    within(await world.earned(bob), share(1_600, 9, 16));
    // 3 wei against 100 tokens.
    within(await world.gain(ann, 1_600), share(1_600, 1, 1), 100n);
    for (const [amount, error] of [
      [0n, "SignalZeroValue"],
      [1n, "SignalExceeded"],
    ] as const) {
      await expect(world.do(() => rule.connect(curator).unbond(2, amount))).to.be.revertedWithCustomError(rule, error);
    }
    for (const classId of [0, 4]) {
      await expect(world.do(() => rule.connect(curator).bond(classId, 1n)))
        .to.be.revertedWithCustomError(rule, "SignalUnknownClass")
        .withArgs(classId, 3);
    }
    await expect(world.do(() => rule.connect(curator).bond(1, 0n))).to.be.revertedWithCustomError(
      rule,
      "SignalZeroValue",
    );
  });

  describe("attacks", () => {
    it("an operator that curates its own class > one token of signal draws all but nothing of the stream to it", async () => {
      const { world, bond, ann, bob } = await loadFixture(fixture);
      await world.measure(ann, 1);
      await world.measure(bob, 2);
      within(await world.gain(ann, 400), share(400, 1, 4));
      // Demand is read as wei: weights of 1 and 3 are nothing beside a token that it gets back whenever it likes.
      await bond(ann, 1, TOKEN);
      expect(await world.gain(ann, 400)).to.be.above(share(400, 1, 1) - 10_000n);
    });

    it("signal for no longer than a moment > moves nothing; signal after the fact > moves nothing of the past", async () => {
      const { world, rule, bond, ann, bob } = await loadFixture(fixture);
      await world.measure(ann, 1);
      await world.measure(bob, 2);
      await world.advance(400);
      const before = [await world.earned(ann), await world.earned(bob)];
      await bond(ann, 1, 1_000_000n * TOKEN);
      expect([await world.earned(ann), await world.earned(bob)]).to.deep.equal(before);
      await world.do(() => rule.connect(ann).unbond(1, 1_000_000n * TOKEN));
      within(await world.gain(bob, 400), share(400, 3, 4));
    });

    it("signal on a class that nobody serves > starves everybody, at no cost but the tokens' absence, until somebody serves it", async () => {
      const { world, rule, bond, ann, bob, curator } = await loadFixture(curated);
      await world.do(() => world.system.ledger.setWeight(3, 1));
      const surplus = await world.system.vault.surplus();
      // 400 tokens of signal elsewhere: of 40,000 in all, 99 parts of 100 go to nobody.
      await bond(curator, 3, 39_600n * TOKEN - 1n);
      within((await world.gain(ann, 1_600)) + (await world.earned(bob)), share(1_600, 1, 100));
      within((await world.system.vault.surplus()) - surplus, share(1_600, 99, 100), 2n);
      await world.do(() => rule.connect(curator).unbond(3, 39_600n * TOKEN - 1n));
      await bond(curator, 3, 39_600n * TOKEN - 1n);
      await world.measure(ann, 3);
      expect(await world.gain(ann, 100)).to.be.above(share(100, 99, 100));
    });

    it("signal beyond all reason, of a token without end > refused, so that a demand weight is always taken", async () => {
      const world = await newWorld(connection, { paid: "SignalAllocated", parameters: { supply: 2n ** 130n } });
      for (const weight of [1n, 0n]) await world.addClass({ weight });
      const rule = SignalAllocated__factory.connect(await world.paid.getAddress(), world.system.deployer);
      await world.do(() => world.system.token.approve(rule, 2n ** 129n));
      const most = await rule.MAX_SIGNAL();
      for (const amount of [2n ** 128n - 1n, 2n ** 128n, most + 1n]) {
        await expect(world.do(() => rule.bond(2, amount)))
          .to.be.revertedWithCustomError(rule, "SignalTooLarge")
          .withArgs(amount, most);
      }
      await world.do(() => rule.bond(2, most));
      await world.do(() => world.system.ledger.setWeight(2, 2n ** 56n - 2n));
      expect(await rule.signalOf(2)).to.equal(most + 2n ** 56n - 2n);
      await world.do(() => rule.unbond(2, most));
    });

    it("allocation points of somebody else's stake > each caller sets its own alone", async () => {
      const { world, rule, ann, curator } = await loadFixture(curated);
      await world.do(() => rule.connect(curator).allocate([1, 2], [0, 9]));
      expect(await rule.allocationOf(ann, 1)).to.equal(1n);
      expect(await rule.unitsOf(ann, 1)).to.equal(STAKE);
      expect(await rule.unitsOf(curator, 2)).to.equal(0n);
    });

    it("signal on a retired class > worth nothing from then on, and can be taken back", async () => {
      const { world, rule, token, ann, bob, curator } = await loadFixture(curated);
      await world.do(() => world.system.ledger.retireClass(2, 0));
      expect(await rule.signalOf(2)).to.equal(0n);
      expect(await world.gain(bob, 100)).to.equal(0n);
      within(await world.gain(ann, 100), share(100, 1, 1));
      await world.do(() => rule.connect(curator).unbond(2, 300n * TOKEN - 3n));
      expect(await token.balanceOf(rule)).to.equal(100n * TOKEN - 1n);
    });

    it("a stake of one wei in two classes > splits to nothing and stops nobody", async () => {
      const { world, rule, ann, bob } = await loadFixture(curated);
      const reason = `0x${"11".repeat(32)}`;
      await world.do(() => world.system.registry.slash(ann, 2n * STAKE - 1n, bob, reason, []));
      expect(await rule.unitsOf(ann, 1)).to.equal(0n);
      expect(await world.gain(ann, 100)).to.equal(0n);
      within(await world.gain(bob, 100), share(100, 3, 4));
    });
  });
});

import { expect } from "chai";
import { RewardVault__factory } from "../../typechain-types/factories/contracts/index.js";
import { newChain } from "../helpers/chain.js";
import { FUNDS, newWorld, RATE, TOKEN } from "../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const MAX_BUDGET = 2n ** 92n - 1n;
/** {s} */
const LASTS = FUNDS / RATE;

async function fixture() {
  const world = await newWorld(connection);
  await world.addClass({});
  const [ann, treasury] = [world.operator(0), world.operator(5)];
  await world.register(ann);
  const { vault, token } = world.system;
  return { world, vault, token, ann, treasury };
}

describe("RewardVault", () => {
  describe("roles", () => {
    it("given a stranger > every setter reverts", async () => {
      const { world, vault, ann } = await loadFixture(fixture);
      const stranger = vault.connect(ann);
      for (const call of [
        () => stranger.setEmissionRate(1),
        () => stranger.rollOver(1),
        () => stranger.returnSurplus(ann, 1),
        () => stranger.returnUnemitted(ann, 1),
        () => stranger.pause(),
        () => stranger.unpause(),
        () => vault.connect(ann).getFunction("connect")(ann),
      ]) {
        await expect(world.do(call)).to.be.revertedWithCustomError(vault, "AccessManagedUnauthorized").withArgs(ann);
      }
      await expect(world.do(() => stranger.setPolicy(ann)))
        .to.be.revertedWithCustomError(vault, "VaultUnauthorized")
        .withArgs(ann, world.system.ledger);
    });

    it("given no ledger yet > it is named once, and never as nobody", async () => {
      const { world } = await loadFixture(fixture);
      const { token, manager, deployer, ledger } = world.system;
      const vault = await new RewardVault__factory(deployer).deploy(token, manager);
      const name = vault.getFunction("connect");
      await expect(world.do(() => name(`0x${"00".repeat(20)}`))).to.be.revertedWithCustomError(vault, "VaultZeroValue");
      await expect(world.do(() => name(ledger)))
        .to.emit(vault, "LedgerConnected")
        .withArgs(ledger);
      expect(await vault.surplus()).to.equal(0n);
    });
  });

  describe("fund and emission", () => {
    it("given nothing > fund reverts", async () => {
      const { world, vault } = await loadFixture(fixture);
      await expect(world.do(() => vault.fund(0))).to.be.revertedWithCustomError(vault, "VaultZeroValue");
    });

    it("given more than the accumulators are proved for > reverts with the maximum", async () => {
      const world = await newWorld(await newChain(), { parameters: { supply: 2n ** 96n } });
      const { vault, token } = world.system;
      await world.do(() => token.approve(vault, 2n ** 96n));
      await expect(world.do(() => vault.fund(MAX_BUDGET - FUNDS + 1n)))
        .to.be.revertedWithCustomError(vault, "VaultBudgetTooLarge")
        .withArgs(MAX_BUDGET + 1n, MAX_BUDGET);
      await world.do(() => vault.fund(MAX_BUDGET - FUNDS));
      expect(await vault.budget()).to.equal(MAX_BUDGET);
    });

    it("given a rate beyond 80 bits > reverts with the maximum; the largest empties the vault in whole seconds", async () => {
      const { world, vault } = await loadFixture(fixture);
      await expect(world.do(() => vault.setEmissionRate(2n ** 80n)))
        .to.be.revertedWithCustomError(vault, "VaultRateTooLarge")
        .withArgs(2n ** 80n, 2n ** 80n - 1n);
      const before = await vault.emitted();
      await world.setRate(2n ** 80n - 1n);
      await world.advance(10);
      // 10^6 tokens are less than one second's worth: nothing is emitted, nothing is overspent.
      expect(await vault.emitted()).to.equal(before);
      expect(await vault.currentRate()).to.equal(0n);
      expect(await vault.emissionRate()).to.equal(2n ** 80n - 1n);
    });

    it("given tiny funding, again and again > neither dilutes the rate nor moves the emission", async () => {
      // StakingRewards: seven notifies of 0 cut its rate to 34%.
      const { world, vault } = await loadFixture(fixture);
      const before = await vault.emitted();
      for (let i = 0; i < 7; i++) {
        await world.advance(100);
        await world.fund(1n);
      }
      expect((await vault.emitted()) - before).to.equal(700n * RATE);
      expect(await vault.currentRate()).to.equal(RATE);
    });

    it("given the budget runs out > stops at a whole second; more funds go on from now, not from then", async () => {
      const { world, vault } = await loadFixture(fixture);
      const endsAt = await vault.endsAt();
      await world.advance(endsAt - (await world.now()) - 1n);
      expect(await vault.emitted()).to.equal(FUNDS - RATE);
      expect(await vault.currentRate()).to.equal(RATE);
      await world.advance(1);
      expect(await vault.emitted()).to.equal(FUNDS);
      expect(await vault.currentRate()).to.equal(0n);
      await world.advance(1_000_000);
      await world.fund(10n * RATE + RATE / 2n);
      expect(await vault.emitted()).to.equal(FUNDS);
      await world.advance(1_000);
      // Ten whole seconds; the half of one waits for more funds.
      expect(await vault.emitted()).to.equal(FUNDS + 10n * RATE);
      await world.fund(RATE / 2n);
      await world.advance(1);
      expect(await vault.emitted()).to.equal(FUNDS + 11n * RATE);
    });

    it("given another rate > what was emitted stays, and the end moves", async () => {
      const { world, vault } = await loadFixture(fixture);
      const [before, now] = [await vault.emitted(), await world.now()];
      await expect(world.do(() => vault.setEmissionRate(2n * RATE)))
        .to.emit(vault, "EmissionRateChanged")
        .withArgs(2n * RATE, before, now + (LASTS - before / RATE) / 2n);
      expect(await vault.emitted()).to.equal(before);
      await world.advance(10);
      expect(await vault.emitted()).to.equal(before + 20n * RATE);
      await world.setRate(0n);
      await world.advance(1_000);
      expect(await vault.emitted()).to.equal(before + 20n * RATE);
    });
  });

  describe("surplus", () => {
    it("given more than is unowed > rollOver and returnSurplus revert with what there is", async () => {
      const { world, vault, ann, treasury } = await loadFixture(fixture);
      await world.measure(ann, 1);
      await world.advance(1_000);
      const surplus = await vault.surplus();
      for (const amount of [0n, surplus + 1n]) {
        for (const call of [() => vault.rollOver(amount), () => vault.returnSurplus(treasury, amount)]) {
          await expect(world.do(call))
            .to.be.revertedWithCustomError(vault, "VaultSurplusTooSmall")
            .withArgs(amount, surplus);
        }
      }
      await world.do(() => vault.returnSurplus(treasury, surplus));
      expect(await vault.surplus()).to.equal(0n);
      // What is owed was out of reach.
      expect(await world.claim(ann, [1])).to.be.above(0n);
    });

    it("given surplus rolled over > it is emitted again, later", async () => {
      const { world, vault } = await loadFixture(fixture);
      await world.advance(1_000);
      const [surplus, endsAt] = [await vault.surplus(), await vault.endsAt()];
      await world.do(() => vault.rollOver(surplus));
      expect(await vault.surplus()).to.equal(0n);
      expect(await vault.released()).to.equal(surplus);
      expect(await vault.budget()).to.equal(FUNDS + surplus);
      expect(await vault.endsAt()).to.equal(endsAt + surplus / RATE);
      await world.advance(10n * LASTS);
      expect(await vault.emitted()).to.equal(FUNDS + surplus);
      expect(await vault.surplus()).to.equal(FUNDS);
    });

    it("given surplus returned > balance + paid + returned = funded", async () => {
      const { world, vault, token, ann, treasury } = await loadFixture(fixture);
      await world.measure(ann, 1);
      await world.advance(1_000);
      await world.claim(ann, [1]);
      await world.do(() => vault.returnSurplus(treasury, TOKEN));
      await world.do(() => vault.returnUnemitted(treasury, 2n * TOKEN));
      expect(await token.balanceOf(treasury)).to.equal(3n * TOKEN);
      expect(await vault.returned()).to.equal(3n * TOKEN);
      expect((await token.balanceOf(vault)) + (await vault.totalPaid()) + 3n * TOKEN).to.equal(FUNDS);
    });

    it("given more than is not yet emitted > returnUnemitted reverts; given all of it > emission stops now", async () => {
      const { world, vault, treasury } = await loadFixture(fixture);
      await world.advance(1_000);
      const emitted = await vault.emitted();
      await expect(world.do(() => vault.returnUnemitted(treasury, FUNDS - emitted + 1n)))
        .to.be.revertedWithCustomError(vault, "VaultSurplusTooSmall")
        .withArgs(FUNDS - emitted + 1n, FUNDS - emitted);
      await world.do(() => vault.returnUnemitted(treasury, FUNDS - emitted));
      await world.advance(1_000);
      expect(await vault.emitted()).to.equal(emitted);
    });

    it("given tokens sent without fund > they count for nothing: no liability is ever read from a balance", async () => {
      const { world, vault, token } = await loadFixture(fixture);
      const before = [await vault.budget(), await vault.surplus(), await vault.endsAt()];
      await world.do(() => token.transfer(vault, 10n * TOKEN));
      expect([await vault.budget(), await vault.surplus(), await vault.endsAt()]).to.deep.equal(before);
    });
  });

  describe("claims", () => {
    it("given a pause > claims revert, and pay all that accrued meanwhile afterwards", async () => {
      const { world, vault, ann } = await loadFixture(fixture);
      await world.measure(ann, 1);
      await world.do(() => vault.pause());
      await world.advance(1_000);
      for (const call of [() => vault.claim(ann, [1]), () => vault.claimFrozen(world.paid, ann, [1])]) {
        await expect(world.do(call)).to.be.revertedWithCustomError(vault, "EnforcedPause");
      }
      await world.do(() => vault.unpause());
      const earned = await world.earned(ann);
      // r u (1 - e^-x) of what was emitted, to the digits of a double.
      const share = 0.99 * 0.9 * (1 - Math.exp(-1));
      expect(earned).to.be.within(
        BigInt(Math.round(share * 1e15)) * 1_000n * 1_000n - 10n ** 7n,
        BigInt(Math.round(share * 1e15)) * 1_000n * 1_000n + 10n ** 7n,
      );
      expect(await world.claim(ann, [1])).to.equal(earned);
    });

    it("given the present policy, or a stranger > claimFrozen reverts with it", async () => {
      const { world, vault, ann } = await loadFixture(fixture);
      for (const policy of [world.paid, ann]) {
        await expect(world.do(() => vault.claimFrozen(policy, ann, [1])))
          .to.be.revertedWithCustomError(vault, "VaultUnknownPolicy")
          .withArgs(policy);
      }
    });

    it("given classes that do not exist, or an operator that never served > pays 0", async () => {
      const { world, ann, treasury } = await loadFixture(fixture);
      expect(await world.claim(ann, [0, 77, 2 ** 32 - 1])).to.equal(0n);
      expect(await world.claim(treasury, [1])).to.equal(0n);
    });
  });
});

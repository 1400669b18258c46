import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { Exact } from "../../../scripts/reference/exact.js";
import { DEFAULT_FEE } from "../../../scripts/reference/queryRebate.js";
import { buildScenario } from "../../../scripts/simulation/buildScenario.js";
import { type QueryRebate, QueryRebate__factory } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer, sumEarned } from "../../helpers/profile.js";
import { newWorld, TOKEN, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;

/** {wei} The part is good to 1.4e-18, of 1,400 tokens, with some floors. */
const DUST = 4_000n;

interface Backed {
  readonly stake: bigint;
  readonly served: bigint;
}

/** An operator in class 1 with so many tokens of stake and requests served. */
async function join(world: World, index: number, { stake, served }: Backed): Promise<HardhatEthersSigner> {
  const operator = world.operator(index);
  await world.register(operator, { stake: stake * TOKEN });
  await world.measure(operator, 1, { served });
  return operator;
}

async function rebates(fee: bigint): Promise<{ world: World; policy: QueryRebate }> {
  const world = await newWorld(connection, { paid: "QueryRebate" });
  await world.addClass({});
  const policy = QueryRebate__factory.connect(await world.paid.getAddress(), world.system.deployer);
  await world.do(() => policy.setFee(fee));
  return { world, policy };
}

/** fees (1 - e^(-0.6 stake / fees)) of 60 digits, in wei. */
function rebateOf(fees: bigint, stake: bigint): bigint {
  const part = new Exact(1).minus(new Exact("-0.6").times(stake.toString()).div(fees.toString()).exp());
  return BigInt(part.times((fees * TOKEN).toString()).toFixed(0));
}

describe("QueryRebate", () => {
  describe("The Graph's own cases: fees 100, 300, 1000, 0 and stakes 5000, 600, 500, 1200; rewards 1400", () => {
    // graphprotocol/contracts packages/contracts/test/unit/staking/rebate.test.ts, alpha 1, lambda 0.6; a request is worth 1.
    const cases = [
      { fees: 100n, stake: 5_000n, rebate: "100.000000000000" },
      { fees: 300n, stake: 600n, rebate: "209.641736426339" },
      { fees: 1_000n, stake: 500n, rebate: "259.181779318282" },
      { fees: 0n, stake: 1_200n, rebate: "0.000000000000" },
    ];

    async function graph() {
      const { world, policy } = await rebates(TOKEN);
      const operators: HardhatEthersSigner[] = [];
      // Everybody joins before anything is emitted to count.
      await world.setRate(0n);
      for (const [i, { stake, fees: served }] of cases.entries()) {
        operators.push(await join(world, i, { stake, served }));
      }
      const emitted = await world.system.vault.emitted();
      await world.setRate(TOKEN);
      await world.advance(1_400);
      return { world, policy, operators, emitted };
    }

    it("given 1,400 tokens emitted > every operator earned its rebate, to the twelve decimals of The Graph's tests", async () => {
      const { world, operators } = await loadFixture(graph);
      for (const [i, { rebate, fees, stake }] of cases.entries()) {
        const operator = operators[i];
        if (operator === undefined) throw new RangeError();
        const earned = await world.earned(operator);
        // Twelve decimals; where the original gives the whole from an exponent of 16 on, 100 e^-30 = 9.4e-12 is missing here.
        const published = BigInt(rebate.replace(".", "")) * 1_000_000n;
        expect(earned).to.be.within(published - 10_000_000n, published + 1_000_000n);
        if (fees > 0n) expect(earned).to.be.within(rebateOf(fees, stake) - DUST, rebateOf(fees, stake) + DUST);
      }
    });

    it("given the same > what is not rebated is owed to nobody and stays surplus", async () => {
      const { world, policy, operators, emitted } = await loadFixture(graph);
      const { vault } = world.system;
      const sum = await sumEarned(world, operators);
      const liability = await policy.liability();
      expect(liability).to.be.within(sum, sum + 8n);
      const burned = 1_400n * TOKEN - liability;
      expect(burned / TOKEN).to.equal(831n);
      expect(await vault.surplus()).to.equal(burned + emitted);
      const [counted, paidX64] = await policy.requests();
      expect(counted).to.equal(1_400n);
      expect((paidX64 * TOKEN) >> 64n).to.be.within(sum - DUST, sum + DUST);
      // The governor may take the burned part, and not a wei more.
      await expect(
        world.do(() => vault.returnSurplus(world.signers[0] ?? "", burned + emitted + 1n)),
      ).to.be.revertedWithCustomError(vault, "VaultSurplusTooSmall");
      await world.do(() => vault.returnSurplus(world.signers[0] ?? "", burned + emitted));
      for (const operator of operators) {
        const earned = await world.earned(operator);
        expect(await world.claim(operator, [1])).to.equal(earned);
      }
    });
  });

  describe("a sequence of volumes with whole rebates, as StakingRewards would pay it", () => {
    async function free() {
      return rebates(0n);
    }

    it("given 100 alone, 300 beside it, then 300 each, 1,000 s at a time > 1000, 250 + 500 and 750 + 500 tokens", async () => {
      const { world } = await loadFixture(free);
      const ann = await join(world, 0, { stake: 100n, served: 100n });
      await world.setRate(0n);
      const bob = world.operator(1);
      await world.register(bob, { stake: 100n * TOKEN });
      await world.setRate(TOKEN);
      const before = await world.earned(ann);
      await world.advance(1_000);
      await world.measure(bob, 1, { served: 300n });
      expect((await world.earned(ann)) - before).to.be.within(1_000n * TOKEN - 1n, 1_000n * TOKEN);
      await world.advance(1_000);
      await world.measure(ann, 1, { served: 300n });
      expect((await world.earned(ann)) - before).to.be.within(1_250n * TOKEN - 2n, 1_250n * TOKEN);
      expect(await world.earned(bob)).to.be.within(750n * TOKEN - 1n, 750n * TOKEN);
      await world.advance(1_000);
      expect((await world.earned(ann)) - before).to.be.within(1_750n * TOKEN - 3n, 1_750n * TOKEN);
      expect(await world.earned(bob)).to.be.within(1_250n * TOKEN - 2n, 1_250n * TOKEN);
    });
  });

  describe("what is owed", () => {
    it("given reports that raise and lower volumes, and a leave > the liability is the sum of what was earned, a wei for each touch", async () => {
      const { world } = await rebates(TOKEN);
      const everyone = [
        await join(world, 0, { stake: 500n, served: 1_000n }),
        await join(world, 1, { stake: 600n, served: 300n }),
      ];
      const [ann, bob] = everyone;
      if (ann === undefined || bob === undefined) throw new RangeError();
      for (const served of [10n, 2_000n, 500n]) {
        await world.advance(1_000);
        await world.measure(ann, 1, { served });
      }
      await world.advance(1_000);
      await world.leave(bob, [1]);
      await world.advance(1_000);
      const owed = (await world.paid.liability()) - (await sumEarned(world, everyone));
      // Twelve touches, 5,000 tokens within 1.4e-18.
      expect(owed).to.be.within(0n, 12n + 7_000n);
    });
  });

  describe("the fee", () => {
    it("by default > what the default economy emits per request, over the 28 days of an allocation, within 1%", async () => {
      const world = await newWorld(connection, { paid: "QueryRebate" });
      const policy = QueryRebate__factory.connect(await world.paid.getAddress(), world.system.deployer);
      expect(await policy.fee()).to.equal(DEFAULT_FEE);
      const { emissionPerDay, requestsPerSecond } = buildScenario({ seed: 1 });
      const derived = (28 * emissionPerDay) / (86_400 * requestsPerSecond);
      expect(Number(DEFAULT_FEE) / 1e18).to.be.within(0.99 * derived, 1.01 * derived);
    });

    async function pair() {
      const scene = await rebates(TOKEN);
      const ann = await join(scene.world, 0, { stake: 600n, served: 300n });
      const bob = await join(scene.world, 1, { stake: 600n, served: 300n });
      return { ...scene, ann, bob, outsider: scene.world.operator(2) };
    }

    /** 1,000 s pay half of 1,000 tokens times 1 - e^-exponent. */
    const half = (exponent: string) =>
      BigInt(
        new Exact(1)
          .minus(new Exact(exponent).neg().exp())
          .times((500n * TOKEN).toString())
          .toFixed(0),
      );

    it("given a new fee > quoted at once, paid from the operator's next touch: a refresh by anybody, for nobody else", async () => {
      const { world, policy, ann, bob, outsider } = await loadFixture(pair);
      expect(await world.gain(ann, 1_000)).to.be.within(half("1.2") - DUST, half("1.2") + DUST);
      await expect(world.do(() => policy.setFee(2n * TOKEN)))
        .to.emit(policy, "FeeChanged")
        .withArgs(2n * TOKEN);
      expect(await world.gain(ann, 1_000)).to.be.within(half("1.2") - DUST, half("1.2") + DUST);
      const quoted = await policy.quote(ann, await presentOffer(world, ann));
      expect(quoted * 1_000n).to.be.within(half("0.6") - DUST, half("0.6"));
      const earned = await world.earned(ann);
      await expect(world.do(() => policy.connect(outsider).refresh(ann))).to.emit(policy, "RebateRefreshed");
      expect(((await policy.partOf(ann)) * 500n * TOKEN) >> 64n).to.be.within(half("0.6") - DUST, half("0.6"));
      expect(await world.earned(ann)).to.equal(earned);
      expect(await world.gain(ann, 1_000)).to.be.within(half("0.6") - DUST, half("0.6") + DUST);
      expect(await world.gain(bob, 1_000)).to.be.within(half("1.2") - DUST, half("1.2") + DUST);
    });

    it("given a report or a change of stake > it takes the new fee over", async () => {
      const { world, policy, ann, bob } = await loadFixture(pair);
      await world.do(() => policy.setFee(2n * TOKEN));
      await world.measure(ann, 1, { served: 300n });
      expect(await world.gain(ann, 1_000)).to.be.within(half("0.6") - DUST, half("0.6") + DUST);
      await world.provide(bob, 600n * TOKEN);
      await world.do(() => world.system.registry.connect(bob).topUp(600n * TOKEN));
      expect(await world.gain(bob, 1_000)).to.be.within(half("1.2") - DUST, half("1.2") + DUST);
    });

    it("given a fee of 0 > every rebate is whole; given one above the maximum, or anyone but governance > reverts", async () => {
      const { world, policy, ann, outsider } = await loadFixture(pair);
      await world.do(() => policy.setFee(0n));
      await world.do(() => policy.refresh(ann));
      expect(await world.gain(ann, 1_000)).to.be.within(500n * TOKEN - 1n, 500n * TOKEN);
      await expect(world.do(() => policy.setFee(2n ** 96n)))
        .to.be.revertedWithCustomError(policy, "RebateFeeTooLarge")
        .withArgs(2n ** 96n, 2n ** 96n - 1n);
      await expect(world.do(() => policy.connect(outsider).setFee(1n)))
        .to.be.revertedWithCustomError(policy, "AccessManagedUnauthorized")
        .withArgs(outsider);
    });

    it("given a refresh of somebody who never served, or after the policy was stopped > changes nothing", async () => {
      const { world, policy, ann, outsider } = await loadFixture(pair);
      const liability = await policy.liability();
      await world.do(() => policy.refresh(outsider));
      expect(await world.earned(outsider)).to.equal(0n);
      expect(await policy.liability()).to.equal(liability);
      const { ledger } = world.system;
      const { ethers } = world.connection;
      const successor = await ethers.deployContract("ServedVolume", [await ledger.getAddress()]);
      await world.do(() => ledger.addPolicy(successor));
      await world.do(() => ledger.importClasses(successor, 1));
      await world.do(() => ledger.importServices(successor, [ann, world.operator(1)], [1, 1]));
      await world.do(() => ledger.promote(successor));
      const kept = await world.earned(ann);
      await world.advance(1_000);
      await world.do(() => policy.refresh(ann));
      expect(await world.earned(ann)).to.equal(kept);
    });
  });

  describe("attacks", () => {
    async function alone() {
      const scene = await rebates(TOKEN);
      const ann = await join(scene.world, 0, { stake: 600n, served: 600n });
      const rival = await join(scene.world, 1, { stake: 600n, served: 600n });
      return { ...scene, ann, rival };
    }

    it("requests and stake split over two identities in the same proportion > earn the same; in another > less", async () => {
      const { world, ann } = await loadFixture(alone);
      const whole = await world.gain(ann, 1_000);
      // Half of the volume and of the stake go to Bob.
      await world.measure(ann, 1, { served: 300n });
      await world.do(() => world.system.registry.connect(ann).requestWithdrawal(300n * TOKEN, []));
      const bob = await join(world, 2, { stake: 300n, served: 300n });
      const halves = (await world.gain(ann, 1_000)) + (await world.gain(bob, 1_000));
      expect(halves).to.be.within(whole - 2n * DUST, whole + 2n * DUST);
      // All the volume to Bob, the stake as it is: 0.6 x 300 / 600 instead of 0.6.
      await world.measure(ann, 1, { served: 0n });
      await world.measure(bob, 1, { served: 600n });
      const moved = await world.gain(bob, 1_000);
      expect(await world.gain(ann, 1_000)).to.equal(0n);
      const expected = new Exact(1).minus(new Exact("-0.3").exp()).div(new Exact(1).minus(new Exact("-0.6").exp()));
      const ratio = new Exact(moved.toString()).div(whole.toString());
      expect(ratio.minus(expected).abs().toNumber()).to.be.below(1e-15);
    });

    it("stake on its way from one identity to another > backs neither: the rebate falls with the request to withdraw", async () => {
      const { world, ann } = await loadFixture(alone);
      const { registry } = world.system;
      const before = await world.gain(ann, 1_000);
      await world.do(() => registry.connect(ann).requestWithdrawal(300n * TOKEN, []));
      const after = await world.gain(ann, 1_000);
      const expected = new Exact(1).minus(new Exact("-0.3").exp()).div(new Exact(1).minus(new Exact("-0.6").exp()));
      expect(new Exact(after.toString()).div(before.toString()).minus(expected).abs().toNumber()).to.be.below(1e-15);
      await expect(world.do(() => registry.connect(ann).withdraw())).to.be.revertedWithCustomError(
        registry,
        "RegistryStillUnbonding",
      );
    });

    it("stake shown only for a second > pays for that second alone", async () => {
      const { world, ann } = await loadFixture(alone);
      const { registry } = world.system;
      const second = await world.gain(ann, 1);
      await world.provide(ann, 6_000n * TOKEN);
      await world.do(() => registry.connect(ann).topUp(6_000n * TOKEN));
      const shown = await world.gain(ann, 1);
      expect(shown).to.be.above(second);
      await world.do(() => registry.connect(ann).requestWithdrawal(6_000n * TOKEN, []));
      expect(await world.gain(ann, 1)).to.be.within(second - DUST, second + DUST);
    });

    it("similar performance, different pay because of stake: ten times the stake > more than five times the pay", async () => {
      const { world, policy, ann, rival } = await loadFixture(alone);
      await world.do(() => policy.setFee(10n * TOKEN));
      await world.provide(rival, 5_400n * TOKEN);
      await world.do(() => world.system.registry.connect(rival).topUp(5_400n * TOKEN));
      await world.do(() => policy.refresh(ann));
      const [poor, rich] = [await policy.partOf(ann), await policy.partOf(rival)];
      // (1 - e^-0.6) / (1 - e^-0.06)
      const ratio = Number(rich) / Number(poor);
      expect(ratio).to.be.within(7.7476, 7.7477);
    });
  });
});

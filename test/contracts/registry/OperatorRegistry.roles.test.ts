import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { newChain } from "../../helpers/chain.js";
import { EAST, newWorld, STAKE, TOKEN, WEST } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const MIN_STAKE = 100n * TOKEN;
const REASON = encodeBytes32String("late");
const ACTIVE = 1n;
const JAILED = 2n;
const INACTIVE = 3n;

async function fixture() {
  const world = await newWorld(connection, { parameters: { minStake: MIN_STAKE } });
  await world.addClass({});
  await world.addClass({});
  const [ann, treasury] = [world.operator(0), world.operator(5)];
  await world.register(ann, { stake: STAKE });
  for (const classId of [1, 2]) await world.measure(ann, classId);
  await world.advance(100);
  const { registry, token, ledger } = world.system;
  return { world, ann, treasury, registry, token, ledger };
}

describe("OperatorRegistry: roles and standing", () => {
  describe("slash", () => {
    it("given anyone but the slasher > reverts", async () => {
      const { world, ann, treasury, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(treasury).slash(ann, 1n, treasury, REASON, [])))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(treasury);
    });

    it("given nothing to take > reverts", async () => {
      const { world, treasury, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.slash(treasury, 1n, treasury, REASON, []))).to.be.revertedWithCustomError(
        registry,
        "RegistryZeroValue",
      );
    });

    it("given less than the bonded stake > takes it from there; what was earned stays", async () => {
      const { world, ann, treasury, registry, token, ledger } = await loadFixture(fixture);
      const earned = await world.earned(ann);
      await expect(world.do(() => registry.slash(ann, 10n * TOKEN, treasury, REASON, [])))
        .to.emit(registry, "OperatorSlashed")
        .withArgs(ann, 10n * TOKEN, 0n, treasury, REASON);
      expect(await token.balanceOf(treasury)).to.equal(10n * TOKEN);
      expect((await ledger.operatorOf(ann)).stake).to.equal(STAKE - 10n * TOKEN);
      expect(await world.earned(ann)).to.equal(earned);
      expect(await world.claim(ann, [1, 2])).to.equal(earned);
    });

    it("given more than is bonded > takes the rest out of what is unbonding, and no more than there is", async () => {
      const { world, ann, treasury, registry, token } = await loadFixture(fixture);
      await world.do(() => registry.connect(ann).requestWithdrawal(600n * TOKEN, []));
      await expect(world.do(() => registry.slash(ann, 500n * TOKEN, treasury, REASON, [1, 2])))
        .to.emit(registry, "OperatorSlashed")
        .withArgs(ann, 400n * TOKEN, 100n * TOKEN, treasury, REASON);
      await expect(world.do(() => registry.slash(ann, 10n ** 30n, treasury, REASON, [])))
        .to.emit(registry, "OperatorSlashed")
        .withArgs(ann, 0n, 500n * TOKEN, treasury, REASON);
      expect(await token.balanceOf(treasury)).to.equal(STAKE);
      expect(await token.balanceOf(registry)).to.equal(0n);
      await world.advance(8 * 86_400);
      await expect(world.do(() => registry.connect(ann).withdraw())).to.be.revertedWithCustomError(
        registry,
        "RegistryNothingToWithdraw",
      );
    });

    it("given a rest below the minimum > inactive and out of the listed classes until it tops up", async () => {
      const { world, ann, treasury, registry, ledger } = await loadFixture(fixture);
      await world.do(() => registry.slash(ann, STAKE - MIN_STAKE + 1n, treasury, REASON, [1]));
      expect(await registry.statusOf(ann)).to.equal(INACTIVE);
      expect(await ledger.servicesOf(ann)).to.deep.equal([2n]);
      // The class that was not listed can be ended by anyone.
      await world.do(() => ledger.connect(treasury).expire(ann, 2));
      expect(await world.gain(ann, 10)).to.equal(0n);
      await world.provide(ann, 1n);
      await expect(world.do(() => registry.connect(ann).topUp(1n))).to.emit(registry, "OperatorReactivated");
      await world.advance(1);
      await world.measure(ann, 1);
      expect(await world.gain(ann, 10)).to.be.above(0n);
    });
  });

  describe("jail and reactivate", () => {
    it("given anyone but the slasher, an unknown operator or a term beyond 40 bits > reverts", async () => {
      const { world, ann, treasury, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).jail(ann, 1n, REASON, []))).to.be.revertedWithCustomError(
        registry,
        "AccessManagedUnauthorized",
      );
      await expect(world.do(() => registry.jail(treasury, 1n, REASON, [])))
        .to.be.revertedWithCustomError(registry, "RegistryWrongStatus")
        .withArgs(treasury, 0n);
      await expect(world.do(() => registry.jail(ann, 2n ** 40n, REASON, [])))
        .to.be.revertedWithCustomError(registry, "RegistryParameterTooLarge")
        .withArgs(2n ** 40n, 2n ** 40n - 1n);
    });

    it("given a term > reports are skipped, classes end, and nobody is back a second early", async () => {
      const { world, ann, registry, ledger } = await loadFixture(fixture);
      const until = (await world.now()) + 1_000n;
      await world.do(() => registry.jail(ann, until, REASON, [1, 2]));
      expect(await registry.statusOf(ann)).to.equal(JAILED);
      await world.advance(999);
      const skipped = await ledger.queryFilter(ledger.filters.ReportSkipped());
      await world.measure(ann, 1);
      expect(await ledger.queryFilter(ledger.filters.ReportSkipped())).to.have.length(skipped.length + 1);
      await expect(world.do(() => registry.connect(ann).reactivate()))
        .to.be.revertedWithCustomError(registry, "RegistryStillJailed")
        .withArgs(until, until - 1n);
      await world.advance(1);
      await world.do(() => registry.connect(ann).reactivate());
      expect(await registry.statusOf(ann)).to.equal(ACTIVE);
      expect((await ledger.operatorOf(ann)).activeSince).to.equal(until);
    });

    it("given a stake below the minimum > a jailed operator tops up before it is back", async () => {
      const { world, ann, treasury, registry } = await loadFixture(fixture);
      await world.do(() => registry.jail(ann, 0n, REASON, [1, 2]));
      await world.do(() => registry.slash(ann, STAKE - 1n, treasury, REASON, []));
      await expect(world.do(() => registry.connect(ann).reactivate()))
        .to.be.revertedWithCustomError(registry, "RegistryStakeTooSmall")
        .withArgs(1n, MIN_STAKE);
      await world.provide(ann, MIN_STAKE);
      await world.do(() => registry.connect(ann).topUp(MIN_STAKE));
      expect(await registry.statusOf(ann)).to.equal(JAILED);
      await world.do(() => registry.connect(ann).reactivate());
      expect(await registry.statusOf(ann)).to.equal(ACTIVE);
    });

    it("given an operator that takes its stake out of jail > it stays jailed and cannot register anew", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await world.do(() => registry.jail(ann, 2n ** 40n - 1n, REASON, [1, 2]));
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, []));
      await world.advance(8 * 86_400);
      await world.do(() => registry.connect(ann).withdraw());
      await expect(world.do(() => registry.connect(ann).register(MIN_STAKE, EAST)))
        .to.be.revertedWithCustomError(registry, "RegistryWrongStatus")
        .withArgs(ann, JAILED);
    });

    it("given an active operator > reactivate reverts with its status", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).reactivate()))
        .to.be.revertedWithCustomError(registry, "RegistryWrongStatus")
        .withArgs(ann, ACTIVE);
    });
  });

  describe("move and leaveClasses", () => {
    it("given not all of its classes, one twice, or one it is not in > reverts", async () => {
      const { world, ann, registry, ledger } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).move(WEST, [1])))
        .to.be.revertedWithCustomError(ledger, "LedgerServicesLeft")
        .withArgs(ann, 2);
      for (const [classIds, classId] of [
        [[1, 1], 1],
        [[1, 2, 3], 3],
      ] as const) {
        await expect(world.do(() => registry.connect(ann).move(WEST, [...classIds])))
          .to.be.revertedWithCustomError(ledger, "LedgerNotMeasured")
          .withArgs(ann, classId);
      }
    });

    it("given a domain that is not listed, or an operator that is not active > reverts", async () => {
      const { world, ann, treasury, registry, ledger } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).move(9, [1, 2])))
        .to.be.revertedWithCustomError(ledger, "LedgerUnknownDomain")
        .withArgs(9, 2);
      await expect(world.do(() => registry.connect(treasury).move(WEST, [])))
        .to.be.revertedWithCustomError(registry, "RegistryWrongStatus")
        .withArgs(treasury, 0n);
    });

    it("given all classes in any order > it is in the new domain with the services it had", async () => {
      const { world, ann, registry, ledger } = await loadFixture(fixture);
      await world.do(() => registry.connect(ann).move(WEST, [2, 1]));
      expect((await ledger.operatorOf(ann)).domain).to.equal(BigInt(WEST));
      expect(await ledger.servicesOf(ann)).to.deep.equal([1n, 2n]);
    });

    it("given classes it is not in > leaveClasses passes over them", async () => {
      const { world, ann, registry, ledger } = await loadFixture(fixture);
      await world.do(() => registry.connect(ann).leaveClasses([7, 1, 1]));
      expect(await ledger.servicesOf(ann)).to.deep.equal([2n]);
    });
  });

  describe("parameters", () => {
    it("given a minimum of 0, a delay beyond 90 days or a stranger > reverts", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.setMinStake(0n))).to.be.revertedWithCustomError(
        registry,
        "RegistryZeroValue",
      );
      await expect(world.do(() => registry.setUnbondingDelay(90 * 86_400 + 1)))
        .to.be.revertedWithCustomError(registry, "RegistryParameterTooLarge")
        .withArgs(90 * 86_400 + 1, 90 * 86_400);
      for (const call of [
        () => registry.connect(ann).setMinStake(1n),
        () => registry.connect(ann).setUnbondingDelay(1),
        () => registry.connect(ann).pause(),
        () => registry.connect(ann).unpause(),
      ]) {
        await expect(world.do(call)).to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized");
      }
    });

    it("given a higher minimum > those below keep their standing until they change it", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await world.do(() => registry.setMinStake(2n * STAKE));
      expect(await registry.statusOf(ann)).to.equal(ACTIVE);
      expect(await world.gain(ann, 10)).to.be.above(0n);
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(1n, []))).to.be.revertedWithCustomError(
        registry,
        "RegistryStakeTooSmall",
      );
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1, 2]));
      expect(await registry.statusOf(ann)).to.equal(INACTIVE);
    });

    it("given a shorter delay > it counts for later requests only", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await world.do(() => registry.connect(ann).requestWithdrawal(1n, []));
      await world.do(() => registry.setUnbondingDelay(0));
      await expect(world.do(() => registry.connect(ann).withdraw())).to.be.revertedWithCustomError(
        registry,
        "RegistryStillUnbonding",
      );
      await world.do(() => registry.connect(ann).requestWithdrawal(1n, []));
      await world.do(() => registry.connect(ann).withdraw());
      expect((await registry.operatorOf(ann)).unbonding).to.equal(0n);
    });
  });
});

import { expect } from "chai";
import { newChain } from "../../helpers/chain.js";
import { permitFor } from "../../helpers/permit.js";
import { EAST, newWorld, STAKE, TOKEN } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const MIN_STAKE = 100n * TOKEN;
const WEEK = 7n * 86_400n;
const ACTIVE = 1n;
const INACTIVE = 3n;
const NONE = 0n;

async function fixture() {
  const world = await newWorld(connection, { parameters: { minStake: MIN_STAKE, unbondingDelay: WEEK } });
  await world.addClass({});
  const [ann, bob] = [world.operator(0), world.operator(1)];
  await world.provide(ann, 10n * STAKE);
  const { registry, token, ledger } = world.system;
  return { world, ann, bob, registry, token, ledger };
}

async function registered() {
  const scene = await fixture();
  await scene.world.do(() => scene.registry.connect(scene.ann).register(STAKE, EAST));
  await scene.world.advance(1);
  await scene.world.measure(scene.ann, 1);
  return scene;
}

describe("OperatorRegistry: stake", () => {
  describe("register", () => {
    it("given a stake below the minimum > reverts with both", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).register(MIN_STAKE - 1n, EAST)))
        .to.be.revertedWithCustomError(registry, "RegistryStakeTooSmall")
        .withArgs(MIN_STAKE - 1n, MIN_STAKE);
    });

    it("given nothing > reverts", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).register(0n, EAST))).to.be.revertedWithCustomError(
        registry,
        "RegistryZeroValue",
      );
    });

    it("given an unknown domain > reverts with it and how many there are", async () => {
      const { world, ann, registry, ledger } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).register(STAKE, 3)))
        .to.be.revertedWithCustomError(ledger, "LedgerUnknownDomain")
        .withArgs(3, 2);
    });

    it("given it is registered already > reverts with its status", async () => {
      const { world, ann, registry } = await loadFixture(registered);
      await expect(world.do(() => registry.connect(ann).register(STAKE, EAST)))
        .to.be.revertedWithCustomError(registry, "RegistryWrongStatus")
        .withArgs(ann, ACTIVE);
    });

    it("given no allowance > reverts and changes nothing", async () => {
      const { world, bob, registry, token } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(bob).register(STAKE, EAST))).to.be.revertedWithCustomError(
        token,
        "ERC20InsufficientAllowance",
      );
      expect(await registry.statusOf(bob)).to.equal(NONE);
    });

    it("given a pause > reverts, and works again afterwards", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await world.do(() => registry.pause());
      await expect(world.do(() => registry.connect(ann).register(STAKE, EAST))).to.be.revertedWithCustomError(
        registry,
        "EnforcedPause",
      );
      await world.do(() => registry.unpause());
      await world.do(() => registry.connect(ann).register(STAKE, EAST));
    });

    it("given the minimum > takes it, is active in its domain and may be measured", async () => {
      const { world, ann, registry, token, ledger } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).register(MIN_STAKE, EAST)))
        .to.emit(registry, "OperatorRegistered")
        .withArgs(ann, EAST, MIN_STAKE);
      expect(await token.balanceOf(registry)).to.equal(MIN_STAKE);
      expect(await registry.statusOf(ann)).to.equal(ACTIVE);
      expect(await registry.stakeOf(ann)).to.equal(MIN_STAKE);
      const record = await ledger.operatorOf(ann);
      expect([record.stake, record.domain, record.activeSince]).to.deep.equal([
        MIN_STAKE,
        BigInt(EAST),
        await world.now(),
      ]);
    });
  });

  describe("registerWithPermit", () => {
    it("given a permit and no approval > registers in one transaction", async () => {
      const { world, bob, registry, token } = await loadFixture(fixture);
      await world.do(() => token.transfer(bob, STAKE));
      const permit = await permitFor({ token, owner: bob, spender: registry, value: STAKE, deadline: 2n ** 40n });
      await world.do(() =>
        registry.connect(bob).registerWithPermit(STAKE, EAST, 2n ** 40n, permit.v, permit.r, permit.s),
      );
      expect(await registry.stakeOf(bob)).to.equal(STAKE);
      expect(await token.nonces(bob)).to.equal(1n);
    });

    it("given the permit was front-run > the registration still goes through", async () => {
      const { world, ann, bob, registry, token } = await loadFixture(fixture);
      await world.do(() => token.transfer(bob, STAKE));
      const { v, r, s } = await permitFor({ token, owner: bob, spender: registry, value: STAKE, deadline: 2n ** 40n });
      await world.do(() => token.connect(ann).permit(bob, registry, STAKE, 2n ** 40n, v, r, s));
      await world.do(() => registry.connect(bob).registerWithPermit(STAKE, EAST, 2n ** 40n, v, r, s));
      expect(await registry.statusOf(bob)).to.equal(ACTIVE);
    });

    it("given a permit that is out of date > the transfer refuses", async () => {
      const { world, bob, registry, token } = await loadFixture(fixture);
      await world.do(() => token.transfer(bob, STAKE));
      const deadline = (await world.now()) - 1n;
      const { v, r, s } = await permitFor({ token, owner: bob, spender: registry, value: STAKE, deadline });
      await expect(
        world.do(() => registry.connect(bob).registerWithPermit(STAKE, EAST, deadline, v, r, s)),
      ).to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance");
    });
  });

  describe("topUp", () => {
    it("given somebody who never registered > reverts", async () => {
      const { world, ann, registry } = await loadFixture(fixture);
      await expect(world.do(() => registry.connect(ann).topUp(1n)))
        .to.be.revertedWithCustomError(registry, "RegistryWrongStatus")
        .withArgs(ann, NONE);
    });

    it("given an active operator > adds to its stake, here and in the ledger", async () => {
      const { world, ann, registry, ledger } = await loadFixture(registered);
      await expect(world.do(() => registry.connect(ann).topUp(5n)))
        .to.emit(registry, "StakeToppedUp")
        .withArgs(ann, 5n, STAKE + 5n);
      expect((await ledger.operatorOf(ann)).stake).to.equal(STAKE + 5n);
    });

    it("given a stake beyond 96 bits > reverts with the limit", async () => {
      const scene = await newWorld(await newChain(), { parameters: { supply: 2n ** 100n } });
      const { registry } = scene.system;
      const ann = scene.operator(0);
      await scene.provide(ann, 2n ** 97n);
      await expect(scene.do(() => registry.connect(ann).register(2n ** 97n, EAST)))
        .to.be.revertedWithCustomError(registry, "RegistryParameterTooLarge")
        .withArgs(2n ** 97n, 2n ** 96n - 1n);
    });
  });

  describe("requestWithdrawal and withdraw", () => {
    it("given nothing, or more than there is > reverts", async () => {
      const { world, ann, registry } = await loadFixture(registered);
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(0n, []))).to.be.revertedWithCustomError(
        registry,
        "RegistryZeroValue",
      );
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(STAKE + 1n, [])))
        .to.be.revertedWithCustomError(registry, "RegistryStakeExceeded")
        .withArgs(STAKE + 1n, STAKE);
    });

    it("given a rest below the minimum > reverts with both", async () => {
      const { world, ann, registry } = await loadFixture(registered);
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(STAKE - 1n, [])))
        .to.be.revertedWithCustomError(registry, "RegistryStakeTooSmall")
        .withArgs(1n, MIN_STAKE);
    });

    it("given no request, or one second too early > withdraw reverts with the moment", async () => {
      const { world, ann, registry } = await loadFixture(registered);
      await expect(world.do(() => registry.connect(ann).withdraw()))
        .to.be.revertedWithCustomError(registry, "RegistryNothingToWithdraw")
        .withArgs(ann);
      const releaseAt = (await world.now()) + WEEK;
      await world.do(() => registry.connect(ann).requestWithdrawal(TOKEN, []));
      await world.advance(WEEK - 1n);
      await expect(world.do(() => registry.connect(ann).withdraw()))
        .to.be.revertedWithCustomError(registry, "RegistryStillUnbonding")
        .withArgs(releaseAt, releaseAt - 1n);
      await world.advance(1);
      const before = await world.system.token.balanceOf(ann);
      await world.do(() => registry.connect(ann).withdraw());
      expect((await world.system.token.balanceOf(ann)) - before).to.equal(TOKEN);
    });

    it("given a second request > the delay starts anew for all that is unbonding", async () => {
      const { world, ann, registry } = await loadFixture(registered);
      await world.do(() => registry.connect(ann).requestWithdrawal(TOKEN, []));
      await world.advance(WEEK - 1n);
      await world.do(() => registry.connect(ann).requestWithdrawal(TOKEN, []));
      await world.advance(1);
      await expect(world.do(() => registry.connect(ann).withdraw())).to.be.revertedWithCustomError(
        registry,
        "RegistryStillUnbonding",
      );
      await world.advance(WEEK);
      await world.do(() => registry.connect(ann).withdraw());
      expect((await registry.operatorOf(ann)).unbonding).to.equal(0n);
    });

    it("given a full exit > leaves its classes at once, is gone after the withdrawal and may come back", async () => {
      const { world, ann, registry, ledger } = await loadFixture(registered);
      await world.advance(100);
      const earned = await world.earned(ann);
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1])))
        .to.emit(ledger, "ServiceEnded")
        .withArgs(ann, 1);
      expect(await registry.statusOf(ann)).to.equal(INACTIVE);
      await world.advance(WEEK);
      await world.do(() => registry.connect(ann).withdraw());
      expect(await registry.statusOf(ann)).to.equal(NONE);
      expect(await world.earned(ann)).to.equal(earned);
      await world.do(() => registry.connect(ann).register(MIN_STAKE, 2));
      expect((await ledger.operatorOf(ann)).domain).to.equal(2n);
    });

    it("given a full exit that does not list all classes > reverts with how many are left", async () => {
      const { world, ann, registry, ledger } = await loadFixture(registered);
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [])))
        .to.be.revertedWithCustomError(ledger, "LedgerServicesLeft")
        .withArgs(ann, 1);
      expect(await registry.stakeOf(ann)).to.equal(STAKE);
    });

    it("given an operator made inactive with its services in force > it cannot take its stake out and go on earning", async () => {
      const { world, ann, registry, ledger } = await loadFixture(registered);
      const { deployer } = world.system;
      const left = MIN_STAKE / 2n;
      const reason = "0x".padEnd(66, "0");
      await world.do(() => registry.slash(ann, STAKE - left, deployer, reason, []));
      expect(await registry.statusOf(ann)).to.equal(INACTIVE);
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(left, [])))
        .to.be.revertedWithCustomError(ledger, "LedgerServicesLeft")
        .withArgs(ann, 1);
      await expect(world.do(() => registry.connect(ann).requestWithdrawal(left, [1])))
        .to.emit(ledger, "ServiceEnded")
        .withArgs(ann, 1);
    });

    it("given everything is paused > exits go on", async () => {
      const { world, ann, registry, ledger } = await loadFixture(registered);
      const { vault } = world.system;
      for (const each of [registry, ledger, vault]) await world.do(() => each.pause());
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1]));
      await world.advance(WEEK);
      await world.do(() => registry.connect(ann).withdraw());
      expect(await world.system.token.balanceOf(ann)).to.equal(10n * STAKE);
    });
  });
});

import { expect } from "chai";
import { ROLES } from "../../../ignition/modules/Breadth.js";
import { encodeServices } from "../../../scripts/chain/reportCodec.js";
import { newChain } from "../../helpers/chain.js";
import { BILLION, FUNDS, newWorld, RATE, STAKE, TOKEN } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const ADMIN = 0n;
const DAY = 86_400n;
const REASON = `0x${"11".repeat(32)}`;

/** Every role is somebody else's. */
async function fixture() {
  const signers = await connection.ethers.getSigners();
  const named = (index: number) => {
    const signer = signers[index + 1];
    if (signer === undefined) throw new RangeError();
    return signer;
  };
  const [governor, slasher, guardian, reporter] = [named(10), named(11), named(12), named(13)];
  const world = await newWorld(connection, {
    parameters: { slasher: slasher.address, guardian: guardian.address },
  });
  const { manager, ledger, deployer } = world.system;
  await world.addClass({});
  await world.do(() => manager.grantRole(ROLES.governor, governor, 0));
  const [ann, bob, heir] = [world.operator(0), world.operator(1), world.operator(2)];
  for (const operator of [ann, bob]) {
    await world.register(operator);
    await world.measure(operator, 1);
  }
  await world.do(() => ledger.setReporter(reporter));
  await world.do(() => manager.renounceRole(ROLES.governor, deployer));
  await world.advance(1_000);
  return { world, ann, bob, heir, governor, slasher, guardian, reporter, ...world.system };
}

describe("roles and governance", () => {
  describe("role misuse", () => {
    it("the slasher takes stake to the last wei, and no wei of what was earned", async () => {
      const { world, ann, slasher, registry } = await loadFixture(fixture);
      const earned = await world.earned(ann);
      await world.do(() => registry.connect(slasher).slash(ann, 2n ** 255n, slasher, REASON, [1]));
      await world.do(() => registry.connect(slasher).jail(ann, 2n ** 40n - 1n, REASON, [1]));
      expect(await world.claim(ann, [1])).to.equal(earned);
    });

    it("the governor cannot reach what is owed, nor stake, by any of its functions", async () => {
      const { world, ann, bob, governor, vault, ledger, registry, token } = await loadFixture(fixture);
      const [owed, stakes] = [await vault.owed(), await token.balanceOf(registry)];
      const mine = vault.connect(governor);
      const surplus = await vault.surplus();
      await world.do(() => mine.returnSurplus(governor, surplus));
      const unemitted = FUNDS - (await vault.emitted());
      await world.do(() => mine.returnUnemitted(governor, unemitted));
      await expect(world.do(() => mine.returnUnemitted(governor, 1))).to.be.revertedWithCustomError(
        vault,
        "VaultSurplusTooSmall",
      );
      await world.do(() => ledger.connect(governor).retireClass(1, 0));
      await world.do(() => registry.connect(governor).setMinStake(2n ** 96n - 1n));
      await world.do(() => registry.connect(governor).setUnbondingDelay(90n * DAY));
      expect(await token.balanceOf(vault)).to.equal(owed);
      expect((await world.claim(ann, [1])) + (await world.claim(bob, [1]))).to.be.within(
        // R is rounded up to 2^-32 of a unit of weight, here of all the weight there is.
        owed - owed / 10n ** 9n,
        owed,
      );
      expect(await token.balanceOf(registry)).to.equal(stakes);
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1]));
      await world.advance(90n * DAY);
      await world.do(() => registry.connect(ann).withdraw());
    });

    it("the guardian delays claims and reports, and traps neither stake nor pay", async () => {
      const { world, ann, guardian, vault, ledger, registry, token } = await loadFixture(fixture);
      for (const each of [vault, ledger, registry]) await world.do(() => each.connect(guardian).pause());
      await world.advance(100);
      const earned = await world.earned(ann);
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1]));
      await world.advance(7n * DAY);
      await world.do(() => registry.connect(ann).withdraw());
      expect(await token.balanceOf(ann)).to.equal(STAKE);
      await world.do(() => vault.connect(guardian).unpause());
      expect(await world.claim(ann, [1])).to.equal(earned);
    });

    it("the reporter decides who earns how much, never that more is owed than was emitted", async () => {
      const { world, ann, bob, reporter, vault, ledger } = await loadFixture(fixture);
      for (const [u, x] of [
        [2n ** 32n - 1n, 2n ** 64n - 1n],
        [500_000_000n, 1n],
        [999_000_000n, BILLION],
      ] as const) {
        const level = { classId: 1, u, x, served: 2n ** 64n - 1n };
        const batch = encodeServices([ann, bob].map(({ address }) => ({ operator: address, ...level })));
        await world.do(() => ledger.connect(reporter).reportServices(batch));
        await world.advance(1_000);
        const sum = (await world.earned(ann)) + (await world.earned(bob));
        expect(sum).to.be.at.most(await vault.owed());
        expect(await vault.owed()).to.be.at.most(await vault.emitted());
      }
    });

    it("each role's functions are closed to all the others", async () => {
      const { world, ann, governor, slasher, guardian, reporter, vault, ledger, registry } = await loadFixture(fixture);
      for (const [calls, owner] of [
        [[() => vault.connect(slasher).setEmissionRate(0), () => vault.connect(guardian).returnSurplus(ann, 1)], vault],
        [[() => ledger.connect(guardian).setWeight(1, 0), () => ledger.connect(reporter).setReporter(ann)], ledger],
        [[() => registry.connect(governor).slash(ann, 1, ann, REASON, [])], registry],
        [[() => registry.connect(guardian).jail(ann, 1, REASON, [])], registry],
        [[() => vault.connect(governor).pause(), () => vault.connect(slasher).pause()], vault],
      ] as const) {
        for (const call of calls) {
          await expect(world.do(call)).to.be.revertedWithCustomError(owner, "AccessManagedUnauthorized");
        }
      }
    });
  });

  describe("hand-over", () => {
    it("in two steps: the heir is granted, waits out the grant delay, and only then does the old admin go", async () => {
      const { world, heir, manager, deployer } = await loadFixture(fixture);
      await world.do(() => manager.setGrantDelay(ROLES.governor, 10n * DAY));
      await world.advance(5n * DAY);
      // The longer delay counts after AccessManager's own setback of five days.
      await world.do(() => manager.grantRole(ROLES.governor, heir, 0));
      expect((await manager.hasRole(ROLES.governor, heir)).isMember).to.equal(false);
      await expect(world.do(() => world.system.vault.connect(heir).setEmissionRate(0))).to.be.revertedWithCustomError(
        world.system.vault,
        "AccessManagedUnauthorized",
      );
      await world.advance(10n * DAY);
      await world.do(() => world.system.vault.connect(heir).setEmissionRate(0));

      await world.do(() => manager.grantRole(ADMIN, heir, 0));
      await world.do(() => manager.connect(heir).revokeRole(ADMIN, deployer));
      await expect(world.do(() => manager.grantRole(ROLES.slasher, deployer, 0))).to.be.revertedWithCustomError(
        manager,
        "AccessManagerUnauthorizedAccount",
      );
      await world.do(() => manager.connect(heir).grantRole(ROLES.slasher, heir, 0));
    });

    it("with an execution delay: announced, waited for, and cancelled by the role's guardian", async () => {
      const { world, heir, guardian, manager, vault } = await loadFixture(fixture);
      await world.do(() => manager.grantRole(ROLES.governor, heir, DAY));
      await world.do(() => manager.setRoleGuardian(ROLES.governor, ROLES.guardian));
      const data = vault.interface.encodeFunctionData("setEmissionRate", [1n]);
      await expect(world.do(() => vault.connect(heir).setEmissionRate(1n))).to.be.revertedWithCustomError(
        manager,
        "AccessManagerNotScheduled",
      );
      await world.do(() => manager.connect(heir).schedule(vault, data, 0));
      await expect(world.do(() => manager.connect(heir).execute(vault, data))).to.be.revertedWithCustomError(
        manager,
        "AccessManagerNotReady",
      );
      await world.do(() => manager.connect(guardian).cancel(heir, vault, data));
      await world.advance(DAY);
      await expect(world.do(() => manager.connect(heir).execute(vault, data))).to.be.revertedWithCustomError(
        manager,
        "AccessManagerNotScheduled",
      );
      await world.do(() => manager.connect(heir).schedule(vault, data, 0));
      await world.advance(DAY);
      await world.do(() => manager.connect(heir).execute(vault, data));
      expect(await vault.emissionRate()).to.equal(1n);
    });

    it("renounced for good: nobody changes anything any more, and everybody is paid and gets out", async () => {
      const { world, ann, bob, governor, slasher, guardian, manager, deployer, vault, ledger, registry, token } =
        await loadFixture(fixture);
      await world.do(() => manager.connect(governor).renounceRole(ROLES.governor, governor));
      await world.do(() => manager.connect(slasher).renounceRole(ROLES.slasher, slasher));
      await world.do(() => manager.connect(guardian).renounceRole(ROLES.guardian, guardian));
      await world.do(() => manager.renounceRole(ADMIN, deployer));
      for (const signer of [deployer, governor]) {
        await expect(world.do(() => vault.connect(signer).setEmissionRate(0))).to.be.revertedWithCustomError(
          vault,
          "AccessManagedUnauthorized",
        );
        await expect(world.do(() => ledger.connect(signer).setReporter(signer))).to.be.revertedWithCustomError(
          ledger,
          "AccessManagedUnauthorized",
        );
      }
      await world.fund(TOKEN);
      await world.advance(6 * 3_600 + 1);
      await world.do(() => ledger.connect(bob).expire(ann, 1));
      expect(await world.claim(ann, [1])).to.be.above(0n);
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1]));
      await world.advance(7n * DAY);
      const before = await token.balanceOf(ann);
      await world.do(() => registry.connect(ann).withdraw());
      expect((await token.balanceOf(ann)) - before).to.equal(STAKE);
    });
  });

  describe("one token for stake and reward", () => {
    it("a vault run dry pays nobody from the registry: every stake is whole", async () => {
      const { world, ann, bob, vault, registry, token } = await loadFixture(fixture);
      await world.advance(10n * (FUNDS / RATE));
      for (const operator of [ann, bob]) await world.claim(operator, [1]);
      expect(await token.balanceOf(registry)).to.equal(2n * STAKE);
      expect(await vault.owed()).to.be.at.most(await token.balanceOf(vault));
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1]));
      expect((await registry.operatorOf(bob)).stake).to.equal(STAKE);
    });
  });
});

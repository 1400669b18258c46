import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { encodeDemand } from "../../../scripts/chain/reportCodec.js";
import { type IRewardPolicy, IRewardPolicy__factory } from "../../../typechain-types/index.js";
import { CLASS_IDS, presentOffer, sumEarned } from "../../helpers/profile.js";
import { servingScene } from "../../helpers/scene.js";
import { FUNDS, type World } from "../../helpers/world.js";

/** States of a policy in the hub. */
const SHADOW = 2n;
const FROZEN = 4n;

/** A policy of the same rule, fresh from its constructor: after an import it must know exactly what the old one knows. */
async function successorOf(world: World, policy: PolicyName): Promise<IRewardPolicy> {
  const { ethers } = world.connection;
  const deployed = await ethers.deployContract(policy, [await world.system.ledger.getAddress()]);
  return IRewardPolicy__factory.connect(await deployed.getAddress(), world.system.deployer);
}

/** Exchange of the paying policy: nothing is lost, nothing is paid twice, nothing is payable before its time. */
export function behavesInExchange(connection: NetworkConnection, policy: PolicyName): void {
  const { loadFixture } = connection.networkHelpers;
  async function candidate() {
    const scene = await servingScene(connection, policy);
    const successor = await successorOf(scene.world, policy);
    await scene.world.do(() => scene.world.system.ledger.addPolicy(successor));
    return { ...scene, successor };
  }
  async function imported() {
    const scene = await candidate();
    const { ledger } = scene.world.system;
    const { ann, bob, cyd } = scene;
    await scene.world.do(() => ledger.importClasses(scene.successor, 10));
    await scene.world.do(() =>
      ledger.importServices(scene.successor, [ann, ann, ann, bob, cyd, cyd], [1, 2, 3, 1, 1, 3]),
    );
    return scene;
  }

  describe("exchange of the policy", () => {
    it("given an import that is not complete > promote and startShadow revert with how far it is", async () => {
      const { world, ann, bob, successor } = await loadFixture(candidate);
      const { ledger } = world.system;
      const refused = async (classes: bigint, services: bigint) => {
        for (const start of [() => ledger.promote(successor), () => ledger.startShadow(successor)]) {
          await expect(world.do(start))
            .to.be.revertedWithCustomError(ledger, "HubImportIncomplete")
            .withArgs(successor, classes, services);
        }
      };
      await refused(0n, 0n);
      await world.do(() => ledger.importClasses(successor, 2));
      await refused(2n, 0n);
      // Class 3 is not known yet: its services are passed over; so are those not in force.
      await world.do(() => ledger.importServices(successor, [ann, ann, bob], [1, 3, 2]));
      await refused(2n, 1n);
      await world.do(() => ledger.importClasses(successor, 1));
      await refused(3n, 1n);
    });

    it("given reports, exits and a new class during the import > the successor knows what the old one knows", async () => {
      const { world, ann, bob, cyd, outsider, successor } = await loadFixture(candidate);
      const { ledger, registry } = world.system;
      await world.do(() => ledger.importClasses(successor, 1));
      // Told by the hook: it is measured anew before it was imported.
      await world.measure(ann, 1, { u: 950_000_000n, served: 77n });
      await world.do(() => ledger.reportDemand(encodeDemand([1, 2].map((classId) => ({ classId, weight: 9n })))));
      await world.addClass({ weight: 2n });
      await world.do(() => ledger.connect(outsider).importClasses(successor, 100));
      // In claim order, which a rule may pay by and which is the importer's to keep; one service that it imported before.
      await world.do(() => ledger.importServices(successor, [ann, bob, cyd, ann, cyd, cyd], [1, 1, 1, 3, 3, 1]));
      await world.advance(50);
      await world.leave(cyd, [1]);
      await world.do(() => registry.connect(ann).move(0, CLASS_IDS));
      await world.measure(bob, 4);
      for (let again = 0; again < 2; again++) {
        await world.do(() => ledger.importServices(successor, [ann, ann, ann, bob, bob, cyd], [1, 2, 3, 1, 4, 3]));
      }
      expect(await ledger.importOf(successor)).to.deep.equal([4n, 6n]);
      for (const operator of [ann, bob, cyd]) expect(await successor.earned(operator)).to.equal(0n);
      expect(await successor.liability()).to.equal(0n);

      const offers = await Promise.all([ann, bob, cyd].map((operator) => presentOffer(world, operator)));
      await world.do(() => ledger.promote(successor));
      for (const [i, operator] of [ann, bob, cyd].entries()) {
        const offer = offers[i];
        if (offer === undefined) throw new RangeError();
        expect(await successor.quote(operator, offer)).to.equal(await world.paid.quote(operator, offer));
      }
    });

    it("given the exchange > the old one is frozen and claimable to the last wei, the new one starts at 0", async () => {
      const { world, ann, bob, cyd, successor } = await loadFixture(imported);
      const { ledger, vault, token } = world.system;
      const everyone = [ann, bob, cyd];
      const claimed = await world.claim(bob, [1]);
      await world.do(() => ledger.promote(successor));
      expect(await ledger.policyState(world.paid)).to.equal(FROZEN);
      const kept = await Promise.all(everyone.map((operator) => world.earned(operator)));
      expect(kept.every((earned, i) => (i === 1 ? earned === 0n : earned > 0n))).to.equal(true);
      for (const operator of everyone) expect(await successor.earned(operator)).to.equal(0n);

      await world.advance(1_000);
      expect(await Promise.all(everyone.map((operator) => world.earned(operator)))).to.deep.equal(kept);
      // What happens now is no business of the old one.
      await world.leave(ann, CLASS_IDS);
      expect(await world.earned(ann)).to.equal(kept[0]);

      for (let again = 0; again < 2; again++) {
        for (const operator of everyone) {
          await world.do(() => vault.claimFrozen(world.paid, operator, CLASS_IDS));
        }
      }
      expect(await token.balanceOf(ann)).to.equal(kept[0]);
      expect(await token.balanceOf(bob)).to.equal(claimed);
      const fresh = await successor.earned(bob);
      expect(fresh).to.be.above(0n);
      expect(await world.claim(bob, [1])).to.equal(fresh);
      expect(await vault.totalPaid()).to.equal((kept[0] ?? 0n) + claimed + (kept[2] ?? 0n) + fresh);
      expect((await token.balanceOf(vault)) + (await vault.totalPaid())).to.equal(FUNDS);
      const owed = (await world.paid.liability()) + (await successor.liability());
      expect(await vault.owed()).to.equal(owed);
      expect(await vault.emitted()).to.equal((await vault.surplus()) + (await vault.totalPaid()) + owed);
    });

    it("given the exchange at a moment > the second before is paid by the old one, the second after by the new", async () => {
      const { world, ann, bob, cyd, successor } = await loadFixture(imported);
      const { ledger } = world.system;
      const before = await sumEarned(world, [ann, bob, cyd]);
      await world.advance(500);
      const half = (await sumEarned(world, [ann, bob, cyd])) - before;
      await world.do(() => ledger.promote(successor));
      await world.advance(500);
      const after = (await successor.earned(ann)) + (await successor.earned(bob)) + (await successor.earned(cyd));
      // The same rule on the same state: six floors at each end.
      expect(after).to.be.within(half - 12n, half + 12n);
    });

    it("given a shadow > it accrues what it would have paid, and none of that can be claimed or blocks a surplus", async () => {
      const { world, ann, successor } = await loadFixture(imported);
      const { ledger, vault } = world.system;
      await world.do(() => ledger.startShadow(successor));
      expect(await ledger.policyState(successor)).to.equal(SHADOW);
      const owedBefore = await vault.owed();
      const paying = await world.gain(ann, 1_000);
      expect(await successor.earned(ann)).to.be.within(paying - 3n, paying + 3n);
      expect((await vault.owed()) - owedBefore).to.be.at.most(1_000n * (await vault.currentRate()));
      await expect(world.do(() => vault.claimFrozen(successor, ann, CLASS_IDS)))
        .to.be.revertedWithCustomError(vault, "VaultUnknownPolicy")
        .withArgs(successor);
      // It runs already, so it cannot begin to pay: nothing that it accrued unpaid may become owed.
      await expect(world.do(() => ledger.promote(successor)))
        .to.be.revertedWithCustomError(ledger, "HubPolicyState")
        .withArgs(successor, SHADOW);
    });

    it("given the policy itself, or one that had its time > it cannot be added or promoted again", async () => {
      const { world, successor } = await loadFixture(imported);
      const { ledger } = world.system;
      await expect(world.do(() => ledger.addPolicy(world.paid))).to.be.revertedWithCustomError(
        ledger,
        "HubPolicyState",
      );
      await world.do(() => ledger.promote(successor));
      for (const back of [() => ledger.addPolicy(world.paid), () => ledger.promote(world.paid)]) {
        await expect(world.do(back))
          .to.be.revertedWithCustomError(ledger, "HubPolicyState")
          .withArgs(world.paid, FROZEN);
      }
    });
  });
}

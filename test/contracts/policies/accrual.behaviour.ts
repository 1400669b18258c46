import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { CLASS_IDS, sumEarned } from "../../helpers/profile.js";
import { idleScene, servingScene } from "../../helpers/scene.js";
import { FUNDS, RATE, TOKEN } from "../../helpers/world.js";

/** {wei} What one rounding to whole wei may take from an operator of three classes. */
const DUST = 3n;

/** When a policy accrues, when it does not, and what a claim takes out. */
export function behavesInAccrual(connection: NetworkConnection, policy: PolicyName): void {
  const { loadFixture } = connection.networkHelpers;
  async function idle() {
    return idleScene(connection, policy);
  }
  async function serving() {
    return servingScene(connection, policy);
  }

  describe("while nobody serves", () => {
    it("given 1,000 s without any service > nothing is owed, all of the emission is surplus", async () => {
      const { world, ann } = await loadFixture(idle);
      const { vault } = world.system;
      const before = await vault.surplus();
      await world.advance(1_000);
      expect(await world.earned(ann)).to.equal(0n);
      expect(await world.paid.liability()).to.equal(0n);
      expect((await vault.surplus()) - before).to.equal(1_000n * RATE);
    });

    it("given a first operator after 1,000 s > it starts at 0 and is never paid for the time before", async () => {
      const { world, ann } = await loadFixture(idle);
      const { vault } = world.system;
      await world.advance(1_000);
      const before = await vault.surplus();
      await world.measure(ann, 1);
      expect(await world.earned(ann)).to.equal(0n);
      await world.advance(10);
      expect(await world.earned(ann)).to.be.within(1n, 10n * RATE);
      expect(await vault.surplus()).to.be.at.least(before);
    });

    it("given the last operator left > the emission after it is surplus again, and the next one starts at 0", async () => {
      const { world, ann, bob } = await loadFixture(idle);
      const { vault } = world.system;
      await world.measure(ann, 1);
      await world.advance(100);
      await world.leave(ann, [1]);
      const [kept, surplus] = [await world.earned(ann), await vault.surplus()];
      await world.advance(1_000);
      await world.measure(bob, 1);
      expect(await world.earned(bob)).to.equal(0n);
      expect(await world.earned(ann)).to.equal(kept);
      expect((await vault.surplus()) - surplus).to.equal(1_000n * RATE);
    });
  });

  describe("joining and leaving", () => {
    it("given a join and a leave in one second > pays 0 and takes nothing from the others", async () => {
      const { world, ann, bob, cyd } = await loadFixture(serving);
      await world.leave(bob, [1]);
      const before = [await world.earned(ann), await world.earned(bob), await world.earned(cyd)];
      const quoted = await world.gain(ann, 100);
      await world.measure(bob, 1, { u: 999_000_000n, x: 10n ** 12n, served: 10n ** 6n });
      await world.leave(bob, [1]);
      expect(await world.earned(bob)).to.equal(before[1]);
      expect(await world.earned(ann)).to.be.within(
        (before[0] ?? 0n) + quoted - DUST,
        (before[0] ?? 0n) + quoted + DUST,
      );
      // The sums are what they were to the last bit, so the same seconds pay the same again.
      expect(await world.gain(ann, 100)).to.be.within(quoted - DUST, quoted + DUST);
    });

    it("given an operator that left all its classes > it earns no more and can claim what it earned", async () => {
      const { world, ann } = await loadFixture(serving);
      await world.leave(ann, CLASS_IDS);
      const kept = await world.earned(ann);
      expect(await world.gain(ann, 10_000)).to.equal(0n);
      expect(await world.claim(ann, CLASS_IDS)).to.equal(kept);
    });

    it("given measurements too old, expired by anyone > earns no more and keeps what it earned", async () => {
      const { world, ann, outsider } = await loadFixture(serving);
      await world.advance(6 * 3_600 + 1);
      for (const classId of CLASS_IDS) {
        await world.do(() => world.system.ledger.connect(outsider).expire(ann, classId));
      }
      const kept = await world.earned(ann);
      expect(kept).to.be.above(0n);
      expect(await world.gain(ann, 10_000)).to.equal(0n);
      expect(await world.claim(ann, CLASS_IDS)).to.equal(kept);
    });

    it("given a jailed operator > earns no more and keeps what it earned, slashed or not", async () => {
      const { world, ann, outsider } = await loadFixture(serving);
      const { registry } = world.system;
      const reason = `0x${"11".repeat(32)}`;
      await world.do(() => registry.jail(ann, 2n ** 40n - 1n, reason, CLASS_IDS));
      const kept = await world.earned(ann);
      await world.do(() => registry.slash(ann, 10n ** 30n, outsider, reason, []));
      expect(await world.gain(ann, 10_000)).to.equal(0n);
      expect(await world.claim(ann, CLASS_IDS)).to.equal(kept);
    });

    it("given a measurement below the least reliability > earns nothing while it lasts", async () => {
      const { world, ann } = await loadFixture(serving);
      for (const classId of CLASS_IDS) await world.measure(ann, classId, { u: 499_999_999n });
      expect(await world.gain(ann, 1_000)).to.equal(0n);
      await world.measure(ann, 1, { u: 500_000_000n });
      expect(await world.gain(ann, 1_000)).to.be.above(0n);
    });
  });

  describe("claims", () => {
    it("given a claim > pays exactly what was earned; a second claim in that second pays 0", async () => {
      const { world, ann } = await loadFixture(serving);
      const earned = await world.earned(ann);
      expect(await world.claim(ann, CLASS_IDS)).to.equal(earned);
      expect(await world.earned(ann)).to.equal(0n);
      expect(await world.claim(ann, CLASS_IDS)).to.equal(0n);
    });

    it("given a claim that lists a class three times > pays it once", async () => {
      const { world, bob } = await loadFixture(serving);
      const earned = await world.earned(bob);
      expect(await world.claim(bob, [1, 1, 1])).to.equal(earned);
    });

    it("given a claim for somebody else > the operator is paid, not the caller", async () => {
      const { world, ann, outsider } = await loadFixture(serving);
      const { token, vault } = world.system;
      const earned = await world.earned(ann);
      await expect(world.do(() => vault.connect(outsider).claim(ann, CLASS_IDS)))
        .to.emit(vault, "Claimed")
        .withArgs(world.paid, ann, earned);
      expect(await token.balanceOf(outsider)).to.equal(0n);
    });

    it("given no claim > earned never falls, whatever happens", async () => {
      const { world, ann, bob, cyd, outsider } = await loadFixture(serving);
      const { ledger, registry, vault } = world.system;
      const happenings = [
        () => world.measure(bob, 1, { u: 999_000_000n, x: 50_000_000_000n }),
        () => world.measure(ann, 2, { u: 100_000_000n }),
        () => world.leave(cyd, [1, 3]),
        () => world.do(() => ledger.setWeight(3, 0)),
        () => world.do(() => ledger.setAlphas(3, [1_000_000_000n, 0n])),
        () => world.do(() => registry.connect(ann).move(0, CLASS_IDS)),
        () => world.do(() => registry.slash(ann, 10n ** 30n, outsider, `0x${"11".repeat(32)}`, [1])),
        () => world.setRate(0n),
        () => world.do(() => vault.returnSurplus(outsider, TOKEN)),
      ];
      let before = await Promise.all([ann, bob, cyd].map((operator) => world.earned(operator)));
      for (const happening of happenings) {
        await happening();
        await world.advance(60);
        const after = await Promise.all([ann, bob, cyd].map((operator) => world.earned(operator)));
        after.forEach((earned, i) => {
          expect(earned).to.be.at.least(before[i] ?? 0n);
        });
        before = after;
      }
    });

    it("given anyone but the vault > claim reverts", async () => {
      const { world, ann } = await loadFixture(serving);
      await expect(world.do(() => world.paid.connect(ann).claim(FUNDS, ann, [1], 0)))
        .to.be.revertedWithCustomError(world.paid, "PolicyUnauthorized")
        .withArgs(ann, world.system.vault);
    });

    it("given anyone but the ledger > every hook reverts", async () => {
      const { world, ann } = await loadFixture(serving);
      const policy = world.paid.connect(ann);
      const member = { operator: ann, domain: 1, stake: 1n };
      const service = { u: BigInt(9e8), x: BigInt(1e9), served: 1n };
      const hooks = [
        () => policy.start(0),
        () => policy.stop(0),
        () => policy.onClassAdded(1, { kappas: [1n], alphas: [1n] }),
        () => policy.onWeight(0, 1, 1),
        () => policy.onAlphas(0, 1, [1n]),
        () => policy.onAvailability(0, 1, 1, 1),
        () => policy.onStake(0, member, 0),
        () => policy.onServices(0, 1, [{ member, before: service, current: service }]),
      ];
      for (const hook of hooks) {
        await expect(world.do(hook))
          .to.be.revertedWithCustomError(policy, "PolicyUnauthorized")
          .withArgs(ann, world.system.ledger);
      }
    });
  });

  describe("all together", () => {
    it("given any moment > sum of earned <= liability <= emitted, and funded = balance + paid", async () => {
      const { world, ann, bob, cyd } = await loadFixture(serving);
      const { token, vault } = world.system;
      for (const seconds of [1, 59, 86_400, 2_000_000]) {
        await world.advance(seconds);
        const [sum, liability] = [await sumEarned(world, [ann, bob, cyd]), await world.paid.liability()];
        expect(liability).to.be.at.least(sum);
        expect(await vault.emitted()).to.be.at.least(liability + (await vault.totalPaid()));
        await world.claim(ann, CLASS_IDS);
        expect((await token.balanceOf(vault)) + (await vault.totalPaid())).to.equal(FUNDS);
      }
      // Everything that is left can be paid.
      expect(await world.claim(bob, [1])).to.be.above(0n);
      expect(await world.claim(cyd, [1, 3])).to.be.above(0n);
      expect(await sumEarned(world, [ann, bob, cyd])).to.be.at.most(DUST);
    });
  });
}

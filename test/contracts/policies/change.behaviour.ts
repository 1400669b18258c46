import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { encodeAvailability, encodeDemand, encodeServices } from "../../../scripts/chain/reportCodec.js";
import { CLASS_IDS, presentOffer, sumEarned } from "../../helpers/profile.js";
import { type Scene, servingScene } from "../../helpers/scene.js";
import { BILLION, FUNDS, RATE, STAKE, WEST } from "../../helpers/world.js";

/** {wei} Floors of three classes, at both ends. */
const DUST = 6n;

/** Everything that may change under an operator's feet. */
const CHANGES: readonly [name: string, make: (scene: Scene) => Promise<unknown>][] = [
  ["a demand weight", ({ world }) => world.do(() => world.system.ledger.setWeight(1, 40n))],
  ["layer weights", ({ world }) => world.do(() => world.system.ledger.setAlphas(3, [BILLION / 2n, BILLION / 2n]))],
  ["a class retired", ({ world }) => world.do(() => world.system.ledger.retireClass(1, 0))],
  ["a domain's availability", ({ world }) => world.do(() => world.system.ledger.reportAvailability(eastDown))],
  ["a rival better", ({ world, bob }) => world.measure(bob, 1, { u: 999_000_000n, x: 9n * BILLION, served: 900n })],
  ["a rival gone", ({ world, cyd }) => world.leave(cyd, [1, 3])],
  ["a rival moved", ({ world, bob }) => world.do(() => world.system.registry.connect(bob).move(WEST, [1]))],
  ["its own move", ({ world, ann }) => world.do(() => world.system.registry.connect(ann).move(0, CLASS_IDS))],
  ["its own service", ({ world, ann }) => world.measure(ann, 1, { u: 600_000_000n, x: 10n, served: 7n })],
  ["its stake slashed", ({ world, ann }) => slash({ world, ann })],
  ["the emission rate", ({ world }) => world.setRate(7n * RATE)],
  ["more funds", ({ world, ann }) => world.fund(10n * FUNDS).then(() => ann)],
];

const eastDown = encodeAvailability(CLASS_IDS.map((classId) => ({ domain: 1, classId, availability: 500_000_000n })));

async function slash({ world, ann }: Pick<Scene, "world" | "ann">): Promise<void> {
  const { registry } = world.system;
  await world.do(() => registry.slash(ann, STAKE / 2n, registry, `0x${"11".repeat(32)}`, []));
}

/** Changes settle the past at the old terms and pay the future at the new ones. */
export function behavesUnderChange(connection: NetworkConnection, policy: PolicyName): void {
  const { loadFixture } = connection.networkHelpers;
  async function serving() {
    return servingScene(connection, policy);
  }

  describe("changes", () => {
    for (const [name, make] of CHANGES) {
      it(`given ${name} changed > reprices nothing that was earned, and pays as quoted from then on`, async () => {
        const scene = await loadFixture(serving);
        const { world, ann, bob, cyd } = scene;
        const before = await Promise.all([ann, bob, cyd].map((operator) => world.earned(operator)));
        await make(scene);
        for (const [i, operator] of [ann, bob, cyd].entries()) {
          expect(await world.earned(operator)).to.be.within((before[i] ?? 0n) - 1n, (before[i] ?? 0n) + 1n);
        }
        const quoted = await world.paid.quote(ann, await presentOffer(world, ann));
        const gain = await world.gain(ann, 1_000);
        expect(gain).to.be.within(quoted * 1_000n - DUST, (quoted + 1n) * 1_000n + DUST);
        const [sum, liability] = [await sumEarned(world, [ann, bob, cyd]), await world.paid.liability()];
        expect(sum).to.be.at.most(liability);
        expect(liability).to.be.at.most(await world.system.vault.emitted());
      });
    }

    it("given a class succeeded by another > both are claimable and nothing is lost while weight moves", async () => {
      const { world, ann } = await loadFixture(serving);
      const { ledger } = world.system;
      await world.addClass({ kappas: [2n * BILLION], alphas: [BILLION], weight: 0n });
      await world.measure(ann, 4, { served: 200n });
      for (const [from, to] of [
        [3n, 1n],
        [1n, 3n],
      ] as const) {
        const batch = encodeDemand([
          { classId: 1, weight: from },
          { classId: 4, weight: to },
        ]);
        const earned = await world.earned(ann);
        await world.do(() => ledger.reportDemand(batch));
        expect(await world.earned(ann)).to.be.within(earned - 1n, earned + 1n);
        await world.advance(100);
      }
      await world.do(() => ledger.retireClass(1, 4));
      expect((await ledger.classOf(1)).successor).to.equal(4n);
      const earned = await world.earned(ann);
      await world.do(() => ledger.expire(ann, 1));
      expect(await world.earned(ann)).to.be.within(earned - 1n, earned + 1n);
      expect(await world.claim(ann, [1, 2, 3, 4])).to.be.within(earned - 1n, earned + 1n);
      expect(await world.gain(ann, 100)).to.be.above(0n);
    });
  });

  describe("batches", () => {
    it("given services in one batch, in any order and one twice > the same pay as reported one by one", async () => {
      const level = (u: bigint, x: bigint, served: bigint) => ({ u: u * 1_000_000n, x, served });
      const levels = (scene: Scene) => [
        { operator: scene.ann.address, classId: 1, ...level(950n, 2n * BILLION, 11n) },
        { operator: scene.bob.address, classId: 1, ...level(650n, BILLION / 3n, 12n) },
        { operator: scene.ann.address, classId: 1, ...level(940n, BILLION, 13n) },
        { operator: scene.cyd.address, classId: 1, ...level(450n, BILLION, 14n) },
        { operator: scene.bob.address, classId: 3, ...level(900n, BILLION, 15n) },
        { operator: scene.cyd.address, classId: 3, ...level(910n, BILLION, 16n) },
        { operator: scene.bob.address, classId: 2, ...level(920n, BILLION, 17n) },
      ];
      const singly = await loadFixture(serving);
      for (const each of levels(singly)) {
        await singly.world.do(() => singly.world.system.ledger.reportServices(encodeServices([each])));
      }
      await singly.world.advance(1_000);
      const expected = await Promise.all([singly.ann, singly.bob, singly.cyd].map((each) => singly.world.earned(each)));

      const scene = await loadFixture(serving);
      await scene.world.do(() => scene.world.system.ledger.reportServices(encodeServices(levels(scene))));
      await scene.world.advance(1_000);
      for (const [i, operator] of [scene.ann, scene.bob, scene.cyd].entries()) {
        expect(await scene.world.earned(operator)).to.be.within((expected[i] ?? 0n) - 1n, (expected[i] ?? 0n) + 1n);
      }
    });
  });

  describe("time and money", () => {
    it("given 72 hourly pokes of every class, cell and claim > the same pay as untouched, within 5 wei", async () => {
      // Bound: three classes' floors at the end, and 72 settlements that lose at most 2 o / 2^18 wei in each layer.
      const poke = encodeDemand([4n, 1n, 3n].map((weight, i) => ({ classId: i + 1, weight })));
      const quiet = await loadFixture(serving);
      await quiet.world.advance(72 * 3_600);
      const expected = await Promise.all([quiet.ann, quiet.cyd].map((operator) => quiet.world.earned(operator)));

      const { world, ann, bob, cyd } = await loadFixture(serving);
      const { ledger } = world.system;
      const same = encodeAvailability(
        [990_000_000n, 900_000_000n].flatMap((availability, i) =>
          CLASS_IDS.map((classId) => ({ domain: i + 1, classId, availability })),
        ),
      );
      let paid = 0n;
      for (let hour = 0; hour < 72; hour++) {
        await world.advance(3_600);
        await world.do(() => ledger.reportDemand(poke));
        await world.do(() => ledger.reportAvailability(same));
        paid += await world.claim(ann, CLASS_IDS);
        await world.claim(bob, [1]);
      }
      expect(paid + (await world.earned(ann))).to.be.within((expected[0] ?? 0n) - 5n, (expected[0] ?? 0n) + 5n);
      expect(await world.earned(cyd)).to.be.within((expected[1] ?? 0n) - 5n, (expected[1] ?? 0n) + 5n);
    });

    it("given a pause of everything > nothing is lost: the same is owed and claimable afterwards", async () => {
      const { world, ann } = await loadFixture(serving);
      const { ledger, registry, vault } = world.system;
      // One second, with the floors of three classes.
      const perSecond = await world.gain(ann, 1);
      const before = await world.earned(ann);
      for (const each of [ledger, registry, vault]) await world.do(() => each.pause());
      await expect(world.do(() => vault.claim(ann, CLASS_IDS))).to.be.revertedWithCustomError(vault, "EnforcedPause");
      await world.advance(1_000);
      for (const each of [ledger, registry, vault]) await world.do(() => each.unpause());
      const earned = await world.earned(ann);
      expect(earned).to.be.within(before + 1_000n * perSecond - 3_000n, before + 1_000n * perSecond + 3_000n);
      expect(await world.claim(ann, CLASS_IDS)).to.equal(earned);
    });

    it("given a dry vault > accrual stands still; refilled > goes on, and the gap is not paid", async () => {
      const { world, ann } = await loadFixture(serving);
      const { vault } = world.system;
      await world.advance(10_000_000);
      expect(await vault.emitted()).to.equal(FUNDS);
      const kept = await world.earned(ann);
      await world.advance(10_000_000);
      expect(await world.earned(ann)).to.equal(kept);
      await world.fund(FUNDS);
      expect(await world.earned(ann)).to.equal(kept);
      const quoted = await world.paid.quote(ann, await presentOffer(world, ann));
      expect(await world.gain(ann, 1_000)).to.be.within(quoted * 1_000n - DUST, (quoted + 1n) * 1_000n + DUST);
      expect(await world.claim(ann, CLASS_IDS)).to.be.above(kept);
    });
  });
}

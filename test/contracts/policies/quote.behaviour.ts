import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { OfferStruct } from "../../../typechain-types/contracts/interfaces/IRewardPolicy.js";
import { presentOffer } from "../../helpers/profile.js";
import { type Scene, servingScene } from "../../helpers/scene.js";
import { BILLION, EAST, RATE, STAKE, WEST } from "../../helpers/world.js";

/** {wei} Floors of three classes, at both ends of the interval. */
const DUST = 6n;

interface Change {
  readonly name: string;
  /** Really makes the change. */
  make(scene: Scene): Promise<void>;
  /** What Ann (all classes, east) or, before she registered, the outsider would offer. */
  readonly offer: OfferStruct;
  readonly who?: "outsider";
}

const usual = { u: 900_000_000n, x: BILLION, served: 200n };
const better = { u: 999_000_000n, x: 3n * BILLION, served: 500n };
const worse = { u: 600_000_000n, x: BILLION / 10n, served: 1n };
const hopeless = { u: 499_999_999n, x: BILLION, served: 50n };
const all = (service: typeof usual) => [1, 2, 3].map((classId) => ({ classId, service }));

async function move({ world, ann }: Scene): Promise<void> {
  await world.do(() => world.system.registry.connect(ann).move(WEST, [1, 2, 3]));
}

async function topUp({ world, ann }: Scene): Promise<void> {
  await world.provide(ann, 4n * STAKE);
  await world.do(() => world.system.registry.connect(ann).topUp(4n * STAKE));
}

async function measureAll({ world, ann }: Scene, service: typeof usual): Promise<void> {
  for (const classId of [1, 2, 3]) await world.measure(ann, classId, service);
}

const CHANGES: readonly Change[] = [
  {
    name: "better service in all classes",
    make: (scene) => measureAll(scene, better),
    offer: { stake: STAKE, domain: EAST, services: all(better) },
  },
  {
    name: "worse service in all classes",
    make: (scene) => measureAll(scene, worse),
    offer: { stake: STAKE, domain: EAST, services: all(worse) },
  },
  {
    name: "a service too unreliable to count",
    make: ({ world, ann }) => world.measure(ann, 1, hopeless),
    offer: {
      stake: STAKE,
      domain: EAST,
      services: [
        { classId: 1, service: hopeless },
        { classId: 2, service: usual },
        { classId: 3, service: usual },
      ],
    },
  },
  {
    name: "classes left out: they are left",
    make: ({ world, ann }) => world.leave(ann, [1, 3]),
    offer: { stake: STAKE, domain: EAST, services: [{ classId: 2, service: usual }] },
  },
  {
    name: "nothing at all",
    make: ({ world, ann }) => world.leave(ann, [1, 2, 3]),
    offer: { stake: STAKE, domain: EAST, services: [] },
  },
  { name: "another domain", make: move, offer: { stake: STAKE, domain: WEST, services: all(usual) } },
  { name: "five times the stake", make: topUp, offer: { stake: 5n * STAKE, domain: EAST, services: all(usual) } },
  {
    name: "everything at once",
    make: async (scene) => {
      await topUp(scene);
      await move(scene);
      await measureAll(scene, better);
      await scene.world.leave(scene.ann, [2]);
    },
    offer: {
      stake: 5n * STAKE,
      domain: WEST,
      services: [
        { classId: 1, service: better },
        { classId: 3, service: better },
      ],
    },
  },
  {
    name: "somebody who never registered, in a domain that nobody serves from",
    who: "outsider",
    make: async ({ world, outsider }) => {
      await world.register(outsider, { domain: 0, stake: 2n * STAKE });
      for (const classId of [2, 3]) await world.measure(outsider, classId, usual);
    },
    offer: {
      stake: 2n * STAKE,
      domain: 0,
      services: [
        { classId: 2, service: usual },
        { classId: 3, service: usual },
      ],
    },
  },
];

/** `quote` says what the accumulators then pay: the same quantity through the code of the accounting itself. */
export function behavesInQuotes(connection: NetworkConnection, policy: PolicyName): void {
  const { loadFixture } = connection.networkHelpers;
  async function serving() {
    return servingScene(connection, policy);
  }

  describe("quote", () => {
    it("given the present profile > is what accrues in the next second, and in the next 10,000", async () => {
      const { world, ann, bob, cyd } = await loadFixture(serving);
      for (const operator of [ann, bob, cyd]) {
        const quoted = await world.paid.quote(operator, await presentOffer(world, operator));
        expect(quoted).to.be.above(0n);
        for (const seconds of [1n, 10_000n]) {
          const gain = await world.gain(operator, seconds);
          // Rounded down to whole wei per second.
          expect(gain).to.be.within(quoted * seconds - DUST, (quoted + 1n) * seconds + DUST);
        }
      }
    });

    for (const { name, make, offer, who } of CHANGES) {
      it(`given ${name} > is what accrues after the change is really made`, async () => {
        const scene = await loadFixture(serving);
        const { world } = scene;
        const operator = who === "outsider" ? scene.outsider : scene.ann;
        const quoted = await world.paid.quote(operator, offer);
        await make(scene);
        expect(await world.paid.quote(operator, await presentOffer(world, operator))).to.equal(quoted);
        const gain = await world.gain(operator, 10_000);
        expect(gain).to.be.within(quoted * 10_000n - DUST, (quoted + 1n) * 10_000n + DUST);
      });
    }

    it("given a quote > changes nothing", async () => {
      const { world, ann, bob } = await loadFixture(serving);
      const before = [await world.earned(ann), await world.earned(bob), await world.paid.liability()];
      await world.paid.quote(ann, { stake: 5n * STAKE, domain: WEST, services: all(better) });
      expect([await world.earned(ann), await world.earned(bob), await world.paid.liability()]).to.deep.equal(before);
    });

    it("given half the emission rate > quotes half; given none or a dry vault > quotes 0", async () => {
      const { world, ann } = await loadFixture(serving);
      const offer = await presentOffer(world, ann);
      const quoted = await world.paid.quote(ann, offer);
      await world.setRate(RATE / 2n);
      expect(await world.paid.quote(ann, offer)).to.equal(quoted / 2n);
      await world.advance(10_000_000);
      expect(await world.paid.quote(ann, offer)).to.equal(0n);
    });

    it("given a class twice, out of order or unknown > reverts with the class", async () => {
      const { world, ann } = await loadFixture(serving);
      const offer = (...classIds: number[]) => ({
        stake: STAKE,
        domain: EAST,
        services: classIds.map((classId) => ({ classId, service: usual })),
      });
      for (const [classIds, classId, previous] of [
        [[1, 1], 1, 1],
        [[2, 1], 1, 2],
        [[1, 4], 4, 1],
        [[0], 0, 0],
      ] as const) {
        await expect(world.paid.quote(ann, offer(...classIds)))
          .to.be.revertedWithCustomError(world.paid, "PolicyOfferInvalid")
          .withArgs(classId, previous, 3);
      }
    });
  });
}

import { expect } from "chai";
import fc from "fast-check";
import { encodeAvailability, encodeDemand, encodeServices } from "../../../scripts/chain/reportCodec.js";
import { ReportCodec__factory } from "../../../typechain-types/factories/contracts/libraries/index.js";
import { newChain } from "../../helpers/chain.js";
import { BILLION, newWorld, WEST } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
/** {1e-9/s} */
const RELIABILITY_RISE = 1_000_000n;
const CAPACITY_RISE = 2_000_000n;
const MAX_AGE = 3_600n;
/** A library's error reverts through the contract that uses it. */
const codecErrors = ReportCodec__factory.createInterface();

async function bounded() {
  const parameters = { reliabilityRise: RELIABILITY_RISE, capacityRise: CAPACITY_RISE, maxAge: MAX_AGE };
  const world = await newWorld(connection, { parameters });
  for (const weight of [3n, 1n]) await world.addClass({ weight });
  const ann = world.operator(0);
  await world.register(ann);
  return { world, ledger: world.system.ledger, ann };
}

async function wide() {
  const world = await newWorld(connection, { parameters: { maxAge: MAX_AGE } });
  for (const weight of [3n, 1n]) await world.addClass({ weight });
  const [ann, bob] = [world.operator(0), world.operator(1)];
  for (const operator of [ann, bob]) await world.register(operator);
  return { world, ledger: world.system.ledger, ann, bob };
}

describe("CoverageLedger: reports", () => {
  describe("the packed form", () => {
    it("given a batch that is no whole number of entries > reverts with its length", async () => {
      const { world, ledger } = await loadFixture(wide);
      for (const [report, length, entry] of [
        ["reportServices", 43, 44],
        ["reportServices", 45, 44],
        ["reportDemand", 13, 12],
        ["reportAvailability", 11, 12],
      ] as const) {
        await expect(world.do(() => ledger[report](`0x${"01".repeat(length)}`)))
          .to.be.revertedWithCustomError({ interface: codecErrors }, "ReportMalformed")
          .withArgs(length, entry);
      }
    });

    it("given any services > the contract reads what scripts/chain/reportCodec.ts writes", async () => {
      const { world, ledger, ann, bob } = await loadFixture(wide);
      const entry = fc.record({
        operator: fc.constantFrom(ann.address, bob.address),
        classId: fc.constantFrom(1, 2),
        u: fc.bigInt(0n, 999_000_000n),
        x: fc.bigInt(0n, 2n ** 62n - 1n),
        served: fc.bigInt(0n, 2n ** 64n - 1n),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 4 }), async (entries) => {
          const { logs } = await world.do(() => ledger.reportServices(encodeServices(entries)));
          const measured = logs.flatMap((log) => {
            const parsed = ledger.interface.parseLog(log);
            return parsed?.name === "Measured" ? [[...parsed.args].slice(0, 5)] : [];
          });
          const expected = entries.map(({ operator, classId, u, x, served }) => [
            operator,
            BigInt(classId),
            u,
            x,
            served,
          ]);
          // Within one second a second report of the same service may not rise.
          if (new Set(entries.map(({ operator, classId }) => `${operator}${classId}`)).size === entries.length) {
            expect(measured).to.deep.equal(expected);
          } else {
            expect(measured.map((each) => each.slice(0, 2))).to.deep.equal(expected.map((each) => each.slice(0, 2)));
          }
          await world.advance(10);
        }),
        { numRuns: 40 },
      );
    });

    it("given demand and availability > recorded entry by entry", async () => {
      const { world, ledger } = await loadFixture(wide);
      const demand = encodeDemand([
        { classId: 2, weight: 2n ** 55n },
        { classId: 1, weight: 7n },
      ]);
      await world.do(() => ledger.reportDemand(demand));
      expect(await ledger.totalWeight()).to.equal(2n ** 55n + 7n);
      const availability = encodeAvailability([{ domain: WEST, classId: 2, availability: 123_456_789n }]);
      await expect(world.do(() => ledger.reportAvailability(availability)))
        .to.emit(ledger, "AvailabilityChanged")
        .withArgs(WEST, 2, 123_456_789);
      expect(await ledger.availabilityOf(WEST, 2)).to.equal(123_456_789n);
      expect(await ledger.availabilityOf(WEST, 1)).to.equal(900_000_000n);
    });

    it("given a bad entry in a batch of demand or availability > the whole batch reverts", async () => {
      const { world, ledger } = await loadFixture(wide);
      const demand = encodeDemand([1, 9].map((classId) => ({ classId, weight: 50n })));
      await expect(world.do(() => ledger.reportDemand(demand)))
        .to.be.revertedWithCustomError(ledger, "LedgerUnknownClass")
        .withArgs(9, 2);
      expect(await ledger.totalWeight()).to.equal(4n);
      for (const [domain, classId, availability, error] of [
        [1, 3, 1n, "LedgerUnknownClass"],
        [3, 1, 1n, "LedgerUnknownDomain"],
        [1, 1, 0n, "LedgerAvailabilityInvalid"],
        [1, 1, 999_900_001n, "LedgerAvailabilityInvalid"],
      ] as const) {
        const batch = encodeAvailability([{ domain, classId, availability }]);
        await expect(world.do(() => ledger.reportAvailability(batch))).to.be.revertedWithCustomError(ledger, error);
      }
    });

    it("given an operator that is not active or a class that is not there > that entry alone is skipped", async () => {
      const { world, ledger, ann } = await loadFixture(wide);
      const stranger = world.operator(6);
      const level = { u: 900_000_000n, x: BILLION, served: 1n };
      const batch = encodeServices([
        { operator: stranger.address, classId: 1, ...level },
        { operator: ann.address, classId: 5, ...level },
        { operator: ann.address, classId: 0, ...level },
        { operator: ann.address, classId: 1, ...level },
      ]);
      const { logs } = await world.do(() => ledger.reportServices(batch));
      const names = logs.map((log) => ledger.interface.parseLog(log)?.name);
      expect(names).to.deep.equal(["ReportSkipped", "ReportSkipped", "ReportSkipped", "Measured"]);
      expect(await ledger.serviceCount()).to.equal(1n);
    });
  });

  describe("bounds", () => {
    it("given a newcomer's first report > it rises from the second of its registration", async () => {
      const { world, ledger, ann } = await loadFixture(bounded);
      await world.advance(599);
      await world.measure(ann, 1, { u: 999_000_000n, x: 10n ** 12n });
      const { u, x } = await ledger.measurementOf(ann, 1);
      expect([u, x]).to.deep.equal([600n * RELIABILITY_RISE, 600n * CAPACITY_RISE]);
    });

    it("given a better report > rises with the seconds since the last; a worse one counts at once", async () => {
      const { world, ledger, ann } = await loadFixture(bounded);
      await world.advance(599);
      await world.measure(ann, 1, { u: 500_000_000n, x: BILLION });
      await world.advance(10);
      await world.measure(ann, 1, { u: 999_000_000n, x: 2n * BILLION });
      let { u, x } = await ledger.measurementOf(ann, 1);
      expect([u, x]).to.deep.equal([510_000_000n, 1_020_000_000n]);
      // Twice in one second: no further rise.
      await world.measure(ann, 1, { u: 999_000_000n, x: 2n * BILLION });
      ({ u, x } = await ledger.measurementOf(ann, 1));
      expect([u, x]).to.deep.equal([510_000_000n, 1_020_000_000n]);
      await world.measure(ann, 1, { u: 1n, x: 0n });
      ({ u, x } = await ledger.measurementOf(ann, 1));
      expect([u, x]).to.deep.equal([1n, 0n]);
    });

    it("given any reliability > 0.999 is the most that is recorded, also of a full u32", async () => {
      const { world, ledger, ann } = await loadFixture(wide);
      await world.measure(ann, 1, { u: 2n ** 32n - 1n });
      expect((await ledger.measurementOf(ann, 1)).u).to.equal(999_000_000n);
    });

    it("given u below the least reliability > in force, not eligible; on it > eligible", async () => {
      const { world, ledger, ann } = await loadFixture(wide);
      await world.measure(ann, 1, { u: 499_999_999n });
      expect((await ledger.measurementOf(ann, 1)).eligible).to.equal(false);
      expect(await ledger.serviceCount()).to.equal(1n);
      await world.advance(1);
      await world.measure(ann, 1, { u: 500_000_000n });
      expect((await ledger.measurementOf(ann, 1)).eligible).to.equal(true);
    });
  });

  describe("expire", () => {
    it("given no measurement, or one as old as maxAge > reverts", async () => {
      const { world, ledger, ann } = await loadFixture(wide);
      await expect(world.do(() => ledger.expire(ann, 1)))
        .to.be.revertedWithCustomError(ledger, "LedgerNotMeasured")
        .withArgs(ann, 1);
      await world.measure(ann, 1);
      const expiresAt = (await world.now()) + MAX_AGE;
      await world.advance(MAX_AGE);
      await expect(world.do(() => ledger.expire(ann, 1)))
        .to.be.revertedWithCustomError(ledger, "LedgerStillFresh")
        .withArgs(ann, 1, expiresAt);
    });

    it("given one second more > anyone ends it, once; a refresh would have kept it", async () => {
      const { world, ledger, ann, bob } = await loadFixture(wide);
      for (const operator of [ann, bob]) await world.measure(operator, 1);
      await world.advance(MAX_AGE);
      await world.measure(bob, 1);
      await world.advance(1);
      await expect(world.do(() => ledger.connect(world.operator(5)).expire(ann, 1)))
        .to.emit(ledger, "ServiceEnded")
        .withArgs(ann, 1);
      await expect(world.do(() => ledger.expire(ann, 1))).to.be.revertedWithCustomError(ledger, "LedgerNotMeasured");
      await expect(world.do(() => ledger.expire(bob, 1))).to.be.revertedWithCustomError(ledger, "LedgerStillFresh");
    });

    it("given a pause > reports revert; expiry and exits go on", async () => {
      const { world, ledger, ann, bob } = await loadFixture(wide);
      for (const operator of [ann, bob]) await world.measure(operator, 1);
      await world.do(() => ledger.pause());
      for (const report of ["reportServices", "reportDemand", "reportAvailability"] as const) {
        await expect(world.do(() => ledger[report]("0x"))).to.be.revertedWithCustomError(ledger, "EnforcedPause");
      }
      await world.advance(MAX_AGE + 1n);
      await world.do(() => ledger.expire(ann, 1));
      await world.leave(bob, [1]);
      expect(await ledger.serviceCount()).to.equal(0n);
    });
  });
});

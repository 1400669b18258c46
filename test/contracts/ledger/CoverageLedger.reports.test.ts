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

    it("given demand for a class that is not open, or more than all weights may be > that entry alone is skipped", async () => {
      const { world, ledger } = await loadFixture(wide);
      const most = await ledger.MAX_TOTAL_WEIGHT();
      await world.addClass({ weight: 0n });
      await world.do(() => ledger.retireClass(3, 0));
      const reports = [
        { classId: 9, weight: 50n },
        { classId: 0, weight: 51n },
        { classId: 3, weight: 52n },
        { classId: 1, weight: most },
        { classId: 2, weight: most - 3n },
      ];
      const { logs } = await world.do(() => ledger.reportDemand(encodeDemand(reports)));
      const events = logs.map((log) => ledger.interface.parseLog(log));
      expect(events.map((event) => [event?.name, ...(event?.args ?? [])])).to.deep.equal([
        ["DemandSkipped", 9n, 50n],
        ["DemandSkipped", 0n, 51n],
        ["DemandSkipped", 3n, 52n],
        ["DemandSkipped", 1n, most],
        ["WeightChanged", 2n, most - 3n],
      ]);
      expect(await ledger.totalWeight()).to.equal(most);
      expect((await ledger.classOf(1)).weight).to.equal(3n);
    });

    it("given availability of a domain or class that is not there, or out of range > that entry alone is skipped", async () => {
      const { world, ledger } = await loadFixture(wide);
      const reports = [
        { domain: 1, classId: 3, availability: 1n },
        { domain: 1, classId: 0, availability: 2n },
        { domain: 3, classId: 1, availability: 3n },
        { domain: 1, classId: 1, availability: 0n },
        { domain: 1, classId: 1, availability: 999_900_001n },
        { domain: WEST, classId: 1, availability: 999_900_000n },
      ];
      const { logs } = await world.do(() => ledger.reportAvailability(encodeAvailability(reports)));
      const events = logs.map((log) => ledger.interface.parseLog(log));
      const expected = reports.map(({ domain, classId, availability }, i) => [
        i < 5 ? "AvailabilitySkipped" : "AvailabilityChanged",
        BigInt(domain),
        BigInt(classId),
        availability,
      ]);
      expect(events.map((event) => [event?.name, ...(event?.args ?? [])])).to.deep.equal(expected);
      expect(await ledger.availabilityOf(1, 1)).to.equal(990_000_000n);
      expect(await ledger.availabilityOf(WEST, 1)).to.equal(999_900_000n);
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

import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { newChain } from "../../helpers/chain.js";
import { pokeEverySecond } from "../../helpers/poke.js";
import { BILLION, newWorld } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const OPEN = 1n;
const RETIRED = 2n;

async function fixture() {
  const world = await newWorld(connection);
  await world.addClass({ weight: 3n });
  await world.addClass({ weight: 1n });
  const { ledger } = world.system;
  const ann = world.operator(0);
  await world.register(ann);
  return { world, ledger, ann };
}

describe("CoverageLedger: governance", () => {
  describe("roles", () => {
    it("given a stranger > every setter reverts", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      const stranger = ledger.connect(ann);
      const limits = { minReliability: 1, maxAge: 1, reliabilityRise: 1, capacityRise: 1 };
      for (const call of [
        () => stranger.connect(ann).setReporter(ann),
        () => stranger.setLimits(limits),
        () => stranger.addClass({ kappas: [BILLION], alphas: [BILLION] }, 1),
        () => stranger.setAlphas(1, [BILLION]),
        () => stranger.setWeight(1, 1),
        () => stranger.retireClass(1, 0),
        () => stranger.listDomain(encodeBytes32String("x"), 1),
        () => stranger.pause(),
        () => stranger.unpause(),
        () => stranger.addPolicy(ann),
        () => stranger.startShadow(ann),
        () => stranger.promote(ann),
        () => stranger.dropPolicy(ann),
      ]) {
        await expect(world.do(call)).to.be.revertedWithCustomError(ledger, "AccessManagedUnauthorized").withArgs(ann);
      }
    });

    it("given anyone but the reporter > reports revert; a new reporter takes over at once", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      const { deployer } = world.system;
      for (const report of ["reportServices", "reportDemand", "reportAvailability"] as const) {
        await expect(world.do(() => ledger.connect(ann)[report]("0x")))
          .to.be.revertedWithCustomError(ledger, "LedgerUnauthorized")
          .withArgs(ann, deployer);
      }
      await expect(world.do(() => ledger.setReporter(ann)))
        .to.emit(ledger, "ReporterChanged")
        .withArgs(ann);
      await world.do(() => ledger.connect(ann).reportServices("0x"));
      await expect(world.do(() => ledger.reportServices("0x"))).to.be.revertedWithCustomError(
        ledger,
        "LedgerUnauthorized",
      );
    });

    it("given anyone but the registry > its hooks revert", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      for (const call of [
        () => ledger.connect(ann).onOperator(ann, 2n ** 100n, true),
        () => ledger.connect(ann).onLeave(ann, [1], false),
        () => ledger.connect(ann).onMove(ann, 2, []),
      ]) {
        await expect(world.do(call))
          .to.be.revertedWithCustomError(ledger, "LedgerUnauthorized")
          .withArgs(ann, world.system.registry);
      }
    });

    it("given it is wired > neither ledger nor vault can be connected again", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      const { registry, vault } = world.system;
      await expect(world.do(() => ledger.connect(world.system.deployer).getFunction("connect")(ann)))
        .to.be.revertedWithCustomError(ledger, "LedgerAlreadyConnected")
        .withArgs(registry);
      await expect(world.do(() => vault.getFunction("connect")(ann)))
        .to.be.revertedWithCustomError(vault, "VaultAlreadyConnected")
        .withArgs(ledger);
    });
  });

  describe("classes", () => {
    it("given a class > is open with its weight, curve and place in the total", async () => {
      const { world, ledger } = await loadFixture(fixture);
      await expect(world.do(() => ledger.addClass({ kappas: [BILLION], alphas: [BILLION] }, 5)))
        .to.emit(ledger, "ClassAdded")
        .withArgs(3, [BILLION], [BILLION]);
      expect(await ledger.classOf(3)).to.deep.equal([5n, OPEN, 0n]);
      expect(await ledger.totalWeight()).to.equal(9n);
      expect(await ledger.curveOf(3)).to.deep.equal([[BILLION], [BILLION]]);
    });

    it("given weights that together pass 2^56 - 1 > reverts with both", async () => {
      const { world, ledger } = await loadFixture(fixture);
      await expect(world.do(() => ledger.setWeight(1, 2n ** 56n - 1n)))
        .to.be.revertedWithCustomError(ledger, "LedgerWeightTooLarge")
        .withArgs(2n ** 56n, 2n ** 56n - 1n);
      await world.do(() => ledger.setWeight(1, 2n ** 56n - 2n));
      expect(await ledger.totalWeight()).to.equal(2n ** 56n - 1n);
    });

    it("given a class that is unknown or retired > its setters revert", async () => {
      const { world, ledger } = await loadFixture(fixture);
      for (const [classId, error, args] of [
        [0, "LedgerUnknownClass", [0, 2]],
        [3, "LedgerUnknownClass", [3, 2]],
        [2, "LedgerClassRetired", [2]],
      ] as const) {
        if (classId === 2) await world.do(() => ledger.retireClass(2, 1));
        for (const call of [
          () => ledger.setWeight(classId, 1),
          () => ledger.setAlphas(classId, [BILLION]),
          () => ledger.retireClass(classId, 0),
        ]) {
          await expect(world.do(call))
            .to.be.revertedWithCustomError(ledger, error)
            .withArgs(...args);
        }
      }
    });

    it("given itself, an unknown or a retired class as successor > reverts", async () => {
      const { world, ledger } = await loadFixture(fixture);
      await expect(world.do(() => ledger.retireClass(1, 1)))
        .to.be.revertedWithCustomError(ledger, "LedgerSuccessorInvalid")
        .withArgs(1, 1);
      await expect(world.do(() => ledger.retireClass(1, 7))).to.be.revertedWithCustomError(
        ledger,
        "LedgerUnknownClass",
      );
      await world.do(() => ledger.retireClass(2, 0));
      await expect(world.do(() => ledger.retireClass(1, 2))).to.be.revertedWithCustomError(
        ledger,
        "LedgerClassRetired",
      );
    });

    it("given a retired class > weighs nothing, skips reports, and its services are anyone's to expire", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      await world.measure(ann, 1);
      await expect(world.do(() => ledger.retireClass(1, 2)))
        .to.emit(ledger, "ClassRetired")
        .withArgs(1, 2);
      expect(await ledger.classOf(1)).to.deep.equal([0n, RETIRED, 2n]);
      expect(await ledger.totalWeight()).to.equal(1n);
      await world.measure(ann, 1);
      expect((await ledger.queryFilter(ledger.filters.ReportSkipped(ann, 1))).length).to.equal(1);
      await world.do(() => ledger.connect(world.operator(4)).expire(ann, 1));
      expect(await ledger.serviceCount()).to.equal(0n);
    });
  });

  describe("domains", () => {
    it("given an availability of 0 or above 0.9999 > reverts with the maximum", async () => {
      const { world, ledger } = await loadFixture(fixture);
      for (const availability of [0, 999_900_001]) {
        await expect(world.do(() => ledger.listDomain(encodeBytes32String("x"), availability)))
          .to.be.revertedWithCustomError(ledger, "LedgerAvailabilityInvalid")
          .withArgs(availability, 999_900_000);
      }
    });

    it("given a listed domain > every class sees its availability; an unlisted one reverts", async () => {
      const { world, ledger } = await loadFixture(fixture);
      await expect(world.do(() => ledger.listDomain(encodeBytes32String("north"), 999_900_000)))
        .to.emit(ledger, "DomainListed")
        .withArgs(3, encodeBytes32String("north"), 999_900_000);
      expect(await ledger.availabilityOf(3, 1)).to.equal(999_900_000n);
      await expect(ledger.availabilityOf(4, 1))
        .to.be.revertedWithCustomError(ledger, "LedgerUnknownDomain")
        .withArgs(4, 3);
    });
  });

  describe("the number of domains", () => {
    it("given 4,095 domains > one more is refused with the limit: a domain's number fits twelve bits", async () => {
      const { world, ledger } = await loadFixture(fixture);
      const data = ledger.interface.encodeFunctionData("listDomain", [encodeBytes32String("spam"), 1]);
      const call = { from: await world.system.deployer.getAddress(), to: await ledger.getAddress(), data };
      await pokeEverySecond(connection, [call], 4_095 - Number(await ledger.domainCount()));
      await expect(world.do(() => ledger.listDomain(encodeBytes32String("spam"), 1)))
        .to.be.revertedWithCustomError(ledger, "LedgerDomainLimit")
        .withArgs(4_095);
    });
  });

  describe("limits", () => {
    it("given a least reliability above 0.999 or no age > reverts with both", async () => {
      const { world, ledger } = await loadFixture(fixture);
      for (const [minReliability, maxAge] of [
        [999_000_001, 1],
        [0, 0],
      ] as const) {
        const limits = { minReliability, maxAge, reliabilityRise: 1, capacityRise: 1 };
        await expect(world.do(() => ledger.setLimits(limits)))
          .to.be.revertedWithCustomError(ledger, "LedgerLimitsInvalid")
          .withArgs(minReliability, maxAge);
      }
    });

    it("given a lower age > older measurements can be expired at once, newer ones not", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      await world.measure(ann, 1);
      await world.advance(101);
      await world.measure(ann, 2);
      await world.do(() => ledger.setLimits({ minReliability: 0, maxAge: 100, reliabilityRise: 1, capacityRise: 1 }));
      await world.do(() => ledger.expire(ann, 1));
      await expect(world.do(() => ledger.expire(ann, 2))).to.be.revertedWithCustomError(ledger, "LedgerStillFresh");
    });
  });
});

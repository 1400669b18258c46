import { expect } from "chai";
import hre from "hardhat";
import { encodeServices } from "../../../scripts/chain/reportCodec.js";
import { HostilePolicy__factory } from "../../../typechain-types/factories/contracts/mocks/index.js";
import type { HostilePolicy } from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { BILLION, newWorld, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const IMPORTING = 1n;
const SHADOW = 2n;
const STALE = 5n;
/** Modes of HostilePolicy. */
const REVERT = 1;
const BURN_GAS = 2;
const RETURN_BOMB = 3;
const REVERT_BOMB = 4;

async function fixture() {
  const world = await newWorld(connection, { shadows: ["FlatMarginalCoverage"] });
  await world.addClass({ weight: 2n });
  const [ann, bob] = [world.operator(0), world.operator(1)];
  for (const operator of [ann, bob]) await world.register(operator);
  await world.measure(ann, 1);
  return { world, ledger: world.system.ledger, ann, bob };
}

/** A policy that listens as a shadow and does what it is told. */
async function hostileShadow(world: World, operators: string[], classIds: number[]): Promise<HostilePolicy> {
  const { ledger, deployer } = world.system;
  const policy = await new HostilePolicy__factory(deployer).deploy();
  await world.do(() => ledger.addPolicy(policy));
  await world.do(() => ledger.importClasses(policy, 10));
  await world.do(() => ledger.importServices(policy, operators, classIds));
  await world.do(() => ledger.startShadow(policy));
  return policy;
}

async function withHostile() {
  const scene = await fixture();
  return { ...scene, hostile: await hostileShadow(scene.world, [scene.ann.address], [1]) };
}

describe("PolicyHub", () => {
  describe("who listens", () => {
    it("given an address without code > addPolicy reverts", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      await expect(world.do(() => ledger.addPolicy(ann)))
        .to.be.revertedWithCustomError(ledger, "HubPolicyState")
        .withArgs(ann, 0n);
    });

    it("given twelve listeners > a thirteenth is refused until one is dropped", async () => {
      const { world, ledger } = await loadFixture(fixture);
      const policies: HostilePolicy[] = [];
      for (let i = 0; i < 12; i++) policies.push(await new HostilePolicy__factory(world.system.deployer).deploy());
      for (const policy of policies.slice(0, 11)) await world.do(() => ledger.addPolicy(policy));
      const [first, last] = [policies[0], policies[11]];
      if (first === undefined || last === undefined) throw new RangeError();
      await expect(world.do(() => ledger.addPolicy(last)))
        .to.be.revertedWithCustomError(ledger, "HubListenerLimit")
        .withArgs(12);
      await expect(world.do(() => ledger.dropPolicy(first)))
        .to.emit(ledger, "PolicyStale")
        .withArgs(first);
      await world.do(() => ledger.addPolicy(last));
      expect(await ledger.getListeners()).to.have.length(12);
    });

    it("given a dropped policy, the paid one or a stranger > dropPolicy reverts with its state", async () => {
      const { world, ledger, ann, hostile } = await loadFixture(withHostile);
      await world.do(() => ledger.dropPolicy(hostile));
      for (const [policy, state] of [
        [hostile, STALE],
        [world.paid, 3n],
        [ann, 0n],
      ] as const) {
        await expect(world.do(() => ledger.dropPolicy(policy)))
          .to.be.revertedWithCustomError(ledger, "HubPolicyState")
          .withArgs(policy, state);
      }
      await expect(world.do(() => ledger.addPolicy(hostile))).to.be.revertedWithCustomError(ledger, "HubPolicyState");
    });

    it("given all listen > the paid one cannot be told from a shadow of the same rule", async () => {
      const world = await newWorld(await newChain(), { paid: "FlatMarginalCoverage", shadows: ["MarginalCoverage"] });
      const other = await newWorld(await newChain(), { paid: "MarginalCoverage", shadows: [] });
      const earned: bigint[] = [];
      for (const each of [world, other]) {
        await each.addClass({});
        await each.register(each.operator(0));
        await each.measure(each.operator(0), 1);
        await each.advance(1_000);
        earned.push(await each.policy("MarginalCoverage").earned(each.operator(0)));
      }
      expect(earned[0]).to.equal(earned[1]);
    });
  });

  describe("import", () => {
    it("given a policy that does not import > importClasses and importServices revert with its state", async () => {
      const { world, ledger, ann, hostile } = await loadFixture(withHostile);
      for (const call of [() => ledger.importClasses(hostile, 1), () => ledger.importServices(hostile, [ann], [1])]) {
        await expect(world.do(call)).to.be.revertedWithCustomError(ledger, "HubPolicyState").withArgs(hostile, SHADOW);
      }
    });

    it("given operators and classes of different number > reverts with both; as many as fit in 32 bits > all", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      const policy = await new HostilePolicy__factory(world.system.deployer).deploy();
      await world.do(() => ledger.addPolicy(policy));
      await expect(world.do(() => ledger.importServices(policy, [ann, ann], [1])))
        .to.be.revertedWithCustomError(ledger, "LedgerLengthsDiffer")
        .withArgs(2, 1);
      await world.do(() => ledger.importClasses(policy, 0));
      expect(await ledger.importOf(policy)).to.deep.equal([0n, 0n]);
      await world.do(() => ledger.importClasses(policy, 2n ** 32n - 1n));
      expect(await ledger.importOf(policy)).to.deep.equal([1n, 0n]);
    });

    it("given a candidate that fails while it imports > it is dropped at the next hook and never promoted", async () => {
      const { world, ledger, ann } = await loadFixture(fixture);
      const policy = await new HostilePolicy__factory(world.system.deployer).deploy();
      await world.do(() => ledger.addPolicy(policy));
      expect(await ledger.policyState(policy)).to.equal(IMPORTING);
      await world.do(() => ledger.importClasses(policy, 1));
      await world.do(() => policy.setMode(REVERT));
      await expect(world.do(() => ledger.importServices(policy, [ann], [1]))).to.be.revertedWithCustomError(
        policy,
        "Refused",
      );
      await world.do(() => ledger.setWeight(1, 3));
      expect(await ledger.policyState(policy)).to.equal(STALE);
      await expect(world.do(() => ledger.promote(policy))).to.be.revertedWithCustomError(ledger, "HubPolicyState");
    });

    it("given a candidate that fails at the first of three services in one report > it is not told of the other two", async () => {
      const { world, ledger, ann, bob } = await loadFixture(fixture);
      const cyd = world.operator(2);
      await world.register(cyd);
      const policy = await new HostilePolicy__factory(world.system.deployer).deploy();
      await world.do(() => ledger.addPolicy(policy));
      await world.do(() => ledger.importClasses(policy, 1));
      await world.do(() => policy.setMode(REVERT));
      await world.advance(1);
      const batch = encodeServices(
        [ann, bob, cyd].map(({ address }) => ({
          operator: address,
          classId: 1,
          u: 900_000_000n,
          x: BILLION,
          served: 1n,
        })),
      );
      const { logs } = await world.do(() => ledger.reportServices(batch));
      const names = logs.map((log) => ledger.interface.parseLog(log)?.name);
      expect(names.filter((name) => name === "PolicyStale")).to.have.length(1);
      expect(names.filter((name) => name === "Measured")).to.have.length(3);
      expect(await ledger.policyState(policy)).to.equal(STALE);
      expect(await ledger.serviceCount()).to.equal(3n);
      // It was told of one and stays at one; the other shadow heard of all three.
      expect((await ledger.importOf(policy)).services).to.equal(1n);
      await world.advance(100);
      expect(await world.policy("FlatMarginalCoverage").earned(cyd)).to.be.above(0n);
    });

    it("given a class added while it has not caught up > it is told when it does, and counts it once", async () => {
      const { world, ledger } = await loadFixture(fixture);
      const policy = await new HostilePolicy__factory(world.system.deployer).deploy();
      await world.do(() => ledger.addPolicy(policy));
      await world.addClass({});
      expect(await policy.heard()).to.equal(0n);
      await world.do(() => ledger.importClasses(policy, 5));
      expect(await ledger.importOf(policy)).to.deep.equal([2n, 0n]);
      await world.addClass({});
      expect(await ledger.importOf(policy)).to.deep.equal([3n, 0n]);
      // Two classes imported and one added, each with its weight.
      expect(await policy.heard()).to.equal(6n);
    });
  });

  describe("a shadow that fails", () => {
    for (const [title, mode, outcome] of [
      ["reverts", REVERT, STALE],
      ["burns all gas", BURN_GAS, STALE],
      ["reverts with a quarter of a megabyte", REVERT_BOMB, STALE],
      // That is no failure; nobody copies the answer, so nobody pays for it.
      ["answers with a quarter of a megabyte", RETURN_BOMB, SHADOW],
    ] as const) {
      it(`given one that ${title} > the report goes through, and it is in state ${outcome}`, async () => {
        const { world, ledger, ann, bob, hostile } = await loadFixture(withHostile);
        await world.do(() => hostile.setMode(mode));
        const before = await world.earned(ann);
        await world.measure(bob, 1);
        expect((await ledger.measurementOf(bob, 1)).measuredAt).to.equal(await world.now());
        expect(await ledger.policyState(hostile)).to.equal(outcome);
        expect(await ledger.getListeners()).to.have.length(outcome === STALE ? 1 : 2);
        // Neither the paid policy nor the other shadow noticed.
        expect(await world.earned(ann)).to.equal(before);
        await world.advance(100);
        expect(await world.policy("FlatMarginalCoverage").earned(bob)).to.be.above(0n);
        // Every other hook goes its way too.
        await world.do(() => ledger.setWeight(1, 9));
        await world.leave(bob, [1]);
      });
    }

    it("given one that calls back into the ledger > the call is refused, and it is dropped", async () => {
      const { world, ledger, ann, bob, hostile } = await loadFixture(withHostile);
      const { registry } = world.system;
      // An importing policy is told after the shadow: what it hears must be what the ledger holds.
      const candidate = await new HostilePolicy__factory(world.system.deployer).deploy();
      await world.do(() => ledger.addPolicy(candidate));
      await world.do(() => ledger.importClasses(candidate, 10));
      const call = ledger.interface.encodeFunctionData("importServices", [
        await candidate.getAddress(),
        [bob.address],
        [1],
      ]);
      await world.do(() => hostile.reenter(ledger, call));
      await world.measure(bob, 1);
      expect(await ledger.policyState(hostile)).to.equal(STALE);
      expect((await ledger.importOf(candidate)).services).to.equal(1n);
      expect((await ledger.measurementOf(bob, 1)).eligible).to.equal(true);
      expect(await registry.stakeOf(ann)).to.be.above(0n);
    });

    it("given twelve that burn all gas > one report drops eleven of them within 8 M gas, and the ledger goes on", async () => {
      const { world, ledger, ann, bob } = await loadFixture(fixture);
      const hostile: HostilePolicy[] = [];
      for (let i = 0; i < 11; i++) hostile.push(await hostileShadow(world, [ann.address], [1]));
      for (const each of hostile) await world.do(() => each.setMode(BURN_GAS));
      const { gasUsed } = await world.do(() => ledger.setWeight(1, 5, { gasLimit: 16_000_000 }));
      expect(gasUsed).to.be.below(8_000_000n);
      expect(await ledger.getListeners()).to.have.length(1);
      await world.measure(bob, 1);
    });
  });

  describe("gas", () => {
    it("given too little gas for a listener > the hook reverts: nobody can starve a listener on purpose", async () => {
      const { world, ledger } = await loadFixture(withHostile);
      await expect(world.do(() => ledger.setWeight(1, 9, { gasLimit: 600_000 }))).to.be.revertedWithCustomError(
        ledger,
        "HubGasTooLow",
      );
      for (let gasLimit = 600_000; gasLimit <= 1_800_000; gasLimit += 50_000) {
        await world.do(() => ledger.setWeight(1, gasLimit, { gasLimit })).catch(() => undefined);
        const listeners = await ledger.getListeners();
        expect(listeners, `with ${gasLimit} gas`).to.have.length(2);
      }
      expect((await ledger.classOf(1)).weight).to.be.above(600_000n);
    });

    it("given the dearest hook, a first join of four layers in a fresh domain > a shadow has gas for it", async function () {
      // Under `--coverage` every statement calls out: what that costs says nothing about the deployed code.
      if (hre.globalOptions.coverage) this.skip();
      const world = await newWorld(connection, { paid: "EqualShare", shadows: ["MarginalCoverage"] });
      const quarter = BILLION / 4n;
      await world.addClass({
        kappas: [BILLION, 2n * BILLION, 3n * BILLION, 4n * BILLION],
        alphas: [quarter, quarter, quarter, quarter],
      });
      await world.register(world.operator(0));
      await world.advance(1_000);
      await world.measure(world.operator(0), 1);
      expect(await world.system.ledger.policyState(world.policy("MarginalCoverage"))).to.equal(SHADOW);
    });
  });
});

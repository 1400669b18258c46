import { expect } from "chai";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { encodeAvailability, encodeServices } from "../../scripts/chain/reportCodec.js";
import { HostilePolicy__factory } from "../../typechain-types/factories/contracts/mocks/index.js";
import {
  CoverageLedger__factory,
  MarginalCoverage__factory,
  RewardVault__factory,
} from "../../typechain-types/index.js";
import { newChain } from "../helpers/chain.js";
import { POLICY_GROUPS } from "../helpers/policyGroups.js";
import { BILLION, newWorld, STAKE, WIDE_LIMITS, type World } from "../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const ONE_X120 = 2n ** 120n;
const LEVEL = { u: 900_000_000n, x: BILLION, served: 1n };
const ANY_AGE = { minReliability: 0n, maxAge: 3_600n, ...WIDE_LIMITS };

async function fixtureWith(policies: readonly PolicyName[]) {
  const world = await newWorld(connection, { shadows: policies.filter((name) => name !== "MarginalCoverage") });
  for (const weight of [3n, 1n]) await world.addClass({ weight });
  const [ann, bob] = [world.operator(0), world.operator(1)];
  for (const operator of [ann, bob]) await world.register(operator);
  return { world, ledger: world.system.ledger, ann, bob };
}

async function fixture() {
  return fixtureWith([]);
}

/** A policy that imports and counts what it hears. */
async function candidate(world: World) {
  const policy = await new HostilePolicy__factory(world.system.deployer).deploy();
  await world.do(() => world.system.ledger.addPolicy(policy));
  return policy;
}

describe("reports at the edge", () => {
  it("given one of three services of a class skipped > the policies hear of the other two", async () => {
    const { world, ledger, ann, bob } = await loadFixture(fixture);
    const operators = [ann, world.operator(9), bob].map(({ address }) => address);
    const batch = encodeServices(operators.map((operator) => ({ operator, classId: 1, ...LEVEL })));
    const { logs } = await world.do(() => ledger.reportServices(batch));
    const names = logs.map((log) => ledger.interface.parseLog(log)?.name);
    expect(names).to.deep.equal(["Measured", "ReportSkipped", "Measured"]);
    await world.advance(1_000);
    // Alike, in the same domain.
    expect(await world.earned(ann)).to.be.above(0n);
    expect(await world.earned(bob)).to.equal(await world.earned(ann));
  });

  it("given nine services of one class > told in two hooks, eight and one, and all nine count", async () => {
    const { world, ledger } = await loadFixture(fixture);
    for (let i = 2; i < 9; i++) await world.register(world.operator(i));
    const policy = await candidate(world);
    await world.do(() => ledger.importClasses(policy, 2));
    await world.do(() => ledger.startShadow(policy));
    const before = await policy.heard();
    const entries = Array.from({ length: 9 }, (_, i) => ({
      operator: world.operator(i).address,
      classId: 1,
      ...LEVEL,
    }));
    await world.do(() => ledger.reportServices(encodeServices(entries), { gasLimit: 16_000_000 }));
    expect((await policy.heard()) - before).to.equal(2n);
    expect(await ledger.serviceCount()).to.equal(9n);
  });

  for (const policies of POLICY_GROUPS) {
    it(`given no least reliability > u = 0 is in force, earns nothing and is quoted 0 by ${policies.join(", ")}`, async () => {
      const { world, ledger, ann } = await fixtureWith(policies);
      await world.do(() => ledger.setLimits(ANY_AGE));
      await world.measure(ann, 1, { u: 0n });
      const { eligible, measuredAt } = await ledger.measurementOf(ann, 1);
      expect([eligible, measuredAt]).to.deep.equal([false, await world.now()]);
      const offer = { stake: STAKE, domain: 1n, services: [{ classId: 1n, service: { ...LEVEL, u: 0n } }] };
      const least = { ...offer, services: [{ classId: 1n, service: { ...LEVEL, u: 1n } }] };
      for (const name of policies) {
        expect(await world.policy(name).quote(ann, offer), name).to.equal(0n);
        expect(await world.policy(name).quote(ann, least), name).to.be.above(0n);
      }
    });
  }
});

describe("an import at the edge", () => {
  it("given a policy that the ledger does not know > importOf says that nothing was imported", async () => {
    const { ledger, ann } = await loadFixture(fixture);
    expect(await ledger.importOf(ann)).to.deep.equal([0n, 0n]);
  });

  it("given services of a class it does not know yet, and exits of services it does not know > it is not told", async () => {
    const { world, ledger, ann, bob } = await loadFixture(fixture);
    for (const operator of [ann, bob]) await world.measure(operator, 1);
    const policy = await candidate(world);
    await world.do(() => ledger.importClasses(policy, 1));
    const before = await policy.heard();
    await world.measure(ann, 2);
    await world.leave(bob, [1]);
    expect(await policy.heard()).to.equal(before);
    expect(await ledger.importOf(policy)).to.deep.equal([1n, 0n]);
    await world.do(() => ledger.importClasses(policy, 1));
    await world.do(() => ledger.importServices(policy, [ann, ann, bob], [1, 2, 1]));
    expect(await ledger.importOf(policy)).to.deep.equal([2n, 2n]);
    await world.do(() => ledger.startShadow(policy));
  });
});

describe("a ledger that pays no policy yet", () => {
  it("given everything that can change > recorded, and a policy imports it all and is paid from then on", async () => {
    const { world, ann } = await loadFixture(fixture);
    const { token, manager, deployer } = world.system;
    const vault = await new RewardVault__factory(deployer).deploy(token, manager);
    const ledger = await new CoverageLedger__factory(deployer).deploy(vault, manager, 900_000_000n, ANY_AGE);
    await world.do(() => vault.connect(deployer).getFunction("connect(address)")(ledger));
    // Bob stands in for the registry.
    const registry = world.operator(1);
    await world.do(() => ledger.getFunction("connect(address)")(registry));
    await world.do(() => ledger.setReporter(deployer));
    await world.do(() => ledger.addClass({ kappas: [BILLION], alphas: [BILLION] }, 2n));
    await world.do(() => ledger.setWeight(1, 5n));
    await world.do(() => ledger.setAlphas(1, [BILLION]));
    const seen = encodeAvailability([{ domain: 0, classId: 1, availability: 800_000_000n }]);
    await world.do(() => ledger.reportAvailability(seen));
    await world.do(() => ledger.connect(registry).onOperator(ann, STAKE, true));
    await world.advance(1);
    await world.do(() => ledger.reportServices(encodeServices([{ operator: ann.address, classId: 1, ...LEVEL }])));
    expect(await ledger.serviceCount()).to.equal(1n);

    const policy = await new MarginalCoverage__factory(deployer).deploy(ledger);
    await world.do(() => ledger.addPolicy(policy));
    await world.do(() => ledger.importClasses(policy, 9));
    await world.do(() => ledger.importServices(policy, [ann], [1]));
    await world.do(() => ledger.promote(policy));
    expect(await ledger.paidPolicy()).to.equal(await policy.getAddress());
    // r p = 0.8 x 0.9 (1 - 1/e) = 0.455127...
    expect(await policy.coverage(1)).to.be.within(
      (ONE_X120 * 455_126n) / 1_000_000n,
      (ONE_X120 * 455_128n) / 1_000_000n,
    );
  });
});

describe("coverage at its ends", () => {
  it("given nobody serves > 0; given failure so rare that M is below 2^-88 > 1, and nobody is paid for it", async () => {
    const { world } = await loadFixture(fixture);
    const policy = MarginalCoverage__factory.connect(await world.paid.getAddress(), world.system.deployer);
    expect(await policy.coverage(1)).to.equal(0n);
    // Seven domains that fail once in ten thousand, with two operators each: M = 1.1e-28.
    const domains = 7;
    for (let i = 0; i < domains; i++) await world.listDomain(`fortress ${i}`, 999_900_000n);
    for (let i = 0; i < 2 * domains; i++) {
      const operator = world.operator(2 + i);
      await world.register(operator, { domain: 3 + (i % domains) });
      await world.measure(operator, 1, { u: 999_000_000n, x: 1_000n * BILLION });
    }
    expect(await policy.coverage(1)).to.equal(ONE_X120);
    await world.advance(1_000);
    expect(await world.earned(world.operator(2))).to.be.below(10n ** 18n);
  });
});

describe("a top-up at the edge", () => {
  it("given an inactive operator that stays below the minimum > it stays inactive, one wei more and it is active", async () => {
    const { world, ann } = await loadFixture(fixture);
    const { registry, deployer } = world.system;
    const minimum = await registry.minStake();
    await world.do(() => registry.slash(ann, STAKE, deployer, `0x${"00".repeat(32)}`, []));
    const inactive = await registry.statusOf(ann);
    await world.provide(ann, minimum);
    await world.do(() => registry.connect(ann).topUp(minimum - 1n));
    expect(await registry.statusOf(ann)).to.equal(inactive);
    await world.do(() => registry.connect(ann).topUp(1n));
    expect(await registry.statusOf(ann)).to.not.equal(inactive);
    expect((await world.system.ledger.operatorOf(ann)).activeSince).to.equal(await world.now());
  });
});

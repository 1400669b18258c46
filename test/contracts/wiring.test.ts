import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { CoverageLedger__factory, RewardVault__factory } from "../../typechain-types/index.js";
import { newChain } from "../helpers/chain.js";
import { newWorld } from "../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const LIMITS = { minReliability: 500_000_000n, maxAge: 3_600n, reliabilityRise: 1n, capacityRise: 1n };

async function fixture() {
  const world = await newWorld(connection, { shadows: ["FlatMarginalCoverage"] });
  await world.addClass({ weight: 1n });
  const { token, manager, deployer } = world.system;
  const vault = await new RewardVault__factory(deployer).deploy(token, manager);
  const ledger = await new CoverageLedger__factory(deployer).deploy(vault, manager, 900_000_000n, LIMITS);
  return { world, vault, ledger, ann: world.operator(0) };
}

describe("a system that is not wired yet", () => {
  it("given no policy is paid > claim reverts with the missing policy", async () => {
    const { vault, ann } = await loadFixture(fixture);
    await expect(vault.claim(ann, [1]))
      .to.be.revertedWithCustomError(vault, "VaultUnknownPolicy")
      .withArgs(ZeroAddress);
  });

  it("given no address > the ledger's connect reverts and can still be called", async () => {
    const { ledger, ann } = await loadFixture(fixture);
    // `connect` alone is ethers' own.
    const wire = ledger.getFunction("connect(address)");
    await expect(wire(ZeroAddress)).to.be.revertedWithCustomError(ledger, "LedgerZeroValue");
    await wire(ann);
    await expect(wire(ann)).to.be.revertedWithCustomError(ledger, "LedgerAlreadyConnected").withArgs(ann);
  });

  it("given its constructor's limits > limits returns them", async () => {
    const { ledger } = await loadFixture(fixture);
    expect([...(await ledger.limits())]).to.deep.equal(Object.values(LIMITS));
  });
});

describe("quotes at the edge of what can be recorded", () => {
  for (const name of ["MarginalCoverage", "FlatMarginalCoverage"] as const) {
    it(`given u above 0.999 > ${name} quotes what 0.999 would earn`, async () => {
      const { world, ann } = await loadFixture(fixture);
      const offer = (u: bigint) => ({
        stake: 1n,
        domain: 0n,
        services: [{ classId: 1n, service: { u, x: 1_000_000_000n, served: 0n } }],
      });
      const most = await world.policy(name).quote(ann, offer(999_000_000n));
      expect(most).to.be.above(0n);
      expect(await world.policy(name).quote(ann, offer(999_999_999n))).to.equal(most);
      expect(await world.policy(name).quote(ann, offer(998_000_000n))).to.be.below(most);
    });

    it(`given no class has weight > ${name} quotes 0`, async () => {
      const { world, ann } = await loadFixture(fixture);
      await world.do(() => world.system.ledger.setWeight(1, 0));
      const services = [{ classId: 1n, service: { u: 900_000_000n, x: 1_000_000_000n, served: 0n } }];
      expect(await world.policy(name).quote(ann, { stake: 1n, domain: 0n, services })).to.equal(0n);
    });
  }
});

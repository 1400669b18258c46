import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { DemoNetwork, find } from "../../scripts/demo/DemoNetwork.js";
import { explain } from "../../scripts/demo/explain.js";
import type { DemoOutcome, OperatorOutcome } from "../../scripts/demo/outcome.js";
import { printOutcome } from "../../scripts/demo/printOutcome.js";
import { runStory } from "../../scripts/demo/runStory.js";

describe("the day of twelve operators", () => {
  let outcome: DemoOutcome;
  const told: string[] = [];

  before(async () => {
    const network = await DemoNetwork.create(await hre.network.create());
    outcome = await runStory(network, (hour, text) => told.push(`${hour} ${text}`));
  });

  const operator = (name: string): OperatorOutcome =>
    find(new Map(outcome.operators.map((entry) => [entry.name, entry])), name);
  const earned = (name: string, rule: PolicyName): bigint => operator(name).earned.get(rule) ?? 0n;
  const paidOut = (rule: PolicyName): bigint =>
    outcome.operators.reduce((sum, { name }) => sum + earned(name, rule), 0n);

  it("tells its eight events and the start", () => {
    expect(told.map((line) => line.split(" ")[0])).to.deep.equal(["0", "6", "8", "9", "10", "11", "15", "18", "20"]);
  });

  it("accounts for every token: 24 hours less the second that the rate took to be set", () => {
    const { funded, emitted, paid, owed, surplus, balance } = outcome.money;
    expect(funded).to.equal(parseEther("30000"));
    expect(emitted).to.equal(parseEther("0.3") * (24n * 3_600n - 1n));
    expect(balance + paid).to.equal(funded);
    expect(paid + owed + surplus).to.equal(emitted);
  });

  it("pays the rules that know no scarcity all of the emission, to within a wei per settlement", () => {
    for (const rule of ["EqualShare", "StakeWeighted", "ServedVolume"] as const) {
      const dust = outcome.money.emitted - paidOut(rule);
      expect(dust >= 0n && dust < 1_000n, `${rule} leaves ${dust} wei`).to.equal(true);
    }
  });

  it("pays the same machine more in the emptier domain, which a rule without domains does not", () => {
    expect(earned("Fay", "MarginalCoverage") > 2n * earned("Ada", "MarginalCoverage")).to.equal(true);
    const ratio = Number(earned("Fay", "FlatMarginalCoverage")) / Number(earned("Ada", "FlatMarginalCoverage"));
    expect(ratio).to.be.within(0.95, 1.05);
  });

  it("pays stake only where the rule says so", () => {
    expect(earned("Hal", "StakeWeighted") > paidOut("StakeWeighted") / 2n).to.equal(true);
    expect(earned("Hal", "MarginalCoverage") < paidOut("MarginalCoverage") / 1_000n).to.equal(true);
  });

  it("pays nobody below the minimum reliability, under any rule", () => {
    expect([...operator("Ivy").earned.values()]).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    expect(explain(operator("Ivy"), outcome).sentence).to.contain("below 50%");
  });

  it("shares out at most the coverage (P2), and prices a lone server at its class's whole success (P1)", () => {
    const share = outcome.operators.reduce((sum, entry) => sum + explain(entry, outcome).share, 0);
    const coverage = outcome.classes.reduce((sum, entry) => sum + entry.share * entry.coverageLast, 0);
    expect(share).to.be.within(0, coverage);
    const medical = outcome.classes.find(({ name }) => name === "medical-TEE");
    const lost = (medical?.share ?? 0) * (medical?.coverageLast ?? 0);
    expect(operator("Gus").marginal.get("medical-TEE")).to.be.within(lost - 1e-9, lost + 1e-9);
    expect(explain(operator("Gus"), outcome).sentence).to.match(/0\.0% without it: nobody else serves it\.$/);
  });

  it("keeps what was earned before a jail and before an expiry, and pays nothing after", () => {
    for (const name of ["Cem", "Eli"]) {
      expect(earned(name, "MarginalCoverage") > 0n).to.equal(true);
      expect(explain(operator(name), outcome)).to.include({ share: 0, workload: undefined });
    }
  });

  it("prints within 120 columns", () => {
    const widest = Math.max(
      ...printOutcome(outcome)
        .split("\n")
        .map((line) => line.length),
    );
    expect(widest).to.be.at.most(120);
  });
});

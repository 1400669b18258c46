import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { requestValue } from "../../scripts/agents/requestValue.js";
import { FIT } from "../../scripts/network/network.js";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";
import type { Scenario } from "../../scripts/simulation/scenario.js";
import { traceDemand } from "../../scripts/simulation/traceDemand.js";
import { loadPrices } from "../../scripts/workloads/prices.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";

/** All of a scenario that is data. */
function plain({ catalogue: _, ...rest }: Scenario) {
  return rest;
}

describe("buildScenario", () => {
  const scenario = buildScenario({ seed: 1 });

  it("is the same for the same settings, and another seed changes the operators and their costs only", () => {
    expect(plain(buildScenario({ seed: 1 }))).to.deep.equal(plain(scenario));
    const other = plain(buildScenario({ seed: 2 }));
    expect(other.costs).to.not.deep.equal(scenario.costs);
    expect({ ...other, seed: 1, operators: scenario.operators, costs: scenario.costs }).to.deep.equal(plain(scenario));
  });

  describe("given a skewed one", () => {
    const skewed = buildScenario({ seed: 1, skewed: true });

    it("has squared class shares: the five largest of 45 have four fifths of the requests", () => {
      const total = scenario.classes.reduce((sum, { share }) => sum + share ** 2, 0);
      skewed.classes.forEach(({ id, share }, c) => {
        const before = scenario.classes[c];
        const expected = (before?.share ?? 0) ** 2 / total;
        expect(id).to.equal(before?.id);
        expect(share).to.be.within(expected - 1e-12, expected + 1e-12);
      });
      const five = skewed.classes.slice(0, 5).reduce((sum, { share }) => sum + share, 0);
      expect(five).to.be.within(0.78, 0.82);
    });

    it("has families with the shares of their classes, as the generated requests have", () => {
      const [largest] = skewed.classes;
      const sum = skewed.classes
        .filter(({ modelFamily }) => modelFamily === largest?.modelFamily)
        .reduce((all, { share }) => all + share, 0);
      expect(skewed.familyShares?.get(largest?.modelFamily ?? "")).to.be.within(sum - 1e-12, sum + 1e-12);
      expect(scenario.familyShares).to.equal(undefined);
    });

    it("has capital by Pareto's law: half of many operators own less than 2^(1 / 1.16) of the least", () => {
      const many = buildScenario({ seed: 1, operators: 2000, skewed: true }).operators;
      const median = 2000 * 2 ** (1 / 1.16);
      const below = many.filter(({ capital }) => capital < median).length;
      // Binomial: four standard deviations are 89.
      expect(below).to.be.within(911, 1089);
      expect(Math.min(...many.map(({ capital }) => capital))).to.be.within(2000, 2010);
    });

    it("takes no trace", () => {
      const demand = { classes: workloadClasses(), promptQuantiles: [], requestsPerSecond: 1 };
      expect(() => buildScenario({ seed: 1, skewed: true, demand: demand as never })).to.throw(/cannot be skewed/);
    });
  });

  it("has 60 operators, 45 classes, 5 domains, and tables of their size", () => {
    const { operators, classes, domains, strategies, service } = scenario;
    expect([operators.length, classes.length, domains.length]).to.deep.equal([60, 45, 5]);
    const size = strategies.length;
    expect(scenario.costs).to.have.length(60 * size);
    expect(scenario.switchingCosts).to.have.length(size * size);
    expect(service.reliability).to.have.length(size * 45);
    expect([...service.reliability.subarray(0, 45), ...service.capacityRatio.subarray(0, 45)]).to.deep.equal(
      Array(90).fill(0),
    );
    expect(Math.max(...service.reliability)).to.be.at.most(0.9675);
    expect([...service.reliability, ...service.capacityRatio].every((value) => Number.isInteger(toBillionth(value)))).to
      .be.true;
  });

  it("sizes demand by load: as many place-seconds a second as 0.7 of the places of 60 rigs drawn uniformly", () => {
    const { network, classes, requestsPerSecond } = scenario;
    // By definition, strategy by strategy: mean seconds of each class over the strategies that fit it.
    let seconds = 0;
    classes.forEach(({ share, meanInputTokens, meanOutputTokens }, c) => {
      const times = scenario.strategies.flatMap((_, strategy) => {
        const cell = strategy * classes.length + c;
        if (network.fit[cell] !== FIT.fits) return [];
        const at = (column: Float64Array): number => column[cell] ?? 0;
        return [
          at(network.ttftBase) +
            at(network.prefill) * meanInputTokens +
            at(network.tpot) * Math.max(0, meanOutputTokens - 1) +
            at(network.verify),
        ];
      });
      seconds += share * (times.reduce((a, b) => a + b, 0) / times.length);
    });
    const slots = scenario.strategies.flatMap(({ rig }) => rig?.slots ?? []);
    const places = 60 * (slots.reduce((a, b) => a + b, 0) / slots.length);
    expect((requestsPerSecond * seconds) / places).to.be.within(0.7 - 1e-9, 0.7 + 1e-9);
    const double = buildScenario({ seed: 1, load: 1.4 });
    expect(double.requestsPerSecond / requestsPerSecond).to.be.within(2 - 1e-9, 2 + 1e-9);
    expect(double.valuePerDay / scenario.valuePerDay).to.be.within(2 - 1e-9, 2 + 1e-9);
  });

  it("weighs classes by requests, or by what they are worth, in whole numbers that sum to a billion", () => {
    const prices = loadPrices();
    const byValue = buildScenario({ seed: 1, weighting: "value" });
    const mean = scenario.classes.reduce((sum, each) => sum + each.share * requestValue(each, prices), 0);
    scenario.classes.forEach((each, c) => {
      expect(Math.abs(Number(scenario.weights[c]) - 1e9 * each.share)).to.be.at.most(0.51);
      const worth = (1e9 * each.share * requestValue(each, prices)) / mean;
      expect(Math.abs(Number(byValue.weights[c]) - worth)).to.be.at.most(0.51);
    });
    expect(byValue.valuePerDay).to.equal(scenario.valuePerDay);
  });

  it("emits V a day by default, or a multiple", () => {
    expect(scenario.emissionPerDay).to.equal(scenario.valuePerDay);
    const { emissionPerDay, valuePerDay } = buildScenario({ seed: 1, emission: 0.25 });
    expect(emissionPerDay / valuePerDay).to.equal(0.25);
  });

  it("has curves that the ledger accepts, of as many layers as asked at most", () => {
    for (const layers of [1, 2] as const) {
      const { curves, classes } = buildScenario({ seed: 1, layers, smallestShare: 1 });
      expect(curves).to.have.length(classes.length);
      for (const curve of curves) {
        expect(acceptedCurve(curve)).to.equal(true);
        expect(curve.kappas.length).to.be.at.most(layers);
      }
    }
  });

  it("has money of one order: V is 0.1 to 10 times what 60 rigs drawn uniformly cost", () => {
    const { strategies, valuePerDay } = scenario;
    const rent = strategies.slice(1).reduce((sum, { usdPerDay }) => sum + usdPerDay, 0) / (strategies.length - 1);
    expect(valuePerDay / (60 * rent)).to.be.within(0.1, 10);
  });

  it("says what is out of range", () => {
    expect(() => buildScenario({ seed: 1, operators: 0 })).to.throw("operators must be from 1 to 10000, got 0");
    expect(() => buildScenario({ seed: 1, load: -1 })).to.throw("load must be from 0.001 to 100, got -1");
    expect(() => buildScenario({ seed: 1, domains: 99 })).to.throw("domains must be a whole number from 1 to 20");
  });
});

describe("traceDemand", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "trace-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("counts shares, lengths and rate: 3 prompts of 100 to 300 tokens in 4 s are 0.75/s of mean 200", async () => {
    const path = join(folder, "azure.csv");
    const row = (second: number, tokens: number): string => `2023-11-16 18:15:0${second}.0000000,${tokens},10`;
    writeFileSync(path, ["TIMESTAMP,ContextTokens,GeneratedTokens", row(0, 100), row(2, 200), row(4, 300)].join("\n"));
    const demand = await traceDemand({ path, classes: workloadClasses({ smallestShare: 1 }), seed: 1 });
    expect(demand.requestsPerSecond).to.equal(0.75);
    const sum = (of: (index: number) => number): number => demand.classes.reduce((total, _, c) => total + of(c), 0);
    expect(sum((c) => demand.classes[c]?.share ?? 0)).to.be.within(1 - 1e-12, 1 + 1e-12);
    const mean = sum((c) => (demand.classes[c]?.share ?? 0) * (demand.classes[c]?.meanInputTokens ?? 0));
    expect(mean).to.be.within(200 - 1e-9, 200 + 1e-9);
    // However the three are dealt to classes, the shortest and the longest prompt are the ends of some class's quantiles.
    const ends = demand.promptQuantiles.map((quantiles) => [quantiles[0], quantiles.at(-1)]);
    expect(Math.min(...ends.flatMap(([low]) => low ?? []))).to.equal(100);
    expect(Math.max(...ends.flatMap(([, high]) => high ?? []))).to.equal(300);
    expect(new Set(demand.classes.map(({ modelFamily }) => modelFamily))).to.deep.equal(new Set(["large"]));
    const rows: number[] = [];
    for await (const batch of demand.demand.batches()) rows.push(...batch.classIndex.subarray(0, batch.length));
    expect(rows.map((c) => demand.classes[c]?.meanInputTokens === undefined)).to.deep.equal([false, false, false]);
    const scenario = buildScenario({ seed: 1, demand });
    expect(scenario.requestsPerSecond).to.equal(0.75);
    expect(scenario.classes).to.equal(demand.classes);
    expect(buildScenario({ seed: 1, demand, load: 0.7 }).requestsPerSecond).to.be.above(1);
  });
});

function toBillionth(value: number): number {
  return Math.abs(value * 1e9 - Math.round(value * 1e9)) < 1e-5 ? Math.round(value * 1e9) : Number.NaN;
}

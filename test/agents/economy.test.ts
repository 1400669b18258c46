import { expect } from "chai";
import fc from "fast-check";
import { chooseDomains } from "../../scripts/agents/chooseDomains.js";
import { loadCostFigures } from "../../scripts/agents/costFigures.js";
import { operatorCosts, switchingCosts } from "../../scripts/agents/costs.js";
import { operatorProfiles } from "../../scripts/agents/operatorProfiles.js";
import { requestValue, valuePerDay } from "../../scripts/agents/requestValue.js";
import { rigName } from "../../scripts/agents/rigSpace.js";
import type { Strategy } from "../../scripts/agents/strategy.js";
import { OUT, strategySpace } from "../../scripts/agents/strategySpace.js";
import { loadCatalogue } from "../../scripts/workloads/catalogue.js";
import { fitsClass } from "../../scripts/workloads/fitsClass.js";
import type { Prices } from "../../scripts/workloads/prices.js";
import { loadPrices } from "../../scripts/workloads/prices.js";
import type { WorkloadClass } from "../../scripts/workloads/workloadClass.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";

const catalogue = loadCatalogue();
const classes = workloadClasses();
const figures = loadCostFigures();
const factors = figures.providerFactors;

/** Whether two numbers are the same but for rounding. */
function expectClose(actual: number, expected: number): void {
  const slack = 1e-9 * Math.abs(expected);
  expect(actual).to.be.within(expected - slack, expected + slack);
}

function strategyOf(parts: { id: string; gpu: string; domain: number; usdPerDay: number }): Strategy {
  const gpu = catalogue.gpus.get(parts.gpu);
  const model = catalogue.models.get("llama-3.1-8b");
  const domain = [...catalogue.domains.values()][parts.domain];
  if (gpu === undefined || model === undefined || domain === undefined) throw new Error("no such part");
  const rig = { gpu, count: 1, models: [{ model, precision: "int4" as const }], domain, slots: 4 };
  return { ...parts, rig: { ...rig, verification: "VANILLA" } };
}

describe("requestValue", () => {
  const prices: Prices = {
    family: (family) =>
      family === "image" ? { usdPerRequest: 0.004 } : { usdPerMillionInput: 0.1, usdPerMillionOutput: 0.3 },
    premium: { VANILLA: 1, TEE: 1.5, ZKML: 2 },
  };
  const workload: WorkloadClass = {
    id: "text",
    modelFamily: "text",
    hardware: { memoryBytes: 0, bandwidth: 0, confidential: false },
    ttftSeconds: 1,
    tpotSeconds: 1,
    verification: "VANILLA",
    region: "Europe",
    share: 1,
    meanInputTokens: 1000,
    meanOutputTokens: 500,
  };

  it("is 1,000 input tokens at 0.10 and 500 output tokens at 0.30 per million: 0.00025; in TEE half as much again", () => {
    expectClose(requestValue(workload, prices), 0.00025);
    expectClose(requestValue({ ...workload, verification: "TEE" }, prices), 0.000375);
  });

  it("is the price of the request where there is one, whatever its length", () => {
    expectClose(requestValue({ ...workload, modelFamily: "image" }, prices), 0.004);
  });

  it("makes V: 10 requests/s of 0.00025 are 216 tokens a day; three quarters at 0.00025 and one at 0.004 are 1026", () => {
    expectClose(valuePerDay({ classes: [workload], prices, requestsPerSecond: 10 }), 216);
    const mixed = [
      { ...workload, share: 0.75 },
      { ...workload, modelFamily: "image", share: 0.25 },
    ];
    expectClose(valuePerDay({ classes: mixed, prices, requestsPerSecond: 10 }), 1026);
  });

  it("has a published or assumed price for every class, and says what it knows when there is none", () => {
    const shipped = loadPrices();
    for (const each of classes) expect(requestValue(each, shipped), each.id).to.be.within(1e-6, 0.1);
    expect(() => shipped.family("audio")).to.throw('no price for family "audio"; known: small, mid');
  });
});

describe("chooseDomains", () => {
  it("takes as many as asked, in other providers as long as there are some, cheapest first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
        const domains = chooseDomains({ catalogue, classes, factors, count });
        expect(new Set(domains.map(({ id }) => id)).size).to.equal(count);
        expect(new Set(domains.map(({ provider }) => provider)).size).to.equal(Math.min(count, factors.size));
        const prices = domains.map(({ provider }) => factors.get(provider) ?? Number.NaN);
        expect(prices).to.deep.equal([...prices].sort((a, b) => a - b));
      }),
    );
  });

  it("covers all regions with five, of which the cheapest is the least available", () => {
    const domains = chooseDomains({ catalogue, classes, factors, count: 5 });
    expect(new Set(domains.map(({ region }) => region)).size).to.equal(5);
    const least = Math.min(...domains.map(({ availability }) => availability));
    expect(domains[0]?.availability).to.equal(least);
    expect(domains.filter(({ availability }) => availability === least)).to.have.length(1);
  });

  it("refuses more than have a price", () => {
    expect(() => chooseDomains({ catalogue, classes, factors, count: 21 })).to.throw("from 1 to 20, got 21");
  });
});

describe("strategySpace", () => {
  const domains = chooseDomains({ catalogue, classes, factors, count: 5 });
  const strategies = strategySpace({ classes, catalogue, domains, figures, maxSlots: 16 });

  it("begins with staying out and has each rig in each domain under an id of its own", () => {
    expect(strategies[0]).to.equal(OUT);
    expect(new Set(strategies.map(({ id }) => id)).size).to.equal(strategies.length);
    expect((strategies.length - 1) % 5).to.equal(0);
    expect(strategies.length).to.be.within(200, 400);
    for (const { id, rig, domain } of strategies.slice(1)) {
      if (rig === undefined) throw new Error(`${id} has no rig`);
      expect(rig.domain).to.equal(domains[domain]);
      expect(rig.slots).to.be.within(1, 16);
      expect(id).to.equal(`${rigName(rig)} @ ${rig.domain.id}`);
    }
  });

  it("costs an RTX 4090 at vast 0.34 x 24 x 0.7 = 5.712 USD a day, four MI300X at AWS 4 x 1.85 x 24 x 2.56", () => {
    const price = (start: string, provider: string): number | undefined =>
      strategies.find(({ id, rig }) => id.startsWith(start) && rig?.domain.provider === provider)?.usdPerDay;
    expectClose(price("1xRTX-4090 ", "vast") ?? 0, 5.712);
    expectClose(price("4xMI300X deepseek-r1", "aws") ?? 0, 4 * 1.85 * 24 * 2.56);
  });

  it("has a rig for every class, one per GPU, family and mode, and rigs with two families", () => {
    for (const workload of classes) {
      expect(
        strategies.some(({ rig }) => rig !== undefined && fitsClass(rig, workload) === "fits"),
        workload.id,
      ).to.equal(true);
    }
    const here = strategies.filter(({ domain }) => domain === 0).flatMap(({ rig }) => rig ?? []);
    const keys = here.map(
      ({ gpu, models, verification }) =>
        `${gpu.id} ${models.map(({ model }) => model.family).join("+")} ${verification}`,
    );
    expect(new Set(keys).size).to.equal(here.length);
    expect(here.filter(({ models }) => models.length === 2)).to.have.length.above(0);
  });
});

describe("operatorProfiles", () => {
  const regions = new Map([
    ["Europe", 0.25],
    ["APAC", 0.75],
  ]);

  it("makes operator i the same however many there are, and another under another seed", () => {
    const three = operatorProfiles({ seed: 1, count: 3, regions, figures });
    expect(operatorProfiles({ seed: 1, count: 60, regions, figures }).slice(0, 3)).to.deep.equal(three);
    expect(operatorProfiles({ seed: 2, count: 3, regions, figures })).to.not.deep.equal(three);
  });

  it("spreads as declared: means of 4,000 within 4 standard errors, home by demand, half of the capital staked", () => {
    const many = operatorProfiles({ seed: 5, count: 4000, regions, figures });
    const mean = (of: (index: number) => number): number => many.reduce((sum, _, i) => sum + of(i), 0) / many.length;
    const within = (value: number, expected: number, deviation: number): void => {
      const slack = (4 * deviation) / Math.sqrt(many.length);
      expect(value).to.be.within(expected - slack, expected + slack);
    };
    // A uniform variable within h of its mean has standard deviation h / sqrt 3.
    within(
      mean((i) => many[i]?.multipliers.power ?? 0),
      1,
      0.3 / Math.sqrt(3),
    );
    within(
      mean((i) => many[i]?.multipliers.capital ?? 0),
      1,
      0.15 / Math.sqrt(3),
    );
    const [least, most] = figures.capital;
    within(
      mean((i) => Math.log((many[i]?.capital ?? 0) / least) / Math.log(most / least)),
      0.5,
      1 / Math.sqrt(12),
    );
    within(
      mean((i) => (many[i]?.multipliers.region.APAC === 0.9 ? 1 : 0)),
      0.75,
      Math.sqrt(0.75 * 0.25),
    );
    for (const { capital, stake, multipliers } of many) {
      expect(Math.abs(stake - capital / 2)).to.be.at.most(0.5);
      expect(Object.values(multipliers.region).sort()).to.deep.equal([0.9, 1]);
    }
  });
});

describe("costs", () => {
  const europe = [...catalogue.domains.values()].findIndex(({ region }) => region === "Europe");
  const here = strategyOf({ id: "a", gpu: "RTX-4090", domain: europe, usdPerDay: 100 });

  it("weighs power and capital: 100 x (0.1 x 1.2 + 0.9 x 0.9) x 0.9 at home = 83.7, 93 elsewhere, 0 for staying out", () => {
    const profile = { id: "o", capital: 1000, stake: 500 };
    const multipliers = { power: 1.2, capital: 0.9 };
    const operators = [
      { ...profile, multipliers: { ...multipliers, region: { Europe: 0.9 } } },
      { ...profile, multipliers: { ...multipliers, region: { Europe: 1 } } },
    ];
    const costs = operatorCosts({ operators, strategies: [OUT, here], figures });
    expect([...costs].map((cost) => cost.toFixed(9))).to.deep.equal([0, 83.7, 0, 93].map((cost) => cost.toFixed(9)));
  });

  it("charges for a change by what changes most, in days of the new rent", () => {
    const strategies = [
      OUT,
      here,
      { ...here, id: "other models", usdPerDay: 200 },
      strategyOf({ id: "other domain", gpu: "RTX-4090", domain: europe + 1, usdPerDay: 50 }),
      strategyOf({ id: "other GPU", gpu: "T4", domain: europe + 1, usdPerDay: 10 }),
    ];
    const costs = switchingCosts({ strategies, figures });
    const rows = strategies.map((_, from) => [...costs.slice(from * 5, (from + 1) * 5)]);
    expect(rows).to.deep.equal([
      [0, 200, 400, 100, 20],
      [0, 0, 50, 50, 20],
      [0, 25, 0, 50, 20],
      [0, 100, 200, 0, 20],
      [0, 200, 400, 100, 0],
    ]);
  });
});

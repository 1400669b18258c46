import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { randomStream } from "../../scripts/common/random.js";
import { calibrateDemand, type ModelFigures } from "../../scripts/workloads/calibrateDemand.js";
import { demandFigures } from "../../scripts/workloads/demandFigures.js";
import { type ArrivalWindow, expandWindows } from "../../scripts/workloads/expandWindows.js";
import { generateDemand } from "../../scripts/workloads/generateDemand.js";
import { type GapShape, gammaGap, sampleFirstGap, sampleGap } from "../../scripts/workloads/sampleGap.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";
import { needsSharedData } from "./sharedData.js";

const classes = workloadClasses();

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  let mean = 0;
  for (let index = 0; index < values.length; index += 1) mean += (values[index] ?? 0) / values.length;
  let variance = 0;
  for (let index = 0; index < values.length; index += 1) variance += ((values[index] ?? 0) - mean) ** 2 / values.length;
  return { mean, variance };
}

/** One client at a steady rate, as 10-minute windows. */
function* steady(parameters: { rate: number; gap: GapShape; windows: number }): Generator<ArrivalWindow> {
  const { rate, gap, windows } = parameters;
  for (let index = 0; index < windows; index += 1) {
    yield { start: 600 * index, seconds: 600, clients: [{ client: 7, rate, gap }] };
  }
}

function countsOf(parameters: { rate: number; gap: GapShape; windows: number; seed: number }): number[] {
  return [...expandWindows(steady(parameters), randomStream(parameters.seed, "test"))].map(({ length }) => length);
}

describe("sampleGap", () => {
  const random = randomStream(1, "gaps");
  const draw = (gap: GapShape): number[] => Array.from({ length: 200_000 }, () => sampleGap(gap, random));

  it("has mean 1 and the coefficient of variation of its shape", () => {
    // Weibull of shape k: cv^2 = Gamma(1 + 2/k) / Gamma(1 + 1/k)^2 - 1; k = 1/2 gives 24 / 4 - 1 = 5.
    for (const [gap, cv] of [
      [gammaGap(0.5), 0.5],
      [gammaGap(1), 1],
      [gammaGap(3), 3],
      [{ distribution: "Weibull", shape: 1 }, 1],
      [{ distribution: "Weibull", shape: 0.5 }, Math.sqrt(5)],
    ] as [GapShape, number][]) {
      const { mean, variance } = moments(draw(gap));
      expect(mean, JSON.stringify(gap)).to.be.within(1 - 0.03, 1 + 0.03);
      expect(Math.sqrt(variance), JSON.stringify(gap)).to.be.within(cv - 0.05 * cv, cv + 0.05 * cv);
    }
  });

  it("waits (1 + cv^2) / 2 from an arbitrary moment", () => {
    for (const [gap, cv] of [
      [gammaGap(1), 1],
      [gammaGap(2), 2],
      [{ distribution: "Weibull", shape: 0.5 }, Math.sqrt(5)],
    ] as [GapShape, number][]) {
      const { mean } = moments(Array.from({ length: 200_000 }, () => sampleFirstGap(gap, random)));
      expect(mean / ((1 + cv * cv) / 2), JSON.stringify(gap)).to.be.within(1 - 0.04, 1 + 0.04);
    }
  });
});

describe("expandWindows", () => {
  it("gives rate x time requests on average, however bursty and however short", () => {
    // 400 clients of 3 requests in 10 minutes each: a fresh start would give (9 - 1) / 2 = 4 more each.
    const clients = Array.from({ length: 400 }, (_, client) => ({ client, rate: 3 / 600, gap: gammaGap(3) }));
    const counts = Array.from({ length: 20 }, (_, seed) => {
      const [arrivals] = [...expandWindows([{ start: 0, seconds: 600, clients }], randomStream(seed, "test"))];
      return arrivals?.length ?? 0;
    });
    const { mean, variance } = moments(counts);
    expect(Math.abs(mean - 1200)).to.be.below(4 * Math.sqrt(variance / 20));
  });

  it("has the index of dispersion of its renewal process, cv^2, and keeps it at a hundredth of the rate", () => {
    for (const rate of [2, 0.02]) {
      // As many requests either way: windows of 1,200 requests on average.
      const counts = countsOf({ rate: 2, gap: gammaGap(2), windows: 600, seed: 3 });
      const slow = countsOf({ rate, gap: gammaGap(2), windows: (600 * 2) / rate, seed: 4 });
      const grouped = Array.from({ length: 600 }, (_, group) =>
        slow
          .slice((group * slow.length) / 600, ((group + 1) * slow.length) / 600)
          .reduce((sum, count) => sum + count, 0),
      );
      for (const values of [counts, grouped]) {
        const { mean, variance } = moments(values);
        expect(mean).to.be.within(1200 - 12, 1200 + 12);
        expect(variance / mean).to.be.within(3.2, 4.8);
      }
    }
  });

  it("is Poisson for cv 1", () => {
    const { mean, variance } = moments(countsOf({ rate: 1, gap: gammaGap(1), windows: 2000, seed: 5 }));
    expect(mean).to.be.within(600 - 3, 600 + 3);
    expect(variance / mean).to.be.within(0.87, 1.13);
  });

  it("orders requests, keeps them in their window and remembers whose they are", () => {
    const gap = gammaGap(2);
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.double({ min: 0.001, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (seed, rates) => {
          const windows = [0, 600, 1200].map((start) => ({
            start,
            seconds: 600,
            clients: rates.map((rate, client) => ({ client: client * 500, rate, gap })),
          }));
          let last = 0;
          let window = 0;
          for (const { length, time, client } of expandWindows(windows, randomStream(seed, "test"))) {
            for (let row = 0; row < length; row += 1) {
              const now = time[row] ?? -1;
              if (now < last || now < window || now > window + 600 || (client[row] ?? 1) % 500 !== 0) return false;
              last = now;
            }
            window += 600;
          }
          return window === 1800;
        },
      ),
    );
  });
});

describe("generateDemand", () => {
  const seeds = Array.from({ length: 16 }, (_, seed) => seed);

  function count(seed: number, hours = 24): { total: number; byHour: number[]; byClass: number[]; byMinute: number[] } {
    const byHour = new Array<number>(24).fill(0);
    const byClass = new Array<number>(classes.length).fill(0);
    const byMinute = new Array<number>(hours * 60).fill(0);
    let total = 0;
    for (const batch of generateDemand({ classes, requestsPerSecond: 2, hours, seed }).batches()) {
      for (let row = 0; row < batch.length; row += 1) {
        const time = batch.time[row] ?? 0;
        byHour[Math.floor(time / 3600)] = (byHour[Math.floor(time / 3600)] ?? 0) + 1;
        byMinute[Math.floor(time / 60)] = (byMinute[Math.floor(time / 60)] ?? 0) + 1;
        byClass[batch.classIndex[row] ?? 0] = (byClass[batch.classIndex[row] ?? 0] ?? 0) + 1;
      }
      total += batch.length;
    }
    return { total, byHour, byClass, byMinute };
  }

  let days: ReturnType<typeof count>[] = [];

  before(() => {
    days = seeds.map((seed) => count(seed));
  });

  it("keeps the mean rate", () => {
    const { mean, variance } = moments(days.map(({ total }) => total));
    const error = 4 * Math.sqrt(variance / days.length);
    console.log(`      ${(mean / 86_400).toFixed(3)} requests/s over ${days.length} days, asked for 2`);
    expect(Math.abs(mean - 2 * 86_400)).to.be.below(error);
  });

  it("follows the measured hours", () => {
    const figures = demandFigures();
    const expected = Array.from({ length: 24 }, (_, hour) =>
      figures.reduce((sum, { share, hourProfile }) => sum + share * (hourProfile[hour] ?? 0), 0),
    );
    const total = days.reduce((sum, day) => sum + day.total, 0);
    const found = expected.map((_, hour) => (24 * days.reduce((sum, day) => sum + (day.byHour[hour] ?? 0), 0)) / total);
    const { mean: level } = moments(expected);
    const both = moments(expected.map((value, hour) => (value - level) * ((found[hour] ?? 0) - 1)));
    const correlation = both.mean / Math.sqrt(moments(expected).variance * moments(found).variance);
    console.log(`      correlation of hourly rates with the measured profile over 16 days: ${correlation.toFixed(2)}`);
    expect(correlation).to.be.greaterThan(0.5);
  });

  it("gives each class its share", () => {
    const total = days.reduce((sum, day) => sum + day.total, 0);
    for (const [index, { id, share, modelFamily }] of classes.entries()) {
      const family = classes.flatMap((other, at) => (other.modelFamily === modelFamily ? [at] : []));
      const ofFamily = days.reduce(
        (sum, day) => sum + family.reduce((part, at) => part + (day.byClass[at] ?? 0), 0),
        0,
      );
      const familyShare = family.reduce((sum, at) => sum + (classes[at]?.share ?? 0), 0);
      // Within its family a class is a fair draw; the family's own total moves with its few large clients.
      const expected = (ofFamily * share) / familyShare;
      const own = days.reduce((sum, day) => sum + (day.byClass[index] ?? 0), 0);
      expect(Math.abs(own - expected), id).to.be.below(5 * Math.sqrt(expected) + 5);
      expect(ofFamily / total / familyShare, modelFamily).to.be.within(0.7, 1.4);
    }
  });

  it("is burstier than Poisson within the minute and over the hours", () => {
    const dispersion = days.map(({ byMinute }) => {
      const { mean, variance } = moments(byMinute);
      return variance / mean;
    });
    const { mean } = moments(dispersion);
    console.log(`      index of dispersion over a minute: ${mean.toFixed(1)}; Poisson 1, Azure conversations 16.1`);
    expect(Math.min(...dispersion)).to.be.greaterThan(2);
  });

  it("draws the shipped token quantiles", () => {
    const small = demandFigures().find(({ family }) => family === "small");
    const inputs: number[] = [];
    for (const batch of generateDemand({ classes, requestsPerSecond: 5, hours: 12, seed: 9 }).batches()) {
      for (let row = 0; row < batch.length; row += 1) {
        if (classes[batch.classIndex[row] ?? 0]?.modelFamily === "small") inputs.push(batch.inputTokens[row] ?? 0);
      }
    }
    inputs.sort((a, b) => a - b);
    // p50 and p90 of m-small's input in stats.json are 40 and 322; the pooled quantiles ship 39 and 330.
    expect(inputs[Math.floor(0.5 * inputs.length)]).to.be.within(37, 42);
    expect(inputs[Math.floor(0.9 * inputs.length)]).to.be.within(300, 360);
    expect(inputs.at(-1)).to.equal(small?.inputQuantiles.at(-1));
  });

  it("gives the same bytes for the same seed, also when started again, and others for another", () => {
    const digest = (seed: number): string => {
      const hash = createHash("sha256");
      for (const { time, classIndex, inputTokens, outputTokens } of generateDemand({
        classes,
        requestsPerSecond: 1,
        hours: 2,
        seed,
      }).batches()) {
        for (const column of [time, classIndex, inputTokens, outputTokens]) hash.update(column);
      }
      return hash.digest("hex");
    };
    expect(digest(1)).to.equal(digest(1));
    expect(digest(1)).to.not.equal(digest(2));
  });

  it("starts at the hour asked for and ends on time", () => {
    const evening = generateDemand({ classes, requestsPerSecond: 1, hours: 0.25, seed: 1, startHour: 20 });
    let last = 0;
    for (const batch of evening.batches()) last = batch.time[batch.length - 1] ?? 0;
    expect(last).to.be.within(800, 900);
  });

  it("refuses a rate or a time that is not positive", () => {
    expect(() => generateDemand({ classes, requestsPerSecond: 0, hours: 1, seed: 1 })).to.throw(
      "must be above 0, got 0",
    );
    expect(() => generateDemand({ classes, requestsPerSecond: 1, hours: -1, seed: 1 })).to.throw(
      "hours must be above 0, got -1",
    );
  });
});

describe("calibrateDemand", () => {
  it("is right on two clients worked by hand", async () => {
    // One day; client a sends 3/s in all 144 windows, client b 6/s in every second one: equal shares of 6/s in all.
    const rates = ["model,client,window_start_s,rate_rps,iat_cv"];
    for (let window = 0; window < 144; window += 1) {
      rates.push(`m,a,${600 * window},3,${window < 50 ? 1 : 2}`);
      if (window % 2 === 0) rates.push(`m,b,${600 * window},6,4`);
      rates.push(`other,c,${600 * window},100,9`);
    }
    const lengths = [
      "model,field,requests_in_window_est,p1,p5,p10,p25,p50,p75,p90,p95,p99,p99.9",
      "m,output_tokens,10,7,7,7,7,7,7,7,7,7,7",
      "m,text_tokens,10,5,5,5,5,5,5,5,5,5,5",
      "m,image_tokens,10,100,100,100,100,100,100,100,100,100,100",
    ];
    const folder = mkdtempSync(join(tmpdir(), "breadth-"));
    try {
      const ratesPath = join(folder, "rates.csv");
      const lengthsPath = join(folder, "lengths.csv");
      writeFileSync(ratesPath, rates.join("\n"));
      writeFileSync(lengthsPath, lengths.join("\n"));
      const figures = await calibrateDemand({ model: "m", days: 1, ratesPath, lengthsPath });
      expect(figures.meanRps).to.equal(6);
      expect(figures.hourProfile).to.deep.equal(new Array(24).fill(1));
      // b is 0 and twice its mean in turn: cv 1, and each window is the opposite of the one before (143 pairs of 144).
      expect(figures.clients).to.deep.equal([
        { share: 0.5, arrivalCv: 2, rateCv: 0, rateCorrelation: 0 },
        { share: 0.5, arrivalCv: 4, rateCv: 1, rateCorrelation: -0.9931 },
      ]);
      expect(figures.inputQuantiles).to.deep.equal(new Array(10).fill(105));
      expect(figures.outputQuantiles).to.deep.equal(new Array(10).fill(7));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("computes the shipped figures from the ServeGen windows", async function () {
    const ratesPath = needsSharedData(this, "servegen/servegen_client_rates.csv.gz");
    const lengthsPath = needsSharedData(this, "servegen/servegen_length_quantiles.csv.gz");
    const file = new URL("../../data/demand.json", import.meta.url);
    const { models } = JSON.parse(readFileSync(file, "utf8")) as {
      models: Record<string, ModelFigures & { source: string; days: number }>;
    };
    for (const [model, { source, days, ...shipped }] of Object.entries(models)) {
      expect(source).to.equal("servegen");
      expect(await calibrateDemand({ model, days, ratesPath, lengthsPath }), model).to.deep.equal(shipped);
    }
  });

  it("agrees with the shared statistics on rates and hours", function () {
    const path = needsSharedData(this, "stats.json");
    type Shared = { mean_rps: number; hour_of_day_rel_to_mean: number[] };
    const { servegen_analytic: shared } = JSON.parse(readFileSync(path, "utf8")) as {
      servegen_analytic: Record<string, Shared>;
    };
    const file = new URL("../../data/demand.json", import.meta.url);
    const { models } = JSON.parse(readFileSync(file, "utf8")) as { models: Record<string, ModelFigures> };
    for (const [model, { meanRps, hourProfile }] of Object.entries(models)) {
      expect(meanRps / (shared[model]?.mean_rps ?? 0), model).to.be.within(1 - 1e-3, 1 + 1e-3);
      for (const [hour, value] of hourProfile.entries()) {
        expect(value, `${model} ${hour} h`).to.be.within(
          (shared[model]?.hour_of_day_rel_to_mean[hour] ?? 0) - 0.006,
          (shared[model]?.hour_of_day_rel_to_mean[hour] ?? 0) + 0.006,
        );
      }
    }
  });
});

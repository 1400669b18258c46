import { expect } from "chai";
import { randomStream } from "../../scripts/common/random.js";
import { GATE } from "../../scripts/network/gate.js";
import { FIT } from "../../scripts/network/network.js";
import { holdSeconds } from "../../scripts/network/serviceOutcome.js";
import { shockGroups } from "../../scripts/network/shockGroups.js";
import { activeNetwork, epochOutages } from "../../scripts/simulation/activeNetwork.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";
import { EPOCH_SECONDS } from "../../scripts/simulation/epochWindow.js";
import { generatedWindows } from "../../scripts/simulation/generatedWindows.js";
import { marginalRequests } from "../../scripts/simulation/marginalRequests.js";
import { MeasuredService } from "../../scripts/simulation/measuredService.js";
import { requestOutcome } from "../../scripts/simulation/requestOutcome.js";
import { serviceDisagreement } from "../../scripts/simulation/serviceDisagreement.js";
import { shockOutcomes } from "../../scripts/simulation/shockOutcomes.js";
import type { TraceDemand } from "../../scripts/simulation/traceDemand.js";
import { traceWindows } from "../../scripts/simulation/traceWindows.js";
import type { RequestBatch } from "../../scripts/workloads/demand.js";
import { erlangLoss } from "../../scripts/workloads/erlangLoss.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";

const scenario = buildScenario({ seed: 1, operators: 12, load: 0.7 });
const windows = generatedWindows({ scenario, seconds: 20, warmUp: 10 });

/** The strategy with this id. */
function strategy(id: string, among = scenario): number {
  const index = among.strategies.findIndex((each) => each.id === id);
  if (index === -1) throw new Error(`no strategy ${id}`);
  return index;
}

const MID = "1xRTX-4090 qwen3-30b-a3b VANILLA @ vast/APAC";
const MID_ELSEWHERE = "1xRTX-4090 qwen3-30b-a3b VANILLA @ nebius/North America";
const TABULAR = "1xT4 onnx-mlp-196x25x10 ZKML @ aws/Latin America";

/** Every operator runs a strategy drawn uniformly, staying out among them. */
function drawn(seed: number): number[] {
  const stream = randomStream(seed, "test/strategies");
  return scenario.operators.map(() => stream.below(scenario.strategies.length));
}

function counted(batches: readonly RequestBatch[], from: number): number {
  return batches.reduce((sum, { length, time }) => {
    let rows = 0;
    for (let row = 0; row < length; row++) if ((time[row] ?? 0) >= from) rows += 1;
    return sum + rows;
  }, 0);
}

describe("generatedWindows", () => {
  it("gives the same epoch the same requests, another epoch others, seven hours later", async () => {
    const [again, first, second] = await Promise.all([0, 0, 1].map((epoch) => windows.window(epoch)));
    expect(again).to.deep.equal(first);
    expect(second?.batches[0]?.inputTokens).to.not.deep.equal(first?.batches[0]?.inputTokens);
    expect([first?.start, second?.start]).to.deep.equal([0, 7 * 3600]);
    const times = second?.batches.flatMap(({ time, length }) => [...time.subarray(0, length)]) ?? [];
    expect(Math.min(...times)).to.be.at.least(7 * 3600);
    expect(Math.max(...times)).to.be.below(7 * 3600 + 30);
  });
});

describe("traceWindows", () => {
  /** A request every tenth of a second for 10 s, numbered by its input tokens. */
  const trace: TraceDemand = {
    path: "ten.csv",
    classes: scenario.classes,
    requestsPerSecond: 10,
    seconds: 10,
    promptQuantiles: scenario.classes.map(() => Array(10).fill(1)),
    demand: {
      classes: scenario.classes,
      batches: () =>
        [0, 60].map((first) => {
          const length = first === 0 ? 60 : 40;
          return {
            length,
            time: Float64Array.from({ length }, (_, row) => (first + row) / 10),
            classIndex: new Uint16Array(length),
            inputTokens: Int32Array.from({ length }, (_, row) => first + row),
            outputTokens: new Int32Array(length).fill(1),
          };
        }),
    },
  };
  const numbers = (batches: readonly RequestBatch[]): number[] =>
    batches.flatMap(({ inputTokens }) => [...inputTokens]);
  const range = (from: number, until: number): number[] =>
    Array.from({ length: until - from }, (_, index) => from + index);

  it("cuts 10 s into 3 windows of 3 s in sequence and begins again, in any order", async () => {
    const cut = traceWindows({ scenario: { requestsPerSecond: 10 }, trace, seconds: 2, warmUp: 1 });
    const seen: number[][] = [];
    for (const epoch of [0, 1, 2, 3, 1]) seen.push(numbers((await cut.window(epoch)).batches));
    expect(seen).to.deep.equal([range(0, 30), range(30, 60), range(60, 90), range(0, 30), range(30, 60)]);
  });

  it("gives the same windows when they are asked for all at once", async () => {
    const cut = traceWindows({ scenario: { requestsPerSecond: 10 }, trace, seconds: 2, warmUp: 1 });
    const seen = await Promise.all([1, 2, 0].map(async (epoch) => numbers((await cut.window(epoch)).batches)));
    expect(seen).to.deep.equal([range(30, 60), range(60, 90), range(0, 30)]);
  });

  it("plays it twice as fast for twice the rate, and puts it into the epoch's hour", async () => {
    const cut = traceWindows({ scenario: { requestsPerSecond: 20 }, trace, seconds: 1, warmUp: 1 });
    const { start, batches } = await cut.window(1);
    expect(numbers(batches)).to.deep.equal(range(40, 80));
    const times = batches.flatMap(({ time }) => [...time]);
    expect(start).to.equal(7 * 3600);
    expect(times[0]).to.be.within(7 * 3600 - 1e-9, 7 * 3600 + 1e-9);
    expect((times[39] ?? 0) - (times[0] ?? 0)).to.be.within(39 / 20 - 1e-6, 39 / 20 + 1e-6);
  });

  it("says when the trace is shorter than a window", () => {
    expect(() => traceWindows({ scenario: { requestsPerSecond: 10 }, trace, seconds: 10, warmUp: 1 })).to.throw(
      "ten.csv lasts 10 s, a window needs 11 s of it",
    );
  });
});

describe("activeNetwork", () => {
  const tee = "1xH100-SXM qwen2.5-7b TEE @ vast/APAC";
  const operator = 5;
  const strategies = scenario.operators.map((_, index) => (index === operator ? strategy(tee) : 0));
  const { network, operators } = activeNetwork(scenario, strategies);
  const cell = (id: string): number => scenario.classes.findIndex((each) => each.id === id);

  it("has the rows of those who take part, with what the catalogue says of their rigs", () => {
    expect(operators).to.deep.equal([operator]);
    expect(network.slots[0]).to.equal(16);
    expect(network.domainOf[0]).to.equal(scenario.domains.findIndex(({ id }) => id === "vast/APAC"));
    // A TEE rig serves VANILLA too: there nothing can fail to verify and nothing is signed.
    const [plain, attested] = ["small/interactive/VANILLA/APAC", "small/interactive/TEE/APAC"].map(cell);
    expect([network.faulty[plain ?? -1], network.verify[plain ?? -1]]).to.deep.equal([0, 0]);
    expect([network.faulty[attested ?? -1], network.verify[attested ?? -1]]).to.deep.equal([0.002, 0.01]);
    // Tokyo to Sydney.
    expect(network.ttftBase[attested ?? -1]).to.equal(0.115);
    expect([network.ttftTarget[attested ?? -1], network.tpotTarget[attested ?? -1]]).to.deep.equal([0.45, 0.04]);
  });

  it("lists the classes that the analytic model says it serves, and no others", () => {
    const { reliability } = scenario.service;
    scenario.classes.forEach(({ modelFamily }, c) => {
      const isServed = (reliability[strategy(tee) * scenario.classes.length + c] ?? 0) > 0;
      expect(network.fit[c] === FIT.fits).to.equal(isServed);
      if (modelFamily !== "small") expect(network.fit[c]).to.equal(FIT.noModel);
    });
  });

  it("declines as too slow what it has the hardware for and cannot bring in time", () => {
    const slow = scenario.strategies.findIndex((_, index) =>
      scenario.classes.some((_class, c) => scenario.network.fit[index * scenario.classes.length + c] === FIT.tooSlow),
    );
    expect(slow).to.be.above(0);
    const alone = activeNetwork(scenario, [slow]).network;
    scenario.classes.forEach((_, c) => {
      const at = slow * scenario.classes.length + c;
      expect(alone.fit[c]).to.equal(scenario.network.fit[at]);
      if (alone.fit[c] === FIT.tooSlow) expect(scenario.service.reliability[at]).to.equal(0);
    });
  });
});

describe("requestOutcome", () => {
  const common = { scenario, router: "power-of-two" };

  describe("given different rigs and the same seed", () => {
    it("meets the same requests, and every operator the same outages in the same domain", async () => {
      const window = await windows.window(2);
      const [a, b] = [drawn(1), drawn(2)].map((strategies) => requestOutcome({ ...common, strategies, window }));
      expect(a?.tally.demand).to.deep.equal(b?.tally.demand);
      expect(a?.tally.demand.reduce((x, y) => x + y, 0)).to.equal(
        counted(window.batches, window.start + window.warmUp),
      );
      expect(a?.success).to.not.equal(b?.success);
      const outagesOf = (others: number[], epoch: number): number[] => {
        const active = activeNetwork(scenario, [...others, strategy(MID)]);
        const { first, from } = epochOutages({ scenario, active, epoch });
        return [...from.subarray(first[active.operators.length - 1], first[active.operators.length])];
      };
      const zeros = scenario.operators.slice(1).map(() => 0);
      for (let epoch = 0; epoch < 20; epoch++) {
        expect(outagesOf(drawn(3).slice(1), epoch)).to.deep.equal(outagesOf(zeros, epoch));
      }
      const days = Array.from({ length: 20 }, (_, epoch) => JSON.stringify(outagesOf(zeros, epoch)));
      expect(new Set(days).size).to.be.above(5);
    });

    it("gives the same outcome twice", async () => {
      const window = await windows.window(3);
      const outcome = (): unknown => requestOutcome({ ...common, strategies: drawn(4), window });
      expect(outcome()).to.deep.equal(outcome());
    });
  });

  it("serves nothing when everybody is out", async () => {
    const strategies = scenario.operators.map(() => 0);
    const outcome = requestOutcome({ ...common, strategies, window: await windows.window(0) });
    expect([outcome.success, outcome.worstSuccess]).to.deep.equal([0, 0]);
    scenario.classes.forEach((_, c) => {
      expect(outcome.tally.at(c, GATE.noModel)).to.equal(outcome.tally.demand[c]);
    });
    const none = marginalRequests({ ...common, strategies, windows: [await windows.window(0)] });
    expect([...none]).to.deep.equal(strategies);
  });

  it("loses everything with the only domain down and nothing with any other; a second domain leaves its share", async () => {
    const one = scenario.operators.map(() => strategy(MID));
    const two = one.map((index, operator) => (operator % 2 === 0 ? index : strategy(MID_ELSEWHERE)));
    // Of the first epochs, one in which neither domain has an outage of its own.
    for (let epoch = 0; epoch < 8; epoch++) {
      const window = await windows.window(epoch);
      const alone = requestOutcome({ ...common, strategies: one, window });
      const both = requestOutcome({ ...common, strategies: two, window });
      const home = scenario.strategies[strategy(MID)]?.domain ?? -1;
      const other = scenario.strategies[strategy(MID_ELSEWHERE)]?.domain ?? -1;
      expect(alone.worstSuccess).to.equal(0);
      expect(alone.successWithout.map((success, domain) => domain === home || success === alone.success)).to.deep.equal(
        scenario.domains.map(() => true),
      );
      if (alone.success === 0) continue;
      expect(both.worstSuccess).to.be.within(1e-9, both.success);
      expect(both.worstSuccess).to.equal(Math.min(...both.successWithout));
      expect(both.successWithout[home]).to.be.below(both.success);
      expect(both.successWithout[other]).to.be.below(both.success);
      return;
    }
    throw new Error("an outage in each of 8 epochs");
  });

  it("hands out who served: the rows of operators sum to the served requests of each class, 0 for who is out", async () => {
    const strategies = drawn(5);
    const { served, tally } = requestOutcome({ ...common, strategies, window: await windows.window(4) });
    const classes = scenario.classes.length;
    scenario.classes.forEach((_, c) => {
      const sum = strategies.reduce((total, _strategy, operator) => total + (served[operator * classes + c] ?? 0), 0);
      expect(sum).to.equal(tally.at(c, GATE.served));
    });
    strategies.forEach((index, operator) => {
      const row = served.subarray(operator * classes, (operator + 1) * classes);
      if (index === 0) expect(row.every((count) => count === 0)).to.equal(true);
    });
  });
});

describe("marginalRequests", () => {
  it("is all that a lone operator serves, and nothing for one of another class that nobody asks twice", async () => {
    const strategies = scenario.operators.map((_, operator) => (operator === 2 ? strategy(MID) : 0));
    const whole = { ...(await windows.window(1)), warmUp: 0 };
    const { success } = requestOutcome({ scenario, strategies, window: whole, router: "uniform" });
    const marginal = marginalRequests({ scenario, strategies, windows: [whole], router: "uniform" });
    expect(success).to.be.above(0);
    expect(marginal[2]).to.equal(success);
    expect(marginal.filter((share) => share !== 0)).to.have.length(1);
  });

  it("adds up where operators share no class", async () => {
    const strategies = scenario.operators.map((_, operator) =>
      operator === 0 ? strategy(MID) : operator === 1 ? strategy(TABULAR) : 0,
    );
    const whole = { ...(await windows.window(1)), warmUp: 0 };
    const { success } = requestOutcome({ scenario, strategies, window: whole, router: "uniform" });
    const marginal = marginalRequests({ scenario, strategies, windows: [whole], router: "uniform" });
    expect((marginal[0] ?? 0) + (marginal[1] ?? 0)).to.be.within(success - 1e-12, success + 1e-12);
  });
});

describe("shocks", () => {
  const strategies = [strategy(MID), strategy(MID_ELSEWHERE), strategy(TABULAR), ...Array(9).fill(0)];

  it("are grouped by what rigs have in common", () => {
    const rigs = strategies.flatMap((index) => scenario.strategies[index]?.rig ?? []);
    expect(shockGroups(rigs).map(({ kind, value, members }) => [`${kind}:${value}`, ...members])).to.deep.equal([
      ["provider:aws", 2],
      ["provider:nebius", 1],
      ["provider:vast", 0],
      ["region:APAC", 0],
      ["region:Latin America", 2],
      ["region:North America", 1],
      ["gpu:RTX-4090", 0, 1],
      ["gpu:T4", 2],
      ["family:mid", 0, 1],
      ["family:tabular", 2],
    ]);
  });

  it("leave what the others serve: the GPU of both rigs of a family takes what the family itself takes", async () => {
    const outcomes = shockOutcomes({ scenario, strategies, windows: [await windows.window(1)], router: "uniform" });
    const success = (name: string): number | undefined => outcomes.find(({ shock }) => shock === name)?.success;
    expect(success("gpu:RTX-4090")).to.equal(success("family:mid"));
    expect(success("provider:vast")).to.equal(success("region:APAC"));
    expect(success("gpu:RTX-4090")).to.be.below(success("gpu:T4") ?? 0);
    expect(outcomes.find(({ shock }) => shock === "gpu:T4")?.operators).to.deep.equal([2]);
  });
});

describe("a lone rig under Poisson requests of equal length", () => {
  const [workload] = workloadClasses().filter(({ id }) => id === "mid/interactive/VANILLA/APAC");
  if (workload === undefined) throw new Error("no such class");
  const classes = [{ ...workload, share: 1, meanInputTokens: 328, meanOutputTokens: 55 }];
  const rate = 20;
  /** A Poisson stream of 20 requests/s that lasts 120,000 s, made anew in every pass. */
  const trace: TraceDemand = {
    path: "poisson",
    classes,
    requestsPerSecond: rate,
    seconds: 120_000,
    promptQuantiles: [Array(10).fill(328)],
    demand: {
      classes,
      *batches() {
        const stream = randomStream(7, "test/poisson");
        let now = 0;
        while (now < 120_000) {
          const time = new Float64Array(4096).map(() => {
            now += stream.exponential(1 / rate);
            return now;
          });
          yield {
            length: 4096,
            time,
            classIndex: new Uint16Array(4096),
            inputTokens: new Int32Array(4096).fill(328),
            outputTokens: new Int32Array(4096).fill(55),
          };
        }
      },
    },
  };
  const lone = buildScenario({ seed: 3, operators: 1, demand: trace });
  const index = strategy(MID, lone);
  const strategies = [index];
  const cell = index;
  const seconds = holdSeconds(lone.network, cell, 328, 55);
  const places = lone.network.slots[index] ?? 0;

  it("has the analytic x = places / (rate x seconds) and u = 0.9675", () => {
    expect(lone.service.capacityRatio[cell]).to.be.within(
      places / (rate * seconds) - 1e-9,
      places / (rate * seconds) + 1e-9,
    );
    expect(lone.service.reliability[cell]).to.be.within(0.9675 - 1e-9, 0.9675 + 1e-9);
  });

  it("is measured to have them, u from below, and serves 0.97 x 0.9675 of what Erlang's formula says", async function () {
    this.timeout(120_000);
    const cut = traceWindows({ scenario: lone, trace, seconds: 20, warmUp: 10 });
    const measured = new MeasuredService(lone);
    const epochs = 600;
    let success = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const window = await cut.window(epoch);
      const outcome = requestOutcome({ scenario: lone, strategies, window, router: "uniform" });
      success += outcome.success / epochs;
      if (epoch < 60) measured.observe({ strategies, window, outcome });
    }
    // Both are up together 0.9385 of the time; over 600 independent epochs the standard deviation is 0.0098.
    const up = 0.97 * 0.9675;
    const served = 1 - erlangLoss({ servers: places, load: rate * seconds });
    const slack = 3 * served * Math.sqrt((up * (1 - up)) / epochs) + 0.005;
    expect(success).to.be.within(up * served - slack, up * served + slack);

    const [row] = serviceDisagreement({ scenario: lone, strategies, measured: measured.levels() });
    expect(row?.operators).to.equal(1);
    expect(row?.largestReliability).to.be.below(0.06);
    expect(row?.biasCapacityRatio ?? 1).to.be.within(
      -0.1 * (lone.service.capacityRatio[cell] ?? 0),
      0.1 * (lone.service.capacityRatio[cell] ?? 0),
    );
  });
});

describe("MeasuredService", () => {
  const classes = scenario.classes.length;
  const best = (levels: Float64Array, operator: number): number =>
    Math.max(...levels.subarray(operator * classes, (operator + 1) * classes));

  it("learns while the strategy stays, forgets when it changes, and knows nothing of who is out", async () => {
    const measured = new MeasuredService(scenario);
    const stay = strategy(MID);
    const observe = async (epoch: number, chosen: number[]): Promise<void> => {
      const strategies = [...chosen, ...Array(scenario.operators.length - chosen.length).fill(0)];
      const window = await windows.window(epoch);
      const outcome = requestOutcome({ scenario, strategies, window, router: "uniform" });
      measured.observe({ strategies, window, outcome });
    };
    const seen: number[][] = [];
    for (let epoch = 0; epoch < 12; epoch++) {
      await observe(epoch, [stay, epoch < 11 ? stay : strategy(MID_ELSEWHERE), epoch < 11 ? stay : 0]);
      const { reliability } = measured.levels();
      seen.push([0, 1, 2, 3].map((operator) => best(reliability, operator)));
    }
    // One day holds at most 86,400 / 9,720 = 8.9 independent looks: the 10% quantile of Beta(1 + 8.9, 1) is 0.1^(1/9.9).
    expect(seen[0]?.[0]).to.be.at.most(0.1 ** (1 / (1 + EPOCH_SECONDS / 9720)) + 1e-6);
    expect(seen[10]?.[1]).to.be.above(seen[0]?.[1] ?? 1);
    expect(seen[11]?.[1]).to.be.below(0.1 ** (1 / (1 + EPOCH_SECONDS / 9720)) + 1e-6);
    expect(seen[11]?.slice(2)).to.deep.equal([0, 0]);
    expect(seen[10]?.[3]).to.equal(0);
  });
});

describe("serviceDisagreement", () => {
  it("is the bias, the mean and the largest difference per class, over those who list it", () => {
    const classes = scenario.classes.length;
    const strategies = [strategy(TABULAR), strategy(TABULAR), 0];
    const c = scenario.classes.findIndex(({ modelFamily }) => modelFamily === "tabular");
    const { reliability, capacityRatio } = scenario.service;
    const u = reliability[strategy(TABULAR) * classes + c] ?? 0;
    const x = capacityRatio[strategy(TABULAR) * classes + c] ?? 0;
    const measured = { reliability: new Float64Array(3 * classes), capacityRatio: new Float64Array(3 * classes) };
    measured.reliability.set([u - 0.3], c);
    measured.reliability.set([u + 0.1], classes + c);
    measured.capacityRatio.set([x + 1], c);
    measured.capacityRatio.set([x + 3], classes + c);
    const rows = serviceDisagreement({ scenario, strategies, measured });
    expect(rows.map((row) => [row.class, row.operators])).to.deep.equal([[scenario.classes[c]?.id, 2]]);
    const [row] = rows;
    const seen = [
      row?.biasReliability,
      row?.meanReliability,
      row?.largestReliability,
      row?.analyticCapacityRatio,
      row?.biasCapacityRatio,
      row?.meanCapacityRatio,
      row?.largestCapacityRatio,
    ];
    expect(seen.map((value) => value?.toFixed(6))).to.deep.equal(
      [-0.1, 0.2, 0.3, x, 2, 2, 3].map((value) => value.toFixed(6)),
    );
  });
});

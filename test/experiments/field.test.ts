import { expect } from "chai";
import fc from "fast-check";
import { openChain } from "../../scripts/chain/openChain.js";
import { randomStream } from "../../scripts/common/random.js";
import { DAY_SECONDS } from "../../scripts/common/units.js";
import type { CellContext, CellResult, Row } from "../../scripts/experiments/experiment.js";
import { breadthCell } from "../../scripts/experiments/field/breadthCell.js";
import { CLAIM_SHARES, claimedLocationsCell } from "../../scripts/experiments/field/claimedLocationsCell.js";
import { cobbDouglasRebate } from "../../scripts/experiments/field/cobbDouglasRebate.js";
import { familyOf, familyShares, leftFamily } from "../../scripts/experiments/field/familyShares.js";
import { fieldAnswer, fieldExperiment } from "../../scripts/experiments/field/fieldExperiment.js";
import { idlePayCell } from "../../scripts/experiments/field/idlePayCell.js";
import { logNormal } from "../../scripts/experiments/field/logNormal.js";
import { oneModelCell } from "../../scripts/experiments/field/oneModelCell.js";
import { PayDays } from "../../scripts/experiments/field/payDays.js";
import { rigServices } from "../../scripts/experiments/field/rigServices.js";
import { over, percent, said } from "../../scripts/experiments/field/seedValues.js";
import { seriesTable } from "../../scripts/experiments/field/seriesTable.js";
import { splitRequests } from "../../scripts/experiments/field/splitRequests.js";
import { stakePayCell } from "../../scripts/experiments/field/stakePayCell.js";
import { cutWeights } from "../../scripts/experiments/field/thresholds.js";
import { sweepChart } from "../../scripts/report/charts/sweepChart.js";
import { sweepRows } from "../../scripts/report/sweepRows.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";
import { curveValue } from "../../scripts/workloads/successCurve.js";

/** A cell by itself, on a chain of its own. */
async function onChain<T>(run: (context: CellContext) => Promise<T>): Promise<T> {
  const { chain, close } = await openChain();
  try {
    return await run({
      connect: async () => chain,
      progress: () => {},
      signal: new AbortController().signal,
      path: (value) => value,
    });
  } finally {
    await close();
  }
}

const rowsOf = ({ tables }: CellResult, name: string): readonly Row[] => tables[name] ?? [];
const column = (rows: readonly Row[], name: string): number[] => rows.map((row) => Number(row[name]));
const near = (value: number | undefined, wanted: number, within: number): void => {
  expect(value).to.be.within(wanted - within, wanted + within);
};
/** Claims come seconds before and after midnight: a day's pay is off by that part at most. */
const SECONDS = 1e-3;

describe("cobbDouglasRebate", () => {
  it("given stakes in proportion to fees > burns nothing", () => {
    const rebates = cobbDouglasRebate({ fees: [1, 2, 3], stakes: [10, 20, 30] });
    rebates.forEach((rebate, i) => {
      near(rebate, i + 1, 1e-12);
    });
  });

  it("given three quarters of the stake with who serves nothing > the only server gets (1/4)^0.23 of its fees", () => {
    const [server, idle] = cobbDouglasRebate({ fees: [8, 0], stakes: [1, 3] });
    near(server, 8 * 0.25 ** 0.23, 1e-12);
    expect(idle).to.equal(0);
  });

  it("never pays out more than the fees (Hoelder)", () => {
    const amounts = fc.array(
      fc.record({
        fee: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        stake: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      }),
      { minLength: 1, maxLength: 9 },
    );
    fc.assert(
      fc.property(amounts, (each) => {
        const fees = each.map(({ fee }) => fee);
        const paid = cobbDouglasRebate({ fees, stakes: each.map(({ stake }) => stake) });
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        return sum(paid) <= sum(fees) * (1 + 1e-12);
      }),
    );
  });
});

describe("logNormal", () => {
  it("has median 1 and the spread asked for", () => {
    const stream = randomStream(7, "test");
    const logs = Array.from({ length: 20_000 }, () => Math.log(logNormal(stream, 1.5)));
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    near(mean, 0, 0.05);
    near(Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length), 1.5, 0.03);
  });
});

describe("splitRequests", () => {
  const scenario = buildScenario({ seed: 1, operators: 2 });
  const service = (capacityRatio: number) => ({ classIndex: 3, reliability: 0.5, capacityRatio, served: 0 });
  const day = (scenario.classes[3]?.share ?? 0) * scenario.requestsPerSecond * DAY_SECONDS;
  const curve = scenario.curves[3] ?? { kappas: [], alphas: [] };
  const servedOf = (favour?: (operator: number) => number): number[] =>
    splitRequests({
      scenario,
      shown: [
        { domain: 0, services: [service(1)] },
        { domain: 1, services: [service(3)] },
      ],
      ...(favour && { favour }),
    }).map(({ services }) => services[0]?.served ?? Number.NaN);

  it("by capacity > 1 to 3 of what succeeds at their sum", () => {
    const all = day * curveValue(curve, 2);
    expect(servedOf()).to.deep.equal([Math.round(all / 4), Math.round((3 * all) / 4)]);
  });

  it("by capacity and favour > 9 to 3, of the same sum", () => {
    const all = day * curveValue(curve, 2);
    expect(servedOf((operator) => [9, 1][operator] ?? 0)).to.deep.equal([
      Math.round(0.75 * all),
      Math.round(0.25 * all),
    ]);
  });

  it("given one who serves nothing > its capacity does not help", () => {
    expect(servedOf((operator) => 1 - operator)).to.deep.equal([Math.round(day * curveValue(curve, 0.5)), 0]);
  });
});

describe("model families", () => {
  const scenario = buildScenario({ seed: 1, operators: 4, gpu: "H100-SXM" });
  const of = (family: string): number => scenario.strategies.findIndex((strategy) => familyOf(strategy) === family);

  it("given one GPU > every rig has it", () => {
    expect(new Set(scenario.strategies.slice(1).map(({ rig }) => rig?.gpu.id))).to.deep.equal(new Set(["H100-SXM"]));
    expect(() => buildScenario({ seed: 1, gpu: "H101" })).to.throw('there is no GPU "H101"; there are: ');
  });

  it("three on two single GPUs each of small and mid, one on eight GPUs of reason > two thirds and a fifth", () => {
    const eight = scenario.strategies.findIndex(({ rig }) => rig?.count === 8);
    expect(familyOf(scenario.strategies[eight] ?? scenario.strategies[0] ?? failed())).to.equal("reason");
    const playing = Int32Array.of(of("small"), of("small"), eight, 0);
    expect(familyShares(scenario, playing)).to.deep.equal({
      family: "small",
      ofOperators: 2 / 3,
      ofCompute: 0.2,
      active: 3,
    });
  });

  it("of three, one changes its family and one leaves > two thirds; who enters does not count", () => {
    const [small, mid] = [of("small"), of("mid")];
    near(leftFamily(scenario, Int32Array.of(small, small, 0, mid), Int32Array.of(mid, small, mid, 0)), 2 / 3, 1e-12);
  });

  it("two cuts of 5% > nine tenths and a quarter percent of the family's weights, the others as they are", () => {
    const cut = cutWeights(scenario, "mid", 2);
    scenario.classes.forEach(({ modelFamily }, c) => {
      const weight = Number(scenario.weights[c]);
      expect(cut[c]).to.equal(modelFamily === "mid" ? Math.round(0.9025 * weight) : weight);
    });
  });
});

function failed(): never {
  throw new Error("the scenario has no strategy");
}

describe("fieldAnswer", () => {
  it("says what all, some or none of the statements about the field came to", () => {
    expect(fieldAnswer(["Held: 1.", "Held: 2."])).to.equal("Reproduced");
    expect(fieldAnswer(["Refuted: 1.", "Refuted: 2."])).to.equal("Refuted");
    expect(fieldAnswer(["Held: 1.", "Refuted: 2."])).to.equal("Only partly reproduced");
    expect(fieldAnswer(["Held: 1.", "Not settled: 2."])).to.equal("Only partly reproduced");
    expect(fieldAnswer(["Not settled: 1.", "Not tested: 2."])).to.equal("Not settled");
  });
});

describe("fieldExperiment", () => {
  const rows: Row[] = [1, 2, 3].flatMap((seed) =>
    [0, 1].map((x) => ({ policy: "EqualShare", seed, x, share: x / 2 + seed / 1000 })),
  );
  const series = ["EqualShare"];
  const experiment = fieldExperiment({
    name: "coin",
    question: "Is half < all?",
    parameters: [],
    seeds: 3,
    runCell: async () => ({ tables: {} }),
    table: "days",
    hypotheses: [
      {
        field: true,
        text: "K1 About half.",
        verdict: (all) => `Held: ${said(over(all, { x: 1 }, "share"), percent)}.`,
      },
      { field: false, text: "K2 More.", verdict: () => "Refuted: no." },
    ],
    tables: (all) => [
      seriesTable({ title: "Shares", rows: all, x: "x", xTitle: "x", xAs: String, column: "share", as: percent }),
    ],
    series: () => series,
    chart: (all, size) =>
      sweepChart({
        rows: sweepRows({ rows: all, x: "x", columns: [{ title: "Shares", column: "share" }] }),
        policies: series,
        x: { title: "what is varied", range: [0, 1], format: ".0%" },
        panels: [{ title: "Shares", y: { title: "share of all", range: [0, 1], format: ".0%" } }],
        size,
      }),
    caption: "A caption.",
    happened: ["It happened."],
    model: ["It is put so."],
    limits: ["It cannot say more."],
  });
  const results = { cells: [], rows: async (table: string) => (table === "days" ? rows : []) };

  it("the terminal says mean and interval, every verdict, and what the statements about the field came to", async () => {
    const { tables } = await experiment.summarise(results);
    // Student's t with two degrees of freedom, 4.303, x 0.001 / sqrt(3).
    expect(tables[0]?.rows).to.deep.equal([
      ["0", "0.2%±0.2%"],
      ["1", "50.2%±0.2%"],
    ]);
    expect(tables[1]?.title).to.match(/Reproduced$/);
    expect(tables[1]?.rows).to.deep.equal([
      ["K1 About half.", "Held: 50.2% ± 0.2%."],
      ["K2 More.", "Refuted: no."],
    ]);
  });

  it("the page has question, answer, chart, field, model, limits and commit", async () => {
    const summary = await experiment.summarise(results);
    const manifest = { code: { commit: "390e57612ab3ffff", dirty: true } };
    const page = String((await experiment.report?.({ results, summary, manifest }))?.["report.html"]);
    for (const text of [
      "Is half &lt; all?",
      "Reproduced. (1) Held: 50.2% ± 0.2%.",
      "It happened.",
      "It is put so.",
      "It cannot say more.",
      "what is varied",
      "commit 390e57612ab3 with changes",
    ]) {
      expect(page).to.include(text);
    }
    expect(page.match(/<svg role="img"/g)).to.have.length(2);
  });
});

describe("PayDays", () => {
  it("under EqualShare > two who serve have half each, one after a move and an exit of the other all", async () => {
    await onChain(async ({ connect }) => {
      const scenario = buildScenario({ seed: 1, operators: 3 });
      const strategy = scenario.strategies.findIndex((_, k) => rigServices(scenario, k).length > 0);
      const services = rigServices(scenario, strategy);
      const days = await PayDays.open({
        chain: await connect(),
        policy: "EqualShare",
        scenario,
        stakes: [5, 6, 7],
        days: 2,
      });
      const first = await days.day([{ domain: 0, services }, { domain: 1, services }, undefined]);
      near(first.emitted / scenario.emissionPerDay, 1, SECONDS);
      [0.5, 0.5, 0].forEach((share, i) => {
        near((first.paid[i] ?? 0) / first.emitted, share, SECONDS);
      });
      const second = await days.day([{ domain: 2, services }, undefined, undefined]);
      expect([...second.state.domainOf]).to.deep.equal([2, -1, -1]);
      near((second.paid[0] ?? 0) / second.emitted, 1, SECONDS);
      near((await days.quote(1, { domain: 1, services })) / scenario.emissionPerDay, 0.5, SECONDS);
    });
  });
});

describe("field cells", () => {
  const stake = { routing: "capacity", groups: 2, members: 3, spread: 1, cover: 2, seed: 1 };

  it("stake-pay > by stake equals differ as their stakes do, by marginal coverage not at all", async () => {
    const [byStake] = rowsOf(
      await onChain((context) => stakePayCell({ ...stake, policy: "StakeWeighted" }, context)),
      "summary",
    );
    near(Number(byStake?.payVariation) / Number(byStake?.stakeVariation), 1, SECONDS);
    near(Number(byStake?.withStake), 1, SECONDS);
    const marginal = rowsOf(
      await onChain((context) => stakePayCell({ ...stake, policy: "MarginalCoverage" }, context)),
      "summary",
    );
    near(Number(marginal[0]?.payVariation), 0, SECONDS);
    near(Number(marginal[0]?.withMarginal), 1, SECONDS);
  });

  it("stake-pay, routed by stake > requests served go by stake within a group", async () => {
    const rows = rowsOf(
      await onChain((context) => stakePayCell({ ...stake, routing: "stake", policy: "ServedVolume" }, context)),
      "operators",
    );
    const [first, second] = rows;
    const ratio = (name: string): number => Number(first?.[name]) / Number(second?.[name]);
    near(ratio("served") / ratio("stake"), 1, 0.01);
    near(ratio("paid") / ratio("stake"), 1, 0.01);
  });

  it("idle-pay > equal pay goes to the idle as to all, pay for served requests does not", async () => {
    const idle = { idling: "able", operators: 5, spread: 1, cover: 5, seed: 1 };
    const equal = rowsOf(await onChain((context) => idlePayCell({ ...idle, policy: "EqualShare" }, context)), "days");
    equal.forEach((row) => {
      near(Number(row.idlePaid), Number(row.idleShare), SECONDS);
    });
    const served = rowsOf(
      await onChain((context) => idlePayCell({ ...idle, policy: "ServedVolume" }, context)),
      "days",
    );
    expect(Math.max(...column(served, "idlePaid"))).to.be.below(SECONDS);
    expect(column(served, "idleStake").at(-1)).to.be.above(0.5);
  });

  it("breadth > equal pay knows no breadth, and coverage rises with it whoever pays", async () => {
    const rows = rowsOf(
      await onChain((context) =>
        breadthCell({ policy: "EqualShare", operators: 8, narrow: 1, broad: 6, seed: 1 }, context),
      ),
      "days",
    );
    expect(column(rows, "broadShare")).to.deep.equal([0, 1 / 8, 0.25, 0.5, 0.75, 1]);
    rows.forEach(({ paidBroad, paidNarrow, gain }) => {
      for (const part of [paidBroad, paidNarrow]) if (part !== null) near(Number(part), 1, SECONDS);
      near(Number(gain), 0, SECONDS);
    });
  });

  it("claimed-locations > presence is paid by equal pay as service is, and never by marginal coverage", async () => {
    const claims = { claim: "presence", honest: 6, classes: 2, seed: 1 };
    const equal = rowsOf(
      await onChain((context) => claimedLocationsCell({ ...claims, policy: "EqualShare" }, context)),
      "days",
    );
    expect(column(equal, "claimShare")).to.deep.equal([...CLAIM_SHARES]);
    near(column(equal, "paidClaimants").at(-1), 4 / 10, SECONDS);
    const marginal = rowsOf(
      await onChain((context) => claimedLocationsCell({ ...claims, policy: "MarginalCoverage" }, context)),
      "days",
    );
    expect(Math.max(...column(marginal, "paidClaimants"))).to.equal(0);
    expect(Math.min(...column(marginal, "paidHonest"))).to.be.above(0.01);
  });

  it("one-model > the last step is on chain, and every epoch has its shares", async () => {
    const result = await onChain((context) =>
      oneModelCell(
        {
          policy: "TargetShare",
          controller: "held",
          coefficients: "calibrated",
          order: "random",
          gpu: "H100-SXM",
          operators: 3,
          domains: 1,
          epochs: 4,
          frequency: 1,
          seed: 1,
        },
        context,
      ),
    );
    const epochs = rowsOf(result, "epochs");
    expect(epochs).to.have.length(16);
    for (const share of column(epochs, "ofOperators")) expect(share).to.be.within(1 / 3, 1);
    const [summary] = rowsOf(result, "summary");
    expect(Number(summary?.operatorsBefore)).to.equal(
      column(epochs, "ofOperators")
        .slice(0, 4)
        .reduce((a, b) => a + b, 0) / 4,
    );
    expect(rowsOf(result, "responses")).to.have.length(48);
  });
});

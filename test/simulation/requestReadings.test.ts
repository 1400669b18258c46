import { expect } from "chai";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";
import { EPOCH_SECONDS } from "../../scripts/simulation/epochWindow.js";
import { generatedWindows } from "../../scripts/simulation/generatedWindows.js";
import { MeasuredService } from "../../scripts/simulation/measuredService.js";
import { requestOutcome } from "../../scripts/simulation/requestOutcome.js";
import { type Observed, requestReadings } from "../../scripts/simulation/requestReadings.js";
import { startingStrategies } from "../../scripts/simulation/startingStrategies.js";

describe("requestReadings", () => {
  const scenario = buildScenario({ seed: 2, operators: 10, domains: 2 });
  const classes = scenario.classes.length;
  const strategies = startingStrategies({ scenario, start: "random" }).with(3, 0);
  const windows = generatedWindows({ scenario, seconds: 30, warmUp: 10 });
  const state: LedgerState = {
    operators: 10,
    classes,
    domains: 2,
    domainOf: new Int32Array(10).fill(-1),
    stake: new Float64Array(10),
    reliability: new Float64Array(10 * classes),
    capacityRatio: new Float64Array(10 * classes),
    served: new Float64Array(10 * classes),
    weights: new Float64Array(classes).fill(1),
    availability: new Float64Array(2 * classes).fill(0.9),
    curves: scenario.curves,
    emissionPerDay: 1,
    joined: new Float64Array(10 * classes),
    opened: new Uint8Array(10 * classes),
    ofPolicy: {},
  };
  const pricer = pricerFor("EqualShare")(state);

  /** Two epochs' readings, and what was seen in each. */
  async function observed() {
    const measured = new MeasuredService(scenario);
    const asked: number[] = [];
    const seen: Observed[] = [];
    const model = requestReadings({
      classes,
      measured,
      observe: async (epoch, playing) => {
        asked.push(epoch);
        const window = await windows.window(epoch);
        const outcome = requestOutcome({ scenario, strategies: playing, window, router: "power-of-two" });
        measured.observe({ strategies: playing, window, outcome });
        seen.push({ window, outcome });
        return { window, outcome };
      },
    });
    const readings = [];
    for (const epoch of [0, 1]) readings.push(await model.readings({ epoch, strategies, pricer, state }));
    return { readings, asked, seen, levels: measured.levels() };
  }

  it("asks for each epoch once, and reports what is measured after it, u = 0 for what was not seen, nobody who is out", async () => {
    const { readings, asked, levels } = await observed();
    expect(asked).to.deep.equal([0, 1]);
    const last = readings[1] ?? [];
    expect(last.length).to.be.above(10);
    expect(last.some(({ operator }) => operator === 3)).to.equal(false);
    const positive = levels.reliability.reduce((count, u) => count + (u > 0 ? 1 : 0), 0);
    expect(last.filter(({ reliability }) => reliability > 0)).to.have.length(positive);
    // An earlier rig's level in a class that this one was not seen in must end.
    expect(last.some(({ reliability }) => reliability === 0)).to.equal(true);
    for (const { operator, classIndex, reliability, capacityRatio } of last) {
      expect(reliability).to.equal(levels.reliability[operator * classes + classIndex]);
      expect(capacityRatio).to.equal(levels.capacityRatio[operator * classes + classIndex]);
    }
  });

  it("scales the window's served requests to the day, in whole requests", async () => {
    const { readings, seen } = await observed();
    let total = 0;
    for (const { operator, classIndex, served } of readings[1] ?? []) {
      const inWindow = seen[1]?.outcome.served[operator * classes + classIndex] ?? 0;
      expect(served).to.equal(Math.round((inWindow * EPOCH_SECONDS) / 30));
      total += inWindow;
    }
    const { outcome } = seen[1] ?? {};
    expect(total).to.be.above(0);
    expect(total).to.equal(outcome?.served.reduce((a, b) => a + b, 0));
  });
});

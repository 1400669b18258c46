import { expect } from "chai";
import type { Agent } from "../../scripts/agents/agent.js";
import { offerTable } from "../../scripts/agents/pricing/offerTable.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { certifyRun } from "../../scripts/experiments/learning/certifyRun.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";
import { emptyLedger } from "../agents/emptyLedger.js";

const OPERATORS = 4;

describe("certifyRun", () => {
  const scenario = buildScenario({ seed: 1, operators: OPERATORS, domains: 2 });
  const state = emptyLedger(scenario);
  const pricer = pricerFor("EqualShare")(state);
  const table = offerTable({
    service: scenario.service,
    domains: scenario.strategies.map(({ domain }) => domain),
    stakes: scenario.operators.map(({ stake }) => stake),
    requests: scenario.classes.map(() => 1000),
  });
  /** All out, though whoever entered alone would be paid the whole emission. */
  const certified = (free: (operator: number) => number) =>
    certifyRun({
      scenario,
      table,
      strategies: new Int32Array(OPERATORS),
      quotes: 50,
      agents: scenario.operators.map(
        (_, operator): Agent => ({
          strategy: 0,
          memory: null,
          free: free(operator),
          unbonding: { tokens: 0, releaseDay: 0 },
        }),
      ),
      // The contract's word, taken from the pricer itself: what it costs to move is looked at here.
      chain: {
        quote: async (operator, offer) => ({
          weiPerSecond: 0n,
          tokensPerDay: pricer.price(operator, offer),
        }),
      },
      pricer,
      state,
    });

  describe("given operators with money", () => {
    it("says that all of them want to enter, and what they gain", async () => {
      const certificate = await certified((operator) => scenario.operators[operator]?.capital ?? 0);
      expect(certificate).to.include({ wanting: OPERATORS, barred: 0 });
      expect(certificate.epsilon).to.be.within(0.5 * scenario.emissionPerDay, certificate.epsilonFree);
    });
  });

  describe("given operators that have lost what their stake would need", () => {
    it("is at rest: nobody can move, and those who would are counted apart", async () => {
      const certificate = await certified(() => 0);
      expect(certificate).to.include({ epsilon: 0, nashConv: 0, wanting: 0, barred: OPERATORS });
      expect(certificate.epsilonFree).to.be.above(0);
    });
  });

  describe("given one of them with money", () => {
    it("counts that one as wanting, and the others as barred", async () => {
      const certificate = await certified((operator) => (operator === 2 ? 1e6 : 0));
      expect(certificate).to.include({ wanting: 1, barred: OPERATORS - 1 });
    });
  });
});

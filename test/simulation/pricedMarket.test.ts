import { expect } from "chai";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { PricedMarket } from "../../scripts/simulation/pricedMarket.js";
import { AVAILABILITY, BOTH_NORTH, FIRST_NORTH, FIRST_SOUTH, OUT, STAKE, tinyScenario } from "./tinyMarket.js";

/** A market in which nobody takes part at first, on MarginalCoverage or another rule. */
function market(
  options: {
    policy?: PolicyName;
    emissionPerDay?: number;
    free?: number[];
    playing?: number[];
    operators?: number;
  } = {},
): PricedMarket {
  const { policy = "MarginalCoverage", emissionPerDay = 1_000, operators = 3 } = options;
  const { scenario, table } = tinyScenario({ emissionPerDay, operators });
  const state: LedgerState = {
    operators,
    classes: 2,
    domains: 2,
    domainOf: new Int32Array(operators).fill(-1),
    stake: new Float64Array(operators),
    reliability: new Float64Array(2 * operators),
    capacityRatio: new Float64Array(2 * operators),
    served: new Float64Array(2 * operators),
    weights: Float64Array.of(1, 1),
    availability: Float64Array.from(AVAILABILITY.flatMap((r) => [r, r])),
    curves: scenario.curves,
    emissionPerDay,
    joined: new Float64Array(2 * operators),
    opened: new Uint8Array(2 * operators),
    ofPolicy: {},
  };
  const pricer = pricerFor(policy)(state);
  const coverage = policy === "MarginalCoverage" ? pricer : pricerFor("MarginalCoverage")(state);
  const { playing = [], free = [] } = options;
  playing.forEach((k, i) => {
    pricer.set(i, pricer.offer(i, table, k));
    if (coverage !== pricer) coverage.set(i, pricer.offer(i, table, k));
  });
  return new PricedMarket({
    scenario,
    pricer,
    coverage,
    table,
    agents: scenario.operators.map((_, i) => ({
      strategy: playing[i] ?? OUT,
      memory: null,
      free: free[i] ?? 1_000,
      unbonding: { tokens: 0, releaseDay: 0 },
    })),
    realised: Float64Array.from({ length: operators }, (_, i) => 10 * i),
  });
}

const near = (value: number | undefined, expected: number): void => {
  expect(value).to.be.within(expected - 1e-9, expected + 1e-9);
};

describe("PricedMarket", () => {
  describe("given MarginalCoverage, 1,000 tokens a day and nobody there", () => {
    it("net is what coverage gains, times the emission, less the operator's own cost", () => {
      const open = market();
      // 0.99 x 0.9 of all requests, for 20 tokens a day; operator 2 pays a fifth more.
      near(open.net(0, BOTH_NORTH), 891 - 20);
      near(open.net(2, BOTH_NORTH), 891 - 24);
      near(open.net(0, FIRST_SOUTH), 0.9 * 0.9 * 500 - 5);
      expect(open.net(0, OUT)).to.equal(0);
    });

    it("after a move, others find what is left, and peers are seen", () => {
      const open = market();
      near(open.net(1, FIRST_SOUTH), 405 - 5.5);
      open.move(0, BOTH_NORTH);
      near(open.net(1, FIRST_SOUTH), 405 * (1 - 0.891) - 5.5);
      const peers = open.peers(1);
      expect(peers.map(({ strategy }) => strategy)).to.deep.equal([BOTH_NORTH, OUT]);
      near(peers[0]?.payoff, 891 - 20);
      expect(peers[1]?.payoff).to.equal(0);
    });

    it("peers are judged by public list prices, not by what they really pay", () => {
      const open = market();
      open.move(2, BOTH_NORTH);
      near(open.peers(0)[1]?.payoff, 891 - 20);
      near(open.net(2, BOTH_NORTH), 891 - 24);
    });

    it("scale is an equal share of the emission; what was realised is handed on", () => {
      near(market().scale, 1_000 / 3);
      expect([0, 1, 2].map((i) => market().realised(i))).to.deep.equal([0, 10, 20]);
    });
  });

  describe("allowed", () => {
    it("everything that a purse can bond for and change to: entering takes the stake and two days' price", () => {
      const purse = [STAKE - 1, STAKE + 10, STAKE + 40];
      const open = market({ free: purse });
      // Prices 20, 10, 10, 5: twice that to enter.
      expect([...open.allowed(0)]).to.deep.equal([1, 0, 0, 0, 0]);
      expect([...open.allowed(1)]).to.deep.equal([1, 0, 0, 0, 1]);
      expect([...open.allowed(2)]).to.deep.equal([1, 1, 1, 1, 1]);
    });

    it("an operator that is in needs no second stake, and can always stay or leave", () => {
      const open = market({ playing: [BOTH_NORTH, FIRST_SOUTH], free: [5, -1] });
      expect([...open.allowed(0)]).to.deep.equal([1, 1, 0, 0, 1]);
      expect([...open.allowed(1)]).to.deep.equal([1, 0, 0, 0, 1]);
    });
  });

  describe("falls", () => {
    it("under EqualShare, copies that pay their owner and save nobody: counted once each", () => {
      // Emission 100: the first saves 89.1 and costs 20; the second nets 50 - 22.
      const open = market({ policy: "EqualShare", emissionPerDay: 100 });
      open.move(0, BOTH_NORTH);
      expect(open.falls).to.equal(0);
      near(open.net(1, BOTH_NORTH), 50 - 22);
      // Coverage rises by 0.99 x 0.1 x 0.9 = 0.0891, worth 8.91, for 22 a day.
      open.move(1, BOTH_NORTH);
      expect(open.falls).to.equal(1);
      // Leaving again gains 22 - 8.91.
      open.move(1, OUT);
      expect(open.falls).to.equal(1);
    });

    it("exactly at the price where emission x coverage equals cost: a little dearer falls, a little cheaper does not", () => {
      // FIRST_NORTH saves 0.891 / 2 of the emission; operator 0 pays 10 a day.
      const breakEven = 10 / (0.891 / 2);
      for (const [factor, falls] of [
        [1 + 1e-6, 0],
        [1, 0],
        [1 - 1e-6, 1],
      ] as const) {
        const open = market({ policy: "EqualShare", emissionPerDay: factor * breakEven });
        open.move(0, FIRST_NORTH);
        expect(open.falls).to.equal(falls);
      }
    });
  });
});

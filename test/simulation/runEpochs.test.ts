import { expect } from "chai";
import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { weiToTokens } from "../../scripts/common/units.js";
import type { LearningRule } from "../../scripts/learning/learningRule.js";
import { ruleNamed } from "../../scripts/learning/ruleNamed.js";
import { runEpochs } from "../../scripts/simulation/runEpochs.js";
import { startingStrategies } from "../../scripts/simulation/startingStrategies.js";
import { BOTH_NORTH, BOTH_SOUTH, FIRST_SOUTH, OUT, STAKE, tinyRun, tinyScenario } from "./tinyMarket.js";

/** A rule that does at its n-th decision what `plan(n, allowed, current)` says, and remembers only n. */
function planned(plan: (n: number, allowed: ArrayLike<number | boolean>, current: number) => number): LearningRule {
  return {
    id: "planned",
    title: "Follows a plan",
    source: "this test",
    usesPayoffs: "realised",
    initial: () => 0,
    decide: ({ state, observation }) => ({
      state: Number(state) + 1,
      strategy: plan(Number(state), observation.allowed, observation.current),
    }),
  };
}

const STAY = planned((_, __, current) => current);
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const near = (value: number | undefined, expected: number, within = 1e-9): void => {
  expect(value).to.be.within(expected - within, expected + within);
};

describe("runEpochs", () => {
  describe("given three operators that stay where they start, under EqualShare at 900 tokens a day", () => {
    const { scenario, table } = tinyScenario({ operators: 3, emissionPerDay: 900 });
    const run = () => tinyRun({ scenario, table, policy: "EqualShare", rule: STAY, start: "random", epochs: 3 });

    it("epoch 0 puts everybody at its start, with one intent each, and nobody moves again", async () => {
      const { records } = await run();
      const start = startingStrategies({ scenario, start: "random" });
      for (const { strategies } of records) expect(strategies).to.deep.equal(start);
      expect(records.map(({ moves }) => moves)).to.deep.equal([
        [...start].map((to, operator) => ({ operator, from: OUT, to })),
        [],
        [],
      ]);
      expect(records.map(({ epoch }) => epoch)).to.deep.equal([0, 1, 2]);
      expect([...(records[0]?.state.domainOf ?? [])]).to.deep.equal([...start].map((k) => table.domainOf[k]));
    });

    it("each is paid 300 a day; on the first day from its measurement to the claim", async () => {
      const { records } = await run();
      // Set-up at 0 s, entries at 1 s, measurements at 2 s, claims a second into the day's last minute.
      for (const tokens of records[0]?.paid ?? []) near(tokens, (300 * (86_400 - 60 + 1 - 2)) / 86_400);
      for (const { paid } of records.slice(1)) for (const tokens of paid) near(tokens, 300);
      for (const { emitted } of records) near(emitted, 900);
    });

    it("costs are the operator's own; entering costs two days of the list price more, once", async () => {
      const { records } = await run();
      const list = [...(records[0]?.strategies ?? [])].map((k) => scenario.strategies[k]?.usdPerDay ?? 0);
      list.forEach((price, i) => {
        near(records[0]?.cost[i], price * (1 + i / 10) + 2 * price);
        near(records[1]?.cost[i], price * (1 + i / 10));
      });
    });

    it("counts gas and transactions of each epoch: two to enter, a report, claims; later only claims", async () => {
      const { records, chain } = await run();
      const setUp = chain.counters.setUp;
      expect(records.map(({ transactions }) => transactions)).to.deep.equal([3 * 2 + 1 + 3, 3, 3]);
      expect(sum(records.map(({ gas }) => gas)) + setUp.gas).to.equal(chain.gas);
    });
  });

  for (const policy of POLICY_NAMES) {
    describe(`given ${policy} and better responses all at once`, () => {
      const { scenario, table } = tinyScenario({ operators: 4 });
      const run = () =>
        tinyRun({
          scenario,
          table,
          policy,
          rule: ruleNamed("log-linear"),
          order: "simultaneous",
          frequency: 0.5,
          start: "same",
          epochs: 6,
          unbondingDays: 2,
        });

      it("no token is lost or made: claims + liability + what nobody earned = emitted", async () => {
        const { records, chain } = await run();
        const { vault } = chain.deployment;
        const tag = { blockTag: "latest" } as const;
        const [emitted, paid, owed, surplus] = await Promise.all([
          vault.emitted(tag),
          vault.totalPaid(tag),
          vault.owed(tag),
          vault.surplus(tag),
        ]);
        expect(paid + owed + surplus).to.equal(emitted);
        const claimed = sum(records.flatMap((record) => [...record.paid]));
        near(claimed, weiToTokens(paid), 1e-9 * claimed);
        expect(claimed).to.be.above(0);
        for (const { paid: day, emitted: most, epoch } of records) {
          expect(sum(day), `epoch ${epoch}`).to.be.at.most(most + 1e-9);
        }
      });

      it("agents' purses are their token balances less what they spent outside the chain", async () => {
        const { records, chain } = await run();
        const { token } = chain.deployment;
        const last = records.at(-1);
        for (const [i, agent] of (last?.agents ?? []).entries()) {
          const spent = sum(records.map(({ cost }) => cost[i] ?? 0));
          const balance = await token.balanceOf(chain.operatorAddresses[i] ?? "");
          near(agent.free + spent, weiToTokens(balance), 1e-6);
          expect(agent.strategy).to.equal(last?.strategies[i]);
        }
        // All that operators hold, on chain and off it, is what they began with and what they were paid.
        const held = sum((last?.agents ?? []).map(({ free, unbonding }) => free + unbonding.tokens));
        const bonded = sum((last?.agents ?? []).map(({ strategy }) => (strategy === OUT ? 0 : STAKE)));
        const paid = sum(records.flatMap((record) => [...record.paid]));
        const spent = sum(records.flatMap((record) => [...record.cost]));
        near(held + bonded, 4 * 1_000 + paid - spent, 1e-6);
      });
    });
  }

  describe("given an operator that leaves at its first decision and then wants back in, with capital for one stake", () => {
    const { scenario, table } = tinyScenario({ operators: 2, capital: 100, emissionPerDay: 0.001 });
    const back = planned((n, allowed) => (n > 0 && allowed[FIRST_SOUTH] ? FIRST_SOUTH : OUT));
    const run = (frequency: number) =>
      tinyRun({
        scenario,
        table,
        policy: "EqualShare",
        rule: back,
        start: "same",
        epochs: 7,
        unbondingDays: 3,
        frequency,
      });

    it("unbonding binds: out for three days, and in again when the stake is released, even if nobody else is in", async () => {
      const { records } = await run(1);
      // In at 0, out at 1; the stake can be had from day 4 on.
      const first = records.map(({ strategies }) => strategies[0]);
      expect(first).to.deep.equal([FIRST_SOUTH, OUT, OUT, OUT, FIRST_SOUTH, FIRST_SOUTH, FIRST_SOUTH]);
      expect(records.map(({ agents }) => agents[0]?.unbonding.tokens)).to.deep.equal([0, 60, 60, 60, 0, 0, 0]);
    });

    it("one of two leaves while the other stays: the same three days", async () => {
      const { records } = await run(0.5);
      // Epoch 1 is the turn of operator 1, epoch 2 that of operator 0, and so on.
      const played = records.map(({ strategies }) => [...strategies]);
      expect(played.map(([, second]) => second)).to.deep.equal([4, 0, 0, 0, 0, 4, 4]);
    });
  });

  describe("given capital for two stakes", () => {
    it("re-enters at once with the second while the first unbonds, and gets the first back", async () => {
      const { scenario, table } = tinyScenario({ operators: 1, capital: 200, emissionPerDay: 0.001 });
      const back = planned((n, allowed) => (n !== 0 && allowed[BOTH_NORTH] ? BOTH_NORTH : OUT));
      const { records, chain } = await tinyRun({
        scenario,
        table,
        policy: "EqualShare",
        rule: back,
        start: "same",
        epochs: 5,
        unbondingDays: 2,
      });
      expect(records.map(({ strategies }) => strategies[0])).to.deep.equal([
        FIRST_SOUTH,
        OUT,
        BOTH_NORTH,
        BOTH_NORTH,
        BOTH_NORTH,
      ]);
      expect(records.map(({ agents }) => agents[0]?.unbonding.tokens)).to.deep.equal([0, 60, 60, 0, 0]);
      const paid = sum(records.map((record) => record.paid[0] ?? 0));
      const balance = await chain.deployment.token.balanceOf(chain.operatorAddresses[0] ?? "");
      near(weiToTokens(balance), 200 - 60 + paid, 1e-6);
    });
  });

  describe("given a rig that changes", () => {
    it("the chain holds what is played: old classes are left, the new ones measured, in the new domain", async () => {
      const { scenario, table } = tinyScenario({ operators: 1 });
      const plan = [FIRST_SOUTH, BOTH_SOUTH, BOTH_NORTH, 3, OUT];
      const { records } = await tinyRun({
        scenario,
        table,
        policy: "MarginalCoverage",
        rule: planned((n) => plan[n + 1] ?? OUT),
        start: "same",
        epochs: 5,
      });
      expect(records.map(({ strategies }) => strategies[0])).to.deep.equal(plan);
      expect(records.map(({ state }) => state.domainOf[0])).to.deep.equal([1, 1, 0, 0, -1]);
      expect(records.map(({ state }) => [...state.reliability])).to.deep.equal([
        [0.9, 0],
        [0.9, 0.9],
        [0.9, 0.9],
        [0.9, 0],
        [0, 0],
      ]);
      // Alone at q = 0.1: 0.9 x 0.9 of one class of two in the south, then of both; 0.99 x 0.9 in the north. A claim comes
      // a second into the last minute, a change a second into the day: 60 s of each day are paid as the day before.
      const lastMinute = (before: number, after: number): number => after + (60 / 86_400) * (before - after);
      near(records[1]?.paid[0], lastMinute(405, 810));
      near(records[2]?.paid[0], lastMinute(810, 891));
      near(records[3]?.paid[0], lastMinute(891, 445.5));
      // It has left, and is paid what it was still owed.
      near(records[4]?.paid[0], lastMinute(445.5, 0));
    });
  });

  describe("given a seed", () => {
    const recorded = async (seed: number) => {
      const { scenario, table } = tinyScenario({ operators: 4, seed });
      const rule = ruleNamed("log-linear");
      const { records } = await tinyRun({
        scenario,
        table,
        policy: "MarginalCoverage",
        rule,
        start: "random",
        epochs: 4,
        order: "random",
        frequency: 0.5,
      });
      return records;
    };

    it("two runs leave equal records, to the bit", async () => {
      expect(await recorded(5)).to.deep.equal(await recorded(5));
    });

    it("another seed leaves others", async () => {
      const strategies = (records: Awaited<ReturnType<typeof recorded>>) => records.map((r) => [...r.strategies]);
      expect(strategies(await recorded(5))).not.to.deep.equal(strategies(await recorded(6)));
    });
  });

  it("given a signal > stops before the next epoch", async () => {
    const { scenario, table } = tinyScenario({ operators: 1 });
    const controller = new AbortController();
    const seen: number[] = [];
    const { chain } = await tinyRun({ scenario, table, policy: "EqualShare", rule: STAY, start: "same", epochs: 0 });
    const epochs = runEpochs({
      scenario,
      chain,
      policy: "EqualShare",
      table,
      rule: STAY,
      order: "sequential",
      frequency: 1,
      start: "out",
      epochs: 5,
      service: { name: "analytic", readings: async () => [] },
      horizonDays: 1,
      unbondingDays: 1,
      signal: controller.signal,
    });
    let reason: unknown;
    try {
      for await (const { epoch } of epochs) {
        seen.push(epoch);
        if (epoch === 1) controller.abort(new Error("enough"));
      }
    } catch (error) {
      reason = error;
    }
    expect(seen).to.deep.equal([0, 1]);
    expect(reason).to.be.an("error").with.property("message", "enough");
  });
});

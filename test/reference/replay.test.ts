import { expect } from "chai";
import fc from "fast-check";
import { ZERO } from "../../scripts/reference/exact.js";
import type { HistoryEvent, StateEvent } from "../../scripts/reference/history.js";
import { Replay } from "../../scripts/reference/replay.js";
import { RULES } from "../../scripts/reference/rules.js";
import { exampleEvents, WORKED_EXAMPLE } from "../../scripts/reference/workedExample.js";
import { history, OPERATORS, POLICIES } from "./arbitraries.js";
import { expectAtMost, expectClose } from "./closeTo.js";
import { integrate } from "./integrate.js";
import { replayed, WEI_DUST } from "./replayed.js";

const TOKEN = 10n ** 18n;
function at(time: bigint, events: readonly StateEvent[]): HistoryEvent[] {
  return events.map((event) => ({ ...event, time }));
}

/** Every rule as a policy, 1 token a second for 1,000 s from t = 0, the worked example from t = `since`. */
function exampleHistory(since = 0n): HistoryEvent[] {
  return [
    ...POLICIES.map((rule): HistoryEvent => ({ type: "policyStarted", policy: rule, rule, time: 0n })),
    { type: "funded", amount: 1_000n * TOKEN, time: 0n },
    { type: "emissionRateChanged", rate: TOKEN, time: 0n },
    ...at(since, exampleEvents(WORKED_EXAMPLE)),
  ];
}

describe("replay", () => {
  describe("the worked example with 1,000 tokens in 1,000 s", () => {
    for (const rule of POLICIES) {
      const shares = Object.entries(WORKED_EXAMPLE.expected.shares[rule] ?? {});
      const title = shares.map(([operator, share]) => `${operator} ${Number(share) * 1_000}`).join(", ");
      it(`${rule} owes ${title}, and no more when the vault is dry`, () => {
        for (const time of [1_000n, 5_000n]) {
          const replay = replayed(exampleHistory(), time);
          for (const [operator, share] of shares) {
            expectClose(replay.earned(rule, operator).div(1e18), Number(share) * 1_000, "1e-12");
          }
        }
      });
    }

    it("given nobody serves in the first 400 s > that emission is nobody's, not the first comer's", () => {
      const replay = replayed(exampleHistory(400n), 1_000n);
      expectClose(replay.earned("MarginalCoverage", "Ann").div(1e18), "28.8");
      expectClose(replay.liability("EqualShare").div(1e18), 600);
    });

    it("given claims > they move earned to paid and change nothing else", () => {
      const claims: HistoryEvent[] = [
        { type: "claimed", policy: "MarginalCoverage", operator: "Ann", amount: 24n * TOKEN, time: 500n },
        { type: "claimed", policy: "MarginalCoverage", operator: "Ann", amount: 1n * TOKEN, time: 600n },
      ];
      const [without, claimed] = [
        replayed(exampleHistory(), 1_000n),
        replayed([...exampleHistory(), ...claims], 1_000n),
      ];
      expectClose(claimed.earned("MarginalCoverage", "Ann").div(1e18), 23);
      expect(claimed.paid("MarginalCoverage", "Ann")).to.equal(25n * TOKEN);
      for (const policy of POLICIES) {
        for (const { name } of WORKED_EXAMPLE.operators) {
          expectClose(claimed.accrued(policy, name), without.accrued(policy, name), WEI_DUST);
        }
      }
    });

    it("given half of Ann's stake is slashed at 500 s > only StakeWeighted pays differently, and only from then on", () => {
      const slashed: HistoryEvent = {
        type: "operatorChanged",
        operator: "Ann",
        domain: 1n,
        stake: 200n * TOKEN,
        time: 500n,
      };
      const [without, replay] = [replayed(exampleHistory(), 1_000n), replayed([...exampleHistory(), slashed], 1_000n)];
      expectClose(replay.earned("StakeWeighted", "Ann").div(1e18), 200 + 125);
      expectClose(replay.earned("StakeWeighted", "Bob").div(1e18), 150 + 187.5);
      for (const policy of POLICIES.filter((name) => name !== "StakeWeighted")) {
        expectClose(replay.earned(policy, "Ann"), without.earned(policy, "Ann"), WEI_DUST);
      }
    });

    it("given another policy takes over at 400 s > the old one keeps what it owed, the new one owes what follows", () => {
      const exchange: HistoryEvent[] = [
        { type: "policyFrozen", policy: "MarginalCoverage", time: 400n },
        { type: "policyStarted", policy: "successor", rule: "FlatMarginalCoverage", time: 400n },
      ];
      const replay = replayed([...exampleHistory(), ...exchange], 1_000n);
      expectClose(replay.earned("MarginalCoverage", "Cyd").div(1e18), 78);
      expectClose(replay.earned("successor", "Cyd").div(1e18), 45);
    });

    it("given Bob moves to the unlisted domain at 500 s > he takes his service along", () => {
      const moved: HistoryEvent = {
        type: "operatorChanged",
        operator: "Bob",
        domain: 0n,
        stake: 300n * TOKEN,
        time: 500n,
      };
      const replay = replayed([...exampleHistory(), moved], 1_000n);
      // chat: f = 0.4, 0.4 and 0.625, M = 0.1; Bob gets 0.8 x 0.1 x 0.2 x 3, Ann 0.8 x 0.1 x 0.5 x 3
      expectClose(replay.earned("MarginalCoverage", "Bob").div(1e18), 24 + 24);
      expectClose(replay.earned("MarginalCoverage", "Ann").div(1e18), 24 + 60);
      expectClose(replay.earned("FlatMarginalCoverage", "Bob").div(1e18), 37.5);
    });
  });

  describe("any history", () => {
    it("given any history > agrees with everybody's share times emission, added up between all events", () => {
      fc.assert(
        fc.property(history, (events) => {
          const until = (events.at(-1)?.time ?? 0n) + 100n;
          const replay = replayed(events, until);
          for (const policy of POLICIES) {
            const expected = integrate({ history: events, rule: RULES[policy], until });
            for (const operator of OPERATORS) {
              expectClose(replay.accrued(policy, operator), expected.get(operator) ?? 0, WEI_DUST);
            }
          }
        }),
        { numRuns: 30 },
      );
    });

    it("given any history > nobody's total ever falls and all together get at most what was emitted", () => {
      fc.assert(
        fc.property(history, (events) => {
          const replay = new Replay();
          const last = new Map<string, ReturnType<Replay["accrued"]>>();
          for (const event of events) {
            replay.apply(event);
            for (const policy of POLICIES.filter((name) => name === "MarginalCoverage" && event.time > 0n)) {
              let sum = ZERO;
              for (const operator of OPERATORS) {
                const accrued = replay.accrued(policy, operator);
                expectAtMost(last.get(operator) ?? 0, accrued, WEI_DUST);
                last.set(operator, accrued);
                sum = sum.plus(accrued);
              }
              expectAtMost(sum, replay.emitted.toString(), WEI_DUST);
            }
          }
        }),
        { numRuns: 30 },
      );
    });
  });

  describe("bad input", () => {
    it("given time goes back > throws", () => {
      expect(() => replayed(exampleHistory(100n), 99n)).to.throw(RangeError, "time went back from 100 to 99");
    });

    it("given a policy never started > throws and names those that were", () => {
      expect(() => new Replay(exampleHistory()).earned("Shapley", "Ann")).to.throw(RangeError, "no policy Shapley");
    });

    const bad: { name: string; event: StateEvent; message: string }[] = [
      {
        name: "an unknown class",
        event: { type: "serviceChanged", operator: "Ann", classId: 9n, u: 1n, x: 1n, served: 0n },
        message: "no class 9",
      },
      {
        name: "a weight for an unknown class",
        event: { type: "weightChanged", classId: 9n, weight: 1n },
        message: "no class 9",
      },
      {
        name: "a class added twice",
        event: { type: "classAdded", classId: 1n, weight: 1n, kappas: [1n], alphas: [1n] },
        message: "class 1 exists",
      },
      {
        name: "two alphas for one kappa",
        event: { type: "alphasChanged", classId: 1n, alphas: [1n, 1n] },
        message: "one alpha",
      },
    ];
    for (const { name, event, message } of bad) {
      it(`given ${name} > throws`, () => {
        expect(() => new Replay(exampleHistory()).apply({ ...event, time: 0n })).to.throw(RangeError, message);
      });
    }

    it("given a member of a domain without availability > throws", () => {
      const events: HistoryEvent[] = [
        ...exampleHistory(),
        { type: "operatorChanged", operator: "Ann", domain: 9n, stake: 0n, time: 0n },
      ];
      expect(() => replayed(events, 1n)).to.throw(RangeError, "domain 9");
    });
  });
});

import { expect } from "chai";
import type { Decimal } from "decimal.js";
import fc from "fast-check";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { Exact, ONE, ZERO } from "../../scripts/reference/exact.js";
import { gairingShare } from "../../scripts/reference/gairingShare.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { RULES } from "../../scripts/reference/rules.js";
import { EMPTY_STATE, type NetworkState } from "../../scripts/reference/state.js";
import { classEvents, networkEvents, profile, profileEvents } from "./arbitraries.js";
import { expectClose } from "./closeTo.js";
import { equalShares, SemivalueGame } from "./semivalueGame.js";

const BILLION = 1_000_000_000n;
const PLENTY = 1_000n * BILLION;
const stateOf = (events: readonly StateEvent[]) => events.reduce(applyEvent, EMPTY_STATE);

/** One class of all demand and operators with these reliabilities (1e-9) and capacity to spare: p = u. */
function oneClass(reliabilities: readonly bigint[]): NetworkState {
  return stateOf([
    { type: "classAdded", classId: 1n, weight: 1n, kappas: [BILLION], alphas: [BILLION] },
    { type: "availabilityChanged", classId: 1n, domain: 0n, availability: 500_000_000n },
    ...reliabilities.flatMap((u, i): StateEvent[] => [
      { type: "operatorChanged", operator: `${i}`, domain: 0n, stake: 0n },
      { type: "serviceChanged", operator: `${i}`, classId: 1n, u, x: PLENTY, served: 0n },
    ]),
  ]);
}

function sumOf(shares: ReadonlyMap<string, Decimal>): Decimal {
  return [...shares.values()].reduce((sum, share) => sum.plus(share), ZERO);
}

/** Up to seven operators over the three classes. */
const sevenOperators = fc
  .tuple(classEvents, fc.array(profile, { minLength: 6, maxLength: 7 }))
  .map(([classes, profiles]) => [...classes, ...profiles.flatMap((each, i) => profileEvents(`op${i}`, each))]);

describe("Shapley's rule in the reference", () => {
  it("given Ann with p = 1/2 and Bob with p = 1/4 > 7/16 and 3/16: Ann 1/2 before Bob, 3/8 after him", () => {
    const shares = RULES.Shapley.shares(oneClass([500_000_000n, 250_000_000n]));
    expectClose(shares.get("0") ?? 0, "0.4375");
    expectClose(shares.get("1") ?? 0, "0.1875");
  });

  it("given any network of at most seven operators > the mean of what each adds over all orders of arrival", () => {
    fc.assert(
      fc.property(sevenOperators, (events) => {
        const state = stateOf(events);
        const shares = RULES.Shapley.shares(state);
        const game = new SemivalueGame(state);
        game.meanOverOrders().forEach((mean, i) => {
          expectClose(shares.get(game.players[i] ?? "") ?? 0, mean, 1e-40);
        });
      }),
      { numRuns: 8 },
    );
  });

  it("given any network > efficient: all shares add up to coverage; a null player gets nothing", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const idle: StateEvent[] = [
          { type: "operatorChanged", operator: "idle", domain: 1n, stake: 10n ** 24n },
          { type: "serviceChanged", operator: "idle", classId: 1n, u: 900_000_000n, x: 0n, served: 9n },
        ];
        const state = stateOf([...events, ...idle]);
        const shares = RULES.Shapley.shares(state);
        const game = new SemivalueGame(state);
        expectClose(sumOf(shares), game.worth((1 << game.players.length) - 1), 1e-40);
        expect(shares.get("idle")?.toString()).to.equal("0");
        expect(RULES.Gairing.share(state, "idle").toString()).to.equal("0");
      }),
      { numRuns: 60 },
    );
  });

  it("given equal services in any order of arrival, from any domain and with any stake > equal pay", () => {
    fc.assert(
      fc.property(networkEvents, profile, (events, twin) => {
        const other = { ...twin, domain: (twin.domain + 1n) % 3n, stake: twin.stake + 1n };
        const twins = [...profileEvents("twin", twin), ...events, ...profileEvents("other", other)];
        // Classes first, whatever comes between.
        const sorted = [...twins].sort((a, b) => order(a) - order(b));
        for (const rule of [RULES.Shapley, RULES.Gairing]) {
          const shares = rule.shares(stateOf(sorted));
          expectClose(shares.get("twin") ?? 0, shares.get("other") ?? 1, 1e-40);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("given any network > linear: the pay is the mean of what each class alone would pay, by its demand", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = stateOf(events);
        fc.pre(state.totalWeight > 0n);
        for (const rule of [RULES.Shapley, RULES.Gairing]) {
          for (const [operator, share] of rule.shares(state)) {
            let mean = ZERO;
            for (const [classId, { weight }] of state.classes) {
              const alone = [...state.classes.keys()].map((id): StateEvent => {
                return { type: "weightChanged", classId: id, weight: id === classId ? 1n : 0n };
              });
              const value = rule.share(alone.reduce(applyEvent, state), operator);
              mean = mean.plus(value.times(weight.toString()).div(state.totalWeight.toString()));
            }
            expectClose(mean, share, 1e-40);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("Gairing's rule in the reference", () => {
  it("given any network > f(k) to each of k that are up, in the mean over who is up; and 1/k for Shapley's", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = stateOf(events);
        const game = new SemivalueGame(state);
        for (const [rule, share] of [
          [RULES.Gairing, gairingShare],
          [RULES.Shapley, equalShares],
        ] as const) {
          const shares = rule.shares(state);
          game.expectedShares(share).forEach((expected, i) => {
            expectClose(shares.get(game.players[i] ?? "") ?? 0, expected, 1e-40);
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it("given copies that are nearly always up > f(1), 2 f(2), 3 f(3) of the class between 1, 2 and 3 of them", () => {
    for (const [count, all] of [
      [1, 1],
      [2, 0.836_046],
      [3, 0.762_21],
      [10, 0.639_658],
    ] as const) {
      const sum = sumOf(RULES.Gairing.shares(oneClass(new Array(count).fill(BILLION - 1n)))).toNumber();
      expect(sum, `${count}`).to.be.within(all - 1e-6, all + 1e-6);
    }
  });
});

describe("Gairing's f(k)", () => {
  it("f(1) = 1, f(2) = (e - 2)/(e - 1) = 0.418, f(3) = (2e - 5)/(e - 1)", () => {
    const e = ONE.exp();
    expectClose(gairingShare(1), 1);
    expectClose(gairingShare(2), e.minus(2).div(e.minus(1)));
    expectClose(gairingShare(3), e.times(2).minus(5).div(e.minus(1)));
    expect(gairingShare(2).toFixed(3)).to.equal("0.418");
  });

  it("k up to 40 > f(k+1) = k f(k) - 1/(e - 1) in 60 digits", () => {
    const constant = ONE.div(ONE.exp().minus(1));
    let share = ONE;
    // Every step multiplies the error by k: by 40 some 46 digits are lost, so twice as many are carried.
    const Wide = Exact.clone({ precision: 120 });
    let wide = new Wide(1);
    const wideConstant = new Wide(1).div(new Wide(1).exp().minus(1));
    for (let k = 1; k <= 40; k++) {
      expectClose(gairingShare(k), wide, 1e-55);
      wide = wide.times(k).minus(wideConstant);
      share = share.times(k).minus(constant);
    }
    expect(share.minus(gairingShare(41)).abs().toNumber()).to.be.above(1e-15);
  });

  it("the same recursion in doubles > below zero or above one by k = 18: why the series is used", () => {
    let share = 1;
    const wrong: number[] = [];
    for (let k = 1; k < 30; k++) {
      share = k * share - 1 / (Math.E - 1);
      const exact = gairingShare(k + 1).toNumber();
      if (Math.abs(share - exact) > exact) wrong.push(k + 1);
    }
    expect(wrong[0]).to.be.within(17, 19);
  });

  it("k f(k) falls from 1 towards 1/(e - 1) = 0.582", () => {
    const all = Array.from({ length: 2_000 }, (_, i) =>
      gairingShare(i + 1)
        .times(i + 1)
        .toNumber(),
    );
    all.forEach((value, i) => {
      if (i > 0) expect(value).to.be.below(all[i - 1] ?? 0);
    });
    expect(all.at(-1)).to.be.within(0.58198, 0.5823);
  });
});

function order(event: StateEvent): number {
  if (event.type === "classAdded") return 0;
  return event.type === "availabilityChanged" ? 1 : 2;
}

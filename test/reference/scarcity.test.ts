import fc from "fast-check";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { RULES } from "../../scripts/reference/rules.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { EMPTY_STATE, type NetworkState, type ServiceLevel } from "../../scripts/reference/state.js";
import { availability, curve, serviceLevel } from "./arbitraries.js";
import { expectAtMost, expectClose } from "./closeTo.js";

const BILLION = 1_000_000_000n;
const HERE = 1n;
const FRESH = 2n;

/** Two classes of one curve and weight; two domains of one availability. */
function twoOfEach({ kappas, alphas, r }: { kappas: bigint[]; alphas: bigint[]; r: bigint }): StateEvent[] {
  return [1n, 2n].flatMap((classId): StateEvent[] => [
    { type: "classAdded", classId, weight: 1n, kappas, alphas },
    { type: "availabilityChanged", classId, domain: HERE, availability: r },
    { type: "availabilityChanged", classId, domain: FRESH, availability: r },
  ]);
}

/** Class 1 is served from domain 1 by operators with these service levels. */
function crowded(events: StateEvent[], crowd: readonly ServiceLevel[]): NetworkState {
  return crowd.reduce(
    (state, level, i) => setProfile(state, `rival ${i}`, { stake: 0n, domain: HERE, services: new Map([[1n, level]]) }),
    events.reduce(applyEvent, EMPTY_STATE),
  );
}

function payOf(
  state: NetworkState,
  { domain, classId, level }: { domain: bigint; classId: bigint; level: ServiceLevel },
) {
  const joined = setProfile(state, "new", { stake: 0n, domain, services: new Map([[classId, level]]) });
  return RULES.MarginalCoverage.share(joined, "new");
}

describe("P4 scarcity", () => {
  const crowds = fc.array(serviceLevel, { minLength: 1, maxLength: 4 });

  it("given a served and an uncovered class alike > the uncovered one pays at least as much", () => {
    fc.assert(
      fc.property(curve, availability, crowds, serviceLevel, (shape, r, crowd, level) => {
        const state = crowded(twoOfEach({ ...shape, r }), crowd);
        const here = payOf(state, { domain: HERE, classId: 1n, level });
        expectAtMost(here, payOf(state, { domain: HERE, classId: 2n, level }));
      }),
      { numRuns: 80 },
    );
  });

  it("given a crowded domain and an independent one alike > the independent one pays at least as much", () => {
    fc.assert(
      fc.property(curve, availability, crowds, serviceLevel, (shape, r, crowd, level) => {
        const state = crowded(twoOfEach({ ...shape, r }), crowd);
        const here = payOf(state, { domain: HERE, classId: 1n, level });
        expectAtMost(here, payOf(state, { domain: FRESH, classId: 1n, level }));
      }),
      { numRuns: 80 },
    );
  });

  it("given one layer > the independent domain pays 1 + (1 - r)(1 - Q) / Q times as much, Q of the crowd", () => {
    const level = { u: 750_000_000n, x: BILLION, served: 0n };
    fc.assert(
      fc.property(availability, fc.array(serviceLevel, { minLength: 1, maxLength: 3 }), (r, crowd) => {
        const state = crowded(twoOfEach({ kappas: [BILLION], alphas: [BILLION], r }), crowd);
        const Q = state.classes.get(1n)?.cells.get(HERE)?.products[0] ?? 1;
        const up = payOf(state, { domain: HERE, classId: 1n, level });
        const fresh = payOf(state, { domain: FRESH, classId: 1n, level });
        const down = Number(BILLION - r) / 1e9;
        expectClose(fresh.div(up).toNumber(), 1 + (down * (1 - Number(Q))) / Number(Q), fresh.div(up).times(1e-9));
      }),
      { numRuns: 60 },
    );
  });

  it("known weakness: a copy (u = 0.999) that claims a fresh domain with r = 0.9 earns 100.9 times as much", () => {
    const copy = { u: 999_000_000n, x: 1_000n * BILLION, served: 0n };
    const state = crowded(twoOfEach({ kappas: [BILLION], alphas: [BILLION], r: 900_000_000n }), [copy]);
    const here = payOf(state, { domain: HERE, classId: 1n, level: copy });
    expectClose(payOf(state, { domain: FRESH, classId: 1n, level: copy }).div(here), "100.9");
  });
});

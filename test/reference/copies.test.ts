import { expect } from "chai";
import fc from "fast-check";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { failure } from "../../scripts/reference/failure.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { RULES } from "../../scripts/reference/rules.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { EMPTY_STATE, type NetworkState, type Profile } from "../../scripts/reference/state.js";
import { DOMAIN_IDS, networkEvents, profile } from "./arbitraries.js";
import { expectAtMost, expectClose } from "./closeTo.js";

const BILLION = 1_000_000_000n;

/** What each of 1, 2, ... n identical operators is paid on top of the rest. */
function payOfCopies(rest: NetworkState, copy: Profile, n: number) {
  let state = rest;
  return Array.from({ length: n }, (_, i) => {
    state = setProfile(state, `copy ${i}`, copy);
    return RULES.MarginalCoverage.share(state, "copy 0");
  });
}

describe("P3 copies", () => {
  it("given any network > each further copy lowers the pay of every copy", () => {
    fc.assert(
      fc.property(networkEvents, profile, (events, copy) => {
        const pay = payOfCopies(events.reduce(applyEvent, EMPTY_STATE), copy, 5);
        pay.slice(1).forEach((next, i) => {
          expectAtMost(next, pay[i] ?? 0);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("given any network > anyone who joins lowers everybody's pay, copy or not", () => {
    fc.assert(
      fc.property(networkEvents, profile, (events, joins) => {
        const before = events.reduce(applyEvent, EMPTY_STATE);
        const after = RULES.MarginalCoverage.shares(setProfile(before, "new", joins));
        for (const [operator, share] of RULES.MarginalCoverage.shares(before)) {
          expectAtMost(after.get(operator) ?? 0, share);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("given one layer and one domain > each copy's pay falls by the factor q = 1 - u (1 - e^-x) each time", () => {
    fc.assert(
      fc.property(
        fc.bigInt(1_000_000n, 999_000_000n),
        fc.bigInt(1_000_000n, 5n * BILLION),
        fc.bigInt(1n, 999_900_000n),
        (u, x, r) => {
          const alone: StateEvent[] = [
            { type: "classAdded", classId: 1n, weight: 1n, kappas: [BILLION], alphas: [BILLION] },
            { type: "availabilityChanged", classId: 1n, domain: 1n, availability: r },
          ];
          const copy = { stake: 0n, domain: 1n, services: new Map([[1n, { u, x, served: 0n }]]) };
          const pay = payOfCopies(alone.reduce(applyEvent, EMPTY_STATE), copy, 4);
          const { factor } = failure({ u, x, kappa: BILLION });
          pay.slice(1).forEach((next, i) => {
            expectClose(next, factor.times(pay[i] ?? 0));
            expect(next.lt(pay[i] ?? 0)).to.equal(true);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("given u = 0.75, plenty of capacity and r = 0.8 > the first earns 0.6, two 0.15 each, three 0.0375 each", () => {
    const events: StateEvent[] = [
      { type: "classAdded", classId: 1n, weight: 1n, kappas: [BILLION], alphas: [BILLION] },
      ...DOMAIN_IDS.map((domain): StateEvent => {
        return { type: "availabilityChanged", classId: 1n, domain, availability: 800_000_000n };
      }),
    ];
    const service = { u: 750_000_000n, x: 1_000n * BILLION, served: 0n };
    const copy = { stake: 0n, domain: 1n, services: new Map([[1n, service]]) };
    const pay = payOfCopies(events.reduce(applyEvent, EMPTY_STATE), copy, 3);
    expect(pay.map(String)).to.deep.equal(["0.6", "0.15", "0.0375"]);
  });
});

import { expect } from "chai";
import fc from "fast-check";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { coverage } from "../../scripts/reference/coverage.js";
import { coverageByDefinition } from "../../scripts/reference/coverageByDefinition.js";
import { coverageByEnumeration } from "../../scripts/reference/coverageByEnumeration.js";
import { RULES } from "../../scripts/reference/rules.js";
import { EMPTY_STATE, type NetworkState } from "../../scripts/reference/state.js";
import { networkEvents, OPERATORS, profile, profileEvents } from "./arbitraries.js";
import { expectClose } from "./closeTo.js";

/** The network as FlatMarginalCoverage sees it: one domain that never fails, one layer alpha = kappa = 1. */
function flattened(state: NetworkState): NetworkState {
  const events = [
    ...[...state.classes].flatMap(([classId, { weight }]) => [
      { type: "classAdded", classId, weight, kappas: [1_000_000_000n], alphas: [1_000_000_000n] } as const,
      { type: "availabilityChanged", classId, domain: 1n, availability: 1_000_000_000n } as const,
    ]),
    ...[...state.operators].flatMap(([operator, each]) => profileEvents(operator, { ...each, domain: 1n })),
  ];
  return events.reduce(applyEvent, EMPTY_STATE);
}

describe("coverage", () => {
  it("given any network > closed form, direct products and enumeration of all up and down states agree", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = events.reduce(applyEvent, EMPTY_STATE);
        expectClose(coverage(state), coverageByDefinition(state));
        expectClose(coverage(state), coverageByEnumeration(state));
      }),
      { numRuns: 40 },
    );
  });

  it("given nobody > is 0", () => {
    expect(coverage(EMPTY_STATE).toString()).to.equal("0");
  });

  it("given any network > MarginalCoverage pays C(all) - C(all without i)", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = events.reduce(applyEvent, EMPTY_STATE);
        for (const [operator, share] of RULES.MarginalCoverage.shares(state)) {
          expectClose(share, coverageByDefinition(state).minus(coverageByDefinition(state, operator)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("given any network > FlatMarginalCoverage pays what MarginalCoverage would in one domain that never fails", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = events.reduce(applyEvent, EMPTY_STATE);
        const flat = flattened(state);
        for (const [operator, share] of RULES.FlatMarginalCoverage.shares(state)) {
          expectClose(share, coverageByDefinition(flat).minus(coverageByDefinition(flat, operator)));
        }
      }),
      { numRuns: 60 },
    );
  });

  for (const [name, again] of [
    ["the same u and another x", { u: 750_000_000n, x: 2_000_000_000n }],
    ["the same x and another u", { u: 600_000_000n, x: 1_000_000_000n }],
    ["the same u and x", { u: 750_000_000n, x: 1_000_000_000n }],
  ] as const) {
    it(`given an operator measured again with ${name} > what it was before counts no more`, () => {
      const report = { type: "serviceChanged", operator: "ann", classId: 1n, served: 0n } as const;
      const network = (reports: readonly { u: bigint; x: bigint }[]) =>
        [
          { type: "classAdded", classId: 1n, weight: 1n, kappas: [500_000_000n], alphas: [1_000_000_000n] } as const,
          { type: "availabilityChanged", classId: 1n, domain: 1n, availability: 900_000_000n } as const,
          { type: "operatorChanged", operator: "ann", domain: 1n, stake: 0n } as const,
          ...reports.map((level) => ({ ...report, ...level })),
        ].reduce(applyEvent, EMPTY_STATE);
      const [twice, once] = [network([{ u: 750_000_000n, x: 1_000_000_000n }, again]), network([again])];
      for (const rule of [RULES.MarginalCoverage, RULES.FlatMarginalCoverage]) {
        expectClose(rule.share(twice, "ann"), rule.share(once, "ann"));
      }
    });
  }

  it("given profiles replaced many times > the kept sums still agree with direct products", () => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...OPERATORS), profile), { maxLength: 25 });
    fc.assert(
      fc.property(networkEvents, changes, (events, replaced) => {
        const all = [
          ...events,
          ...replaced.flatMap(([operator, next]) => {
            const leave = [1n, 2n, 3n].map((classId) => {
              return { type: "serviceChanged", operator, classId, u: 0n, x: 0n, served: 0n } as const;
            });
            return [...leave, ...profileEvents(operator, next)];
          }),
        ];
        const state = all.reduce(applyEvent, EMPTY_STATE);
        expectClose(coverage(state), coverageByDefinition(state));
        for (const [operator, share] of RULES.MarginalCoverage.shares(state)) {
          expectClose(share, coverageByDefinition(state).minus(coverageByDefinition(state, operator)));
        }
      }),
      { numRuns: 30 },
    );
  });
});

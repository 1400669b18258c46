import { expect } from "chai";
import fc from "fast-check";
import { claimsInOrder } from "../../scripts/agents/claimsInOrder.js";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import { classCoverage } from "../../scripts/metrics/classCoverage.js";
import { coverage } from "../../scripts/metrics/coverage.js";
import { coverageUnder } from "../../scripts/metrics/coverageUnder.js";
import { coverageWithout } from "../../scripts/metrics/coverageWithout.js";
import { domainCoverage } from "../../scripts/metrics/domainCoverage.js";
import { marginalCoverage } from "../../scripts/metrics/marginalCoverage.js";
import { worstOutage } from "../../scripts/metrics/worstOutage.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { classCoverage as referenceClassCoverage } from "../../scripts/reference/coverage.js";
import { coverageByDefinition } from "../../scripts/reference/coverageByDefinition.js";
import { coverageByEnumeration } from "../../scripts/reference/coverageByEnumeration.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { EMPTY_STATE, type NetworkState } from "../../scripts/reference/state.js";
import { exampleEvents, WORKED_EXAMPLE } from "../../scripts/reference/workedExample.js";
import { DOMAIN_IDS, networkEvents } from "../reference/arbitraries.js";
import { ledgerStateOf } from "./ledgerStateOf.js";

/** Alphas in the arbitrary networks reach 32 and sums of them cancel: doubles leave this much. */
const ROUNDING = 1e-11;

const replayed = (events: readonly StateEvent[]): NetworkState => events.reduce(applyEvent, EMPTY_STATE);
const columns = (state: NetworkState): LedgerState => ledgerStateOf(state, DOMAIN_IDS);

function expectNear(actual: number, expected: number): void {
  expect(actual).to.be.within(expected - ROUNDING, expected + ROUNDING);
}

/** One class with plenty of capacity, so that q = 1 - u: operators as [domain, u], and the domains' availability. */
function plenty(operators: readonly [number, number][], availability: readonly number[]): LedgerState {
  return {
    operators: operators.length,
    classes: 1,
    domains: availability.length,
    domainOf: Int32Array.from(operators, ([domain]) => domain),
    stake: new Float64Array(operators.length),
    reliability: Float64Array.from(operators, ([, u]) => u),
    capacityRatio: new Float64Array(operators.length).fill(1000),
    served: new Float64Array(operators.length),
    ...claimsInOrder({ classes: 1, reliability: operators.map(([, u]) => u) }),
    weights: Float64Array.of(7),
    availability: Float64Array.from(availability),
    curves: [{ kappas: [1_000_000_000n], alphas: [1_000_000_000n] }],
    emissionPerDay: 1,
    ofPolicy: {},
  };
}

/** Two domains up 90% and 80% of the time: two operators with u = 0.5 in the first, one with u = 0.75 in the second. */
const three = plenty(
  [
    [0, 0.5],
    [0, 0.5],
    [1, 0.75],
  ],
  [0.9, 0.8],
);

const example = replayed(exampleEvents(WORKED_EXAMPLE));

describe("coverage", () => {
  it("given the worked example > is 0.87", () => {
    expectNear(coverage(columns(example)), Number(WORKED_EXAMPLE.expected.coverage));
  });

  it("given three operators in two domains > is 1 - (1 - 0.9 x 0.75)(1 - 0.8 x 0.75)", () => {
    expectNear(coverage(three), 1 - 0.325 * 0.4);
  });

  it("given any network > is the expectation over every combination of what is up", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = replayed(events);
        expectNear(coverage(columns(state)), coverageByEnumeration(state).toNumber());
      }),
      { numRuns: 25 },
    );
  });

  it("given any network > agrees by class with the reference", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = replayed(events);
        const values = classCoverage(columns(state));
        [...state.classes.values()].forEach((each, c) => {
          expectNear(values[c] ?? Number.NaN, referenceClassCoverage(each).toNumber());
        });
      }),
      { numRuns: 25 },
    );
  });

  it("given an operator that is out, whatever it was measured at > is the reference without it", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = replayed(events);
        [...state.operators].forEach(([operator], i) => {
          const out = columns(state);
          out.domainOf[i] = -1;
          expectNear(coverage(out), coverageByDefinition(state, operator).toNumber());
        });
      }),
      { numRuns: 20 },
    );
  });

  it("given a class that nobody serves, on a curve of two layers > is exactly 0", () => {
    const curves = [{ kappas: [500_000_000n, 2_000_000_000n], alphas: [1_300_000_000n, -300_000_000n] }];
    expect([...classCoverage({ ...plenty([], [0.9]), curves })]).to.deep.equal([0]);
  });

  it("given nobody, nobody active, or no weight > is 0", () => {
    expect(coverage(plenty([], [0.9]))).to.equal(0);
    expect(coverage(plenty([[-1, 0.9]], [0.9]))).to.equal(0);
    expect(coverage({ ...three, weights: Float64Array.of(0) })).to.equal(0);
  });
});

describe("coverageWithout", () => {
  it("given three operators in two domains > keeps the other domain only", () => {
    expectNear(coverageWithout({ state: three, domain: 0 }), 0.6);
    expectNear(coverageWithout({ state: three, domain: 1 }), 0.675);
  });

  it("given any network > is the enumeration of the network without that domain's operators", () => {
    fc.assert(
      fc.property(networkEvents, fc.nat(DOMAIN_IDS.length - 1), (events, domain) => {
        const moved = events.filter((event) => event.type !== "serviceChanged" || !isIn(event.operator, domain));
        function isIn(operator: string, g: number): boolean {
          return events.some(
            (event) =>
              event.type === "operatorChanged" && event.operator === operator && event.domain === DOMAIN_IDS[g],
          );
        }
        expectNear(
          coverageWithout({ state: columns(replayed(events)), domain }),
          coverageByEnumeration(replayed(moved)).toNumber(),
        );
      }),
      { numRuns: 25 },
    );
  });
});

describe("what is down", () => {
  it("given a domain or operator that does not exist > says so", () => {
    expect(() => coverageWithout({ state: three, domain: 2 })).to.throw(RangeError, "0..1, got 2");
    expect(() => coverageWithout({ state: three, domain: -1 })).to.throw(RangeError, "0..1, got -1");
    expect(() => coverageUnder({ state: three, down: [3] })).to.throw(RangeError, "0..2, got 3");
  });
});

describe("worstOutage", () => {
  it("given three operators in two domains > names the domain that leaves least", () => {
    const { domain, coverage: left } = worstOutage(three);
    expect(domain).to.equal(0);
    expectNear(left, 0.6);
  });

  it("given one domain > leaves nothing", () => {
    expect(worstOutage(plenty([[1, 0.9]], [0.9, 0.8]))).to.deep.equal({ domain: 1, coverage: 0 });
  });

  it("given two domains that tie > names the lower", () => {
    const tie = plenty(
      [
        [2, 0.9],
        [1, 0.9],
      ],
      [0.9, 0.8, 0.8],
    );
    expect(worstOutage(tie).domain).to.equal(1);
  });

  it("given nobody active > names no domain", () => {
    expect(worstOutage(plenty([[-1, 0.9]], [0.9]))).to.deep.equal({ domain: -1, coverage: 0 });
  });

  it("given any network > is at most coverage without any domain, and attained", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = columns(replayed(events));
        const worst = worstOutage(state);
        const left = DOMAIN_IDS.map((_, domain) => coverageWithout({ state, domain }));
        expectNear(worst.coverage, Math.min(...left));
        expect(worst.coverage).to.be.at.most(coverage(state) + ROUNDING);
      }),
      { numRuns: 40 },
    );
  });
});

describe("coverageUnder", () => {
  it("given three operators > keeps those that are not down", () => {
    expectNear(coverageUnder({ state: three, down: [0, 2] }), 0.45);
    expectNear(coverageUnder({ state: three, down: [1, 1] }), 1 - 0.55 * 0.4);
    expect(coverageUnder({ state: three, down: [0, 1, 2] })).to.equal(0);
  });

  it("given nobody down > is coverage", () => {
    expect(coverageUnder({ state: three, down: [] })).to.equal(coverage(three));
  });

  it("given one operator down in any network > is the reference without it", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = replayed(events);
        [...state.operators].forEach(([operator], i) => {
          expectNear(
            coverageUnder({ state: columns(state), down: [i] }),
            coverageByDefinition(state, operator).toNumber(),
          );
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe("domainCoverage", () => {
  it("given three operators in two domains > is r (1 - Q) of each, and 0 where nobody is", () => {
    const [first, second, third] = domainCoverage({
      ...three,
      domains: 3,
      availability: Float64Array.of(0.9, 0.8, 0.7),
    });
    expectNear(first ?? Number.NaN, 0.675);
    expectNear(second ?? Number.NaN, 0.6);
    expect(third).to.equal(0);
  });

  it("given any network > is what is left by class with all other domains down, by enumeration", () => {
    fc.assert(
      fc.property(networkEvents, fc.nat(DOMAIN_IDS.length - 1), (events, domain) => {
        const state = replayed(events);
        const table = domainCoverage(columns(state));
        [...state.classes.keys()].forEach((classId, c) => {
          // Only this class has weight, only this domain is ever up.
          const lone = [...state.classes].map(([id, each]): [bigint, typeof each] => [
            id,
            {
              ...each,
              weight: id === classId ? 1n : 0n,
              availability: new Map([...each.availability].map(([g, r]) => [g, g === DOMAIN_IDS[domain] ? r : 0n])),
            },
          ]);
          const expected = coverageByEnumeration({ ...state, classes: new Map(lone), totalWeight: 1n });
          expectNear(table[c * DOMAIN_IDS.length + domain] ?? Number.NaN, expected.toNumber());
        });
      }),
      { numRuns: 10 },
    );
  });
});

describe("marginalCoverage", () => {
  it("given the worked example > is what the rule of that name pays", () => {
    const gains = marginalCoverage(columns(example));
    const byName = Object.fromEntries([...example.operators].map(([operator], i) => [operator, gains[i]]));
    const expected = Object.entries(WORKED_EXAMPLE.expected.shares.MarginalCoverage ?? {});
    expect(Object.keys(byName)).to.have.members(expected.map(([operator]) => operator));
    for (const [operator, share] of expected) expectNear(byName[operator] ?? Number.NaN, Number(share));
  });

  it("given three operators in two domains > is what each alone saves", () => {
    const [first, second, third] = marginalCoverage(three);
    // (0.675 - 0.45) x 0.4, twice; 0.6 x 0.325.
    expectNear(first ?? Number.NaN, 0.09);
    expectNear(second ?? Number.NaN, 0.09);
    expectNear(third ?? Number.NaN, 0.195);
  });

  it("given any network > is C with everybody minus C without it, in exact arithmetic", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = replayed(events);
        const gains = marginalCoverage(columns(state));
        const all = coverageByDefinition(state);
        [...state.operators].forEach(([operator], i) => {
          expectNear(gains[i] ?? Number.NaN, all.minus(coverageByDefinition(state, operator)).toNumber());
        });
      }),
      { numRuns: 40 },
    );
  });

  it("given an operator that is out > is 0, and does not change the others", () => {
    const out = plenty(
      [
        [0, 0.5],
        [-1, 0.5],
      ],
      [0.9, 0.8],
    );
    expect([...marginalCoverage(out)]).to.deep.equal([...marginalCoverage(plenty([[0, 0.5]], [0.9, 0.8])), 0]);
  });

  it("given no weight > is 0 for all", () => {
    expect([...marginalCoverage({ ...three, weights: Float64Array.of(0) })]).to.deep.equal([0, 0, 0]);
  });
});

import { expect } from "chai";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { coverage } from "../../scripts/reference/coverage.js";
import { coverageByDefinition } from "../../scripts/reference/coverageByDefinition.js";
import { ZERO } from "../../scripts/reference/exact.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { RULES } from "../../scripts/reference/rules.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";
import { expectClose } from "./closeTo.js";

const BILLION = 1_000_000_000n;
const OPERATORS = 10_000;

describe("thousands of operators in one class", () => {
  it(`given ${OPERATORS} operators in two domains, half of whom left > closed form and definition still agree`, () => {
    const service = (i: number): StateEvent => ({
      type: "serviceChanged",
      operator: `operator ${i}`,
      classId: 1n,
      u: 500_000_000n + BigInt(i * 49_000),
      x: BigInt(i * 1_000),
      served: 0n,
    });
    const numbers = Array.from({ length: OPERATORS }, (_, i) => i);
    const events: StateEvent[] = [
      {
        type: "classAdded",
        classId: 1n,
        weight: 1n,
        kappas: [BILLION, 3n * BILLION],
        alphas: [1_100_000_000n, -100_000_000n],
      },
      { type: "availabilityChanged", classId: 1n, domain: 1n, availability: 999_900_000n },
      { type: "availabilityChanged", classId: 1n, domain: 2n, availability: 900_000_000n },
      ...numbers.flatMap((i): StateEvent[] => [
        { type: "operatorChanged", operator: `operator ${i}`, domain: BigInt(1 + (i % 2)), stake: 0n },
        service(i),
      ]),
      ...numbers
        .filter((i) => i % 4 > 1)
        .map((i): StateEvent => {
          return { type: "serviceChanged", operator: `operator ${i}`, classId: 1n, u: 0n, x: 0n, served: 0n };
        }),
    ];
    const state = events.reduce(applyEvent, EMPTY_STATE);
    const all = coverageByDefinition(state);
    expectClose(coverage(state), all);
    const shares = RULES.MarginalCoverage.shares(state);
    expectClose(shares.get("operator 9997") ?? 0, all.minus(coverageByDefinition(state, "operator 9997")));
    const total = [...shares.values()].reduce((sum, share) => sum.plus(share), ZERO);
    expect(total.gt(0) && total.lte(coverage(state))).to.equal(true);
  }).timeout(60_000);
});

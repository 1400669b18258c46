import { expect } from "chai";
import fc from "fast-check";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { coverageByDefinition } from "../../scripts/reference/coverageByDefinition.js";
import { RULES } from "../../scripts/reference/rules.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";
import { exampleEvents, WORKED_EXAMPLE } from "../../scripts/reference/workedExample.js";
import { networkEvents, OPERATORS, profile } from "./arbitraries.js";
import { expectClose } from "./closeTo.js";

describe("P1 exact potential", () => {
  it("given a lone deviation of any kind > pay changes by exactly what coverage changes", () => {
    fc.assert(
      fc.property(networkEvents, fc.constantFrom(...OPERATORS), profile, (events, operator, next) => {
        const before = events.reduce(applyEvent, EMPTY_STATE);
        const after = setProfile(before, operator, next);
        const paid = RULES.MarginalCoverage.share(after, operator).minus(
          RULES.MarginalCoverage.share(before, operator),
        );
        expectClose(paid, coverageByDefinition(after).minus(coverageByDefinition(before)));
      }),
      { numRuns: 100 },
    );
  });

  describe("where it ends", () => {
    const billion = 1_000_000_000n;
    /** S(X) = 1 + 31 e^-X - 32 e^-2X overshoots 1 (S(ln 2) = 8.5): no ledger accepts it. */
    const wrong = [
      {
        type: "classAdded",
        classId: 1n,
        weight: 1n,
        kappas: [billion, 2n * billion],
        alphas: [-31n * billion, 32n * billion],
      },
      { type: "availabilityChanged", classId: 1n, domain: 1n, availability: 900_000_000n },
      { type: "operatorChanged", operator: "ann", domain: 1n, stake: 0n },
      { type: "serviceChanged", operator: "ann", classId: 1n, u: 900_000_000n, x: 693_147_181n, served: 0n },
    ] as const;

    it("given a curve gone wrong, R > 1 > the backstop scales the sum of shares to 1 and P1 fails", () => {
      const state = wrong.reduce(applyEvent, EMPTY_STATE);
      expectClose(RULES.MarginalCoverage.share(state, "ann"), 1);
      expectClose(coverageByDefinition(state), "6.885", "1e-6");
    });

    it("given R > 1 and two alike > both are scaled alike", () => {
      const state = [
        ...wrong,
        { type: "availabilityChanged", classId: 1n, domain: 2n, availability: 300_000_000n } as const,
        { type: "operatorChanged", operator: "bob", domain: 2n, stake: 0n } as const,
        { type: "serviceChanged", operator: "bob", classId: 1n, u: 900_000_000n, x: 100_000_000n, served: 0n } as const,
      ].reduce(applyEvent, EMPTY_STATE);
      const marginal = (operator: string) => coverageByDefinition(state).minus(coverageByDefinition(state, operator));
      const [ann, bob] = [RULES.MarginalCoverage.share(state, "ann"), RULES.MarginalCoverage.share(state, "bob")];
      expectClose(ann.plus(bob), 1);
      expect(marginal("ann").plus(marginal("bob")).gt(1)).to.equal(true);
      expectClose(ann.div(bob), marginal("ann").div(marginal("bob")), "1e-40");
    });

    const example = exampleEvents(WORKED_EXAMPLE);
    const annLeaves = { type: "serviceChanged", operator: "Ann", classId: 1n, u: 0n, x: 0n, served: 0n } as const;

    it("given Bob measures worse (u = 0.5) without Ann > her absence costs 0.112 and she was paid 0.048", () => {
      const bobSuffers = { ...annLeaves, operator: "Bob", u: 500_000_000n, x: 10n ** 12n };
      const together = example.reduce(applyEvent, EMPTY_STATE);
      const alone = [...example, annLeaves, bobSuffers].reduce(applyEvent, EMPTY_STATE);
      expectClose(coverageByDefinition(together).minus(coverageByDefinition(alone)), "0.112");
      expectClose(RULES.MarginalCoverage.share(together, "Ann"), "0.048");
    });

    it("known weakness: Ann and Bob earn 0.096 together, Bob alone earns 0.192", () => {
      const together = RULES.MarginalCoverage.shares(example.reduce(applyEvent, EMPTY_STATE));
      expectClose(together.get("Ann")?.plus(together.get("Bob") ?? 0) ?? 0, "0.096");
      const alone = [...example, annLeaves].reduce(applyEvent, EMPTY_STATE);
      expectClose(RULES.MarginalCoverage.share(alone, "Bob"), "0.192");
    });
  });
});

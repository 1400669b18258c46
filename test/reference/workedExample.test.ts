import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { coverage, layerCoverage } from "../../scripts/reference/coverage.js";
import { coverageByEnumeration } from "../../scripts/reference/coverageByEnumeration.js";
import { RULES, type RuleName } from "../../scripts/reference/rules.js";
import { classOf, EMPTY_STATE } from "../../scripts/reference/state.js";
import {
  CAPACITY_EXAMPLE,
  exampleEvents,
  LAYERS_EXAMPLE,
  WORKED_EXAMPLE,
  type WorkedExample,
} from "../../scripts/reference/workedExample.js";
import { expectClose } from "./closeTo.js";

const stateOf = (example: WorkedExample) => exampleEvents(example).reduce(applyEvent, EMPTY_STATE);

describe("worked examples", () => {
  for (const [name, example] of Object.entries({ WORKED_EXAMPLE, CAPACITY_EXAMPLE, LAYERS_EXAMPLE })) {
    describe(name, () => {
      const { expected } = example;
      const within = `1e-${expected.decimals}`;

      it(`covers C = ${expected.coverage}, by the closed form and by enumeration of all outages`, () => {
        expectClose(coverage(stateOf(example)), expected.coverage, within);
        expectClose(coverageByEnumeration(stateOf(example)), expected.coverage, within);
      });

      it(`has marginal coverages that sum to ${expected.marginalSum}`, () => {
        const shares = [...RULES.MarginalCoverage.shares(stateOf(example)).values()];
        expectClose(
          shares.reduce((sum, share) => sum.plus(share)),
          expected.marginalSum,
          within,
        );
      });

      for (const [rule, shares] of Object.entries(expected.shares) as [RuleName, Record<string, string>][]) {
        it(`${rule} pays ${Object.entries(shares).flat().join(" ")}`, () => {
          const actual = RULES[rule].shares(stateOf(example));
          for (const [operator, share] of Object.entries(shares)) expectClose(actual.get(operator) ?? 0, share, within);
        });
      }
    });
  }

  describe("the intermediate numbers of WORKED_EXAMPLE", () => {
    const chat = classOf(stateOf(WORKED_EXAMPLE), 1n);
    const code = classOf(stateOf(WORKED_EXAMPLE), 2n);

    it("chat: Q = 1/16 east and 1/4 west, b = 0.2 and 0.5, M = 0.1", () => {
      expectClose(chat.cells.get(1n)?.products[0] ?? 0, "0.0625");
      expectClose(chat.cells.get(2n)?.products[0] ?? 0, "0.25");
      const { failures, shares } = layerCoverage(chat, 0);
      expectClose(failures, "0.1");
      expectClose(shares.get(1n) ?? 0, "0.2");
      expectClose(shares.get(2n) ?? 0, "0.5");
    });

    it("code: b = 0.5 west and 0.2 unlisted, M = 0.25", () => {
      const { failures, shares } = layerCoverage(code, 0);
      expectClose(failures, "0.25");
      expectClose(shares.get(2n) ?? 0, "0.5");
      expectClose(shares.get(0n) ?? 0, "0.2");
    });

    it("every operator's odds are o = 3, a sum of 6 in chat east", () => {
      expectClose(chat.cells.get(1n)?.odds[0] ?? 0, 6);
      expectClose(code.cells.get(0n)?.odds[0] ?? 0, 3);
    });
  });
});

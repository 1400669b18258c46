import { expect } from "chai";
import { UserError } from "../../scripts/common/errors.js";
import { RULES, ruleNamed } from "../../scripts/learning/ruleNamed.js";
import { betterResponse } from "../../scripts/learning/rules/betterResponse.js";
import { exp3 } from "../../scripts/learning/rules/exp3.js";
import { fermiImitation } from "../../scripts/learning/rules/fermiImitation.js";
import { hedge } from "../../scripts/learning/rules/hedge.js";
import { logLinear } from "../../scripts/learning/rules/logLinear.js";
import { proportionalImitation } from "../../scripts/learning/rules/proportionalImitation.js";
import { behavesLikeALearningRule } from "./learningRule.behavior.js";

describe("learning rules", () => {
  for (const rule of RULES) describe(rule.id, () => behavesLikeALearningRule(rule));

  describe("ruleNamed", () => {
    it("given the id of each > finds it", () => {
      for (const rule of RULES) expect(ruleNamed(rule.id)).to.equal(rule);
      expect(new Set(RULES.map(({ id }) => id)).size).to.equal(8);
    });

    it("given a name that is not there > says which are", () => {
      expect(() => ruleNamed("q-learning")).to.throw(
        UserError,
        'unknown learning rule "q-learning": use one of best-response, better-response, log-linear, fermi-imitation, ' +
          "proportional-imitation, hedge, exp3, regret-matching",
      );
    });
  });

  describe("arguments out of range", () => {
    const wrong: readonly [string, () => unknown, string][] = [
      [
        "better response",
        () => betterResponse({ inertia: 1.1 }),
        "inertia 1.1: use a number of at least 0 and at most 1",
      ],
      ["log-linear", () => logLinear({ temperature: 0 }), "temperature 0: use a number above 0"],
      ["fermi", () => fermiImitation({ temperature: -1 }), "temperature -1: use a number above 0"],
      ["proportional", () => proportionalImitation({ rate: Number.NaN }), "rate NaN: use a number above 0"],
      ["hedge", () => hedge({ learningRate: 0 }), "learning rate 0: use a number above 0"],
      ["exp3", () => exp3({ gamma: 1.5 }), "gamma 1.5: use a number above 0 and at most 1"],
    ];
    for (const [name, build, message] of wrong) {
      it(`given ${name} > says what is allowed`, () => {
        expect(build).to.throw(UserError, message);
      });
    }
  });
});

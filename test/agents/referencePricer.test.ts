import { expect } from "chai";
import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { strategyOffer } from "../../scripts/agents/pricing/offerTable.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { referencePricer } from "../../scripts/agents/pricing/referencePricer.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";
import { scenarioOffers } from "../../scripts/simulation/scenarioOffers.js";
import { emptyLedger } from "./emptyLedger.js";

const OPERATORS = 4;

describe("a pricer made from a rule's reference", () => {
  const scenario = buildScenario({ seed: 3, operators: OPERATORS, domains: 2, smallestShare: 0.2 });
  const table = scenarioOffers(scenario);

  for (const policy of POLICY_NAMES) {
    it(`given ${policy} and operators that come, move and leave > prices as the fast pricer does`, () => {
      const [slow, fast] = [referencePricer(policy)(emptyLedger(scenario)), pricerFor(policy)(emptyLedger(scenario))];
      const near = (value: number | undefined, expected: number | undefined) => {
        const bound = 1e-12 * scenario.emissionPerDay;
        expect(value).to.be.within((expected ?? Number.NaN) - bound, (expected ?? Number.NaN) + bound);
      };
      const moves: [number, number][] = [
        [0, 5],
        [1, 9],
        [2, 5],
        [3, 40],
        [1, 20],
        [0, 0],
      ];
      for (const [operator, strategy] of moves) {
        const offer = slow.offer(operator, table, strategy);
        if (policy === "ServedVolume") expect(fast.offer(operator, table, strategy)).to.deep.equal(offer);
        slow.set(operator, offer);
        fast.set(operator, offer);
        for (let i = 0; i < OPERATORS; i++) near(slow.pay(i), fast.pay(i));
      }
      const prices = fast.priceStrategies(1, table);
      slow.priceStrategies(1, table).forEach((price, k) => {
        near(price, prices[k]);
      });
      near(slow.price(3, strategyOffer({ table, operator: 3, strategy: 0 })), 0);
    });
  }
});

import { expect } from "chai";
import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import { presentOffer } from "../../scripts/agents/pricing/eligibleOffer.js";
import { quoteBound } from "../../scripts/agents/pricing/errorBound.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { identityOffer, splitGains } from "../../scripts/metrics/manipulation/splitGains.js";
import { takeDownGains } from "../../scripts/metrics/manipulation/takeDownGains.js";
import { newDriver } from "./support.js";

const MIN_STAKE = 100;
/** Stays out until operator 0 splits. */
const SECOND = 4;

const reading = (operator: number, classIndex: number, capacityRatio: number, served: number) => {
  return { operator, classIndex, reliability: 0.9, capacityRatio, served };
};

describe("joint deviations, priced in plain arithmetic and carried out on chain", () => {
  for (const policy of POLICY_NAMES) {
    it(`${policy}: operator 0 splits in two, then operator 1's best rival is taken down`, async () => {
      const driver = await newDriver({
        policy,
        operators: Array.from({ length: 5 }, () => ({ stake: MIN_STAKE, capital: 1_000 })),
      });
      await driver.apply([0, 1, 2, 3].map((operator) => ({ kind: "enter", operator, domain: operator % 2 })));
      await driver.report({
        services: [
          ...[0, 1, 2, 3].map((operator) => reading(operator, 0, 0.5 + operator, 100 + operator)),
          ...[0, 3].map((operator) => reading(operator, 1, 0.25, 51)),
        ],
      });
      const before = await driver.snapshot();
      const paid = async (state: LedgerState, operators: readonly number[]): Promise<number> => {
        const quotes = await driver.quotes(
          operators.map((operator) => ({ operator, offer: presentOffer(state, operator) })),
        );
        return quotes.reduce((sum, { tokensPerDay }) => sum + tokensPerDay, 0);
      };
      const bound = 8 * quoteBound({ policy, state: before });
      const pricerOf = pricerFor(policy);

      // Funds for two identities, each of which must bond as much as operator 0 has: two bond twice that.
      const whole = presentOffer(before, 0);
      const [split] = splitGains({
        state: before,
        pricerOf,
        operators: [0],
        minStake: MIN_STAKE,
        funds: [2 * MIN_STAKE],
        undivided: false,
      });
      expect(split?.identities).to.equal(2);
      const one = (await driver.quote(0, { ...whole, stake: 2 * MIN_STAKE })).tokensPerDay;
      const parts = [0, 1].map((index) => identityOffer({ whole, k: 2, index, stake: MIN_STAKE, undivided: false }));
      await driver.apply([{ kind: "enter", operator: SECOND, domain: 0 }]);
      await driver.report({
        services: [0, SECOND].flatMap((operator, index) =>
          (parts[index]?.services ?? []).map((service) => ({ operator, ...service })),
        ),
      });
      const after = await driver.snapshot();
      const gained = (await paid(after, [0, SECOND])) - one;
      expect(split?.gain, "split").to.be.within(gained - bound, gained + bound);

      const everybody = [0, 1, 2, 3, SECOND];
      const taken = takeDownGains({ state: after, pricerOf, operators: everybody }).find(
        ({ operator }) => operator === 1,
      );
      const with_ = await paid(after, [1]);
      expect(taken?.rival, "a rival").to.be.oneOf([0, 2, 3, SECOND]);
      await driver.apply([{ kind: "exit", operator: taken?.rival ?? -1 }]);
      const risen = (await paid(await driver.snapshot(), [1])) - with_;
      expect(risen).to.be.above(0);
      expect(taken?.gain, "take-down").to.be.within(risen - bound, risen + bound);
    });
  }
});

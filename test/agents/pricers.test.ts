import { expect } from "chai";
import fc from "fast-check";
import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { claimsInOrder } from "../../scripts/agents/claimsInOrder.js";
import { presentOffer } from "../../scripts/agents/pricing/eligibleOffer.js";
import { pricerErrorBound } from "../../scripts/agents/pricing/errorBound.js";
import { offerTable } from "../../scripts/agents/pricing/offerTable.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { RULES } from "../../scripts/reference/rules.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";
import { exampleEvents, WORKED_EXAMPLE } from "../../scripts/reference/workedExample.js";
import { networkEvents, OPERATORS, profile } from "../reference/arbitraries.js";
import { ledgerStateOf, offerOf, operatorIndex } from "./randomState.js";

/** Everything counts, as in the reference, to which eligibility is the caller's business. */
const ALL_COUNT = { leastReliability: 0 };
const EMISSION = 1_000;

const moves = fc.array(fc.tuple(operatorIndex, profile), { maxLength: 6 });

describe("the pricers", () => {
  const within = (value: number, exact: number, bound: number, what: string) =>
    expect(value, what).to.be.within(exact - bound, exact + bound);

  it("any network and offer, after any moves > every exact rule within 1e-12 of the emission, and the bits of a fresh pricer", () => {
    fc.assert(
      fc.property(networkEvents, moves, operatorIndex, profile, (events, made, operator, offer) => {
        let network = events.reduce(applyEvent, EMPTY_STATE);
        const state = ledgerStateOf(network, EMISSION);
        const pricers = POLICY_NAMES.map((policy) => pricerFor(policy)(state, ALL_COUNT));
        for (const [mover, next] of made) {
          network = setProfile(network, OPERATORS[mover] ?? "", next);
          for (const pricer of pricers) pricer.set(mover, offerOf(next));
        }
        const after = ledgerStateOf(network, EMISSION);
        const changed = setProfile(network, OPERATORS[operator] ?? "", offer);
        for (const pricer of pricers) {
          const { policy } = pricer;
          const bound = Math.min(1e-12, pricerErrorBound({ policy, state })) * EMISSION;
          const shares = RULES[policy].shares(network);
          const fresh = pricerFor(policy)(after, ALL_COUNT);
          OPERATORS.forEach((name, i) => {
            within(pricer.pay(i), EMISSION * (shares.get(name)?.toNumber() ?? 0), bound, `${policy} ${name}`);
            expect(pricer.pay(i), `${policy} ${name}`).to.equal(fresh.pay(i));
          });
          const quoted = RULES[policy].share(changed, OPERATORS[operator] ?? "").toNumber();
          within(pricer.price(operator, offerOf(offer)), EMISSION * quoted, bound, policy);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("a table of strategies > each at the price of its offer; the present profile at the present pay", () => {
    const offers = fc.array(profile, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(networkEvents, operatorIndex, offers, (events, operator, offered) => {
        const state = ledgerStateOf(events.reduce(applyEvent, EMPTY_STATE), EMISSION);
        const table = tableOf(offered.map(offerOf), state.classes);
        const bound = 1e-12 * EMISSION;
        for (const policy of POLICY_NAMES) {
          const pricer = pricerFor(policy)(state);
          const prices = pricer.priceStrategies(operator, table);
          expect(prices).to.have.length(offered.length + 1);
          expect(prices[0]).to.equal(0);
          for (const [k, price] of prices.entries()) {
            within(price, pricer.price(operator, pricer.offer(operator, table, k)), bound, `${policy} ${k}`);
          }
          const all = pricerFor(policy)(state, ALL_COUNT);
          within(all.price(operator, presentOffer(state, operator)), all.pay(operator), bound, policy);
        }
      }),
      { numRuns: 40 },
    );
  });

  describe("given the worked example of docs/mechanism.md", () => {
    const network = exampleEvents(WORKED_EXAMPLE).reduce(applyEvent, EMPTY_STATE);
    // Its two classes, three domains and four operators as columns.
    const state = {
      operators: 4,
      classes: 2,
      domains: 3,
      domainOf: Int32Array.of(1, 1, 2, 0),
      stake: Float64Array.of(400, 300, 200, 100),
      reliability: Float64Array.of(0.75, 0, 0.75, 0, 0.75, 0.75, 0, 0.75),
      capacityRatio: new Float64Array(8).fill(1_000),
      served: Float64Array.of(250, 0, 150, 0, 400, 100, 0, 100),
      weights: Float64Array.of(4, 1),
      availability: Float64Array.of(0.5, 0.5, 0.8, 0.8, 0.8, 0.8),
      curves: [...network.classes.values()],
      emissionPerDay: 1_000,
      // As the events of the example come: each operator's services in order.
      ...claimsInOrder({ classes: 2, reliability: [0.75, 0, 0.75, 0, 0.75, 0.75, 0, 0.75] }),
      ofPolicy: {},
    };
    for (const policy of POLICY_NAMES) {
      const shares = WORKED_EXAMPLE.expected.shares[policy] ?? {};
      const tokens = Object.values(shares).map((share) => Number(share) * 1_000);
      it(`1,000 tokens a day > ${policy} pays ${tokens.join(", ")}`, () => {
        const pricer = pricerFor(policy)(state);
        tokens.forEach((expected, i) => {
          expect(pricer.pay(i)).to.be.within(expected - 1e-9, expected + 1e-9);
        });
      });
    }

    it("Bob with code from east instead of chat > 30, with both 78; a service below 0.5 > nothing", () => {
      const pricer = pricerFor("MarginalCoverage")(state);
      const service = (classIndex: number, reliability = 0.75) => ({
        classIndex,
        reliability,
        capacityRatio: 1_000,
        served: 0,
      });
      const price = (...services: ReturnType<typeof service>[]) => pricer.price(1, { stake: 0, domain: 1, services });
      expect(price(service(1))).to.be.within(30 - 1e-10, 30 + 1e-10);
      expect(price(service(0), service(1))).to.be.within(78 - 1e-10, 78 + 1e-10);
      expect(price(service(0, 0.499999999))).to.equal(0);
      expect(() => price(service(1), service(0))).to.throw(RangeError, "class 0");
      expect(() => pricer.price(1, { stake: 0, domain: -1, services: [service(0)] })).to.throw(RangeError, "domain");
    });

    it("Ann with ten thousand tokens offers a billionth, as much as all others have together > half of the emission", () => {
      const pricer = pricerFor("StakeWeighted")({ ...state, stake: Float64Array.of(1e4, 1e-9, 0, 0) });
      const services = [{ classIndex: 0, reliability: 0.75, capacityRatio: 1_000, served: 0 }];
      const half = pricer.price(0, { stake: 1e-9, domain: 1, services });
      expect(half).to.be.within(500 - 1e-9, 500 + 1e-9);
    });

    it("a curve that is not concave > refused", () => {
      const curves = [{ kappas: [1_000_000_000n, 2_000_000_000n], alphas: [-1_000_000_000n, 2_000_000_000n] }];
      expect(() => pricerFor("MarginalCoverage")({ ...state, curves: [...curves, ...curves] })).to.throw(
        RangeError,
        "class 0",
      );
    });
  });
});

/** Staying out, then the offers. */
function tableOf(offers: readonly ReturnType<typeof offerOf>[], classes: number) {
  const strategies = offers.length + 1;
  const reliability = new Float64Array(strategies * classes);
  const capacityRatio = new Float64Array(strategies * classes);
  offers.forEach(({ services }, k) => {
    for (const service of services) {
      const cell = (k + 1) * classes + service.classIndex;
      reliability[cell] = service.reliability;
      capacityRatio[cell] = service.capacityRatio;
    }
  });
  return offerTable({
    service: { strategies, classes, reliability, capacityRatio },
    domains: [-1, ...offers.map(({ domain }) => domain)],
    stakes: OPERATORS.map((_, i) => 100 * (i + 1)),
    requests: Array.from({ length: classes }, (_, c) => 1_000 * (c + 1)),
  });
}

import { expect } from "chai";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { toBillionths } from "../../scripts/common/units.js";
import { claimedOffer } from "../../scripts/metrics/manipulation/claimedOffer.js";
import { gainFigures } from "../../scripts/metrics/manipulation/gainFigures.js";
import { offersAgainstQuote } from "../../scripts/metrics/manipulation/offersAgainstQuote.js";
import { identityOffer, splitGains } from "../../scripts/metrics/manipulation/splitGains.js";
import { takeDownGains } from "../../scripts/metrics/manipulation/takeDownGains.js";
import { splittingGain } from "../../scripts/reference/splittingGain.js";

const BILLION = 1_000_000_000n;
const PLAIN = { kappas: [BILLION], alphas: [BILLION] };
/** So much capacity that S is 1. */
const PLENTY = 64;

/** Operators in one class, 100 tokens of emission a day; domains up 90% of the time. */
function ledger(
  members: readonly { domain: number; u: number; x: number; stake?: number; served?: number }[],
): LedgerState {
  const column = (pick: (member: (typeof members)[number], index: number) => number): Float64Array =>
    Float64Array.from(members, pick);
  return {
    operators: members.length,
    classes: 1,
    domains: 2,
    domainOf: Int32Array.from(members, ({ domain }) => domain),
    stake: column(({ stake = 100 }) => stake),
    reliability: column(({ u }) => u),
    capacityRatio: column(({ x }) => x),
    served: column(({ served = 0 }) => served),
    joined: column((_, index) => index + 1),
    opened: new Uint8Array(members.length),
    weights: Float64Array.of(1),
    availability: Float64Array.of(0.9, 0.9),
    curves: [PLAIN],
    emissionPerDay: 100,
    ofPolicy: {},
  };
}

const near = (value: number | null | undefined, expected: number): void => {
  expect(value).to.be.within(expected - 1e-9, expected + 1e-9);
};

describe("splitGains", () => {
  const four = ledger(Array.from({ length: 4 }, () => ({ domain: 0, u: 0.9, x: 1, stake: 1000 })));
  const common = { operators: [0], minStake: 100, funds: [1000, 1000, 1000, 1000], undivided: false };

  describe("given equal pay per head, 4 operators, 100 tokens a day", () => {
    const pricerOf = pricerFor("EqualShare");

    it("five identities of eight take 62.5 instead of 25", () => {
      const [split] = splitGains({ ...common, state: four, pricerOf });
      near(split?.gain, 37.5);
      expect(split?.identities).to.equal(5);
    });

    it("each must bond the least stake: with funds for three of them, three of six take 50", () => {
      const [split] = splitGains({ ...common, state: four, pricerOf, minStake: 300 });
      near(split?.gain, 25);
      expect(split?.identities).to.equal(3);
    });

    it("with funds for one there is no split", () => {
      const [split] = splitGains({ ...common, state: four, pricerOf, minStake: 600 });
      expect(split).to.deep.equal({ operator: 0, gain: null, identities: 1 });
    });

    it("every operator finds the ledger as the first one did", () => {
      const gains = splitGains({ ...common, state: four, pricerOf, operators: [0, 1, 2, 3] });
      expect(new Set(gains.map(({ gain }) => gain?.toFixed(9)))).to.deep.equal(new Set(["37.500000000"]));
    });
  });

  it("gains nothing by stake, also where the least stake makes the identities bond more together", () => {
    for (const minStake of [100, 450]) {
      const [split] = splitGains({ ...common, state: four, pricerOf: pricerFor("StakeWeighted"), minStake });
      near(split?.gain, 0);
    }
  });

  it("is P7's closed form under marginal coverage, capacity divided or shown undivided", () => {
    const state = ledger([{ domain: 0, u: 0.6, x: 2, stake: 1000 }]);
    const pricerOf = pricerFor("MarginalCoverage");
    const pay = pricerOf(state).pay(0);
    const [u, x] = [toBillionths(0.6), 2n * BILLION];
    for (const undivided of [false, true]) {
      const factors = [2, 3, 4, 5].map((k) =>
        splittingGain({ k, u, x, each: undivided ? x : x / BigInt(k), kappa: BILLION }).toNumber(),
      );
      const [split] = splitGains({ ...common, state, pricerOf, funds: [1000], undivided });
      const best = Math.max(...factors);
      expect(split?.gain).to.be.within(pay * (best - 1) - 1e-6, pay * (best - 1) + 1e-6);
      expect(split?.identities).to.equal(2 + factors.indexOf(best));
    }
  });

  it("divides requests in whole ones, those left over with the first", () => {
    const whole = {
      stake: 10,
      domain: 1,
      services: [{ classIndex: 0, reliability: 0.9, capacityRatio: 1, served: 8 }],
    };
    const served = [0, 1, 2].map(
      (index) => identityOffer({ whole, k: 3, index, stake: 5, undivided: false }).services[0]?.served,
    );
    expect(served).to.deep.equal([3, 3, 2]);
  });
});

describe("takeDownGains", () => {
  it("by equal pay any rival is worth the same: a third of 100 tokens instead of a quarter", () => {
    const state = ledger(Array.from({ length: 4 }, () => ({ domain: 0, u: 0.9, x: 1 })));
    const gains = takeDownGains({ state, pricerOf: pricerFor("EqualShare"), operators: [0, 1, 2, 3] });
    for (const { gain } of gains) near(gain, 100 / 3 - 25);
    expect(gains.map(({ rival }) => rival)).to.deep.equal([1, 0, 0, 0]);
  });

  it("by marginal coverage the better rival is worth more: pay rises by the factor 1 / f of the rival", () => {
    // Everybody in a domain that fails a tenth of the time; the rivals share one, where q = 1 - u.
    const state = ledger([
      { domain: 0, u: 0.9, x: PLENTY },
      { domain: 1, u: 0.8, x: PLENTY },
      { domain: 1, u: 0.6, x: PLENTY },
    ]);
    const [first] = takeDownGains({ state, pricerOf: pricerFor("MarginalCoverage"), operators: [0, 1, 2] });
    const alone = 100 * 0.9 * 0.9;
    const failure = (q: number): number => 0.1 + 0.9 * q;
    near(first?.gain, alone * (failure(0.4) - failure(0.2 * 0.4)));
    expect(first?.rival).to.equal(1);
  });

  it("one alone has nobody to take down", () => {
    const state = ledger([{ domain: 0, u: 0.9, x: 1 }]);
    expect(takeDownGains({ state, pricerOf: pricerFor("EqualShare"), operators: [0] })).to.deep.equal([
      { operator: 0, gain: 0, rival: -1 },
    ]);
  });
});

describe("claimedOffer", () => {
  const present = {
    stake: 5,
    domain: 1,
    services: [{ classIndex: 1, reliability: 0.8, capacityRatio: 3, served: 7 }],
  };

  it("answers probes in what it does not serve, and keeps what it does", () => {
    const ghost = { reliability: 0.999, capacityRatio: 1e-9, served: 0 };
    expect(claimedOffer({ present, classes: 3, strength: "answers" })).to.deep.equal({
      ...present,
      services: [{ classIndex: 0, ...ghost }, present.services[0], { classIndex: 2, ...ghost }],
    });
  });

  it("forges u and x everywhere, not below its own x, and no requests", () => {
    const forged = { reliability: 0.999, capacityRatio: 1, served: 0 };
    expect(claimedOffer({ present, classes: 3, strength: "forged" }).services).to.deep.equal([
      { classIndex: 0, ...forged },
      { classIndex: 1, reliability: 0.999, capacityRatio: 3, served: 7 },
      { classIndex: 2, ...forged },
    ]);
  });
});

describe("gainFigures", () => {
  it("means and largest, in tokens and as shares of pay; those to whom it is not open are left out", () => {
    const cases = [
      { gain: 3, pay: 10 },
      { gain: -1, pay: 2 },
      { gain: 1, pay: 0 },
      { gain: null, pay: 100 },
    ];
    expect(gainFigures(cases)).to.deep.equal({ mean: 1, largest: 3, share: 0.25, largestShare: 0.3 });
  });

  it("nobody gains nothing", () => {
    const none = { mean: null, largest: null, share: null, largestShare: null };
    expect(gainFigures([])).to.deep.equal(none);
    expect(gainFigures([{ gain: null, pay: 1 }])).to.deep.equal(none);
  });
});

describe("offersAgainstQuote", () => {
  const state = ledger([
    { domain: 0, u: 0.9, x: 1 },
    { domain: 0, u: 0.9, x: 1 },
  ]);
  const pricer = pricerFor("EqualShare")(state);
  const offer = (domain: number) => ({
    stake: 1,
    domain,
    services: [{ classIndex: 0, reliability: 0.9, capacityRatio: 1, served: 0 }],
  });
  const offers = [0, 0, 1].map((domain, operator) => ({ operator: operator % 2, offer: offer(domain) }));

  it("asks for each distinct offer once and says how far apart the two were", async () => {
    const check = await offersAgainstQuote({ pricer, offers, quote: async () => 50.5, bound: 1 });
    expect(check).to.deep.equal({ prices: [50, 50, 50], checked: 2, largest: 0.5, bound: 1 });
  });

  it("stops where they are further apart than they may be", async () => {
    const failed = await offersAgainstQuote({ pricer, offers, quote: async () => 52, bound: 1 }).catch(String);
    expect(failed).to.match(/operator 0 under EqualShare: priced 50, quoted 52 tokens a day; they may be 1 apart/);
  });
});

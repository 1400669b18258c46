import type { LedgerState, ProfileOffer } from "../../agents/ledgerState.js";
import { presentOffer } from "../../agents/pricing/eligibleOffer.js";
import type { Pricer, PricerFactory } from "../../agents/pricing/pricer.js";
import { fromBillionths, toBillionths } from "../../common/units.js";
import { withSpares } from "./withSpares.js";

/** Identities of which an operator tries this many at most. */
export const MOST_IDENTITIES = 5;

/** The best way for one operator to appear as several. */
export interface SplitGain {
  readonly operator: number;
  /** Tokens per day over what the same stake earns as one; negative where every split loses. Null where it cannot afford two. */
  readonly gain: number | null;
  /** Number of identities of the best split; 1 where none can be afforded. */
  readonly identities: number;
}

/**
 * What each operator gains by splitting into k = 2 to 5 identities on its one machine, the best k: same u, same domain, requests
 * served divided; capacity x divided as an honest measurement would find it, or shown undivided by each (`undivided`).
 *
 * Every identity must bond the least stake: it bonds stake / k or that, whichever is more, so that a split may take more stake than one
 * identity has; it is compared with one identity of as much stake, and a split that the operator's funds do not reach is left
 * out. New identities come last where a rule pays by claim order. Priced jointly in plain arithmetic: a quote changes one
 * operator only.
 *
 * @param minStake tokens that one identity must bond at least
 * @param funds tokens per operator, stake included
 * @example splitGains({ state, pricerOf: pricerFor("EqualShare"), operators: [0, 1], minStake: 1000, funds, undivided: false })
 */
export function splitGains(parameters: {
  state: LedgerState;
  pricerOf: PricerFactory;
  operators: readonly number[];
  minStake: number;
  funds: ArrayLike<number>;
  undivided: boolean;
}): SplitGain[] {
  const { state, pricerOf, operators, minStake, funds, undivided } = parameters;
  const pricer = pricerOf(withSpares(state, MOST_IDENTITIES - 1));
  return operators.map((operator) => {
    const whole = presentOffer(state, operator);
    const best: { gain: number | null; identities: number } = { gain: null, identities: 1 };
    for (let k = 2; k <= MOST_IDENTITIES; k++) {
      const stake = Math.max(whole.stake / k, minStake);
      if (stake * k > Math.max(funds[operator] ?? 0, whole.stake)) continue;
      const one = pricer.price(operator, { ...whole, stake: stake * k });
      const gain = payOfIdentities({ pricer, operator, firstSpare: state.operators, whole, k, stake, undivided }) - one;
      if (best.gain === null || gain > best.gain) Object.assign(best, { gain, identities: k });
    }
    return { operator, ...best };
  });
}

/** {tokens/day} What k identities are paid together; the pricer is left as it was. */
function payOfIdentities(parameters: {
  pricer: Pricer;
  operator: number;
  firstSpare: number;
  whole: ProfileOffer;
  k: number;
  stake: number;
  undivided: boolean;
}): number {
  const { pricer, operator, firstSpare, whole, k, stake, undivided } = parameters;
  const identities = [operator, ...Array.from({ length: k - 1 }, (_, j) => firstSpare + j)];
  identities.forEach((identity, index) => {
    pricer.set(identity, identityOffer({ whole, k, index, stake, undivided }));
  });
  const pay = identities.reduce((sum, identity) => sum + pricer.pay(identity), 0);
  for (const identity of identities.slice(1)) pricer.set(identity, NOBODY);
  pricer.set(operator, whole);
  return pay;
}

const NOBODY: ProfileOffer = { stake: 0, domain: -1, services: [] };

/**
 * What one of k identities shows: x in whole billionths rounded down, requests in whole ones, those left over with the first.
 *
 * @example identityOffer({ whole, k: 2, index: 0, stake: 500, undivided: false })
 */
export function identityOffer(parameters: {
  whole: ProfileOffer;
  k: number;
  index: number;
  stake: number;
  undivided: boolean;
}): ProfileOffer {
  const { whole, k, index, stake, undivided } = parameters;
  return {
    stake,
    domain: whole.domain,
    services: whole.services.map(({ classIndex, reliability, capacityRatio, served }) => ({
      classIndex,
      reliability,
      capacityRatio: undivided ? capacityRatio : fromBillionths(toBillionths(capacityRatio) / BigInt(k)),
      served: Math.floor(served / k) + (index < served % k ? 1 : 0),
    })),
  };
}

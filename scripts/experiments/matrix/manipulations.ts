import type { Agent } from "../../agents/agent.js";
import type { LedgerState, ProfileOffer } from "../../agents/ledgerState.js";
import { presentOffer } from "../../agents/pricing/eligibleOffer.js";
import { quoteBound } from "../../agents/pricing/errorBound.js";
import type { OfferTable } from "../../agents/pricing/offerTable.js";
import type { Pricer } from "../../agents/pricing/pricer.js";
import { pricerFor } from "../../agents/pricing/pricerFor.js";
import type { ChainDriver } from "../../chain/ChainDriver.js";
import { claimedOffer } from "../../metrics/manipulation/claimedOffer.js";
import { offersAgainstQuote } from "../../metrics/manipulation/offersAgainstQuote.js";
import { splitGains } from "../../metrics/manipulation/splitGains.js";
import { takeDownGains } from "../../metrics/manipulation/takeDownGains.js";
import type { Scenario } from "../../simulation/scenario.js";

/** The ways to earn more without serving more, in the order of tables and charts. */
export const MANIPULATIONS = ["split", "undivided", "copy", "answers", "forged", "fresh", "takeDown"] as const;
export type Manipulation = (typeof MANIPULATIONS)[number];

/** One operator's gain by one manipulation, tokens per day. */
export interface ManipulationGain {
  readonly manipulation: Manipulation;
  readonly operator: number;
  /** What it is paid at present. */
  readonly pay: number;
  /** Null where it is not open to the operator. */
  readonly gain: number | null;
  /** Number of identities, or index of the operator copied or taken down; null for the others. */
  readonly detail: number | null;
}

export interface Manipulations {
  readonly gains: readonly ManipulationGain[];
  /** Quotes of the deployed contract compared with prices, the largest difference and the widest bound, tokens per day. */
  readonly quoted: number;
  readonly quoteError: number;
  readonly quoteErrorBound: number;
}

/**
 * What every active operator would gain by each manipulation in the state that a run ended with, all else fixed. Those that
 * change one operator's profile are asked of the deployed contract too; splitting and taking a rival down change two or more, and are
 * priced in plain arithmetic alone. Nothing is charged for a lie or an attack; copying costs what running the other's rig costs.
 *
 * @param fresh index of a listed domain that no strategy uses; the ledger's view of its availability is changed
 * @throws Error when a quote is further from its price than the bound
 */
export async function manipulations(parameters: {
  scenario: Scenario;
  table: OfferTable;
  strategies: Int32Array;
  agents: readonly Agent[];
  chain: ChainDriver;
  state: LedgerState;
  fresh: number;
}): Promise<Manipulations> {
  const { scenario, table, strategies, agents, chain, state, fresh } = parameters;
  const { policy } = chain.options;
  const pricerOf = pricerFor(policy);
  const pricer = pricerOf(state);
  const operators = [...state.domainOf.keys()].filter((operator) => (state.domainOf[operator] ?? -1) >= 0);
  const pay = new Map(operators.map((operator) => [operator, pricer.pay(operator)]));
  const check = new Check(chain);
  const gains: ManipulationGain[] = [];
  const take = (manipulation: Manipulation, operator: number, gain: number | null, detail: number | null): void => {
    gains.push({ manipulation, operator, pay: pay.get(operator) ?? 0, gain, detail });
  };

  const minStake = scenario.operators.reduce((least, { stake }) => Math.min(least, stake), Number.POSITIVE_INFINITY);
  const funds = agents.map(({ free }, operator) => free + (state.stake[operator] ?? 0));
  for (const [manipulation, undivided] of [
    ["split", false],
    ["undivided", true],
  ] as const) {
    for (const { operator, gain, identities } of splitGains({
      state,
      pricerOf,
      operators,
      minStake,
      funds,
      undivided,
    })) {
      take(manipulation, operator, gain, identities);
    }
  }

  const copies = operators.flatMap((operator) => {
    const paid = (other: number): number => pay.get(other) ?? 0;
    const others = operators.filter((other) => other !== operator);
    const [first, ...rest] = others;
    if (first === undefined) return [];
    const copied = rest.reduce((best, other) => (paid(other) > paid(best) ? other : best), first);
    const cost = (strategy: number): number => scenario.costs[operator * scenario.strategies.length + strategy] ?? 0;
    const [from, to] = [strategies[operator] ?? 0, strategies[copied] ?? 0];
    return [{ operator, copied, dearer: cost(to) - cost(from), offer: pricer.offer(operator, table, to) }];
  });
  const copyPrices = await check.prices({ pricer, state, offers: copies });
  copies.forEach(({ operator, copied, dearer }, i) => {
    take("copy", operator, (copyPrices[i] ?? Number.NaN) - (pay.get(operator) ?? 0) - dearer, copied);
  });

  for (const strength of ["answers", "forged"] as const) {
    const offers = operators.map((operator) => ({
      operator,
      offer: claimedOffer({ present: presentOffer(state, operator), classes: state.classes, strength }),
    }));
    const prices = await check.prices({ pricer, state, offers });
    for (const [i, operator] of operators.entries()) {
      take(strength, operator, (prices[i] ?? Number.NaN) - (pay.get(operator) ?? 0), null);
    }
  }

  const rivals = takeDownGains({ state, pricerOf, operators });
  for (const { operator, gain, rival } of rivals) take("takeDown", operator, gain, rival < 0 ? null : rival);

  // Last: it changes what the ledger knows of the fresh domain, which takes over the availability of the true one.
  for (const domain of new Set(operators.map((operator) => state.domainOf[operator] ?? -1))) {
    const availability = Array.from({ length: state.classes }, (_, classIndex) => ({
      domain: fresh,
      classIndex,
      availability: state.availability[domain * state.classes + classIndex] ?? 0,
    }));
    await chain.report({ services: [], availability });
    const after = await chain.snapshot();
    const members = operators.filter((operator) => state.domainOf[operator] === domain);
    const offers = members.map((operator) => ({
      operator,
      offer: { ...presentOffer(after, operator), domain: fresh },
    }));
    const prices = await check.prices({ pricer: pricerOf(after), state: after, offers });
    for (const [i, operator] of members.entries()) {
      take("fresh", operator, (prices[i] ?? Number.NaN) - (pay.get(operator) ?? 0), null);
    }
  }
  return { gains, ...check.figures() };
}

/** Prices offers and holds them to the deployed contract, counting. */
class Check {
  #quoted = 0;
  #error = 0;
  #bound = 0;

  constructor(private readonly chain: ChainDriver) {}

  async prices(parameters: {
    pricer: Pricer;
    state: LedgerState;
    offers: readonly { readonly operator: number; readonly offer: ProfileOffer }[];
  }): Promise<readonly number[]> {
    const { pricer, state, offers } = parameters;
    const bound = quoteBound({ policy: pricer.policy, state });
    const { prices, checked, largest } = await offersAgainstQuote({
      pricer,
      offers,
      quote: async (policy, operator, offer) => (await this.chain.quote(operator, offer, policy)).tokensPerDay,
      bound,
    });
    this.#quoted += checked;
    this.#error = Math.max(this.#error, largest);
    this.#bound = Math.max(this.#bound, bound);
    return prices;
  }

  figures(): Omit<Manipulations, "gains"> {
    return { quoted: this.#quoted, quoteError: this.#error, quoteErrorBound: this.#bound };
  }
}

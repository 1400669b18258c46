import type { ProfileOffer } from "../../agents/ledgerState.js";
import type { Pricer } from "../../agents/pricing/pricer.js";
import type { Quote, QuoteCheck } from "../checkAgainstQuote.js";

/**
 * Prices each offer and asks the deployed contract as well: for each distinct offer once, stake aside, in the name of the first operator
 * that makes it (alike operators are many, and a quote takes longer than anything else here).
 *
 * @returns tokens per day by offer, in their order, and how far the two were apart at most
 * @throws Error naming the first operator for which the two prices are further apart than the bound
 * @example await offersAgainstQuote({ pricer, offers: [{ operator: 3, offer }], quote, bound })
 */
export async function offersAgainstQuote(parameters: {
  pricer: Pricer;
  offers: readonly { readonly operator: number; readonly offer: ProfileOffer }[];
  quote: Quote;
  /** {tokens/day} `quoteBound`. */
  bound: number;
}): Promise<QuoteCheck & { readonly prices: readonly number[] }> {
  const { pricer, offers, quote, bound } = parameters;
  const prices = offers.map(({ operator, offer }) => pricer.price(operator, offer));
  let largest = 0;
  const asked = new Set<string>();
  for (const [i, { operator, offer }] of offers.entries()) {
    const kind = JSON.stringify([offer.domain, offer.services]);
    if (asked.has(kind)) continue;
    asked.add(kind);
    const here = prices[i] ?? Number.NaN;
    const there = await quote(pricer.policy, operator, offer);
    const difference = Math.abs(here - there);
    if (!(difference <= bound)) {
      throw new Error(
        `an offer of operator ${operator} under ${pricer.policy}: priced ${here}, quoted ${there} tokens a day; they may be ${bound} apart`,
      );
    }
    largest = Math.max(largest, difference);
  }
  return { prices, checked: asked.size, largest, bound };
}

import type { ProfileOffer } from "../agents/ledgerState.js";
import type { Pricer } from "../agents/pricing/pricer.js";
import { randomStream } from "../common/random.js";
import type { Certificate, Situation } from "./certificate.js";

/** {tokens per day} What the deployed contract quotes an operator for an offer. */
export type Quote = (policy: Pricer["policy"], operator: number, offer: ProfileOffer) => Promise<number>;

export interface QuoteCheck {
  /** Quotes compared. */
  readonly checked: number;
  /** Largest difference, tokens per day. */
  readonly largest: number;
  /** What it may be, tokens per day (`quoteBound`). */
  readonly bound: number;
}

/**
 * Asks the deployed contract for every operator's best deviation, what every operator offers now, and so many random deviations,
 * and compares.
 *
 * @throws Error naming the first deviation of which the two prices are further apart than the bound
 * @example await checkAgainstQuote({ ...situation, certificate, quote, bound: quoteBound({ policy, state }), seed: 1 });
 */
export async function checkAgainstQuote(
  parameters: Situation & {
    certificate: Certificate;
    quote: Quote;
    bound: number;
    seed: number | string;
    /** Random deviations; 500 by default. */
    samples?: number;
  },
): Promise<QuoteCheck> {
  const { pricer, table, playing, certificate, quote, bound, seed, samples = 500 } = parameters;
  const random = randomStream(seed, "certificate/quotes");
  const pairs = [
    ...certificate.best.map(({ operator, strategy }) => ({ operator, strategy })),
    // Whoever does best by staying has been asked about already.
    ...certificate.best.flatMap(({ operator, strategy }) => {
      const present = playing[operator] ?? 0;
      return strategy === present ? [] : [{ operator, strategy: present }];
    }),
    ...Array.from({ length: samples }, () => ({
      operator: random.below(playing.length),
      strategy: random.below(table.strategies),
    })),
  ];
  let largest = 0;
  for (const { operator, strategy } of pairs) {
    const offer = pricer.offer(operator, table, strategy);
    const here = pricer.priceStrategies(operator, table)[strategy] as number;
    const there = await quote(pricer.policy, operator, offer);
    const difference = Math.abs(here - there);
    if (!(difference <= bound)) {
      throw new Error(
        `operator ${operator}, strategy ${strategy} under ${pricer.policy}: priced ${here}, quoted ${there} tokens a day; ` +
          `they may be ${bound} apart`,
      );
    }
    largest = Math.max(largest, difference);
  }
  return { checked: pairs.length, largest, bound };
}

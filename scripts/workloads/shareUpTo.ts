import { tokensAt } from "./demandFigures.js";

/** How often a probability is halved: to a billionth. */
const HALVINGS = 30;

/**
 * Share of requests whose length is at most `tokens`, for lengths drawn by {@link tokensAt}: the inverse of the inverse.
 *
 * @returns a share in [0, 1]
 * @example shareUpTo(family.inputQuantiles, 1000)
 */
export function shareUpTo(quantiles: readonly number[], tokens: number): number {
  if (tokensAt(quantiles, 1) <= tokens) return 1;
  let low = 0;
  let high = 1;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (tokensAt(quantiles, middle) <= tokens) low = middle;
    else high = middle;
  }
  return low;
}

import type { Gateway } from "./gateway.js";

/** The listed candidate of the request's class with the smallest score, the first from a random start where they tie; or -1. */
export function bestListed(
  gateway: Gateway,
  score: (gateway: Gateway, operator: number, load: number) => number,
): number {
  const { first, list } = gateway.candidates;
  const from = first[gateway.classIndex] as number;
  const count = (first[gateway.classIndex + 1] as number) - from;
  const start = Math.floor(gateway.draw(0) * count);
  let best = -1;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let step = 0; step < count; step++) {
    const position = start + step;
    const operator = list[from + (position < count ? position : position - count)] as number;
    if (!gateway.isListed(operator)) continue;
    const value = score(gateway, operator, gateway.load(operator));
    if (value < bestScore) {
      best = operator;
      bestScore = value;
    }
  }
  return best;
}

/** One in the fixed point of all reported quantities (u, x, r, kappa, alpha): parts per billion. */
export const BILLION = 1_000_000_000n;

/**
 * The one place where learning's `number` becomes the chain's `bigint`: a ratio to parts per billion, rounded down.
 *
 * @example toBillionths(0.9) // 900_000_000n
 */
export function toBillionths(ratio: number): bigint {
  if (!Number.isFinite(ratio)) throw new RangeError(`a ratio must be finite, got ${ratio}`);
  // Nine decimals exactly as printed: 0.9999 must become 999_900_000, not 999_899_999.
  const [whole = "0", fraction = ""] = ratio.toFixed(9).split(".");
  const magnitude = BigInt(whole.replace("-", "")) * BILLION + BigInt(fraction.padEnd(9, "0"));
  return whole.startsWith("-") ? -magnitude : magnitude;
}

/**
 * Parts per billion to a ratio.
 *
 * @example fromBillionths(900_000_000n) // 0.9
 */
export function fromBillionths(billionths: bigint): number {
  return Number(billionths) / 1e9;
}

/** {wei} One token: 18 decimals. */
export const TOKEN = 10n ** 18n;

/** {s} */
export const DAY_SECONDS = 86_400;

/**
 * Tokens to wei, to the nearest 1e-9 token.
 *
 * @example tokensToWei(1.5) // 1_500_000_000_000_000_000n
 */
export function tokensToWei(tokens: number): bigint {
  return toBillionths(tokens) * BILLION;
}

/**
 * Wei to tokens, to the precision of a number; exactly for whole tokens.
 *
 * @example weiToTokens(1_500_000_000_000_000_000n) // 1.5
 */
export function weiToTokens(wei: bigint): number {
  return Number(wei / TOKEN) + Number(wei % TOKEN) / 1e18;
}

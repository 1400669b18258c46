const TOKEN = 10n ** 18n;

/**
 * An amount in wei as whole tokens with one decimal, rounded to the nearest, thousands separated.
 *
 * @example formatTokens(1_234_560_000_000_000_000_000n) // "1,234.6"
 */
export function formatTokens(wei: bigint): string {
  const tenths = (wei * 10n + TOKEN / 2n) / TOKEN;
  return `${(tenths / 10n).toLocaleString("en-US")}.${tenths % 10n}`;
}

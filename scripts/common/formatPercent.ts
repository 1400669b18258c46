/**
 * A ratio as a percentage.
 *
 * @param ratio 1 is 100%.
 * @example formatPercent(0.1234) // "12.3%"
 */
export function formatPercent(ratio: number, decimals = 1): string {
  return `${(ratio * 100).toFixed(decimals)}%`;
}

/**
 * Share of the pay for breadth that one more operator would get, by the number of classes that it served: (d / max)^1.3 for d at
 * least the median of all counts, else (d / max)^2.2, over the sum of all. Index 0 is 0.
 *
 * @param others how many others serve d classes, by d
 * @example uniqueShares(Int32Array.of(0, 3, 0)) // [0, 0.25, 0.45]: with 1, 1, 1 the fourth gets a quarter for 1 class
 */
export function uniqueShares(others: Int32Array): Float64Array {
  return Float64Array.from(others, (_, own) => (own === 0 ? 0 : shareWith(others, own)));
}

function shareWith(others: Int32Array, own: number): number {
  const operators = others.slice();
  operators[0] = 0;
  operators[own] = (operators[own] ?? 0) + 1;
  const all = operators.reduce((sum, n) => sum + n, 0);
  const median = (ranked(operators, (all - 1) >> 1) + ranked(operators, all >> 1)) / 2;
  const top = operators.findLastIndex((n) => n > 0);
  const score = (d: number) => (d / top) ** (d >= median ? 1.3 : 2.2);
  const sum = operators.reduce((total, n, d) => (n === 0 ? total : total + n * score(d)), 0);
  return score(own) / sum;
}

/** The count of the operator of that rank, from 0. */
function ranked(operators: Int32Array, rank: number): number {
  let under = 0;
  return operators.findIndex((n) => {
    under += n;
    return rank < under;
  });
}

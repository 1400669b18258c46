import type { Decimal } from "decimal.js";
import { Exact, ONE, ZERO } from "./exact.js";

/** A quadrature over s in [0, 1]: sum over m of weight_m g(s_m). */
export interface Quadrature {
  readonly nodes: readonly Decimal[];
  readonly weights: readonly Decimal[];
}

/** More digits than the reference has: the equations lose some 25 of them. */
const Wide = Exact.clone({ precision: 90 });
const CONVERGED = new Wide("1e-45");
const MOST_STEPS = 60;

/**
 * The quadrature that pays exactly f(k) at k = a and k = a + 1 for every a of `pairs`: as many positive weights and nodes in
 * (0, 1) as pairs, and the only one (Gauss quadrature for the Chebyshev system of the powers (1 - s)^(k-1): Karlin and Studden
 * 1966). Nowhere else does it pay more: f(k) - f'(k) is the integral of (1 - s)^(k-1) over a signed measure with 2 N changes of
 * sign, has no more zeros in k than that, and changes its sign between a and a + 1 alone, where no whole number lies.
 * Pairs 1, 3, ..., 2N - 1 are Gauss and Legendre's (for f(k) = 1/k).
 *
 * Solved by Newton's method in the logarithms of nodes and weights.
 *
 * @param share f(k), as an integral of (1 - s)^(k-1) over a positive measure of [0, 1]
 * @param pairs ascending whole numbers, at least 2 apart
 * @param start a rough solution
 * @example quadrature({ share: (k) => ONE.div(k), pairs: [1], start: { nodes: [new Exact(0.4)], weights: [ONE] } }) // s = 1/2
 */
export function quadrature({
  share,
  pairs,
  start,
}: {
  share: (k: number) => Decimal;
  pairs: readonly number[];
  start: { readonly nodes: readonly number[]; readonly weights: readonly number[] };
}): Quadrature {
  const conditions = pairs.flatMap((a) => [a, a + 1]);
  const targets = conditions.map((k) => new Wide(share(k)));
  let nodes = start.nodes.map((node) => new Wide(node));
  let weights = start.weights.map((weight) => new Wide(weight));
  for (let step = 0; step < MOST_STEPS; step++) {
    const rows = conditions.map((k, i) => {
      const target = targets[i] ?? ONE;
      const terms = nodes.map((node, m) => {
        const power = ONE.minus(node).pow(k - 2);
        const weight = (weights[m] ?? ZERO).div(target);
        return {
          paid: weight.times(power).times(ONE.minus(node)),
          slope: weight
            .times(power)
            .times(node)
            .times(1 - k),
        };
      });
      const error = terms.reduce((sum, { paid }) => sum.minus(paid), new Wide(1));
      return [...terms.map(({ slope }) => slope), ...terms.map(({ paid }) => paid), error];
    });
    const change = solved(rows);
    const largest = change.reduce((most, each) => Wide.max(most, each.abs()), ZERO);
    const damping = largest.gt(0.5) ? new Wide(0.5).div(largest) : ONE;
    nodes = nodes.map((node, m) => node.times((change[m] ?? ZERO).times(damping).exp()));
    weights = weights.map((weight, m) => weight.times((change[pairs.length + m] ?? ZERO).times(damping).exp()));
    if (largest.lt(CONVERGED))
      return { nodes: nodes.map((s) => new Exact(s)), weights: weights.map((w) => new Exact(w)) };
  }
  throw new RangeError(`no quadrature for the pairs ${pairs.join(", ")} from this start`);
}

/** x of A x = b by elimination with row pivots; each row holds A's and, last, b's. */
function solved(rows: Decimal[][]): Decimal[] {
  const size = rows.length;
  const at = (i: number, j: number) => rows[i]?.[j] ?? ZERO;
  for (let j = 0; j < size; j++) {
    let pivot = j;
    for (let i = j + 1; i < size; i++) if (at(i, j).abs().gt(at(pivot, j).abs())) pivot = i;
    const [above, below] = [rows[j] ?? [], rows[pivot] ?? []];
    rows[pivot] = above;
    rows[j] = below;
    for (let i = j + 1; i < size; i++) {
      const factor = at(i, j).div(at(j, j));
      rows[i] = (rows[i] ?? []).map((value, c) => (c < j ? value : value.minus(factor.times(at(j, c)))));
    }
  }
  const x = Array.from({ length: size }, () => ZERO);
  for (let i = size - 1; i >= 0; i--) {
    let rest = at(i, size);
    for (let j = i + 1; j < size; j++) rest = rest.minus(at(i, j).times(x[j] ?? ZERO));
    x[i] = rest.div(at(i, i));
  }
  return x;
}

import type { Decimal } from "decimal.js";
import { Exact, ONE, ZERO } from "./exact.js";

/** {1} Below this a term no longer counts in 60 digits. */
const NEGLIGIBLE = new Exact("1e-65");
const known: Decimal[] = [];

/**
 * f(k) = 1/(e - 1) * sum over j >= 0 of (k-1)! / (k+j)!, from 1 at k = 1 over 0.418 at k = 2 to about 1/((e - 1) k). All terms
 * are positive: the shorter recursion f(k+1) = k f(k) - 1/(e-1) loses all digits of a double by k = 18.
 *
 * @param k how many could have served the request, at least 1
 * @example gairingShare(2).toFixed(3) // "0.418"
 */
export function gairingShare(k: number): Decimal {
  const before = known[k];
  if (before) return before;
  let term = ONE.div(k);
  let sum = ZERO;
  for (let j = 1; term.gt(NEGLIGIBLE); j++) {
    sum = sum.plus(term);
    term = term.div(k + j);
  }
  const share = sum.div(ONE.exp().minus(ONE));
  known[k] = share;
  return share;
}

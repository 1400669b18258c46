import type { Decimal } from "decimal.js";
import { ONE } from "./exact.js";
import { failure } from "./failure.js";

/**
 * What k identities of u and `each` capacity in one domain earn together, over what one identity of u and x earns there,
 * on one layer: k (1 - q') q'^(k-1) / (1 - q), whatever others do (docs/mechanism.md, P7).
 *
 * @param each capacity of each identity: x / k when it is divided, x when all of them show the same machine
 * @example splittingGain({ k: 2, u: 400_000_000n, x: 10n ** 12n, each: 5n * 10n ** 11n, kappa: 10n ** 9n }) // 1.2
 */
export function splittingGain({
  k,
  u,
  x,
  each,
  kappa,
}: {
  k: number;
  u: bigint;
  x: bigint;
  each: bigint;
  kappa: bigint;
}): Decimal {
  const whole = failure({ u, x, kappa }).factor;
  const part = failure({ u, x: each, kappa }).factor;
  return ONE.minus(part)
    .times(part.pow(k - 1))
    .times(k)
    .div(ONE.minus(whole));
}

import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { fromBillionths } from "../../common/units.js";
import { quadratureErrorBound, SHARE_UNIT } from "../../reference/errorBound.js";
import { SEMIVALUES } from "../../reference/semivalues.js";
import type { LedgerState } from "../ledgerState.js";

const WEI_PER_TOKEN = 1e18;
const SECONDS_PER_DAY = 86_400;

/**
 * How far a pricer may be from exact arithmetic, as a share of the emission. Coverage rules: a row is a product of at most n
 * factors q, G factors f = (1 - r) + r Q and a handful more, at most 1 and without any cancellation; every factor q errs by at
 * most 4 and every f by at most 4 roundings of 2^-53 besides those in its Q, one quotient takes a member out, and the sum over
 * rows and classes rounds relative to the sum of |share alpha|. So (n + G + 16) 2^-50 of that sum is ample. Proportional rules
 * add n numbers and divide. Semivalues err like one layer and one domain at each node, the weights adding up to 1, and by what
 * their quadrature leaves unpaid.
 *
 * @example pricerErrorBound({ policy: "EqualShare", state })
 */
export function pricerErrorBound({ policy, state }: { policy: PolicyName; state: LedgerState }): number {
  return roundingBound(policy, state) + (policy in SEMIVALUES ? quadratureErrorBound(state.operators) : 0);
}

/**
 * {tokens per day} How far a pricer and the deployed contract's `quote` may be apart: the pricer's error, the contract's own
 * (docs/mechanism.md, section 6) and the quote's floor to whole wei per second.
 *
 * @example quoteBound({ policy: "MarginalCoverage", state })
 */
export function quoteBound({ policy, state }: { policy: PolicyName; state: LedgerState }): number {
  // p is rounded twice for a semivalue; its pricer has the contract's own quadrature.
  const roundings = policy in SEMIVALUES ? 2 : 1;
  const contract = alphaSum(policy, state) * roundings * (state.operators + 2) * SHARE_UNIT;
  const share = roundingBound(policy, state) + contract;
  return state.emissionPerDay * share + SECONDS_PER_DAY / WEI_PER_TOKEN;
}

function roundingBound(policy: PolicyName, state: LedgerState): number {
  return alphaSum(policy, state) * (state.operators + state.domains + 16) * 2 ** -50;
}

/** Mean over classes, by weight, of the sum of |alpha|. */
function alphaSum(policy: PolicyName, { curves, weights }: LedgerState): number {
  if (policy !== "MarginalCoverage") return 1;
  const total = weights.reduce((a, b) => a + b, 0);
  if (total === 0) return 1;
  return curves.reduce((sum, { alphas }, c) => {
    const size = alphas.reduce((all, alpha) => all + Math.abs(fromBillionths(alpha)), 0);
    return sum + ((weights[c] ?? 0) / total) * size;
  }, 0);
}

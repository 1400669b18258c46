/**
 * How far the contracts may be from the exact rules. Derivation, for one layer m of one class with n members in c <= n
 * occupied domains (contracts/libraries/CoverageMath.sol names the roundings):
 *
 * - p is rounded down to 2^-56, after an exponential that errs by 2.8e-19. For fixed r, M and M b o_i = r (1 - q_i) (product of
 *   the other q in the domain) (product of the other f) are linear in every single q, with values in [0, 1] on the cube of
 *   all q: no derivative is above 1, so n operators give n (2^-56 + 2.8e-19).
 * - ln q errs by 1.4e-18 for each member and ln f by 1.4e-18 for each occupied domain; f_g, which b divides by, cancels against
 *   M but for its logarithm; the exponential of each domain's sum adds 2.8e-19. Relative to numbers of at most 1 that is at
 *   most n (2 x 1.4e-18 + 2.8e-19).
 * - o is rounded down to 2^-56 and M b <= 1; the exponential that gives M errs by 2.8e-19. M is rounded to 2^-88 and Q, f and b
 *   to 2^-120, each times o <= 999: below 1e-23.
 *
 * Together below n x 1.73e-17 + 1.5e-17 < (n + 2) x 1.8e-17, and each layer counts |alpha_m| times.
 */
export const SHARE_UNIT = 1.8e-17;

/**
 * Of a semivalue (contracts/policies/SemivalueCoverage.sol), how much less than f(k) the quadrature may pay to each of k up to
 * `most` operators: what is withheld from the weights, and beyond ten operators the quadrature's own error.
 * test/reference/quadrature.test.ts checks every k up to 10,000.
 */
const QUADRATURE_ERRORS: readonly { readonly most: number; readonly error: number }[] = [
  { most: 10, error: 1e-12 },
  { most: 20, error: 4e-12 },
  { most: 30, error: 2e-11 },
  { most: 60, error: 5e-10 },
  { most: 100, error: 4e-9 },
  { most: 300, error: 4e-8 },
  { most: 1_000, error: 1e-6 },
  { most: 10_000, error: 1e-5 },
];

/**
 * How much less than its exact share of a class an operator may be paid by a semivalue's quadrature, 1 being all that the
 * class pays: whoever is up, at most `members` are. Never less than nothing: it does not overpay.
 *
 * @example quadratureErrorBound(60) // 5e-10
 */
export function quadratureErrorBound(members: number): number {
  return QUADRATURE_ERRORS.find(({ most }) => members <= most)?.error ?? 1;
}

/** 1 in the fixed point of A indices, and twice 999 of it: a touch floors a class index and a cell index, o <= 999. */
const TOUCH_DUST = (2 * 999) / 2 ** 18;

/** What of a class the bounds depend on. */
export interface ClassSize {
  /** Layer weights in parts per billion. */
  readonly alphas: readonly bigint[];
  readonly members: number;
}

/**
 * The error of one operator's share of a class's emission, of the class's coverage, or of a quote's part in it, absolute, 1
 * being all that the class pays.
 *
 * @example shareErrorBound({ alphas: [1_000_000_000n], members: 10_000 }) // 1.8e-13
 */
export function shareErrorBound({ alphas, members }: ClassSize): number {
  return absoluteSum(alphas) * (members + 2) * SHARE_UNIT;
}

/**
 * {wei} What an operator may lose to floors in one class, whatever the emission: for each touch of the class one unit of
 * its index (2^-18 wei, times b <= 1) and one of its cell's index, times o <= 999, in each layer.
 */
export function classDustBound({ touches, layers }: { touches: number; layers: number }): number {
  return touches * layers * TOUCH_DUST;
}

/** {wei} And for each touch of the policy one floor of G: 2^-64 wei for each of all W units of weight. */
export function indexDustBound({ touches, totalWeight }: { touches: number; totalWeight: bigint }): number {
  return (touches * Number(totalWeight)) / 2 ** 64;
}

/**
 * How far R, the share of the emission that is put down as owed, may lie above what is earned: T is rounded up to 2^-30 for
 * each of the domains ever served from (a negative layer is underrated by as much), O and the rest err as shares do, summed
 * over members, and the class's part of R is rounded up to 2^-32 of weight. Add 1 wei for each touch of the policy.
 *
 * @example liabilityExcessBound({ alphas: [10n ** 9n], members: 2, cells: 2, weight: 1n, totalWeight: 1n })
 */
export function liabilityExcessBound({
  alphas,
  members,
  cells,
  weight,
  totalWeight,
}: ClassSize & { cells: number; weight: bigint; totalWeight: bigint }): number {
  if (totalWeight === 0n || weight === 0n) return 0;
  const share = Number(weight) / Number(totalWeight);
  return (
    share * (absoluteSum(alphas) * cells * 2 ** -30 + liabilityErrorBound({ alphas, members })) + unit(totalWeight)
  );
}

/**
 * How far a class's part of R may lie below what is earned, as a share of the class: as one operator's share, with O in
 * place of o, which has one floor of 2^-56 for each member.
 */
export function liabilityErrorBound({ alphas, members }: ClassSize): number {
  return absoluteSum(alphas) * (2 * members + 2) * SHARE_UNIT;
}

/**
 * {wei} The rules that pay in proportion to a number: the index is floored to 2^-96 wei for each unit of weight at every
 * touch, what is owed to 2^-32 wei at every settlement.
 */
export function proportionalDustBound({ touches, weight }: { touches: number; weight: bigint }): number {
  return touches * (Number(weight) / 2 ** 96 + 2 ** -32);
}

/**
 * {wei} The rules with a pot per class (contracts/policies/PooledPolicy.sol), for one operator in one class, reading it not
 * included: every step of G loses less than 2^-160 wei for each unit of all pots, of which the class and the operator have a
 * part; every step of A less than 2^-160 wei for each unit held; every settlement of the position less than 2^-20 wei.
 *
 * @param pots the most that all pots ever came to
 * @param units the most that the operator ever held
 * @example pooledDustBound({ touches: 100, pots: 2n ** 134n, units: 2n ** 93n }) // 9.5e-5
 */
export function pooledDustBound({ touches, pots, units }: { touches: number; pots: bigint; units: bigint }): number {
  return touches * ((Number(pots) + Number(units)) / 2 ** 160 + 2 ** -20);
}

/**
 * The one pot that is not exact: WitnessDecay's r^(n - N) has at most n - N roundings of 1e-27, beside a pot of 3 at least.
 * As a share of the emission, for any operator and for all.
 */
export function decayErrorBound(members: number): number {
  return members * 1e-27;
}

/**
 * {wei} HexDensity, for one operator in one class: a touch floors the root's index and one on each of the three levels to 2^-20
 * wei per member counted, and no scale is above 1. A position's own difference is exact.
 */
export function densityDustBound({ touches }: { touches: number }): number {
  return touches * 4 * 2 ** -20;
}

/**
 * How far an operator's share, or a quote's, may be off under rules that reckon with exponentials or powers, as a share of the
 * emission; 0 for all others. QueryRebate: the exponent is floored to 1e-18, its exponential errs by 2.8e-19 and the part is
 * floored to 2^-64: below 1.4e-18. DistinctBreadth: a logarithm errs by 1.05e-18 and is floored to 1e-18 after it is multiplied
 * by at most 2.2, and the exponential is floored to 1e-18: 4.4e-18 for a power of at least 1. A share is a quotient of a power
 * and a root and of their sums: at most four times that, relative to a number of at most 1.
 *
 * @example functionErrorBound("QueryRebate") // 1.4e-18
 */
export function functionErrorBound(rule: string): number {
  if (rule === "QueryRebate") return 1.4e-18;
  return rule === "DistinctBreadth" ? 1.8e-17 : 0;
}

/**
 * {wei} DistinctBreadth, dust for one operator: a touch floors three indices to 2^-64 wei for each unit held, a group's
 * to 2^-90 wei for each of at most 2^18 units of power, and the group's pay to 2^-32 wei when the median passes it or the
 * operator does; so is what is owed.
 *
 * @param units the most that the operator ever held of a component
 */
export function breadthDustBound({ touches, units }: { touches: number; units: number }): number {
  return touches * ((3 * units) / 2 ** 64 + 2 ** -72 + 5 * 2 ** -32);
}

/** One unit of R, 2^-32 of weight, as a share. */
function unit(totalWeight: bigint): number {
  return 2 ** -32 / Number(totalWeight);
}

function absoluteSum(alphas: readonly bigint[]): number {
  return alphas.reduce((sum, alpha) => sum + Math.abs(Number(alpha)), 0) / 1e9;
}

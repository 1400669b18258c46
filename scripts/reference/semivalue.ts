import type { Decimal } from "decimal.js";
import { demandShare } from "./coverage.js";
import { ONE, ZERO } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";
import type { ClassId, ClassState, NetworkState, Service } from "./state.js";

/** Members of one class with the same chance p of success, and how many they are. */
interface Group {
  readonly p: Decimal;
  readonly members: number;
}

/**
 * Pays f(k) to each of the k operators that could have served a request: each is up on its own and saves a request of class w
 * with p = u (1 - e^-x), so
 *
 *     pay_i = sum over classes w of share_w p_i E[f(1 + K_i)],   K_i = how many of the others are up
 *
 * Exact: the distribution of K_i is a polynomial, no quadrature. Two operators with the same p earn the same, so the good is
 * a class and a p, of which a member holds p. Time O(n^2) in the members of a class, less where many have the same p: some
 * hundreds of different ones, or 10,000 alike.
 *
 * @param share f(k) for 1 <= k, to 60 digits
 * @example semivalue({ name: "Shapley", pays, share: (k) => ONE.div(k) }).shares(state)
 */
export function semivalue({
  name,
  pays,
  share,
}: {
  name: string;
  pays: string;
  share: (k: number) => Decimal;
}): ReferenceRule {
  const known = new WeakMap<ClassState, ReadonlyMap<string, Decimal>>();
  const valuesOf = (state: NetworkState, classId: ClassId, each: ClassState): ReadonlyMap<string, Decimal> => {
    // A class that no update touched is the same object, and a member's p cannot change without touching its class.
    const before = known.get(each);
    if (before) return before;
    const groups = groupsOf(state, classId);
    const up = distribution([...groups.values()]);
    const values = new Map(
      [...groups].map(([key, { p }]) => {
        const others = without(up, p);
        return [key, others.reduce((sum, chance, k) => sum.plus(chance.times(share(k + 1))), ZERO)] as const;
      }),
    );
    known.set(each, values);
    return values;
  };
  return referenceRule({
    pays,
    name,
    prices(state) {
      const prices = new Map<string, Decimal>();
      for (const [classId, each] of state.classes) {
        const weight = demandShare(state, each);
        for (const [key, value] of valuesOf(state, classId, each)) prices.set(key, weight.times(value));
      }
      return prices;
    },
    holdings: ({ services }) =>
      new Map(
        [...services].flatMap(([classId, service]) => {
          const p = successOf(service);
          return p.isZero() ? [] : [[good(classId, p), p] as const];
        }),
      ),
  });
}

const good = (classId: ClassId, p: Decimal) => `${classId}/${p}`;

/** p = o q: nothing cancels. */
function successOf({ flat: [{ factor, odds }] }: Service): Decimal {
  return odds.times(factor);
}

/** The members of a class by what they are: good and group. */
function groupsOf({ operators }: NetworkState, classId: ClassId): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const [, { services }] of operators) {
    const service = services.get(classId);
    if (!service) continue;
    const p = successOf(service);
    if (p.isZero()) continue;
    const key = good(classId, p);
    groups.set(key, { p, members: (groups.get(key)?.members ?? 0) + 1 });
  }
  return groups;
}

/** The chance that k members are up, for k = 0, 1, ...: the coefficients of the product of (1 - p + p t). */
function distribution(groups: readonly Group[]): Decimal[] {
  return groups.reduce<Decimal[]>((all, group) => product(all, binomial(group)), [ONE]);
}

/** The coefficients of (1 - p + p t)^n. */
function binomial({ p, members }: Group): Decimal[] {
  const ratio = p.div(ONE.minus(p));
  const chances = [ONE.minus(p).pow(members)];
  for (let k = 1; k <= members; k++) {
    const before = chances[k - 1] ?? ZERO;
    chances.push(
      before
        .times(ratio)
        .times(members - k + 1)
        .div(k),
    );
  }
  return chances;
}

function product(a: readonly Decimal[], b: readonly Decimal[]): Decimal[] {
  const sums = Array.from({ length: a.length + b.length - 1 }, () => ZERO);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      sums[i + j] = (sums[i + j] ?? ZERO).plus(x.times(y));
    });
  });
  return sums;
}

/** The distribution once a member with `p` is left out: the quotient by (1 - p + p t), from the end at which no error grows. */
function without(up: readonly Decimal[], p: Decimal): Decimal[] {
  const down = ONE.minus(p);
  const others = Array.from({ length: up.length - 1 }, () => ZERO);
  if (p.lt(0.5)) {
    for (let k = 0; k < others.length; k++) {
      others[k] = (up[k] ?? ZERO).minus(p.times(others[k - 1] ?? ZERO)).div(down);
    }
  } else {
    for (let k = others.length - 1; k >= 0; k--) {
      others[k] = (up[k + 1] ?? ZERO).minus(down.times(others[k + 1] ?? ZERO)).div(p);
    }
  }
  return others;
}

import type { Decimal } from "decimal.js";
import type { Cell } from "./cell.js";
import { Exact, ONE, ZERO } from "./exact.js";
import { exactRatio } from "./exactRatio.js";
import type { ClassState, DomainId, NetworkState } from "./state.js";

/** One layer of one class in closed form. */
export interface LayerCoverage {
  /** M: the product over the domains of f = 1 - r (1 - Q). */
  readonly failures: Decimal;
  /** b = r Q / f of each domain that has members. */
  readonly shares: ReadonlyMap<DomainId, Decimal>;
}

/** share_w = weight / sum of weights; 0 while no class has a weight. */
export function demandShare(state: NetworkState, { weight }: ClassState): Decimal {
  return state.totalWeight === 0n ? ZERO : new Exact(weight.toString()).div(state.totalWeight.toString());
}

/** M and b of layer `m` of a class. Domains without members have f = 1 and are left out. */
export function layerCoverage({ cells, availability }: ClassState, m: number): LayerCoverage {
  const shares = new Map<DomainId, Decimal>();
  let failures = ONE;
  for (const [domain, cell] of cells) {
    const up = availabilityIn(availability, domain);
    const product = productOf(cell, m);
    const f = ONE.minus(up.times(ONE.minus(product)));
    failures = failures.times(f);
    shares.set(domain, up.times(product).div(f));
  }
  return { failures, shares };
}

/** C_w = 1 - sum over the layers of alpha M: the expected success rate of the class's requests. */
export function classCoverage(state: ClassState): Decimal {
  return state.alphas.reduce(
    (sum, alpha, m) => sum.minus(exactRatio(alpha).times(layerCoverage(state, m).failures)),
    ONE,
  );
}

/**
 * C = sum over the classes of share_w C_w, in [0, 1] for increasing concave success curves.
 *
 * @example coverage(exampleEvents(WORKED_EXAMPLE).reduce(applyEvent, EMPTY_STATE)).toString() // "0.87"
 */
export function coverage(state: NetworkState): Decimal {
  let sum = ZERO;
  for (const each of state.classes.values()) sum = sum.plus(demandShare(state, each).times(classCoverage(each)));
  return sum;
}

function availabilityIn(availability: ClassState["availability"], domain: DomainId): Decimal {
  const r = availability.get(domain);
  if (r === undefined) throw new RangeError(`domain ${domain} has members and no availability`);
  return exactRatio(r);
}

function productOf(cell: Cell, m: number): Decimal {
  const product = cell.products[m];
  if (!product) throw new RangeError(`no layer ${m}`);
  return product;
}

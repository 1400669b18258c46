import type { Decimal } from "decimal.js";
import { demandShare, layerCoverage } from "./coverage.js";
import { ONE, ZERO } from "./exact.js";
import { exactRatio } from "./exactRatio.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";
import type { ClassId, ClassState, DomainId } from "./state.js";

const good = (classId: ClassId, domain: DomainId, layer: number) => `${classId}/${domain}/${layer}`;

/**
 * Pays each operator its marginal coverage, C(all) - C(all without it):
 *
 *     D_i = sum over classes w and layers m of share_w alpha_m M_wm b_gwm o_iwm
 *
 * The good is a place in (class, domain, layer); its price is share_w alpha_m M_wm b_gwm and an operator holds o_iwm of
 * it. If R = sum of all D_i passed 1 (impossible for accepted curves but for rounding), all are multiplied by 1/R.
 */
export const marginalCoverage: ReferenceRule = referenceRule({
  name: "MarginalCoverage",
  pays: "pays an operator what expected request success would lose without it, counting that operators in one failure domain fail together (Breadth's own rule).",
  prices(state) {
    const prices = new Map<string, Decimal>();
    let total = ZERO;
    for (const [classId, each] of state.classes) {
      const share = demandShare(state, each);
      for (const { domain, layer, value } of placesOf(each)) {
        const price = share.times(value);
        prices.set(good(classId, domain, layer), price);
        total = total.plus(price.times(each.cells.get(domain)?.odds[layer] ?? ZERO));
      }
    }
    return total.gt(ONE) ? new Map([...prices].map(([name, price]) => [name, price.div(total)])) : prices;
  },
  holdings({ domain, services }) {
    const held = new Map<string, Decimal>();
    for (const [classId, { layers }] of services) {
      layers.forEach(({ odds }, layer) => {
        held.set(good(classId, domain, layer), odds);
      });
    }
    return held;
  },
});

interface Place {
  readonly domain: DomainId;
  readonly layer: number;
  /** alpha_m M_wm b_gwm */
  readonly value: Decimal;
}

/** Computed once for each version of a class: a class that no update touched is the same object. */
const known = new WeakMap<ClassState, readonly Place[]>();

function placesOf(state: ClassState): readonly Place[] {
  const before = known.get(state);
  if (before) return before;
  const places = state.alphas.flatMap((alpha, layer) => {
    const { failures, shares } = layerCoverage(state, layer);
    return [...shares].map(([domain, b]) => ({ domain, layer, value: exactRatio(alpha).times(failures).times(b) }));
  });
  known.set(state, places);
  return places;
}

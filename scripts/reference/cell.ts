import type { Decimal } from "decimal.js";
import { ONE, ZERO } from "./exact.js";
import type { Failure } from "./failure.js";

/** Everyone who serves one class from one failure domain, summed up for each layer of the class's curve. */
export interface Cell {
  /** How many operators are in it. */
  readonly members: number;
  /** Q per layer: the product of the members' q. */
  readonly products: readonly Decimal[];
  /** O per layer: the sum of the members' o. */
  readonly odds: readonly Decimal[];
}

/**
 * The cell after one member was replaced: `before` leaves, `after` joins; either may be missing. An emptied cell is
 * gone (undefined), so that a join and a leave restore it exactly; otherwise each step errs by about 1e-60 relative.
 *
 * @example replaceMember({ cell: undefined, before: undefined, after: [{ factor, odds }] })?.members // 1
 */
export function replaceMember({
  cell,
  before,
  after,
}: {
  cell: Cell | undefined;
  before: readonly Failure[] | undefined;
  after: readonly Failure[] | undefined;
}): Cell | undefined {
  const members = (cell?.members ?? 0) + (after ? 1 : 0) - (before ? 1 : 0);
  if (members === 0) return undefined;
  const layers = after ?? before ?? [];
  return {
    members,
    products: layers.map((_, m) => {
      const joined = (cell?.products[m] ?? ONE).times(after?.[m]?.factor ?? ONE);
      return before ? joined.div(before[m]?.factor ?? ONE) : joined;
    }),
    odds: layers.map((_, m) => (cell?.odds[m] ?? ZERO).plus(after?.[m]?.odds ?? ZERO).minus(before?.[m]?.odds ?? ZERO)),
  };
}

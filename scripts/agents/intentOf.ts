import type { Move } from "./agent.js";
import type { Intent } from "./intent.js";
import type { OfferTable } from "./pricing/offerTable.js";

/**
 * What a change of strategy asks of the chain: to enter, to exit, to move to another domain, or to serve other classes
 * from the same one.
 *
 * @example intentOf({ operator: 3, from: 0, to: 17 }, table) // { kind: "enter", operator: 3, domain: 2 }
 */
export function intentOf({ operator, from, to }: Move, table: OfferTable): Intent {
  const before = table.domainOf[from] ?? -1;
  const domain = table.domainOf[to] ?? -1;
  if (domain < 0) return { kind: "exit", operator };
  if (before < 0) return { kind: "enter", operator, domain };
  const serves = [...table.classOf.subarray(table.starts[to], table.starts[to + 1])];
  return domain === before ? { kind: "retool", operator, serves } : { kind: "move", operator, domain, serves };
}

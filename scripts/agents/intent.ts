/**
 * What an operator wants done on chain: agents decide it, the driver turns it into transactions. Operators, domains and
 * classes are 0-based indices.
 *
 * - `enter`: bonds its stake in a domain, for the first time, after a full exit, or again while the old stake unbonds.
 * - `retool`: another rig in the same domain: leaves the classes that the new rig does not serve.
 * - `move`: to another domain, with the classes that its rig serves there too; it leaves the others first.
 * - `exit`: leaves every class and begins to unbond all its stake.
 * - `withdraw`: takes out what has finished unbonding.
 *
 * `serves`: class indices that the new rig serves; when absent, a retooled rig keeps none and a moved one keeps all.
 *
 * @example const intents: Intent[] = [{ kind: "enter", operator: 3, domain: 0 }, { kind: "exit", operator: 4 }];
 */
export type Intent =
  | { readonly kind: "enter"; readonly operator: number; readonly domain: number }
  | { readonly kind: "retool"; readonly operator: number; readonly serves?: readonly number[] }
  | { readonly kind: "move"; readonly operator: number; readonly domain: number; readonly serves?: readonly number[] }
  | { readonly kind: "exit"; readonly operator: number }
  | { readonly kind: "withdraw"; readonly operator: number };

import type { LedgerState } from "../../agents/ledgerState.js";

/**
 * The same ledger with more operators that are registered nowhere: room for further identities. Whatever the state holds per
 * operator, or per operator and class, gets rows of zeros.
 *
 * @param spares how many, 0 or more
 * @example withSpares(state, 4).operators // state.operators + 4
 */
export function withSpares(state: LedgerState, spares: number): LedgerState {
  const { operators, classes } = state;
  const more = (values: Float64Array, rows: number): Float64Array => {
    const longer = new Float64Array(values.length + rows);
    longer.set(values);
    return longer;
  };
  const domainOf = new Int32Array(operators + spares).fill(-1);
  domainOf.set(state.domainOf);
  return {
    ...state,
    operators: operators + spares,
    domainOf,
    stake: more(state.stake, spares),
    reliability: more(state.reliability, spares * classes),
    capacityRatio: more(state.capacityRatio, spares * classes),
    served: more(state.served, spares * classes),
    joined: more(state.joined, spares * classes),
    opened: Uint8Array.from({ length: (operators + spares) * classes }, (_, cell) => state.opened[cell] ?? 0),
  };
}

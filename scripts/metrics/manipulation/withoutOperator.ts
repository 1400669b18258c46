import type { LedgerState } from "../../agents/ledgerState.js";

/**
 * The same ledger after an operator was taken down: it serves nothing and is in no domain. What it was measured at is copied,
 * not changed.
 *
 * @example withoutOperator(state, 3).domainOf[3] // -1
 */
export function withoutOperator(state: LedgerState, operator: number): LedgerState {
  const { classes } = state;
  const cleared = <T extends Float64Array | Int32Array | Uint8Array>(values: T, width: number, value: number): T =>
    values.slice().fill(value, operator * width, (operator + 1) * width) as T;
  return {
    ...state,
    domainOf: cleared(state.domainOf, 1, -1),
    stake: cleared(state.stake, 1, 0),
    reliability: cleared(state.reliability, classes, 0),
    capacityRatio: cleared(state.capacityRatio, classes, 0),
    served: cleared(state.served, classes, 0),
    joined: cleared(state.joined, classes, 0),
    opened: cleared(state.opened, classes, 0),
  };
}

import type { Agent, Move } from "../agents/agent.js";
import type { LedgerState } from "../agents/ledgerState.js";

/** What one epoch of a run left behind: everything that metrics are computed from. */
export interface EpochRecord {
  /** 0, 1, 2, ... */
  readonly epoch: number;
  /** The ledger after the epoch's reports. */
  readonly state: LedgerState;
  /** What every operator played in the epoch. */
  readonly strategies: Int32Array;
  readonly moves: readonly Move[];
  /** Every operator's own account at the end of the epoch. */
  readonly agents: readonly Agent[];
  /** Tokens claimed by each operator in the epoch. */
  readonly paid: Float64Array;
  /** Tokens that running its rig cost each operator in the epoch, switching included. */
  readonly cost: Float64Array;
  /** Tokens emitted in the epoch. */
  readonly emitted: number;
  readonly gas: number;
  readonly transactions: number;
  /** Moves after which coverage value less cost was lower than before. */
  readonly falls: number;
}

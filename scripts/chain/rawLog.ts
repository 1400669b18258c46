/** A log as `eth_getLogs` gives it. */
export interface RawLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly transactionHash: string;
  readonly blockNumber: string;
}

/** The logs of one block, in order. */
export interface MinedBlock {
  readonly number: number;
  /** {s} Unix time. */
  readonly timestamp: number;
  readonly logs: readonly RawLog[];
}

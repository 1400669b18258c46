import type { Rig } from "../workloads/rig.js";

/** One thing that an operator can do: run a rig in a failure domain, or stay out. */
export interface Strategy {
  /** Readable and unique, e.g. `1xRTX-4090 llama-3.1-8b VANILLA @ vast/Europe`; `out` for staying out. */
  readonly id: string;
  /** Undefined: stays out. */
  readonly rig: Rig | undefined;
  /** Index into the scenario's domains; -1 for staying out. */
  readonly domain: number;
  /** List price of running it, USD per day, before an operator's own multipliers; 0 for staying out. */
  readonly usdPerDay: number;
}

import type { Gateway } from "./gateway.js";

/** How the gateway chooses an operator for a request. One file each in `routers/`; a new one joins the list in `routerNamed.ts`. */
export interface Router {
  readonly name: string;
  /** Whether the choice depends on loads; a choice may depend on nothing else but listings, the class, and the request's own draws. */
  readonly readsLoad: boolean;
  /** Second and later tries after a failed one, by default. */
  readonly retries: number;
  /** Whether a refusal for want of a place is tried again elsewhere; a broken connection always is. */
  readonly retriesWhenFull: boolean;
  /**
   * Set by routers that read loads, for replays that need to know what a choice hangs on: the choice is the first of
   * the listed operators it looked at with the smallest score.
   */
  readonly best?: {
    /** Whether it looks at every candidate, or at two drawn at random. */
    readonly isAmongAll: boolean;
    /** Smaller is better; `load` is requests per slot, see `Gateway.load`. Left out: the load itself. */
    score?(gateway: Gateway, operator: number, load: number): number;
  };
  /** An operator among the class's candidates for which `gateway.isListed` is true, or -1. */
  choose(gateway: Gateway): number;
}

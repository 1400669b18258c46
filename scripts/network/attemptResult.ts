/**
 * What the gateway saw when it sent a request to an operator. "WithDomain" means that every operator of the same
 * declared domain became unreachable at that moment too: that is how an outage of the domain is told from one of the operator.
 */
export const ATTEMPT = {
  served: 0,
  /** Refused: no place. */
  full: 1,
  unreachable: 2,
  unreachableWithDomain: 3,
  /** Taken, and the connection broke before the end. */
  lost: 4,
  lostWithDomain: 5,
  slow: 6,
  unverified: 7,
} as const;

/** Number of results, the stride of tables per (operator, class, result). */
export const ATTEMPT_RESULTS = 8;

import type { LedgerState } from "./ledgerState.js";

/**
 * Claims as if operators had joined in the order of their indices, each all its classes at once: for states that are not
 * read from a chain.
 *
 * @param reliability u per (operator, class), index `operator * classes + class`
 * @example claimsInOrder({ classes: 1, reliability: [0.9, 0, 0.8] }) // joined 1, 0, 2; opened 1, 0, 0
 */
export function claimsInOrder(parameters: {
  classes: number;
  reliability: ArrayLike<number>;
}): Pick<LedgerState, "joined" | "opened"> {
  const { classes, reliability } = parameters;
  const joined = new Float64Array(reliability.length);
  const opened = new Uint8Array(reliability.length);
  const served = new Uint8Array(classes);
  let joins = 0;
  for (let cell = 0; cell < reliability.length; cell++) {
    if ((reliability[cell] ?? 0) === 0) continue;
    joined[cell] = ++joins;
    if (served[cell % classes] === 0) opened[cell] = 1;
    served[cell % classes] = 1;
  }
  return { joined, opened };
}

import { gairingShare } from "./gairingShare.js";
import type { ReferenceRule } from "./referenceRule.js";
import { semivalue } from "./semivalue.js";

/**
 * Gairing's coverage weights, with which no equilibrium of a coverage game is worse than 1 - 1/e of the optimum: of each
 * request, f(k) to each of the k operators that could have served it (`gairingShare`). k f(k) falls from 1 to 1/(e - 1) = 0.58,
 * and the rest is left unearned. Source: Gairing, Covering games: approximation through non-cooperation (WINE 2009).
 */
export const gairing: ReferenceRule = semivalue({
  name: "Gairing",
  pays: "shares it by the weights with the best guarantee for coverage in the worst case, 1 - 1/e.",
  share: gairingShare,
});

import { bestListed } from "../best-listed.js";
import type { Router } from "../router.js";

const best = { isAmongAll: true, score: (_gateway: unknown, _operator: number, load: number) => load };

/** The listed operator with the fewest requests per slot; ties go to the first from a random start. */
export const leastLoaded: Router = {
  name: "least-loaded",
  readsLoad: true,
  retries: 1,
  retriesWhenFull: true,
  best,
  choose: (gateway) => bestListed(gateway, best.score),
};

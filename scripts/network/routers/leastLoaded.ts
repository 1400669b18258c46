import { bestListed } from "../bestListed.js";
import type { Router } from "../router.js";

/** The listed operator with the fewest requests per slot; ties go to the first from a random start. */
export const leastLoaded: Router = {
  name: "least-loaded",
  readsLoad: true,
  retries: 1,
  retriesWhenFull: true,
  best: { isAmongAll: true },
  choose: (gateway) => bestListed(gateway, (_gateway, _operator, load) => load),
};

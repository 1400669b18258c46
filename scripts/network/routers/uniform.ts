import type { Router } from "../router.js";

/**
 * A uniform random choice among the listed operators, tried once more elsewhere when the connection fails and not at
 * all when the operator answers with a refusal: the public gateway of OpenGradient.
 */
export const uniform: Router = {
  name: "uniform",
  readsLoad: false,
  retries: 1,
  retriesWhenFull: false,
  choose: (gateway) => gateway.drawListed(0),
};

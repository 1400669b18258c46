import type { Router } from "../router.js";

/**
 * The less loaded of two candidates drawn at random without replacement; a tie goes to the first
 * (Mitzenmacher 2001, "The power of two choices in randomized load balancing").
 */
export const powerOfTwo: Router = {
  name: "power-of-two",
  readsLoad: true,
  retries: 1,
  retriesWhenFull: true,
  best: { isAmongAll: false },
  choose(gateway) {
    const one = gateway.drawListed(0);
    if (one === -1) return -1;
    const two = gateway.drawListed(16, one);
    if (two === -1) return one;
    return gateway.load(two) < gateway.load(one) ? two : one;
  },
};

import type { Router } from "../router.js";

/** The listed operator with the fewest requests per slot; ties go to the first from a random start. */
export const leastLoaded: Router = {
  name: "least-loaded",
  readsLoad: true,
  retries: 1,
  retriesWhenFull: true,
  choose(gateway) {
    const { first, list } = gateway.candidates;
    const from = first[gateway.classIndex] as number;
    const count = (first[gateway.classIndex + 1] as number) - from;
    const start = Math.floor(gateway.draw(0) * count);
    let best = -1;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (let step = 0; step < count; step++) {
      const position = start + step;
      const operator = list[from + (position < count ? position : position - count)] as number;
      if (!gateway.isListed(operator)) continue;
      const load = gateway.load(operator);
      if (load < bestLoad) {
        best = operator;
        bestLoad = load;
      }
    }
    return best;
  },
};

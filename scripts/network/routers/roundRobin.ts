import type { Router } from "../router.js";

/** Each class goes round its candidates; one that is not listed is passed over for the next. */
export const roundRobin: Router = {
  name: "round-robin",
  readsLoad: false,
  retries: 1,
  retriesWhenFull: true,
  choose(gateway) {
    const { first, list } = gateway.candidates;
    const from = first[gateway.classIndex] as number;
    const count = (first[gateway.classIndex + 1] as number) - from;
    for (let step = 0; step < count; step++) {
      const operator = list[from + ((gateway.ordinal + step) % count)] as number;
      if (gateway.isListed(operator)) return operator;
    }
    return -1;
  },
};

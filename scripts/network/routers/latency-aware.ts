import type { Router } from "../router.js";

/**
 * The listed operator with the shortest expected time: its service time for the request's input and the output it will
 * get, stretched by the queue in front where the machine is believed full. Ties go to the first from a random start.
 */
export const latencyAware: Router = {
  name: "latency-aware",
  readsLoad: true,
  retries: 1,
  retriesWhenFull: true,
  choose(gateway) {
    const { network, classIndex, inputTokens, outputTokens } = gateway;
    const { first, list } = gateway.candidates;
    const from = first[classIndex] as number;
    const count = (first[classIndex + 1] as number) - from;
    const start = Math.floor(gateway.draw(0) * count);
    let best = -1;
    let bestTime = Number.POSITIVE_INFINITY;
    for (let step = 0; step < count; step++) {
      const position = start + step;
      const operator = list[from + (position < count ? position : position - count)] as number;
      if (!gateway.isListed(operator)) continue;
      const cell = operator * network.classes + classIndex;
      const service =
        (network.ttftBase[cell] as number) +
        (network.prefill[cell] as number) * inputTokens +
        (network.tpot[cell] as number) * outputTokens;
      const load = gateway.load(operator);
      // Where nothing may wait, a full machine is the last resort.
      const canWait = (network.waiting[network.machineOf[operator] as number] as number) > 0;
      const time = load < 1 ? service : service * load * (canWait ? 1 : 1e6);
      if (time < bestTime) {
        best = operator;
        bestTime = time;
      }
    }
    return best;
  },
};

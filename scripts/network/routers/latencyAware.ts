import { bestListed } from "../bestListed.js";
import type { Gateway } from "../gateway.js";
import type { Router } from "../router.js";

const best = { isAmongAll: true, score: expectedSeconds };

/**
 * The listed operator with the shortest expected time for the input given and the output asked for. Ties go to the
 * first from a random start.
 */
export const latencyAware: Router = {
  name: "latency-aware",
  readsLoad: true,
  retries: 1,
  retriesWhenFull: true,
  best,
  choose: (gateway) => bestListed(gateway, expectedSeconds),
};

/** Service time, stretched by the queue in front; where nobody may wait, a full machine is the last resort. */
function expectedSeconds({ network, classIndex, inputTokens, outputTokens }: Gateway, operator: number, load: number) {
  const cell = operator * network.classes + classIndex;
  const service =
    (network.ttftBase[cell] as number) +
    (network.prefill[cell] as number) * inputTokens +
    (network.tpot[cell] as number) * outputTokens;
  if (load < 1) return service;
  const canWait = (network.waiting[network.machineOf[operator] as number] as number) > 0;
  return service * load * (canWait ? 1 : 1e6);
}

import { randomStream } from "../../scripts/common/random.js";
import { emptyNetwork, FIT, type Network } from "../../scripts/network/network.js";
import { drawOutages, type OutageGroup, type Outages } from "../../scripts/network/outages.js";
import type { RequestBatch } from "../../scripts/workloads/demand.js";

/** One microsecond per output token, so that tokens can carry any service time. */
export const TICK = 1e-6;

/** Operators that all fit all classes, alone on their machines, one domain each, `TICK` seconds per token. */
export function openNetwork(options: {
  operators: number;
  classes?: number;
  slots?: number;
  waiting?: number;
}): Network {
  const { operators, classes = 1, slots = 1, waiting = 0 } = options;
  const network = emptyNetwork({ operators, classes, domains: operators });
  network.fit.fill(FIT.fits);
  network.tpot.fill(TICK);
  network.slots.fill(slots);
  network.waiting.fill(waiting);
  network.domainOf.set(Array.from({ length: operators }, (_, operator) => operator));
  return network;
}

/** No outage at all. */
export function noOutages(network: Network): Outages {
  return drawOutages({
    operators: network.operators,
    domainOf: network.domainOf,
    groups: [],
    shocks: [],
    seconds: 1,
    seed: 1,
  });
}

/** Outages of groups over `seconds`. */
export function outagesOf(network: Network, groups: OutageGroup[], seconds: number, seed = 1): Outages {
  return drawOutages({ operators: network.operators, domainOf: network.domainOf, groups, shocks: [], seconds, seed });
}

/** Rows given one by one: time, class, seconds of service at `TICK` per token. */
export function requests(
  rows: readonly { time: number; classIndex?: number; seconds?: number; input?: number }[],
): RequestBatch {
  return {
    length: rows.length,
    time: Float64Array.from(rows, ({ time }) => time),
    classIndex: Uint16Array.from(rows, ({ classIndex = 0 }) => classIndex),
    inputTokens: Int32Array.from(rows, ({ input = 0 }) => input),
    outputTokens: Int32Array.from(rows, ({ seconds = 0 }) => tokensOf(seconds)),
  };
}

/** Poisson requests of `rate` per second, classes uniform, service times from `service` in seconds. */
export function* poissonRequests(options: {
  rate: number;
  count: number;
  classes?: number;
  seed: number;
  service: (uniform: () => number) => number;
}): Generator<RequestBatch> {
  const { rate, count, classes = 1, seed, service } = options;
  const stream = randomStream(seed, "test/requests");
  let now = 0;
  for (let done = 0; done < count; done += 50_000) {
    const rows = [];
    for (let row = 0; row < Math.min(50_000, count - done); row++) {
      now += stream.exponential(1 / rate);
      rows.push({ time: now, classIndex: stream.below(classes), seconds: service(stream.next) });
    }
    yield requests(rows);
  }
}

export const exponential = (mean: number) => (uniform: () => number) => -mean * Math.log1p(-uniform());

function tokensOf(seconds: number): number {
  return 1 + Math.round(seconds / TICK);
}

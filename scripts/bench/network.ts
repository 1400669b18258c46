import { randomStream } from "../common/random.js";
import { networkScenario } from "../experiments/networkScenario.js";
import { counterfactual } from "../network/counterfactual.js";
import { emptyNetwork, FIT, type Network } from "../network/network.js";
import { drawOutages, type Outages } from "../network/outages.js";
import { replayWithout } from "../network/replayWithout.js";
import { routerNamed } from "../network/routerNamed.js";
import { Simulator } from "../network/simulator.js";
import type { RequestBatch } from "../workloads/demand.js";
import type { SpeedRow } from "./speedRow.js";

const BATCH = 65_536;

/**
 * Speed of the request network: one replay, all counterfactuals against as many full replays, memory over a streamed
 * day, and how cost grows with operators, classes and requests. Rates are per processor second, so that a
 * busy machine does not change them much. Takes about a minute.
 *
 * @example for (const { name, value, unit } of await networkSpeed()) console.log(name, value, unit);
 */
export async function networkSpeed(): Promise<SpeedRow[]> {
  return [
    ...(await replaySpeed()),
    ...(await counterfactualCost("uniform", 8)),
    ...(await counterfactualCost("power-of-two", 8)),
    ...(await counterfactualCost("least-loaded", 4)),
    memoryOverADay(),
    ...costCurves(),
  ];
}

/** Requests per second of one replay at 60 operators and 24 classes, with and without the record of who was able. */
async function replaySpeed(): Promise<SpeedRow[]> {
  const rows: SpeedRow[] = [];
  for (const router of ["uniform", "power-of-two", "least-loaded"]) {
    for (const recordsAble of [false, true]) {
      const value = perSecond({ operators: 60, classes: 24, router, recordsAble, batches: 24 });
      const name = `replay, 60 operators, ${router}${recordsAble ? ", recording who was able" : ""}`;
      rows.push(row(name, value, "requests/s", 3e6));
    }
  }
  return rows;
}

/** All counterfactuals of 60 operators against 60 full replays: on one core, and on both. */
async function counterfactualCost(router: string, count: number): Promise<SpeedRow[]> {
  const { network, outages, batches } = syntheticRun({ operators: 60, classes: 24, batches: count, load: 0.7 });
  const absentees = Int32Array.from({ length: 60 }, (_, i) => i);
  const options = { network, outages, router, seed: 1, absentees };
  const warmUp = replayWithout({ ...options, absentees: absentees.subarray(0, 2) });
  for (const batch of batches.slice(0, 1)) warmUp.run(batch);
  const sample = 12;
  const wallStart = performance.now();
  const full = timed(() => {
    for (const absent of absentees.subarray(0, sample)) {
      const simulator = new Simulator({ ...options, router: routerNamed(router), absent, recordsAble: false });
      for (const batch of batches) simulator.run(batch);
    }
  });
  const scale = absentees.length / sample;
  const wall = ((performance.now() - wallStart) / 1000) * scale;
  const one = timed(() => {
    const replay = replayWithout(options);
    for (const batch of batches) replay.run(batch);
  });
  const start = performance.now();
  await counterfactual({ ...options, batches, threads: 2 });
  const two = (performance.now() - start) / 1000;
  const requests = batches.length * BATCH;
  const what = `all 60 counterfactuals of ${requests} requests, ${router}`;
  return [
    row(`${what}, one core, against 60 full replays`, one, "s", full * scale),
    row(`${what}, two threads, elapsed, against 60 full replays one after another`, two, "s", wall),
  ];
}

/** Growth of the heap over a streamed day of generated demand, from its first hour to its last. */
function memoryOverADay(): SpeedRow {
  const scenario = networkScenario({ operators: 60, load: 0.5, hours: 24, maxSlots: 8, compression: 1, seed: 1 });
  const { network, outages } = scenario;
  const simulator = new Simulator({ network, outages, router: routerNamed("uniform"), seed: 1 });
  let first = 0;
  let last = 0;
  for (const batch of scenario.batches()) {
    simulator.run(batch);
    const hour = (batch.time[batch.length - 1] ?? 0) / 3600;
    if (hour < 1) first = Math.max(first, liveBytes());
    else if (hour > 23) last = Math.max(last, liveBytes());
  }
  return row(
    `memory in the last hour of a streamed day (${simulator.requests} requests) against the first`,
    last,
    "B",
    first,
  );
}

/** Seconds per million requests as one quantity grows, against the smallest. */
function costCurves(): SpeedRow[] {
  const cost = (operators: number, classes: number, batches: number): number =>
    1e6 / perSecond({ operators, classes, router: "uniform", recordsAble: true, batches });
  const base = cost(30, 12, 8);
  return [
    ...[60, 120, 240, 480].map((n) =>
      row(`cost per million requests, ${n} operators against 30`, cost(n, 12, 8), "s", base),
    ),
    ...[24, 48, 96].map((n) => row(`cost per million requests, ${n} classes against 12`, cost(30, n, 8), "s", base)),
    ...[16, 32].map((n) =>
      row(`cost per million requests, ${n * BATCH} requests against ${8 * BATCH}`, cost(30, 12, n), "s", base),
    ),
  ];
}

/** Requests per second, the best of three after a warm-up. */
function perSecond(options: {
  operators: number;
  classes: number;
  router: string;
  recordsAble: boolean;
  batches: number;
}): number {
  const { network, outages, batches } = syntheticRun({ ...options, load: 0.7 });
  const router = routerNamed(options.router);
  const seconds = [0, 1, 2, 3].map(() =>
    timed(() => {
      const simulator = new Simulator({ network, outages, router, seed: 1, recordsAble: options.recordsAble });
      for (const batch of batches) simulator.run(batch);
    }),
  );
  return (batches.length * BATCH) / Math.min(...seconds.slice(1));
}

/** Operators of 16 places that each serve a third of the classes, with outages, and Poisson requests of about 10 s. */
function syntheticRun(options: { operators: number; classes: number; batches: number; load: number }): {
  network: Network;
  outages: Outages;
  batches: RequestBatch[];
} {
  const { operators, classes, load } = options;
  const stream = randomStream(1, "bench");
  const network = emptyNetwork({ operators, classes, domains: 6 });
  network.slots.fill(16);
  network.ttftTarget.fill(2);
  for (let i = 0; i < operators; i++) {
    network.domainOf[i] = i % 6;
    for (let c = 0; c < classes; c++) {
      const cell = i * classes + c;
      network.fit[cell] = stream.next() < 1 / 3 ? FIT.fits : FIT.noModel;
      network.tpot[cell] = 0.05;
      network.prefill[cell] = 1e-4;
      network.ttftBase[cell] = 0.1;
    }
  }
  const rate = (load * operators * 16) / 10.15;
  let now = 0;
  const batches = Array.from({ length: options.batches }, (): RequestBatch => {
    const batch = {
      length: BATCH,
      time: new Float64Array(BATCH),
      classIndex: new Uint16Array(BATCH),
      inputTokens: new Int32Array(BATCH).fill(500),
      outputTokens: new Int32Array(BATCH),
    };
    for (let index = 0; index < BATCH; index++) {
      now += stream.exponential(1 / rate);
      batch.time[index] = now;
      batch.classIndex[index] = stream.below(classes);
      batch.outputTokens[index] = 1 + Math.floor(stream.exponential(200));
    }
    return batch;
  });
  const groups = Array.from({ length: operators }, (_, i) => ({
    id: `operator/${i}`,
    members: Int32Array.of(i),
    meanUp: 80 * 3600,
    meanDown: 2.7 * 3600,
  }));
  const outages = drawOutages({ operators, domainOf: network.domainOf, groups, shocks: [], seconds: now, seed: 1 });
  return { network, outages, batches };
}

function row(name: string, value: number, unit: string, reference: number): SpeedRow {
  return { name, value, unit, reference, ratio: value / reference };
}

/** Processor seconds that an action takes: what one core would need, however many others want it. */
function timed(action: () => void): number {
  const start = process.cpuUsage();
  action();
  return process.cpuUsage(start).user / 1e6;
}

/** Heap and buffers in use, after a collection where the process allows one. */
function liveBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

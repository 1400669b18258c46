import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { RequestBatch } from "../workloads/demand.js";
import { type CounterfactualCounts, type CounterfactualOptions, replayWithout } from "./replayWithout.js";

/** What lets a thread run TypeScript, whichever way this process came to. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Batches that a thread may have waiting: enough to keep it busy, few enough to keep memory flat. */
const WINDOW = 4;

/**
 * The true marginal coverage of operators: how many requests fewer are served without each of them, the same requests
 * meeting the same random numbers and the same outages.
 *
 * @param threads 1 works in the caller's thread; more share the absentees among workers. The result does not depend on it.
 * @example const { lost } = await counterfactual({ network, outages, router: "uniform", seed: 1, absentees, batches: demand.batches() });
 */
export async function counterfactual(
  options: CounterfactualOptions & {
    batches: Iterable<RequestBatch> | AsyncIterable<RequestBatch>;
    threads?: number;
  },
): Promise<CounterfactualCounts> {
  const { batches, threads = 2, ...common } = options;
  const { absentees } = common;
  const parts = Math.min(threads, absentees.length);
  if (parts <= 1) {
    const replay = replayWithout(common);
    for await (const batch of batches) replay.run(batch);
    return replay.counts();
  }
  const shares = Array.from({ length: parts }, (_, part) => absentees.filter((_operator, i) => i % parts === part));
  const workers = shares.map((share) => new ReplayThread({ ...common, absentees: share }));
  try {
    for await (const batch of batches) await Promise.all(workers.map((worker) => worker.run(batch)));
    const counts = await Promise.all(workers.map((worker) => worker.counts()));
    return interleave(counts, absentees.length, common.network.classes);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

/** Puts the shares back in the order of the absentees: position i was dealt to part i mod parts. */
function interleave(parts: CounterfactualCounts[], positions: number, classes: number): CounterfactualCounts {
  const lost = new Float64Array(positions * classes);
  for (let position = 0; position < positions; position++) {
    const from = Math.floor(position / parts.length) * classes;
    lost.set(parts[position % parts.length]?.lost.subarray(from, from + classes) ?? [], position * classes);
  }
  return { served: parts[0]?.served ?? new Float64Array(classes), lost };
}

/** One worker and the batches it has not yet acknowledged. */
class ReplayThread {
  readonly #worker: Worker;
  #outstanding = 0;
  #wake: (() => void) | undefined;
  #counts: ((counts: CounterfactualCounts) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;
  #error: Error | undefined;

  constructor(options: CounterfactualOptions) {
    this.#worker = new Worker(new URL("./counterfactualWorker.ts", import.meta.url), {
      workerData: options,
      execArgv: ["--import", TSX],
    });
    this.#worker.on("message", (message: CounterfactualCounts | "done") => {
      if (message !== "done") this.#counts?.(message);
      else {
        this.#outstanding -= 1;
        this.#wake?.();
      }
    });
    this.#worker.on("error", (error) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#fail?.(this.#error);
    });
  }

  /** Sends a batch; resolves when the thread has room for another. */
  async run(batch: RequestBatch): Promise<void> {
    this.#worker.postMessage(batch);
    this.#outstanding += 1;
    while (this.#outstanding >= WINDOW) {
      await this.#settled<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  counts(): Promise<CounterfactualCounts> {
    return this.#settled((resolve) => {
      this.#counts = resolve;
      this.#worker.postMessage("counts");
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #settled<T>(start: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#error) reject(this.#error);
      this.#fail = reject;
      start(resolve);
    });
  }
}

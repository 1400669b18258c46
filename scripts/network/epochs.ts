import type { RequestBatch } from "../workloads/demand.js";
import { rowsBefore } from "../workloads/rowsBefore.js";
import type { Simulator } from "./simulator.js";
import type { Tally } from "./tally.js";

/** What was counted in `[start, end)`, seconds. */
export interface Epoch {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly tally: Tally;
}

/**
 * Runs requests through a simulator up to `seconds` and hands over the tally of every epoch, also of those without
 * requests. Memory does not grow with the length of the demand. Gives way to other work once per batch.
 *
 * @example for await (const { tally } of epochs({ simulator, batches: demand.batches(), epochSeconds: 900, seconds: 86_400 })) {}
 */
export async function* epochs(parameters: {
  simulator: Simulator;
  batches: Iterable<RequestBatch> | AsyncIterable<RequestBatch>;
  epochSeconds: number;
  seconds: number;
}): AsyncGenerator<Epoch> {
  const { simulator, batches, epochSeconds, seconds } = parameters;
  const count = Math.ceil(seconds / epochSeconds);
  let index = 0;
  const finish = (): Epoch => ({
    index,
    start: index * epochSeconds,
    end: Math.min(seconds, (index + 1) * epochSeconds),
    tally: simulator.takeTally(),
  });
  for await (const batch of batches) {
    let row = 0;
    while (row < batch.length && index < count) {
      const until = rowsBefore(batch, Math.min(seconds, (index + 1) * epochSeconds), row);
      simulator.run(batch, row, until);
      row = until;
      if (row === batch.length) break;
      yield finish();
      index += 1;
    }
    if (index === count) break;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  for (; index < count; index++) yield finish();
}

import { UserError } from "../common/errors.js";
import type { RequestBatch } from "../workloads/demand.js";
import { rowsBefore } from "../workloads/rowsBefore.js";
import { DEFAULT_WINDOW, type DemandWindows, type EpochWindow, hourOf, type WindowLength } from "./epochWindow.js";
import type { Scenario } from "./scenario.js";
import type { TraceDemand } from "./traceDemand.js";

/**
 * Windows cut out of a trace in sequence, from its beginning again when it ends; a rest shorter than a window is left
 * out. Where the scenario's rate is not the trace's own, the trace is played faster or slower to meet it.
 *
 * @throws UserError when the whole trace is shorter than one window.
 * @example await traceWindows({ scenario, trace }).window(0)
 */
export function traceWindows(
  parameters: { scenario: Pick<Scenario, "requestsPerSecond">; trace: TraceDemand } & WindowLength,
): DemandWindows {
  const { scenario, trace, seconds = DEFAULT_WINDOW.seconds, warmUp = DEFAULT_WINDOW.warmUp } = parameters;
  const speed = scenario.requestsPerSecond / trace.requestsPerSecond;
  const length = (warmUp + seconds) * speed;
  const count = Math.floor(trace.seconds / length);
  if (count < 1) {
    throw new UserError(
      `${trace.path} lasts ${trace.seconds.toFixed(0)} s, a window needs ${length.toFixed(0)} s of it; ` +
        "take a lower load or a shorter window",
    );
  }
  let reader: AsyncIterator<RequestBatch> | undefined;
  let pending: RequestBatch | undefined;
  let next = 0;
  const cut = async (from: number, until: number): Promise<RequestBatch[]> => {
    const parts: RequestBatch[] = [];
    for (;;) {
      pending ??= await read();
      if (pending === undefined) return parts;
      const low = rowsBefore(pending, from);
      const high = rowsBefore(pending, until);
      if (high > low) parts.push(part(pending, low, high));
      if (high < pending.length) return parts;
      pending = undefined;
    }
  };
  const read = async (): Promise<RequestBatch | undefined> => {
    const step = await reader?.next();
    return step === undefined || step.done === true ? undefined : step.value;
  };
  const windowOf = async (epoch: number): Promise<EpochWindow> => {
    const index = epoch % count;
    if (reader === undefined || index < next) {
      reader = batchesOf(trace);
      pending = undefined;
    }
    next = index + 1;
    const from = index * length;
    const start = hourOf(epoch) * 3600;
    const batches = (await cut(from, from + length)).map((batch) => ({
      ...batch,
      time: batch.time.map((time) => start + (time - from) / speed),
    }));
    return { epoch, start, warmUp, seconds, batches };
  };
  // One after the other, also when several are asked for at once: they share the reader.
  let last: Promise<unknown> = Promise.resolve();
  return {
    window: (epoch) => {
      const window = last.then(() => windowOf(epoch));
      last = window.catch(() => undefined);
      return window;
    },
  };
}

async function* batchesOf({ demand }: TraceDemand): AsyncGenerator<RequestBatch> {
  yield* demand.batches();
}

function part(
  { time, classIndex, inputTokens, outputTokens }: RequestBatch,
  from: number,
  until: number,
): RequestBatch {
  return {
    length: until - from,
    time: time.slice(from, until),
    classIndex: classIndex.slice(from, until),
    inputTokens: inputTokens.slice(from, until),
    outputTokens: outputTokens.slice(from, until),
  };
}

import { UserError } from "../../common/errors.js";
import { type RandomStream, randomStream } from "../../common/random.js";
import { classAssigner } from "../assignClass.js";
import type { RequestBatch } from "../demand.js";
import type { WorkloadClass } from "../workloadClass.js";
import type { TraceRow } from "./traceRow.js";

const BATCH = 65_536;

/**
 * Trace rows as batches, each row's class drawn within its model's family.
 *
 * @throws UserError that names file and line when a row goes back in time or its model has no class.
 * @example for await (const batch of rowBatches({ path, rows: azureRows(path), classes, seed: 1, familyOf })) {}
 */
export async function* rowBatches(parameters: {
  path: string;
  rows: AsyncIterable<TraceRow>;
  classes: readonly WorkloadClass[];
  seed: number | string;
  familyOf: (model: string) => string;
}): AsyncGenerator<RequestBatch> {
  const { path, rows, classes, seed, familyOf } = parameters;
  const assigned = randomStream(seed, "trace/classes");
  const assigners = new Map<string, (random: RandomStream) => number>();
  let batch = emptyBatch();
  let length = 0;
  let last = 0;
  for await (const { line, time, model, inputTokens, outputTokens } of rows) {
    if (time < last) throw new UserError(`${path}:${line}: field time: ${time} s is before the row above (${last} s)`);
    last = time;
    let assign = assigners.get(model);
    if (assign === undefined) {
      assign = classAssigner({ classes, family: familyFor({ path, line, model, familyOf }) });
      assigners.set(model, assign);
    }
    batch.time[length] = time;
    batch.classIndex[length] = assign(assigned);
    batch.inputTokens[length] = inputTokens;
    batch.outputTokens[length] = outputTokens;
    length += 1;
    if (length === BATCH) {
      yield { length, ...batch };
      batch = emptyBatch();
      length = 0;
    }
  }
  if (length > 0) yield { length, ...batch };
}

function familyFor(parameters: { path: string; line: number; model: string; familyOf: (model: string) => string }) {
  const { path, line, model, familyOf } = parameters;
  try {
    return familyOf(model);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${path}:${line}: field model: ${error.message}`);
    throw error;
  }
}

function emptyBatch() {
  return {
    time: new Float64Array(BATCH),
    classIndex: new Uint16Array(BATCH),
    inputTokens: new Int32Array(BATCH),
    outputTokens: new Int32Array(BATCH),
  };
}

import { UserError } from "../common/errors.js";
import { QUANTILES } from "../workloads/calibrateDemand.js";
import type { Demand } from "../workloads/demand.js";
import { openTrace } from "../workloads/traces/openTrace.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";

/** A real trace as the demand of a scenario. */
export interface TraceDemand {
  readonly path: string;
  /** Those that have requests, with the shares and mean lengths counted in the trace. */
  readonly classes: readonly WorkloadClass[];
  /** Requests over the time from 0 to the last. */
  readonly requestsPerSecond: number;
  readonly seconds: number;
  /** Prompt lengths per class as counted: tokens at the quantiles of `tokensAt`. */
  readonly promptQuantiles: readonly (readonly number[])[];
  readonly demand: Demand;
}

/**
 * Reads a trace once, start to end, and counts what a scenario needs of it. Classes without a request are left out, as
 * their share is 0; which class a row is of within its family is drawn, not measured (docs/workloads.md).
 *
 * @throws UserError on an unreadable trace or one of fewer than two requests.
 * @example const demand = await traceDemand({ path: "trace.csv.gz", classes: workloadClasses(), seed: 1 });
 */
export async function traceDemand(parameters: {
  path: string;
  classes: readonly WorkloadClass[];
  seed: number | string;
  thinning?: number;
  family?: string;
}): Promise<TraceDemand> {
  const { path, classes } = parameters;
  const counted = await countTrace(await openTrace(parameters));
  const present = classes.flatMap((_, index) => ((counted.prompts[index]?.length ?? 0) > 0 ? [index] : []));
  const total = present.reduce((sum, index) => sum + (counted.prompts[index]?.length ?? 0), 0);
  if (total < 2 || !(counted.seconds > 0)) throw new UserError(`${path}: a trace needs at least two requests`);
  const prompts = present.map((index) => Float64Array.from(counted.prompts[index] ?? []).sort());
  const listed = present.flatMap((index, position): WorkloadClass[] => {
    const known = classes[index];
    const lengths = prompts[position];
    if (known === undefined || lengths === undefined) return [];
    return [
      {
        ...known,
        share: lengths.length / total,
        meanInputTokens: lengths.reduce((a, b) => a + b, 0) / lengths.length,
        meanOutputTokens: (counted.outputs[index] ?? 0) / lengths.length,
      },
    ];
  });
  // The same draws of a row's class need the same list, so the demand is opened with all classes and relabelled.
  const demand = relabelled(await openTrace(parameters), listed, present);
  return {
    path,
    classes: listed,
    requestsPerSecond: total / counted.seconds,
    seconds: counted.seconds,
    promptQuantiles: prompts.map((sorted) =>
      QUANTILES.map((probability) => sorted[Math.min(sorted.length - 1, Math.floor(probability * sorted.length))] ?? 0),
    ),
    demand,
  };
}

async function countTrace(demand: Demand): Promise<{ prompts: number[][]; outputs: number[]; seconds: number }> {
  const prompts: number[][] = demand.classes.map(() => []);
  const outputs = demand.classes.map(() => 0);
  let seconds = 0;
  for await (const { length, time, classIndex, inputTokens, outputTokens } of demand.batches()) {
    for (let row = 0; row < length; row++) {
      const c = classIndex[row] ?? 0;
      prompts[c]?.push(inputTokens[row] ?? 0);
      outputs[c] = (outputs[c] ?? 0) + (outputTokens[row] ?? 0);
    }
    seconds = time[length - 1] ?? seconds;
  }
  return { prompts, outputs, seconds };
}

/** The demand with its classes numbered by their position in `present`. */
function relabelled(demand: Demand, classes: readonly WorkloadClass[], present: readonly number[]): Demand {
  const position = new Map(present.map((index, at) => [index, at]));
  return {
    classes,
    batches: async function* () {
      for await (const batch of demand.batches()) {
        yield { ...batch, classIndex: batch.classIndex.map((index) => position.get(index) ?? 0) };
      }
    },
  };
}

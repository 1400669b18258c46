import { UserError } from "../../common/errors.js";
import { type RandomStream, randomStream } from "../../common/random.js";
import { classAssigner } from "../assignClass.js";
import type { RequestBatch } from "../demand.js";
import { demandFigures, type FamilyDemand, tokensAt } from "../demandFigures.js";
import { type ArrivalWindow, expandWindows } from "../expandWindows.js";
import type { WorkloadClass } from "../workloadClass.js";
import { thinWindows } from "./servegenWindows.js";

/**
 * Measured windows expanded into requests: arrivals by the windows, lengths by the shipped quantiles, class within the
 * client's family.
 *
 * @example for (const batch of windowBatches({ classes, seed: 1, families, windows, thinning: 0.001 })) {}
 */
export function* windowBatches(parameters: {
  classes: readonly WorkloadClass[];
  seed: number | string;
  /** Family of each client. */
  families: readonly string[];
  windows: readonly ArrivalWindow[];
  thinning: number;
}): Generator<RequestBatch> {
  const { classes, seed, families, windows, thinning } = parameters;
  const figures = new Map(demandFigures().map((figure) => [figure.family, figure]));
  const plan = new Map<string, { assign: (random: RandomStream) => number; figure: FamilyDemand }>();
  for (const family of new Set(families)) {
    const figure = figures.get(family);
    if (figure === undefined) throw new UserError(`no demand figures for family "${family}"`);
    plan.set(family, { figure, assign: classAssigner({ classes, family }) });
  }
  const thinned = thinWindows(windows, thinning);
  const assigned = randomStream(seed, "trace/classes");
  const lengths = randomStream(seed, "trace/lengths");
  for (const { length, time, client } of expandWindows(thinned, randomStream(seed, "trace/arrivals"))) {
    const batch = {
      length,
      time,
      classIndex: new Uint16Array(length),
      inputTokens: new Int32Array(length),
      outputTokens: new Int32Array(length),
    };
    for (let row = 0; row < length; row += 1) {
      const entry = plan.get(families[client[row] ?? 0] ?? "");
      if (entry === undefined) throw new RangeError(`no family for client ${client[row]}`);
      batch.classIndex[row] = entry.assign(assigned);
      batch.inputTokens[row] = tokensAt(entry.figure.inputQuantiles, lengths.next());
      batch.outputTokens[row] = Math.max(1, tokensAt(entry.figure.outputQuantiles, lengths.next()));
    }
    if (length > 0) yield batch;
  }
}

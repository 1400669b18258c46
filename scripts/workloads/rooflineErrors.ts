import { catalogueEntry, loadCatalogue } from "./catalogue.js";
import { type Figure, readData } from "./readData.js";
import {
  decodeSeconds,
  EFFICIENCY,
  type Efficiency,
  kvBytes,
  type Placement,
  prefillSeconds,
  weightBytes,
} from "./roofline.js";

/** One published measurement against the roofline. */
export interface RooflineError {
  /** Which measurements: MLPerf throughput by scenario, or vLLM decode latency. */
  readonly kind: "Offline" | "Server" | "Interactive" | "Latency";
  readonly gpu: string;
  readonly model: string;
  /** Output tokens (or images) per second and GPU; seconds for Latency. */
  readonly measured: number;
  readonly predicted: number;
  /** predicted / measured - 1. */
  readonly error: number;
}

interface MlperfFile {
  tasks: Record<
    string,
    {
      model: string;
      inputTokens: Figure<number>;
      outputTokens: Figure<number>;
      precision: Figure<"bf16" | "fp8">;
    }
  >;
  accelerators: Figure<number>;
  rows: { gpu: string; task: string; scenario: "Offline" | "Server" | "Interactive"; median: number }[];
}

interface LatencyFile {
  gpu: string;
  inputTokens: number;
  outputTokens: number;
  batch: number;
  rows: { model: string; gpus: number; seconds: number }[];
}

/** Largest batch tried; more changes nothing once a step is compute bound. */
const LARGEST_BATCH = 4096;

/**
 * The roofline against every usable MLPerf v5.1 median (saturated batch: as many sequences as the memory holds) and
 * three vLLM batch latencies. Server and Interactive rows have the same prediction as Offline: the loss to their
 * latency limits is in the error, since arrival queueing is the simulator's part.
 *
 * @example rooflineErrors().filter(({ kind }) => kind === "Offline")
 */
export function rooflineErrors(efficiency: Efficiency = EFFICIENCY): RooflineError[] {
  const { gpus, models } = loadCatalogue();
  const mlperf = readData<MlperfFile>("mlperf.json");
  const throughput = mlperf.rows.map((row): RooflineError => {
    const task = mlperf.tasks[row.task];
    if (task === undefined) throw new RangeError(`task ${row.task} is not described`);
    const gpu = catalogueEntry("GPU", gpus, row.gpu);
    const model = catalogueEntry("model", models, task.model);
    const precision = task.precision.value;
    const placement: Placement = { gpu, count: mlperf.accelerators.value, model, precision, efficiency };
    const predicted = saturatedThroughput({
      placement,
      inputTokens: task.inputTokens.value,
      outputTokens: task.outputTokens.value,
    });
    const perUnit = model.modality === "image" ? predicted / task.outputTokens.value : predicted;
    return {
      kind: row.scenario,
      gpu: gpu.id,
      model: model.id,
      measured: row.median,
      predicted: perUnit,
      error: perUnit / row.median - 1,
    };
  });
  const file = readData<LatencyFile>("latency.json");
  const latency = file.rows.map((row): RooflineError => {
    const gpu = catalogueEntry("GPU", gpus, file.gpu);
    const model = catalogueEntry("model", models, row.model);
    const placement: Placement = { gpu, count: row.gpus, model, precision: "bf16", efficiency };
    const contextTokens = file.inputTokens + file.outputTokens / 2;
    const predicted =
      file.batch * file.inputTokens * prefillSeconds(placement) +
      (file.outputTokens - 1) * decodeSeconds({ placement, batch: file.batch, contextTokens });
    return {
      kind: "Latency",
      gpu: gpu.id,
      model: model.id,
      measured: row.seconds,
      predicted,
      error: predicted / row.seconds - 1,
    };
  });
  return [...throughput, ...latency];
}

/** Output tokens per second and GPU when prefill and decoding share a full machine. */
function saturatedThroughput(parameters: { placement: Placement; inputTokens: number; outputTokens: number }): number {
  const { placement, inputTokens, outputTokens } = parameters;
  const { gpu, count, model, precision } = placement;
  const room = 0.9 * gpu.memoryBytes * count - weightBytes(model, precision);
  const sequence = (inputTokens + outputTokens) * kvBytes(model, precision);
  const batch = sequence > 0 ? Math.min(LARGEST_BATCH, Math.floor(room / sequence)) : LARGEST_BATCH;
  const step = decodeSeconds({ placement, batch, contextTokens: inputTokens + outputTokens / 2 });
  const perToken = (prefillSeconds(placement) * inputTokens) / outputTokens + step / batch;
  return 1 / perToken / count;
}

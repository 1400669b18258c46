import type { Gpu, Precision } from "./gpu.js";
import type { Model } from "./model.js";

/** Share of the datasheet rates that serving software reaches. */
export interface Efficiency {
  /** Of the matrix rate, dense models. */
  readonly compute: number;
  /** Of the matrix rate, mixtures of experts: their matrices are smaller and unevenly filled. */
  readonly mixture: number;
  readonly bandwidth: number;
}

/**
 * Fitted on measured throughput and latency (`rooflineErrors`), least squares of the logarithm: compute and mixture on
 * the MLPerf v5.1 Offline rows of dense and mixture models, bandwidth on three published vLLM decode latencies. A test
 * fits them again and prints the errors.
 */
export const EFFICIENCY: Efficiency = { compute: 0.42, mixture: 0.19, bandwidth: 0.52 };

/** What runs where. */
export interface Placement {
  readonly gpu: Gpu;
  readonly count: number;
  readonly model: Model;
  readonly precision: Precision;
  readonly efficiency?: Efficiency;
}

const WEIGHT_BYTES: Record<Precision, number> = { bf16: 2, fp8: 1, int4: 0.5 * 1.07 };

/** Bytes of all weights; 4-bit ones carry 7% of group scales (published: 5 to 10%). */
export function weightBytes(model: Model, precision: Precision): number {
  return model.parameters * WEIGHT_BYTES[precision];
}

/** Bytes of key-value cache per token of context: 8 bits in fp8 serving, otherwise 16. */
export function kvBytes(model: Model, precision: Precision): number {
  return precision === "fp8" ? model.kvBytesPerToken / 2 : model.kvBytesPerToken;
}

/** Seconds to work one input token into the cache: compute bound, 2 FLOP per active parameter. */
export function prefillSeconds(placement: Placement): number {
  return (2 * placement.model.activeParameters) / flops(placement);
}

/**
 * Seconds of one decoding step of `batch` sequences, whichever bound is higher (roofline: Williams, Waterman, Patterson
 * 2009; for LLM serving Yuan et al. 2024, arXiv:2402.16363): compute 2 x active parameters x batch, or reading the
 * weights once and every sequence's cache. Tensor parallelism is taken as lossless beyond the fitted efficiency.
 *
 * @example decodeSeconds({ placement: { gpu, count: 1, model, precision: "fp8" }, batch: 8, contextTokens: 500 })
 */
export function decodeSeconds(parameters: { placement: Placement; batch: number; contextTokens: number }): number {
  const { placement, batch, contextTokens } = parameters;
  const { gpu, count, model, precision, efficiency = EFFICIENCY } = placement;
  const compute = (batch * model.flopPerOutput) / flops(placement);
  const bytes = readBytes(model, precision, batch) + batch * contextTokens * kvBytes(model, precision);
  return Math.max(compute, bytes / (gpu.bandwidth * count * efficiency.bandwidth));
}

/**
 * Weight bytes that a step of `batch` tokens reads. In a mixture of experts a token draws `expertsPerToken` of
 * `experts`; evenly and independently, so a given expert stays unread with probability (1 - k / E)^batch.
 */
function readBytes(model: Model, precision: Precision, batch: number): number {
  const { parameters, activeParameters, experts, expertsPerToken } = model;
  if (experts === expertsPerToken) return weightBytes(model, precision);
  const expert = (parameters - activeParameters) / (experts - expertsPerToken);
  const shared = activeParameters - expertsPerToken * expert;
  const read = experts * (1 - (1 - expertsPerToken / experts) ** batch);
  return (shared + read * expert) * WEIGHT_BYTES[precision];
}

function flops({ gpu, count, model, precision, efficiency = EFFICIENCY }: Placement): number {
  const reached = model.experts === model.expertsPerToken ? efficiency.compute : efficiency.mixture;
  return (precision === "fp8" ? gpu.flops8 : gpu.flops16) * count * reached;
}

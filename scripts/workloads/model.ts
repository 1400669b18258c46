/** What a model takes in and gives out; token counts of `image` are denoising steps done (input 0, output = steps). */
export type Modality = "text" | "vision" | "image" | "tabular";

/** One model, from the catalogue (`data/models.json`). */
export interface Model {
  readonly id: string;
  /** Models of one family are interchangeable for a workload class, and fail together in a model-family shock. */
  readonly family: string;
  readonly modality: Modality;
  readonly parameters: number;
  /** Parameters that work on one token (all of them unless a mixture of experts). */
  readonly activeParameters: number;
  /** Experts in a layer and experts used per token; 1 and 1 for a dense model. */
  readonly experts: number;
  readonly expertsPerToken: number;
  /** Key and value cache, bytes per token of context, 16 bits. */
  readonly kvBytesPerToken: number;
  /** FLOP per output unit where it is not 2 x active parameters (image models: one denoising step). */
  readonly flopPerOutput: number;
  /** Time to prove one answer in zero knowledge, seconds; infinite where no prover is practical. */
  readonly proveSeconds: number;
}

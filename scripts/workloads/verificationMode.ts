/** How a result is shown to be right: by nothing, by a zero-knowledge proof, by attested hardware. */
export type VerificationMode = "VANILLA" | "ZKML" | "TEE";

/** What a mode costs the one who serves it (`data/verification.json`). */
export interface VerificationCost {
  readonly mode: VerificationMode;
  /** Compute and memory times are multiplied by this, at least 1. */
  readonly slowdown: number;
  /** Seconds added after the last token (proving time, attestation signature); a ZKML class has its own, by model. */
  readonly seconds: number;
  /** Probability that an otherwise good result fails verification. */
  readonly failureProbability: number;
}

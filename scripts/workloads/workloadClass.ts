import type { VerificationMode } from "./verificationMode.js";

/** A kind of request: model family x hardware need x latency target x verification mode x region. */
export interface WorkloadClass {
  /** Readable and unique, e.g. `small/interactive/TEE/Europe`. */
  readonly id: string;
  readonly modelFamily: string;
  readonly hardware: HardwareNeed;
  /** Time to the first token, network included, at most, seconds. */
  readonly ttftSeconds: number;
  /** Time per output token after the first, at most, seconds. */
  readonly tpotSeconds: number;
  readonly verification: VerificationMode;
  /** Where the user is. */
  readonly region: string;
  /** Share of all requests, in (0, 1]; the shares of a class list sum to 1. */
  readonly share: number;
  /** Mean tokens, for planning: the service table and offered load use them. */
  readonly meanInputTokens: number;
  readonly meanOutputTokens: number;
}

/** What a rig's hardware must bring, whatever model it loads. */
export interface HardwareNeed {
  /** Memory of all GPUs of the rig together, bytes. */
  readonly memoryBytes: number;
  /** Memory bandwidth of all GPUs of the rig together, bytes per second. */
  readonly bandwidth: number;
  /** GPU with confidential computing. */
  readonly confidential: boolean;
}

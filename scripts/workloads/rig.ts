import type { FailureDomain } from "./failureDomain.js";
import type { Gpu, Precision } from "./gpu.js";
import type { Model } from "./model.js";
import type { VerificationMode } from "./verificationMode.js";

/** A model held in a rig's memory. */
export interface LoadedModel {
  readonly model: Model;
  readonly precision: Precision;
}

/** What one operator runs: build it with `buildRig`, which checks that the models fit. */
export interface Rig {
  readonly gpu: Gpu;
  readonly count: number;
  readonly models: readonly LoadedModel[];
  readonly domain: FailureDomain;
  /** Mode it runs in; every rig also serves VANILLA. */
  readonly verification: VerificationMode;
  /** Requests it works on at once, over all its models. */
  readonly slots: number;
}

/** Arithmetic a model is served in; `int4` weights are multiplied in 16 bits. */
export type Precision = "bf16" | "fp8" | "int4";

/** One accelerator, from the catalogue (`data/hardware.json`). */
export interface Gpu {
  readonly id: string;
  /** Memory, bytes. */
  readonly memoryBytes: number;
  /** Memory bandwidth, bytes per second. */
  readonly bandwidth: number;
  /** Dense 16-bit matrix rate, FLOP per second. */
  readonly flops16: number;
  /** Dense 8-bit float matrix rate, FLOP per second; the 16-bit rate where the GPU has none. */
  readonly flops8: number;
  readonly hasFp8: boolean;
  /** Confidential computing on the GPU (what TEE needs). */
  readonly confidential: boolean;
  /** Rental price, USD per GPU-hour, marketplace tier. */
  readonly usdPerHour: number;
}

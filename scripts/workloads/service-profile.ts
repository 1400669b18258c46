/**
 * How fast one rig serves one class, tabulated once so that a request costs a few multiplications:
 *
 * ttft  = ttftBase + inputTokens x prefillPerToken
 * tpot  = step[b] with b requests on the rig, this one included
 * total = ttft + (outputTokens - 1) x tpot + verify
 */
export interface ServiceProfile {
  /** Network round trip from the user's region to the rig's and launch overhead, seconds. */
  readonly ttftBase: number;
  /** Seconds per input token. */
  readonly prefillPerToken: number;
  /** Seconds per output token at batch b, index 0 (unused) to `slots`. */
  readonly step: Float64Array;
  /** Seconds after the last token (ZK proof, attestation). */
  readonly verify: number;
  readonly slots: number;
}

/** What the vault has been given and how fast it gives: wei, wei per second, seconds. */
export interface Emission {
  readonly funded: bigint;
  readonly rate: bigint;
  /** E at `since`, when funds or rate last changed. */
  readonly settled: bigint;
  readonly since: bigint;
}

export const NO_EMISSION: Emission = { funded: 0n, rate: 0n, settled: 0n, since: 0n };

/**
 * E(t) in wei, for t not before `since`: grows at `rate` for as many whole seconds as the funds last, then stands still
 * until the vault is refilled. Never above `funded`.
 *
 * @example emittedAt({ funded: 10n, rate: 3n, settled: 0n, since: 0n }, 100n) // 9n
 */
export function emittedAt({ funded, rate, settled, since }: Emission, time: bigint): bigint {
  if (time < since) throw new RangeError(`emission was settled at ${since}, after ${time}`);
  if (rate === 0n) return settled;
  const lasts = (funded - settled) / rate;
  const seconds = time - since;
  if (seconds > lasts) return settled + rate * lasts;
  return settled + rate * seconds;
}

/** The emission after funds came in or the rate changed at `time`: what was emitted until then stays emitted. */
export function changeEmission(
  emission: Emission,
  { time, amount = 0n, rate = emission.rate }: { time: bigint; amount?: bigint; rate?: bigint },
): Emission {
  return { funded: emission.funded + amount, rate, settled: emittedAt(emission, time), since: time };
}

import type { RandomStream } from "../common/random.js";
import { type GapShape, sampleFirstGap, sampleGap } from "./sampleGap.js";

/** How each client sends requests during one window. */
export interface ArrivalWindow {
  /** Seconds from the start of the demand. */
  readonly start: number;
  readonly seconds: number;
  readonly clients: readonly {
    /** 0 to 4095, the same number for the same client in every window. */
    readonly client: number;
    /** Requests per second. */
    readonly rate: number;
    readonly gap: GapShape;
  }[];
}

/** Requests of one window in order of time. */
export interface Arrivals {
  readonly length: number;
  /** Seconds from the start of the demand, to the microsecond. */
  readonly time: Float64Array;
  readonly client: Uint16Array;
}

const CLIENTS = 4096;

/**
 * Renewal arrivals of many clients, window by window. A client's gaps are drawn with mean 1 in operational time (the
 * integral of its rate) and carried from window to window, so a lower rate stretches its bursts and does not thin them
 * away, and the mean count is the integral of the rate.
 *
 * @example for (const arrivals of expandWindows(windows, randomStream(1, "arrivals"))) count += arrivals.length;
 */
export function* expandWindows(windows: Iterable<ArrivalWindow>, random: RandomStream): Generator<Arrivals> {
  /** Operational time left until each client's next request. */
  const remaining = new Map<number, number>();
  let keys = new Float64Array(1024);
  for (const { start, seconds, clients } of windows) {
    let length = 0;
    for (const { client, rate, gap } of clients) {
      if (rate <= 0) continue;
      const span = rate * seconds;
      let next = remaining.get(client) ?? sampleFirstGap(gap, random);
      while (next < span) {
        if (length === keys.length) {
          const larger = new Float64Array(2 * keys.length);
          larger.set(keys);
          keys = larger;
        }
        // Microsecond and client in one exact number, so that the native numeric sort orders both.
        keys[length] = Math.floor((next / rate) * 1e6) * CLIENTS + client;
        length += 1;
        next += sampleGap(gap, random);
      }
      remaining.set(client, next - span);
    }
    keys.subarray(0, length).sort();
    const time = new Float64Array(length);
    const client = new Uint16Array(length);
    for (let index = 0; index < length; index += 1) {
      const key = keys[index] ?? 0;
      const micros = Math.floor(key / CLIENTS);
      time[index] = start + micros / 1e6;
      client[index] = key - micros * CLIENTS;
    }
    yield { length, time, client };
  }
}

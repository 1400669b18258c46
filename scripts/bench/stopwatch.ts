/** Seconds that something took: elapsed, and of all the process's threads. */
export interface Lap {
  readonly wall: number;
  readonly processor: number;
}

/**
 * A clock that tells what passed since it was last asked, or made.
 *
 * @example const lap = stopwatch(); work(); lap().wall // 1.2
 */
export function stopwatch(): () => Lap {
  let wall = performance.now();
  let cpu = process.cpuUsage();
  return () => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    const lap = { wall: (now - wall) / 1_000, processor: (user + system) / 1e6 };
    wall = now;
    cpu = process.cpuUsage();
    return lap;
  };
}

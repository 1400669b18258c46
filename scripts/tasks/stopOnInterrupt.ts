/**
 * A signal that Ctrl-C aborts. The first one stops the work in good order; the second ends the process.
 *
 * @example const stop = stopOnInterrupt(); try { await work(stop.signal); } finally { stop.release(); }
 */
export function stopOnInterrupt(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Error("interrupted"));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return {
    signal: controller.signal,
    release: () => {
      process.removeListener("SIGINT", stop);
      process.removeListener("SIGTERM", stop);
    },
  };
}

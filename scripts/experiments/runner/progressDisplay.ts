import { Presets, SingleBar } from "cli-progress";
import type { SweepListener } from "./sweep.js";

/**
 * Shows how far a sweep is, on standard error: a bar in a terminal, else a line every tenth.
 *
 * @example const display = progressDisplay({ tty: process.stderr.isTTY, write: (text) => process.stderr.write(text) });
 */
export function progressDisplay(output: {
  readonly tty: boolean;
  readonly write: (text: string) => void;
}): SweepListener & { end(): void } {
  const running = new Map<string, { share: number; text: string }>();
  const started = performance.now();
  let total = 0;
  let skipped = 0;
  let done = 0;
  let told = 0;
  const bar = output.tty
    ? new SingleBar(
        { format: " {bar} {line}", clearOnComplete: false, hideCursor: true, fps: 5 },
        Presets.shades_classic,
      )
    : undefined;
  const share = (): number => {
    const partial = [...running.values()].reduce((sum, cell) => sum + cell.share, 0);
    return total === skipped ? 1 : (done + partial) / (total - skipped);
  };
  const line = (): string => {
    const elapsed = (performance.now() - started) / 1_000;
    const left = share() > 0 && share() < 1 ? `, about ${clock(elapsed / share() - elapsed)} left` : "";
    const now = [...running].map(([id, { text }]) => (text === "" ? id : `${id} (${text})`)).join("; ");
    return `${skipped + done} of ${total} cells, ${clock(elapsed)}${left}${now === "" ? "" : `; now ${now}`}`;
  };
  const show = (): void => {
    if (bar) {
      bar.update(share(), { line: line() });
      return;
    }
    const tenth = Math.floor(share() * 10 + 1e-9);
    if (tenth <= told) return;
    told = tenth;
    output.write(`${`${tenth * 10}%`.padStart(4)}  ${line()}\n`);
  };
  return {
    begin(counts) {
      ({ total, skipped } = counts);
      if (skipped > 0) output.write(`${skipped} of ${total} cells are finished already\n`);
      bar?.start(1, share(), { line: line() });
    },
    progress(id, cellShare, text) {
      running.set(id, { share: Math.min(Math.max(cellShare, 0), 1), text });
      show();
    },
    done(id) {
      running.delete(id);
      done += 1;
      show();
    },
    end: () => bar?.stop(),
  };
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

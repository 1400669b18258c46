import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/errors.js";
import type { Experiment } from "../experiment.js";
import { CellProcess } from "./CellProcess.js";
import { cellConfig } from "./cellConfig.js";
import { cellId } from "./cellId.js";
import { readCellRecord } from "./cellRecord.js";
import { DRAFT, finishCell } from "./finishCell.js";
import type { Cell } from "./parameter.js";
import type { RunPlan } from "./runPlan.js";

/** What a sweep tells whoever shows it. */
export interface SweepListener {
  /** `skipped` cells were finished by an earlier run. */
  begin(counts: { readonly total: number; readonly skipped: number }): void;
  progress(id: string, share: number, text: string): void;
  done(id: string): void;
}

/**
 * Runs the cells of a plan that are not finished yet, in this process or in several that live as long as the sweep. Each
 * finished cell is on disk at once; results do not depend on the number of jobs or on who ran what.
 *
 * @param input.jobs 1 works in this process.
 * @throws the first error of a cell, the signal's reason after an abort; finished cells stay.
 * @example await sweep({ experiment, plan, cells, jobs: 2, signal, listener })
 */
export async function sweep(input: {
  readonly experiment: Experiment;
  readonly plan: RunPlan;
  readonly cells: readonly Cell[];
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly listener: SweepListener;
}): Promise<void> {
  const { experiment, plan, cells, jobs, signal, listener } = input;
  removeDrafts(plan.out);
  const identify = (cell: Cell) => cellId(experiment.parameters, cell);
  const queue = cells.filter((cell) => {
    const config = cellConfig(experiment, { cell, environment: plan.environment });
    return readCellRecord(plan.out, identify(cell))?.config !== config;
  });
  listener.begin({ total: cells.length, skipped: cells.length - queue.length });
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  type RunOne = (cell: Cell, progress: (share: number, text: string) => void) => Promise<void>;
  const work = async (run: RunOne): Promise<void> => {
    try {
      for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
        stopped.throwIfAborted();
        const id = identify(cell);
        listener.progress(id, 0, "");
        await run(cell, (share, text) => listener.progress(id, share, text)).catch((error: unknown) => {
          throw failureOf(id, error);
        });
        listener.done(id);
      }
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  const parallel = Math.min(jobs, queue.length);
  try {
    if (parallel <= 1) {
      await work((cell, progress) => finishCell({ experiment, plan, cell, signal: stopped, progress }));
      return;
    }
    const processes = Array.from({ length: parallel }, () => new CellProcess());
    const end = (): void => {
      for (const process of processes) void process.stop();
    };
    stopped.addEventListener("abort", end, { once: true });
    const ends = await Promise.allSettled(
      processes.map((process) => work((cell, progress) => process.run(plan, cell, progress))),
    );
    await Promise.all(processes.map((process) => process.stop()));
    stop.signal.throwIfAborted();
    for (const finished of ends) if (finished.status === "rejected") throw finished.reason;
  } catch (error) {
    // What a cell threw because it was stopped is not what stopped it.
    signal.throwIfAborted();
    throw error;
  } finally {
    removeDrafts(plan.out);
  }
}

/** What a cell threw, with the cell's name before it. */
function failureOf(id: string, error: unknown): Error {
  const message = `cell ${id} failed: ${error instanceof Error ? error.message : String(error)}`;
  return error instanceof UserError ? new UserError(message) : new Error(message, { cause: error });
}

function removeDrafts(out: string): void {
  const folder = join(out, "cells");
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(DRAFT)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

// One process of a sweep: runs the cells it is sent, one after the other, and ends with its parent.
import { UserError } from "../../common/errors.js";
import type { Experiment } from "../experiment.js";
import { finishCell } from "./finishCell.js";
import { loadExperiment } from "./loadExperiment.js";
import type { Cell } from "./parameter.js";
import type { RunPlan } from "./runPlan.js";
import type { WorkerMessage } from "./workerMessage.js";

/** Milliseconds between two reports of progress. */
const PACE = 200;

const send = (message: WorkerMessage): void => {
  process.send?.(message);
};
let experiment: Experiment | undefined;

// Ctrl-C reaches the whole process group: the parent decides what becomes of this one.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
process.on("message", ({ plan, cell }: { plan: RunPlan; cell: Cell }) => {
  run(plan, cell).then(
    () => send({ kind: "done" }),
    (error: unknown) => {
      const user = error instanceof UserError;
      const text = error instanceof Error ? (user ? error.message : (error.stack ?? error.message)) : String(error);
      send({ kind: "failed", user, text });
    },
  );
});
send({ kind: "ready" });

async function run(plan: RunPlan, cell: Cell): Promise<void> {
  experiment ??= await loadExperiment(plan.module);
  let told = Number.NEGATIVE_INFINITY;
  const progress = (share: number, text: string): void => {
    const now = performance.now();
    if (now - told < PACE) return;
    told = now;
    send({ kind: "progress", share, text });
  };
  await finishCell({ experiment, plan, cell, signal: new AbortController().signal, progress });
}

import { setTimeout as wait } from "node:timers/promises";
import { randomStream } from "../../scripts/common/random.js";
import { declareExperiment } from "../../scripts/experiments/experiment.js";

/** A random walk without any chain: its tables have numbers, text, truth values and gaps. */
export default declareExperiment({
  name: "toy",
  question: "Does a walk drift the way its rule says?",
  hypotheses: ["H1  A walk of rule up ends above 0."],
  parameters: [
    { name: "policy", kind: "choice", text: "the rule of the walk", options: ["up", "down"], default: ["up", "down"] },
    { name: "epochs", kind: "whole", text: "steps", min: 1, max: 1_000, default: [5] },
    { name: "drift", kind: "real", text: "drift per step", min: 0, max: 10, default: [0.5] },
    { name: "demand", kind: "file", text: "anything", word: "generated", default: ["generated"] },
    { name: "wait", kind: "whole", text: "milliseconds per step", min: 0, max: 1_000, default: [0] },
    { name: "fail", kind: "whole", text: "seed whose cell fails, 0 for none", min: 0, max: 1_000, default: [0] },
  ],
  seeds: 2,
  full: { drift: [0.25, 0.5, 1] },
  async runCell(cell, context) {
    const stream = randomStream(cell.seed, "toy");
    const epochs: { epoch: number; height: number; above: boolean; note: string | null }[] = [];
    let height = 0;
    for (let epoch = 0; epoch < cell.epochs; epoch++) {
      context.signal.throwIfAborted();
      if (cell.wait > 0) await wait(cell.wait);
      if (cell.fail === cell.seed) throw new Error("the toy was told to fail");
      height += stream.next() - 0.5 + (cell.policy === "up" ? cell.drift : -cell.drift);
      epochs.push({ epoch, height, above: height > 0, note: epoch % 2 === 0 ? null : 'odd, "quoted" – ünïcode' });
      context.progress((epoch + 1) / cell.epochs, `step ${epoch + 1}`);
    }
    return {
      tables: { epochs, summary: [{ height, correlation: null }], nothing: [] },
      artifacts: { "walk.txt": `${cell.demand} ${height}\n` },
      timing: { nanoseconds: performance.now() },
    };
  },
  async summarise(results) {
    const rows = await results.rows("summary");
    const mean = rows.reduce((sum, row) => sum + Number(row.height), 0) / rows.length;
    return {
      tables: [
        { title: "Where the walks end", head: ["walks", "mean height"], rows: [[rows.length, mean.toFixed(3)]] },
      ],
      json: { walks: rows.length, mean },
    };
  },
  async report({ results, manifest }) {
    return { "report.html": `<title>${manifest.experiment}: ${results.cells.length} cells</title>\n` };
  },
});

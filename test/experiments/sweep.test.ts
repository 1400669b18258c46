import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Experiment } from "../../scripts/experiments/experiment.js";
import { cellId } from "../../scripts/experiments/runner/cellId.js";
import { finishCell } from "../../scripts/experiments/runner/finishCell.js";
import { gridCells } from "../../scripts/experiments/runner/gridCells.js";
import { hashFiles } from "../../scripts/experiments/runner/hashFiles.js";
import { parseGrid } from "../../scripts/experiments/runner/parseGrid.js";
import { type SweepListener, sweep } from "../../scripts/experiments/runner/sweep.js";
import tinyChain from "./tinyChain.js";
import toy from "./toy.js";

const silent: SweepListener = { begin: () => {}, progress: () => {}, done: () => {} };
const never = new AbortController().signal;

describe("sweep", () => {
  let folder: string;
  let runs = 0;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "breadth-sweep-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A sweep into a folder of its own. */
  const swept = async (
    experiment: Experiment,
    input: {
      set?: string;
      jobs?: number;
      out?: string;
      listener?: SweepListener;
      signal?: AbortSignal;
      environment?: string;
    },
  ): Promise<string> => {
    const { set = "", jobs = 1, listener = silent, signal = never, environment = "e" } = input;
    runs += 1;
    const out = input.out ?? join(folder, String(runs));
    const { values } = parseGrid({ experiment, set });
    const cells = gridCells({ experiment, values, seeds: [1, 2] });
    const module = pathToFileURL(fileURLToPath(new URL(`./${experiment.name}.ts`, import.meta.url))).href;
    await sweep({ experiment, plan: { module, out, environment, files: {} }, cells, jobs, signal, listener });
    return out;
  };
  /** Every cell by itself, last first. */
  const alone = async (experiment: Experiment, set = ""): Promise<string> => {
    const out = join(folder, "alone");
    const { values } = parseGrid({ experiment, set });
    for (const cell of gridCells({ experiment, values, seeds: [1, 2] }).reverse()) {
      const plan = { module: "", out, environment: "e", files: {} };
      await finishCell({ experiment, plan, cell, signal: never, progress: () => {} });
    }
    return out;
  };
  const idsOf = (out: string) => readdirSync(join(out, "cells")).sort();
  const recorder = () => {
    const seen = { begun: { total: 0, skipped: 0 }, done: [] as string[] };
    const listener: SweepListener = {
      begin: (counts) => {
        seen.begun = counts;
      },
      progress: () => {},
      done: (id) => seen.done.push(id),
    };
    return { seen, listener };
  };

  it("gives every cell the bytes of its standalone run, with one job and with two", async () => {
    const set = "drift=0.25|1";
    const expected = hashFiles(await alone(toy, set));
    // 2 rules, 2 drifts, 2 seeds; three tables, an artifact and the record of each.
    expect(Object.keys(expected)).to.have.length(8 * 5);
    expect(hashFiles(await swept(toy, { set }))).to.deep.equal(expected);
    expect(hashFiles(await swept(toy, { set, jobs: 2 }))).to.deep.equal(expected);
  });

  it("does so with a chain in every process", async () => {
    const expected = hashFiles(await alone(tinyChain));
    expect(Object.keys(expected)).to.have.length(2 * 2);
    expect(hashFiles(await swept(tinyChain, { jobs: 2 }))).to.deep.equal(expected);
  });

  it("runs what is not finished and only that", async () => {
    const out = await swept(toy, {});
    const expected = hashFiles(out);
    rmSync(join(out, "cells", "policy=up,seed=2"), { recursive: true });
    const before = statSync(join(out, "cells", "policy=up,seed=1")).ino;
    const { seen, listener } = recorder();
    await swept(toy, { out, listener });
    expect(seen).to.deep.equal({ begun: { total: 4, skipped: 3 }, done: ["policy=up,seed=2"] });
    expect(hashFiles(out)).to.deep.equal(expected);
    expect(statSync(join(out, "cells", "policy=up,seed=1")).ino).to.equal(before);
  });

  it("runs finished cells again when what they depend on is another", async () => {
    const out = await swept(toy, {});
    const { seen, listener } = recorder();
    await swept(toy, { out, listener, environment: "other code" });
    expect(seen.begun).to.deep.equal({ total: 4, skipped: 0 });
    expect(readFileSync(join(out, "cells", "policy=up,seed=1", "timing.json"), "utf8")).to.contain("seconds");
  });

  it("keeps what was finished when a cell fails, leaves no draft, and says what went wrong", async () => {
    const out = join(folder, "failing");
    let message = "";
    await swept(toy, { out, set: "fail=2" }).catch((error: Error) => {
      message = error.message;
    });
    expect(message).to.equal("cell policy=up,fail=2,seed=2 failed: the toy was told to fail");
    expect(idsOf(out)).to.deep.equal(["policy=up,fail=2,seed=1"]);
  });

  it("stops between two steps when it is told to, and finishes nothing half", async () => {
    const out = join(folder, "stopped");
    const stop = new AbortController();
    const { listener } = recorder();
    const stopping = { ...listener, done: () => stop.abort(new Error("stopped")) };
    let message = "";
    await swept(toy, { out, listener: stopping, signal: stop.signal }).catch((error: Error) => {
      message = error.message;
    });
    expect(message).to.equal("stopped");
    expect(idsOf(out)).to.deep.equal(["policy=up,seed=1"]);
    expect(readdirSync(join(out, "cells", "policy=up,seed=1")).sort()).to.deep.equal([
      ...["cell.json", "epochs.parquet", "nothing.parquet", "summary.parquet", "timing.json", "walk.txt"],
    ]);
  });

  it("puts the cell's parameters and seed before the columns of every table", async () => {
    const out = await swept(toy, {});
    const cell = { policy: "down", epochs: 5, drift: 0.5, demand: "generated", wait: 0, fail: 0, seed: 2 };
    const record = JSON.parse(readFileSync(join(out, "cells", cellId(toy.parameters, cell), "cell.json"), "utf8"));
    const own = ["policy", "epochs", "drift", "demand", "wait", "fail", "seed"];
    expect(record.cell).to.deep.equal(cell);
    const names = (table: string) => record.tables[table].columns.map(({ name }: { name: string }) => name);
    expect(names("epochs")).to.deep.equal([...own, "epoch", "height", "above", "note"]);
    expect(names("nothing")).to.deep.equal(own);
  });
});

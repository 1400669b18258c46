import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre from "hardhat";
import { EXPERIMENT_NAMES, experimentNamed } from "../../scripts/experiments/experimentNamed.js";
import { hashFiles } from "../../scripts/experiments/runner/hashFiles.js";
import { readParquet } from "../../scripts/report/readParquet.js";
import { runTask } from "./runTask.js";

const CLI = join(dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "dist/src/cli.js");
const TOY = fileURLToPath(new URL("./toy.ts", import.meta.url));

describe("hardhat experiment", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "breadth-experiment-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (options: Record<string, string | boolean>) => runTask("run", { name: TOY, jobs: "1", ...options });
  const started = (args: string[]): ChildProcess => {
    const coverage = hre.globalOptions.coverage ? ["--coverage"] : [];
    return spawn(process.execPath, [CLI, ...coverage, "experiment", "run", TOY, ...args], {
      cwd: hre.config.paths.root,
    });
  };
  const ended = (child: ChildProcess) =>
    new Promise<{ code: number | null; stderr: string }>((resolve) => {
      let stderr = "";
      child.stderr?.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.once("close", (code) => resolve({ code, stderr }));
    });
  const finishedCells = (out: string): string[] => {
    const cells = join(out, "cells");
    return existsSync(cells) ? readdirSync(cells).filter((id) => !id.startsWith(".")) : [];
  };
  const untilOneIsFinished = async (out: string): Promise<void> => {
    while (finishedCells(out).length === 0) await wait(20);
  };

  describe("list", () => {
    it("prints every experiment with its question, hypotheses and what its parameters allow", async () => {
      const { code, stdout } = await runTask("list", {});
      expect(code).to.equal(0);
      for (const name of EXPERIMENT_NAMES) {
        const { experiment } = await experimentNamed(name);
        expect(experiment.name).to.equal(name);
        expect(experiment.hypotheses).not.to.have.length(0);
        expect(stdout).to.contain(`${name}: ${experiment.question}`);
        for (const hypothesis of experiment.hypotheses) expect(stdout).to.contain(hypothesis);
      }
      expect(stdout).to.match(/^ {2}epochs +.*\(whole number 1 to 100000; default 40\)$/m);
    });
  });

  describe("run", () => {
    let out: string;
    let printed: string;
    before(async () => {
      out = join(folder, "first");
      const { code, stdout, stderr } = await run({ out, set: "drift=0.25|1" });
      expect(code, stderr).to.equal(0);
      printed = stdout;
    });

    it("prints question, hypotheses, the summary and where the results are", () => {
      expect(printed).to.contain("Does a walk drift the way its rule says?");
      expect(printed).to.contain("H1  A walk of rule up ends above 0.");
      expect(printed).to.match(/│ 8 +│/);
      expect(printed).to.contain(`Written to ${out}`);
    });

    it("writes one table over all cells, in the order of the grid", async () => {
      const rows = await readParquet(join(out, "epochs.parquet"));
      expect(rows).to.have.length(8 * 5);
      const order = rows
        .filter(({ epoch }) => epoch === 0)
        .map(({ policy, drift, seed }) => `${policy} ${drift} ${seed}`);
      expect(order).to.deep.equal([
        ...["up 0.25 1", "up 0.25 2", "up 1 1", "up 1 2"],
        ...["down 0.25 1", "down 0.25 2", "down 1 1", "down 1 2"],
      ]);
      // Paired: the same draws, another drift; five steps of 2 x 0.25 and of 2 x 1 apart.
      const last = (policy: string, drift: number) =>
        rows.find((row) => row.policy === policy && row.drift === drift && row.seed === 1 && row.epoch === 4)?.height;
      expect(Number(last("up", 0.25)) - Number(last("down", 0.25))).to.be.within(2.5 - 1e-9, 2.5 + 1e-9);
      expect(Number(last("up", 1)) - Number(last("down", 1))).to.be.within(10 - 1e-9, 10 + 1e-9);
      expect(await readParquet(join(out, "nothing.parquet"))).to.deep.equal([]);
    });

    it("records what the results depend on, and no path or clock outside timing.json", () => {
      const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
      expect(manifest).to.include({ experiment: "toy", source: "test/experiments/toy.ts", node: process.version });
      expect(manifest.config).to.deep.include({ seeds: [1, 2], cells: 8 });
      expect(manifest.packages.hardhat).to.equal("3.18.0");
      expect(manifest.compiler.solc).to.equal("0.8.37");
      expect(manifest.bytecode["contracts/CoverageLedger.sol:CoverageLedger"]).to.match(/^[0-9a-f]{64}$/);
      expect(manifest.data["data/models.json"]).to.match(/^[0-9a-f]{64}$/);
      expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8")).walks).to.equal(8);
      for (const file of Object.keys(hashFiles(out))) {
        expect(readFileSync(join(out, file), "utf8")).not.to.contain(tmpdir());
      }
    });

    it("gives the same bytes again in another folder", async () => {
      const again = join(folder, "again");
      expect((await run({ out: again, set: "drift=0.25|1" })).code).to.equal(0);
      expect(hashFiles(again)).to.deep.equal(hashFiles(out));
    });

    it("keeps finished cells when the same folder is given more seeds", async () => {
      const growing = join(folder, "growing");
      await run({ out: growing, seeds: "1" });
      const { code, stderr } = await run({ out: growing, seeds: "2" });
      expect(code).to.equal(0);
      expect(stderr).to.contain("2 of 4 cells are finished already");
    });

    it("after a kill goes on where it stopped and gives the bytes of an undisturbed run", async () => {
      const killed = join(folder, "killed");
      const slow = { seeds: "1..4", set: "wait=60" };
      const child = started(["--out", killed, "--jobs", "2", "--seeds", slow.seeds, "--set", slow.set]);
      const end = ended(child);
      await untilOneIsFinished(killed);
      child.kill("SIGKILL");
      await end;
      const before = finishedCells(killed);
      expect(before).to.have.length.within(1, 7);
      // What a process that dies while it writes leaves behind.
      mkdirSync(join(killed, "cells", ".draft-1"), { recursive: true });
      writeFileSync(join(killed, "cells", ".draft-1", "epochs.parquet"), "PAR1");
      const { code, stderr } = await run({ out: killed, ...slow });
      expect(code, stderr).to.equal(0);
      expect(stderr).to.match(/[1-8] of 8 cells are finished already/);
      const undisturbed = join(folder, "undisturbed");
      await run({ out: undisturbed, ...slow });
      expect(hashFiles(killed)).to.deep.equal(hashFiles(undisturbed));
    });

    it("after Ctrl-C ends with 130, leaves finished cells readable, and says how to go on", async () => {
      const stopped = join(folder, "stopped");
      const child = started(["--out", stopped, "--jobs", "2", "--seeds", "4", "--set", "wait=60"]);
      const end = ended(child);
      await untilOneIsFinished(stopped);
      child.kill("SIGINT");
      const { code, stderr } = await end;
      expect(code).to.equal(130);
      expect(stderr).to.contain("run the same command again to go on");
      const cells = readdirSync(join(stopped, "cells"));
      expect(cells).to.have.length.within(1, 7);
      for (const id of cells) {
        expect(await readParquet(join(stopped, "cells", id, "epochs.parquet"))).to.have.length(5);
      }
      const verified = await runTask("verify", { folder: stopped });
      expect(verified.code).to.equal(1);
      expect(verified.stderr).to.contain("holds a run that was not finished");
    });
  });

  describe("run, given bad input", () => {
    const fresh = () => join(folder, "never");
    const bad: [string, () => Record<string, string>, RegExp][] = [
      ["an unknown experiment", () => ({ name: "diversty" }), /there is no experiment "diversty"; there are: /],
      ["a file that is not there", () => ({ name: "no/such.ts" }), /there is no experiment "no\/such.ts"/],
      ["an unknown rule", () => ({ policies: "up,sideways" }), /policy must be one of up, down, got "sideways"/],
      ["a parameter it does not have", () => ({ operators: "5" }), /has no parameter operators; it has: policy/],
      [
        "a negative number of epochs",
        () => ({ epochs: "-5" }),
        /epochs must be a whole number from 1 to 1000, got "-5"/,
      ],
      ["no seeds", () => ({ seeds: "0" }), /--seeds cannot be read, got "0"; give how many/],
      ["no jobs", () => ({ jobs: "0" }), /--jobs must be a whole number from 1 to 256, got "0"/],
      [
        "a trace that is not there",
        () => ({ demand: "no.csv" }),
        /demand must be a file that can be read, or "generated"/,
      ],
      ["a malformed --set", () => ({ set: "drift:1" }), /--set takes name=value/],
    ];
    for (const [given, options, message] of bad) {
      it(`says in one line what is wrong with ${given}, and writes nothing`, async () => {
        const { code, stderr } = await run({ out: fresh(), ...options() });
        expect(code).to.equal(1);
        expect(stderr.trim().split("\n")).to.have.length(1);
        expect(stderr)
          .to.match(/^Error: /)
          .and.to.match(message);
        expect(existsSync(fresh())).to.equal(false);
      });
    }

    it("leaves no folder behind when the first cell fails", async () => {
      const failed = join(folder, "failed");
      let message = "";
      await run({ out: failed, set: "fail=1" }).catch((error: Error) => {
        message = error.message;
      });
      expect(message).to.equal("cell policy=up,fail=1,seed=1 failed: the toy was told to fail");
      expect(existsSync(failed)).to.equal(false);
    });

    it("leaves alone a folder of something else, and one with cells that are not of this run", async () => {
      const other = join(folder, "other");
      mkdirSync(other);
      writeFileSync(join(other, "letter.txt"), "dear");
      const refused = await run({ out: other });
      expect(refused.code).to.equal(1);
      expect(refused.stderr).to.match(
        /^Error: --out .*other holds something else: give a folder that is new, empty or/,
      );
      expect(readdirSync(other)).to.deep.equal(["letter.txt"]);
      const grown = join(folder, "grown");
      await run({ out: grown, seeds: "2" });
      const before = hashFiles(grown);
      const fewer = await run({ out: grown, seeds: "1" });
      expect(fewer.stderr).to.match(/holds a cell that is not part of this run \(policy=(up|down),seed=2\)/);
      expect(hashFiles(grown)).to.deep.equal(before);
    });
  });

  describe("verify", () => {
    let out: string;
    before(async () => {
      out = join(folder, "verified");
      await run({ out });
    });
    const verify = (options: Record<string, string> = {}) => runTask("verify", { folder: out, jobs: "1", ...options });

    it("passes on an untouched run, whole or in part", async () => {
      const whole = await verify();
      expect(whole.code, whole.stderr).to.equal(0);
      expect(whole.stdout).to.contain("ran all 4 cells again");
      const part = await verify({ cells: "1" });
      expect(part.code, part.stderr).to.equal(0);
      // Three tables and an artifact.
      expect(part.stdout).to.match(/ran cells policy=(up|down),seed=[12] again, 4 files come out byte for byte/);
    });

    it("fails on one byte, names the file, and passes again without it", async () => {
      const file = join(out, "cells", "policy=up,seed=1", "walk.txt");
      const content = readFileSync(file, "utf8");
      appendFileSync(file, " ");
      const { code, stdout, stderr } = await verify();
      expect(code).to.equal(1);
      expect(stdout).to.contain("cells/policy=up,seed=1/walk.txt: altered since the run");
      expect(stderr).to.match(/^Error: 1 files of .* are not what the run gives again/m);
      writeFileSync(file, content);
      expect((await verify()).code).to.equal(0);
    });

    it("finds a table that was altered together with its hash, and says where it differs", async () => {
      const file = join(out, "epochs.parquet");
      const rows = await readParquet(file);
      const { writeParquet } = await import("../../scripts/report/writeParquet.js");
      const { tableColumns } = await import("../../scripts/report/tableColumn.js");
      const forged = rows.map((row, i) => (i === 3 ? { ...row, height: 99 } : row));
      await writeParquet({ file, columns: tableColumns("epochs", forged), rows: forged });
      const hashes = JSON.parse(readFileSync(join(out, "hashes.json"), "utf8"));
      writeFileSync(join(out, "hashes.json"), JSON.stringify({ ...hashes, ...pick(hashFiles(out), "epochs.parquet") }));
      const { code, stdout } = await verify();
      expect(code).to.equal(1);
      expect(stdout).not.to.contain("altered since");
      expect(stdout).to.match(/^epochs.parquet: row 3, height is 99, should be -?[\d.]+$/m);
    });

    it("says in one line what is wrong with a folder or a number", async () => {
      const none = await runTask("verify", { folder: join(folder, "nowhere") });
      expect(none.stderr).to.match(/^Error: .*nowhere is no result folder: give one that `experiment run` wrote\n$/);
      const many = await verify({ cells: "5" });
      expect(many.stderr).to.contain('--cells must be a whole number from 1 to 4, the cells of the run, got "5"');
      expect([none.code, many.code]).to.deep.equal([1, 1]);
    });
  });
});

function pick(hashes: Record<string, string>, file: string): Record<string, string | undefined> {
  return { [file]: hashes[file] };
}

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre from "hardhat";
import { hashFiles } from "../../scripts/experiments/runner/hashFiles.js";
import { readParquet } from "../../scripts/report/readParquet.js";
import { needsSharedData } from "../workloads/sharedData.js";
import { runTask } from "./runTask.js";

const CLI = join(dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "dist/src/cli.js");
/** 240 made-up requests in 435 s, in the format of the ServeGen rows. */
const TRACE = fileURLToPath(new URL("./fixtures/syntheticTrace.csv", import.meta.url));
const TINY = { name: "convergence", policies: "MarginalCoverage", operators: "3", epochs: "2", seeds: "1", jobs: "1" };

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });

const started = (node: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    node.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("Started HTTP")) resolve();
    });
    node.once("exit", (code) => reject(new Error(`the node ended with ${code}`)));
  });

describe("hardhat experiment run convergence", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "breadth-convergence-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Hashes of all tables, by file. */
  const tablesOf = (out: string): Record<string, string> => {
    const hashes = Object.entries(hashFiles(out));
    return Object.fromEntries(hashes.filter(([file]) => file.endsWith(".parquet")));
  };

  describe("given --network localhost and a node on loopback", () => {
    let node: ChildProcess;
    let port: number;
    before(async () => {
      port = await freePort();
      node = spawn(process.execPath, [CLI, "node", "--port", String(port)], { cwd: hre.config.paths.root });
      await started(node);
    });
    after(() => node.kill());

    const onNode = (out: string): Promise<{ code: number | null; stderr: string }> =>
      new Promise((resolve) => {
        const options = Object.entries({ ...TINY, out }).flatMap(([key, value]) =>
          key === "name" ? [] : [`--${key}`, value],
        );
        const coverage = hre.globalOptions.coverage ? ["--coverage"] : [];
        const child = spawn(
          process.execPath,
          [CLI, ...coverage, "--network", "localhost", "experiment", "run", "convergence", ...options],
          { cwd: hre.config.paths.root, env: { ...process.env, BREADTH_RPC_URL: `http://127.0.0.1:${port}` } },
        );
        let stderr = "";
        child.stderr.on("data", (chunk: Buffer) => {
          stderr += chunk.toString();
        });
        child.once("close", (code) => resolve({ code, stderr }));
      });

    it("writes the tables that it writes in process, to the byte", async () => {
      const [here, there] = [join(folder, "here"), join(folder, "there")];
      const { code, stderr } = await runTask("run", { ...TINY, out: here });
      expect(code, stderr).to.equal(0);
      const remote = await onNode(there);
      expect(remote.code, remote.stderr).to.equal(0);
      const expected = tablesOf(here);
      expect(Object.keys(expected).length).to.equal(2 * 8);
      expect(tablesOf(there)).to.deep.equal(expected);
    });
  });

  describe("given --demand", () => {
    const run = async (demand: string, load: string): Promise<string> => {
      const out = join(folder, `demand-${load}`);
      const { code, stderr } = await runTask("run", { ...TINY, demand, set: `load=${load}`, out });
      expect(code, stderr).to.equal(0);
      return out;
    };

    it("plays a trace: the classes that it has requests of, and its requests", async () => {
      const out = await run(TRACE, "0.02");
      const rows = await readParquet(join(out, "classes.parquet"));
      const families = new Set(rows.map((row) => String(row.class).split("/")[0]));
      expect(families).to.deep.equal(new Set(["small", "mid", "large"]));
      expect(rows.length).to.be.within(3, 44);
      const share = rows.reduce((sum, row) => sum + Number(row.share), 0);
      expect(share).to.be.within(1 - 1e-12, 1 + 1e-12);
      // The last epoch's window of 60 s: the trace's requests, and no more than it has.
      const requests = rows.reduce((sum, row) => sum + Number(row.requests), 0);
      expect(requests).to.be.within(1, 240);
      const manifest = readFileSync(join(out, "manifest.json"), "utf8");
      expect(manifest).to.contain("syntheticTrace.csv");
    });

    it("plays a real trace of ../shared/data", async function () {
      const out = await run(needsSharedData(this, "azure2023/AzureLLMInferenceTrace_code.csv.gz"), "0.05");
      const [summary] = await readParquet(join(out, "summary.parquet"));
      expect(Number(summary?.success)).to.be.within(0, 1);
      expect(Number(summary?.paid)).to.be.above(0);
    });
  });
});

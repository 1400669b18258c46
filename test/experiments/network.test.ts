import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre from "hardhat";
import { hashFiles } from "../../scripts/experiments/runner/hashFiles.js";
import { runTask } from "./runTask.js";

const CLI = join(dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "dist/src/cli.js");
const TINY = fileURLToPath(new URL("./tinyChain.ts", import.meta.url));

describe("hardhat experiment run --network", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "breadth-network-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const onNode = (args: string[], url: string) =>
    new Promise<{ code: number; stderr: string }>((resolve) => {
      const coverage = hre.globalOptions.coverage ? ["--coverage"] : [];
      const all = [CLI, ...coverage, "experiment", "run", TINY, "--network", "localhost", ...args];
      const options = { cwd: hre.config.paths.root, env: { ...process.env, BREADTH_RPC_URL: url } };
      execFile(process.execPath, all, options, (error, _stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stderr });
      });
    });
  const tables = (out: string) =>
    Object.fromEntries(Object.entries(hashFiles(out)).filter(([file]) => file.endsWith(".parquet")));

  it("finds on a node what it finds in this process, one cell after the other, and leaves the node as it was", async () => {
    const server = await hre.network.createServer({ network: "default" }, "127.0.0.1", 0);
    const { port } = await server.listen();
    const url = `http://127.0.0.1:${port}`;
    try {
      const there = join(folder, "there");
      const { code, stderr } = await onNode(["--jobs", "2", "--out", there], url);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.contain(
        "Note: one job on --network localhost, for cells share the node and would meet each other",
      );
      expect(JSON.parse(readFileSync(join(there, "timing.json"), "utf8")).jobs).to.equal(1);
      expect(JSON.parse(readFileSync(join(there, "manifest.json"), "utf8")).network).to.equal("localhost");
      const here = join(folder, "here");
      expect((await runTask("run", { name: TINY, jobs: "1", out: here })).code).to.equal(0);
      expect(Object.keys(tables(here))).to.have.length(3);
      expect(tables(there)).to.deep.equal(tables(here));
      const node = await hre.network.create({ network: "localhost", override: { url } });
      expect(await node.provider.request({ method: "eth_blockNumber" })).to.equal("0x0");
      await node.close();
    } finally {
      await server.close();
    }
  });
});

/**
 * `npm run coverage:branches`: which branches of the contracts the tests take. Hardhat counts lines and statements only, so
 * this puts a probe round every condition in a temporary copy of the project, runs tests there under `--coverage`, and
 * reads what the probes told the address that Hardhat's coverage watches.
 *
 * Without arguments: the contracts' mocha tests and the Solidity tests. With arguments: those mocha files only. Prints a
 * row for each contract and every outcome that no test brought about; exits with 1 if a test fails.
 */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { branchPoints } from "./branches/branchPoints.js";
import { branchTable } from "./branches/branchTable.js";
import { PROBE_PATH, PROBE_SOURCE, withProbes } from "./branches/withProbes.js";

const root = resolve(import.meta.dirname, "..");
const solc: { compile(input: string, callbacks: object): string } = createRequire(import.meta.url)("solc");

const copy = mkdtempSync(join(tmpdir(), "breadth-branches-"));
const left = new Set(
  ["node_modules", ".git", "results", "coverage", "artifacts", "cache"].map((name) => join(root, name)),
);
process.exitCode = 1;
try {
  cpSync(root, copy, { recursive: true, filter: (source) => !left.has(source) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const points = instrument();
  const files = process.argv.slice(2);
  const mocha = files.length > 0 ? files : globSync("test/contracts/**/*.test.ts", { cwd: root }).sort();
  const runs = [["mocha", ...mocha], ...(files.length > 0 ? [] : [["solidity"]])];
  const failed = runs.filter((run) => {
    const { status } = spawnSync("npx", ["hardhat", "test", ...run, "--coverage"], { cwd: copy, stdio: "inherit" });
    return status !== 0;
  });
  const { table, missed } = branchTable({ points, hits: hitsOf(join(copy, "coverage/data")) });
  console.log(`\nBranches of the contracts\n${table}\n`);
  console.log(missed.length === 0 ? "every outcome was seen" : ["never seen:", ...missed].join("\n"));
  for (const [runner] of failed) console.log(`some ${runner} tests failed: see above`);
  if (failed.length === 0) process.exitCode = 0;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Puts probes into the copy's contracts, mocks left out, and keeps Hardhat's own out of them. */
function instrument() {
  const all = globSync(["contracts/*.sol", "contracts/{libraries,policies}/*.sol"], { cwd: root }).sort();
  const sources = Object.fromEntries(all.map((file) => [file, { content: readFileSync(join(root, file), "utf8") }]));
  const settings = { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } };
  const input = JSON.stringify({ language: "Solidity", sources, settings });
  // What is imported from elsewhere need not be parsed.
  const output = JSON.parse(solc.compile(input, { import: () => ({ contents: "" }) }));
  const points = all.map((file) => {
    const source = Buffer.from(sources[file]?.content ?? "");
    return { file, source, points: branchPoints({ file, source, ast: output.sources[file].ast }) };
  });
  let first = 0;
  for (const { file, source, points: own } of points) {
    if (own.length === 0) continue;
    const path = relative(join(file, ".."), PROBE_PATH);
    const head = /pragma solidity [^;]+;/;
    const text = withProbes({ source, points: own, first });
    const line = `import {BranchProbe} from "${path.startsWith(".") ? path : `./${path}`}";`;
    writeFileSync(
      join(copy, file),
      text.replace(head, (pragma) => `${pragma} ${line}`),
    );
    first += own.length;
  }
  writeFileSync(join(copy, PROBE_PATH), PROBE_SOURCE);
  const config = join(copy, "hardhat.config.ts");
  const before = readFileSync(config, "utf8");
  const after = before.replace(/skipFiles: \[.*\]/, 'skipFiles: ["**"]');
  if (after === before) throw new Error("hardhat.config.ts names no skipFiles for coverage");
  writeFileSync(config, after);
  return points.flatMap(({ points: own }) => own);
}

/** The ids that Hardhat's coverage wrote down for any runner. */
function hitsOf(folder: string): Set<number> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  const tags = files.flatMap((file) => Object.keys(JSON.parse(readFileSync(join(folder, file), "utf8"))));
  return new Set(tags.map((tag) => Number(BigInt(`0x${tag}`))));
}

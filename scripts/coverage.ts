/**
 * `npm run coverage`: which lines, statements and branches of the contracts their tests reach. Hardhat counts lines and
 * statements only; for the branches a temporary copy of the project gets a probe round every condition, which tells the
 * address that Hardhat's coverage watches. Tests run there once, under `--coverage`.
 *
 * Without arguments: all tests of test/contracts, in both languages. With arguments: those files only. Prints Hardhat's
 * table, a row for each contract with its branches, and every outcome that no test brought about; exits with 1 if a test
 * fails.
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
  const named = process.argv.slice(2);
  const tests = globSync(["test/contracts/**/*.t.sol", "test/contracts/**/*.test.ts"], { cwd: root }).sort();
  const run = ["hardhat", "test", "--coverage", ...(named.length > 0 ? named : tests)];
  const { status } = spawnSync("npx", run, { cwd: copy, stdio: "inherit" });
  const { table, missed } = branchTable({ points, hits: hitsOf(join(copy, "coverage/data")) });
  console.log(`\nBranches of the contracts\n${table}\n`);
  console.log(missed.length === 0 ? "every outcome was seen" : ["never seen:", ...missed].join("\n"));
  if (status === 0) process.exitCode = 0;
  else console.log("some tests failed: see above");
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Puts probes into the copy's contracts, mocks left out, and keeps Hardhat from counting the probes' own library. */
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
  const after = before.replace("skipFiles: [", `skipFiles: ["${PROBE_PATH}", `);
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

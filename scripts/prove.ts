/**
 * `npm run prove`: has the SMT solver inside solc prove test/proofs/CoverageMathProofs.sol for all inputs in the stated
 * ranges: no overflow, no division by zero, every assertion. Prints what was proved for each function; exits with 1 if
 * anything was not.
 *
 * The engine is bounded model checking, which is complete for functions without loops and state. solc says that it will
 * be removed some day; the other engine (CHC) proves the simpler functions only, in minutes.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

interface CompilerMessage {
  severity: "error" | "warning" | "info";
  errorCode?: string;
  message: string;
  sourceLocation?: { start: number };
}

const PATH = "test/proofs/CoverageMathProofs.sol";
const PROVED = "2961";
const DEPRECATED = "3993";

const require = createRequire(import.meta.url);
const solc: { compile(input: string): string; version(): string } = require("solc");

const source = readFileSync(new URL(`../${PATH}`, import.meta.url), "utf8");
const input = {
  language: "Solidity",
  sources: { [PATH]: { content: source } },
  settings: {
    modelChecker: {
      engine: "bmc",
      solvers: ["z3"],
      contracts: { [PATH]: ["CoverageMathProofs"] },
      targets: ["assert", "overflow", "underflow", "divByZero"],
      showProvedSafe: true,
      showUnproved: true,
      showUnsupported: true,
    },
  },
};

/** The function that a position in the source lies in. */
const functionAt = (start: number): string =>
  [...source.slice(0, start).matchAll(/function (\w+)/g)].at(-1)?.[1] ?? "(contract)";

const started = Date.now();
const { errors = [] }: { errors?: CompilerMessage[] } = JSON.parse(solc.compile(JSON.stringify(input)));
const proved = new Map<string, number>();
const failures: string[] = [];
for (const { errorCode, message, sourceLocation } of errors) {
  if (errorCode === DEPRECATED) continue;
  const name = functionAt(sourceLocation?.start ?? 0);
  if (errorCode === PROVED) proved.set(name, (proved.get(name) ?? 0) + 1);
  else failures.push(`${name}: ${message}`);
}
// A function that the solver never looked at proves nothing.
for (const [, name = ""] of source.matchAll(/function (\w+)\([^)]*\) external/g)) {
  if (!proved.has(name)) failures.push(`${name}: nothing was proved`);
}

for (const [name, count] of proved) console.log(`${name.padEnd(14)} ${String(count).padStart(3)} proved`);
const total = [...proved.values()].reduce((sum, count) => sum + count, 0);
console.log(
  `${total} proved, ${failures.length} not; solc ${solc.version()}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
);
for (const failure of failures) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);

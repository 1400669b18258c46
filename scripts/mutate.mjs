// Breaks the contracts on purpose, one line at a time, in a temporary copy of the project, and shows which tests notice:
// in a first table the contracts' own tests, in a second, for the mutations of DIFFERENTIAL, those that compare the chain
// with the reference. `npm run test:mutations` runs all; `npm run test:mutations -- cell-twice` only those whose name is
// given, `npm run test:mutations -- --differential` only the second table. Exits with 1 if a mutation passes unnoticed. A
// minute or two each: the compiler runs anew every time.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const BEHAVIOUR = "test/contracts/policies/policies.test.ts";
const WORKED = "test/contracts/workedExample.test.ts";
const EVENTS = "test/contracts/events.test.ts";
const VAULT = "test/contracts/RewardVault.test.ts";
const MATH = "test/contracts/libraries/CoverageMath.test.ts";
const BACKSTOP = "test/contracts/Backstop.t.sol";
const INVARIANTS = "test/contracts/Invariants.t.sol";
const RULES = "test/contracts/RuleInvariants.t.sol";
const HUB = "test/contracts/ledger/PolicyHub.test.ts";
const ofRule = (rule) => `test/contracts/policies/${rule}.test.ts`;
const CHAIN_AND_REFERENCE = ["test/differential/extremes.test.ts", "test/differential/histories.test.ts"];

/** What is also run against the differential tests. */
const DIFFERENTIAL = ["term-rounded-down", "class-not-settled", "cell-twice", "layer-rounded-up", "leave-not-undone"];

const MUTATIONS = [
  {
    name: "class-not-settled",
    breaks: "a class is not settled before it changes: its past is paid at the new terms",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "layer.a += _gain(flow, alphaM[m]);",
    to: "layer.a += _gain(flow & 0, alphaM[m]);",
    tests: [BEHAVIOUR, WORKED],
  },
  {
    name: "cell-twice",
    breaks: "a cell forgets that it has taken in its class's index, and takes it in again",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "cell.classA = layer.a;",
    to: "cell.classA = cell.classA;",
    tests: [BEHAVIOUR],
  },
  {
    name: "leave-not-undone",
    breaks: "whoever leaves a domain or is measured anew stays in its product",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "cell.lnQ - CoverageMath.lnFailure(before) + CoverageMath.lnFailure(current)",
    to: "cell.lnQ + CoverageMath.lnFailure(current)",
    tests: [BEHAVIOUR],
  },
  {
    name: "claim-kept",
    breaks: "a claim pays but leaves the position as it was",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "position.offset = int184(offset - int256(part << POSITION_BITS));",
    to: "position.offset = int184(offset);",
    tests: [BEHAVIOUR],
  },
  {
    name: "index-doubled",
    breaks: "the global index is divided by half of the weights",
    file: "contracts/policies/CoveragePolicy.sol",
    from: "index.g += uint160((emission << (G_BITS + R_BITS)) / divisor);",
    to: "index.g += uint160((emission << (G_BITS + R_BITS + 1)) / divisor);",
    tests: [WORKED],
  },
  {
    name: "liability-slow",
    breaks: "liability grows a millionth too slowly: it falls below what operators earned",
    file: "contracts/policies/CoveragePolicy.sol",
    from: "FixedPointMathLib.divUp(emission * totals.earnedWeight, divisor)",
    to: "FixedPointMathLib.divUp(emission * totals.earnedWeight, divisor + divisor / 1e6)",
    tests: [BEHAVIOUR],
  },
  {
    name: "weight-not-settled",
    breaks: "an operator's weight changes before it is paid for the old one",
    file: "contracts/policies/ProportionalPolicy.sol",
    from: "account.owed = uint128(_owed(operator, account, index));",
    to: "account.owed = uint128(account.owed);",
    tests: [BEHAVIOUR],
  },
  {
    name: "retroactive",
    breaks: "emission while nobody serves waits for the first to join",
    file: "contracts/policies/ProportionalPolicy.sol",
    from: "        clock.emitted = uint96(emitted);\n        uint256 total = _totalWeight;\n        if (total == 0) return clock;",
    to: "        uint256 total = _totalWeight;\n        if (total == 0) return clock;\n        clock.emitted = uint96(emitted);",
    tests: [BEHAVIOUR],
  },
  {
    name: "layer-rounded-up",
    breaks: "a class index gains a thousand units of 2^-18 wei at every settlement: poking pays",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "layer.a += _gain(flow, alphaM[m]);",
    to: "layer.a += _gain(flow, alphaM[m]) + 1000;",
    tests: [BEHAVIOUR],
  },
  {
    name: "dry-vault-emits",
    breaks: "the emission clock runs on when the budget is spent",
    file: "contracts/RewardVault.sol",
    from: "Math.min(block.timestamp, clock.endsAt) - clock.syncedAt",
    to: "block.timestamp - clock.syncedAt",
    tests: [VAULT],
  },
  {
    name: "domain-not-told",
    breaks: "a position keeps the domain of its first join, whatever moves",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "position.domain = uint16(domain);",
    to: "if (position.domain == 0) position.domain = uint16(domain);",
    tests: [BEHAVIOUR, EVENTS],
  },
  {
    name: "term-rounded-down",
    breaks: "a domain's term of T is rounded down: R, and with it the liability, may fall short of what operators earn",
    file: "contracts/libraries/CoverageMath.sol",
    from: "return (bX120 * oddsX56 + ((1 << 146) - 1)) >> 146;",
    to: "return (bX120 * oddsX56) >> 146;",
    tests: [MATH],
  },
  {
    name: "told-after-drop",
    breaks: "an importing policy that has failed is told of the rest of the run all the same",
    file: "contracts/PolicyHub.sol",
    from: "if (!_tell(listener, abi.encodeCall(IRewardPolicy.onServices, (emitted, classId, one)), 1)) return;",
    to: "_tell(listener, abi.encodeCall(IRewardPolicy.onServices, (emitted, classId, one)), 1);",
    tests: [HUB],
  },
  {
    name: "alpha-as-told",
    breaks:
      "a one-layer class takes any alpha for the moment, and alpha = 1 at the next settlement: R keeps the difference",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "touch.alphas[m] = _alpha(_classes[classId], touch.layers, m);",
    to: "touch.alphas[m] = alphas[m];",
    tests: [BACKSTOP],
  },
  {
    name: "quote-in-two-domains",
    breaks: "who is quoted another domain stays in the one it would leave",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "_replace(layer, left, present, 0, left.availability);",
    to: "_replace(layer, left, present, present, left.availability);",
    tests: [INVARIANTS],
  },
  {
    name: "quote-without-itself",
    breaks:
      "a quote prices an offer as if it did not lower the miss of its own domain: a copy is paid like the original",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "_replace(layer, cell, present, next[m], cell.availability);",
    to: "_replace(layer, cell, present, 0, cell.availability);",
    tests: [INVARIANTS],
  },
  {
    name: "quote-shared-availability",
    breaks: "a domain that nobody is in yet is quoted the availability of the shared one",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "if (cell.availability == 0) cell.availability = LEDGER.availabilityOf(domain, classId);",
    to: "if (cell.availability == 0) cell.availability = LEDGER.availabilityOf(0, classId);",
    tests: [INVARIANTS],
  },
  {
    name: "quote-success-for-odds",
    breaks: "a quote pays p where o = p / q is due",
    file: "contracts/policies/MarginalCoverage.sol",
    from: "int256(CoverageMath.odds(next[m]));",
    to: "int256(next[m]);",
    tests: [INVARIANTS],
  },
  {
    name: "pool-not-settled",
    breaks: "a class's units change before its index takes in what it drew with the old ones",
    file: "contracts/policies/PooledPolicy.sol",
    from: "        _settle(pool);\n        position.owed",
    to: "        position.owed",
    tests: [ofRule("ClassWeighted"), ofRule("WitnessDecay"), RULES],
  },
  {
    name: "empty-pot-accrued",
    breaks: "the pot of a class that nobody serves is put down as owed: the liability grows with what nobody earns",
    file: "contracts/policies/PooledPolicy.sol",
    from: "emission - FixedPointMathLib.fullMulDiv(emission, _emptyPot, total)",
    to: "emission",
    tests: [ofRule("ClassWeighted"), ofRule("SignalAllocated")],
  },
  {
    name: "pool-rounded-up",
    breaks:
      "what a class draws is shared out rounded up, a little more each time: its members earn more than was emitted",
    file: "contracts/policies/PooledPolicy.sol",
    from: "if (flow != 0 && pool.units != 0) index += flow / pool.units;",
    to: "if (flow != 0 && pool.units != 0) index += flow / pool.units + (flow / pool.units) / 1e6 + 1;",
    tests: [BEHAVIOUR, RULES],
  },
  {
    name: "class-stays-listed",
    breaks:
      "the class that takes a left one's place in an operator's list keeps its old place: the next leave takes out another",
    file: "contracts/policies/StakedPools.sol",
    from: "            _placeOf[operator][last] = place;\n",
    to: "",
    tests: [ofRule("ClassWeighted"), ofRule("SignalAllocated"), RULES],
  },
  {
    name: "sibling-sign",
    breaks: "when the limit of siblings changes, their clipped counts move the parent's the wrong way",
    file: "contracts/policies/HexDensity.sol",
    from: "sum - FixedPointMathLib.min(sibling.count, limitBefore) + FixedPointMathLib.min(sibling.count, limit)",
    to: "sum + FixedPointMathLib.min(sibling.count, limitBefore) - FixedPointMathLib.min(sibling.count, limit)",
    tests: [ofRule("HexDensity")],
  },
  {
    name: "sibling-not-settled",
    breaks: "siblings whose limit changes are not settled at the old one: their past is paid at the new",
    file: "contracts/policies/HexDensity.sol",
    from: "_take(sibling, parent.index, limitBefore);",
    to: "_take(sibling, sibling.above, limitBefore);",
    tests: [ofRule("HexDensity")],
  },
  {
    name: "rank-one-up",
    breaks: "who moves up after a leave is paid by the rank it had",
    file: "contracts/policies/RankMultiplier.sol",
    from: "_setUnits(member, classId, _quarters(place));",
    to: "_setUnits(member, classId, _quarters(place + 1));",
    tests: [ofRule("RankMultiplier")],
  },
  {
    name: "steered-away",
    breaks: "a class with more than its share of capacity is paid more, one with less is paid less",
    file: "contracts/policies/TargetShare.sol",
    from: "int8 sign = share > target ? int8(-1) : int8(1);",
    to: "int8 sign = share > target ? int8(1) : int8(-1);",
    tests: [ofRule("TargetShare")],
  },
  {
    name: "rebate-kept",
    breaks: "what an operator's rebate was before stays in the sum of all that is paid",
    file: "contracts/policies/QueryRebate.sol",
    from: "_totalPaid = _totalPaid - rebate.paid + paid;",
    to: "_totalPaid = _totalPaid + paid;",
    tests: [ofRule("QueryRebate")],
  },
  {
    name: "group-on-old-side",
    breaks: "a group that the median passes goes on by the index of the side that it left",
    file: "contracts/libraries/BreadthGroups.sol",
    from: "group.index = wasAbove ? indices.below : indices.above;",
    to: "group.index = wasAbove ? indices.above : indices.below;",
    tests: [ofRule("DistinctBreadth"), RULES],
  },
  {
    name: "node-halved",
    breaks: "the nodes of a class take in half of what was emitted",
    file: "contracts/policies/SemivalueCoverage.sol",
    from: "node.a += uint112((flow * price) >> (G_BITS + 88 - A_BITS));",
    to: "node.a += uint112((flow * price) >> (G_BITS + 89 - A_BITS));",
    tests: [WORKED],
  },
  {
    name: "odds-without-node",
    breaks: "odds are p / (1 - p) at every node: members that are likely to be up are overpaid",
    file: "contracts/policies/SemivalueCoverage.sol",
    from: "(CoverageMath.ONE_X56 - _scaled(point, successX56))",
    to: "(CoverageMath.ONE_X56 - successX56)",
    tests: [WORKED, RULES],
  },
];

const root = resolve(import.meta.dirname, "..");
const onlyDifferential = process.argv.includes("--differential");
const wanted = process.argv.slice(2).filter((name) => name !== "--differential");
const unknown = wanted.filter((name) => !MUTATIONS.some((mutation) => mutation.name === name));
if (unknown.length > 0) {
  console.error(`no mutation ${unknown.join(", ")}; there are ${MUTATIONS.map(({ name }) => name).join(", ")}`);
  process.exit(1);
}

const copy = mkdtempSync(join(tmpdir(), "breadth-mutations-"));
const left = new Set(["node_modules", ".git", "results", "coverage"].map((name) => join(root, name)));
cpSync(root, copy, { recursive: true, filter: (source) => !left.has(source) });
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

/** Runs test files in the copy; tells which tests failed, or the compiler's complaint. */
function run(tests) {
  const { stdout, stderr } = spawnSync("npx", ["hardhat", "test", ...tests], { cwd: copy, encoding: "utf8" });
  const [, summary = ""] = stdout.split(/\n {2}\d+ passing/);
  const failed = summary.split(/\n {2}\d+\) /).slice(1);
  return {
    passing: Number(/(\d+) passing/.exec(stdout)?.[1] ?? 0),
    failing: Number(/(\d+) failing/.exec(stdout)?.[1] ?? 0),
    first: (failed[0] ?? "")
      .split(/:\n|\n\s+Error/)[0]
      ?.split("\n")
      .map((line) => line.trim())
      .join(" / "),
    log: stdout + stderr,
  };
}

let unnoticed = 0;
const chosen = MUTATIONS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
try {
  if (!onlyDifferential) table("caught by", chosen);
  const compared = chosen.filter(({ name }) => DIFFERENTIAL.includes(name));
  if (compared.length > 0) {
    table(
      "caught by, of test/differential",
      compared.map((mutation) => ({ ...mutation, tests: CHAIN_AND_REFERENCE })),
    );
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.exit(unnoticed === 0 ? 0 : 1);

/** Prints a row for each mutation. */
function table(title, mutations) {
  console.log(`| mutation | what it breaks | line | ${title} | failing of |`);
  console.log("|---|---|---|---|---:|");
  for (const mutation of mutations) report(mutation);
}

/** Applies one mutation, runs its tests, takes it back and prints its row. */
function report({ name, breaks, file, from, to, tests }) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`${name}: the line is not in ${file} exactly once: ${from}`);
  writeFileSync(path, source.replace(from, to));
  const { passing, failing, first, log } = run(tests);
  writeFileSync(path, source);
  if (passing + failing === 0) throw new Error(`${name}: no test ran\n${log}`);
  if (failing === 0) unnoticed += 1;
  const flat = (text) =>
    text
      .trim()
      .split(/\s*\n\s*/)
      .join(" ");
  const caught = failing === 0 ? "**nobody**" : first;
  const line = `${basename(file)}: \`${flat(from)}\` becomes \`${flat(to)}\``;
  console.log(`| ${name} | ${breaks} | ${line} | ${caught} | ${failing} of ${passing + failing} |`);
}

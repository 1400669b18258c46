import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";
import { bench } from "./scripts/tasks/bench.js";
import { demo } from "./scripts/tasks/demo.js";
import { deploy } from "./scripts/tasks/deploy.js";
import { example } from "./scripts/tasks/example.js";
import { experiment } from "./scripts/tasks/experiment.js";
import { loopbackNode } from "./scripts/tasks/loopbackNode.js";
import { simulate } from "./scripts/tasks/simulate.js";
import { sortedTypes } from "./scripts/tasks/sortedTypes.js";
import { strictWarnings } from "./scripts/tasks/strictWarnings.js";
import { testTotals } from "./scripts/tasks/testTotals.js";

/** Instrumented for coverage, the contracts are too large for the full optimiser to keep on the stack: some steps only. */
const optimizer = (runs: number) =>
  process.argv.includes("--coverage")
    ? { enabled: true, runs: 1, details: { yul: true, yulDetails: { optimizerSteps: "dhfoDgvulfnTUtnIf" } } }
    : { enabled: true, runs };

/**
 * The WASM compiler of the npm package `solc`: no download. The bytecode carries no hash of the sources' metadata, which
 * would differ with what is compiled together.
 */
const compiler = (runs: number) => ({
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  isolated: false,
  toolVersionsInBuildInfo: false,
  settings: {
    // First, as in Hardhat's defaults for production: its build cache compares settings in their order.
    optimizer: optimizer(runs),
    evmVersion: "osaka",
    viaIR: true,
    metadata: { bytecodeHash: "none" },
  },
});

/**
 * What operators call often is optimised for calls; the ledger must also fit 24,576 bytes. Both build profiles are alike,
 * so that a command which asks for the production profile (ignition) compiles nothing anew.
 */
const profile = {
  compilers: [compiler(1_000_000)],
  overrides: { "contracts/CoverageLedger.sol": compiler(1_000) },
};

/** `npm run test:deep`: many more and longer fuzz runs. */
const deep = process.env.BREADTH_DEEP === "1";

export default defineConfig({
  plugins: [sortedTypes, toolbox, strictWarnings],
  tasks: [bench, demo, deploy, example, ...experiment, loopbackNode, simulate, ...testTotals],
  solidity: {
    profiles: { default: profile, production: profile },
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
  },
  networks: {
    localhost: { type: "http", chainType: "l1", url: process.env.BREADTH_RPC_URL ?? "http://127.0.0.1:8545" },
  },
  coverage: { skipFiles: ["**/*.t.sol", "contracts/mocks/**"] },
  test: {
    mocha: { timeout: 600_000 },
    solidity: {
      // The stateful run deploys every rule that is there.
      fsPermissions: { readDirectory: ["./contracts/policies"] },
      fuzz: { runs: deep ? 5_000 : 256, seed: "0x1234" },
      invariant: { runs: deep ? 256 : 16, depth: deep ? 256 : 96, failOnRevert: true },
    },
  },
  typechain: { outDir: "./typechain-types" },
});

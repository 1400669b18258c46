import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";
import { strictWarnings } from "./scripts/tasks/strictWarnings.js";

/** The WASM compiler of the npm package `solc`: no download, the same bytecode on every machine. */
const compiler = (runs: number) => ({
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  settings: { evmVersion: "osaka", viaIR: true, optimizer: { enabled: true, runs } },
});

/** What operators call often is optimised for calls; the ledger must also fit 24,576 bytes. */
const profile = {
  compilers: [compiler(1_000_000)],
  overrides: { "contracts/CoverageLedger.sol": compiler(1_000) },
};

/** `npm run test:deep`: many more and longer fuzz runs. */
const deep = process.env.BREADTH_DEEP === "1";

export default defineConfig({
  plugins: [toolbox, strictWarnings],
  solidity: {
    profiles: { default: profile, production: profile },
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
  },
  networks: {
    localhost: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
  },
  coverage: { skipFiles: ["**/*.t.sol", "contracts/mocks/**"] },
  test: {
    mocha: { timeout: 600_000 },
    solidity: {
      fuzz: { runs: deep ? 5_000 : 256, seed: "0x1234" },
      invariant: { runs: deep ? 256 : 16, depth: deep ? 256 : 96, failOnRevert: true },
    },
  },
  typechain: { outDir: "./typechain-types" },
});

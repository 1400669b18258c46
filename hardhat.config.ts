import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";
import { bench } from "./scripts/tasks/bench.js";
import { demo } from "./scripts/tasks/demo.js";
import { deploy } from "./scripts/tasks/deploy.js";
import { loopbackNode } from "./scripts/tasks/loopbackNode.js";
import { strictWarnings } from "./scripts/tasks/strictWarnings.js";
import { testTotals } from "./scripts/tasks/testTotals.js";

/** The WASM compiler of the npm package `solc`: no download, the same bytecode on every machine. */
const compiler = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  settings: { evmVersion: "osaka", viaIR: true, optimizer: { enabled: true, runs: 1_000 } },
};

export default defineConfig({
  plugins: [toolbox, strictWarnings],
  tasks: [bench, demo, deploy, loopbackNode, ...testTotals],
  solidity: {
    profiles: { default: compiler, production: compiler },
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
  },
  networks: {
    localhost: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
  },
  coverage: { skipFiles: ["**/*.t.sol", "contracts/mocks/**"] },
  test: {
    mocha: { timeout: 600_000 },
    solidity: { fuzz: { runs: 256, seed: "0x1234" }, invariant: { runs: 64, depth: 64, failOnRevert: true } },
  },
  typechain: { outDir: "./typechain-types" },
});

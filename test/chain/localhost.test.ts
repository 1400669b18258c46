import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { RANDOM_SCENE, randomRun } from "./randomRun.js";
import { newDriver, SMALL } from "./support.js";

const CLI = path.join(path.dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "dist/src/cli.js");

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

async function outcome(driver: ChainDriver) {
  const paid = await randomRun(driver, { seed: 3, days: 5 });
  const earned = await Promise.all(driver.operatorAddresses.map((_, i) => driver.earned(i)));
  return { paid, earned, state: await driver.snapshot(), elapsed: driver.elapsed, counters: driver.counters };
}

describe("ChainDriver on localhost", () => {
  describe("given a node on loopback", () => {
    let node: ChildProcess;
    let url: string;

    before(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      node = spawn(process.execPath, [CLI, "node", "--port", String(port)], { cwd: hre.config.paths.root });
      await started(node);
    });

    after(() => node.kill());

    it("does there what it does in this process, and again in a second run on the same node", async () => {
      const options = { ...SMALL, ...RANDOM_SCENE };
      const expected = await outcome(await newDriver(options));
      for (let run = 0; run < 2; ++run) {
        const connection = await hre.network.create({ network: "localhost", override: { url } });
        const driver = await ChainDriver.create({ ...options, connection });
        expect(await outcome(driver)).to.deep.equal(expected);
        await connection.close();
      }
    });
  });
});

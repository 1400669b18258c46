import { type ChildProcess, execFile, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import hre from "hardhat";
import { RewardVault__factory } from "../../typechain-types/index.js";

const CLI = path.join(path.dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "dist/src/cli.js");

interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

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

const environment = (url: string): NodeJS.ProcessEnv => ({
  ...process.env,
  BREADTH_RPC_URL: url,
  HARDHAT_IGNITION_CONFIRM_DEPLOYMENT: "true",
});

const hardhat = (args: string[], url: string): Promise<Finished> =>
  new Promise((resolve) => {
    const options = { cwd: hre.config.paths.root, env: environment(url) };
    execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

const started = (node: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = "";
    node.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const line = output.split("\n").find((text) => text.includes("Started HTTP"));
      if (line !== undefined) resolve(line);
    });
    node.once("exit", (code) => reject(new Error(`the node ended with ${code}: ${output}`)));
  });

const addressOf = (contract: string, stdout: string): string => {
  const found = new RegExp(`${contract} +│ (0x[0-9a-fA-F]{40})`).exec(stdout)?.[1];
  if (found === undefined) throw new Error(`no address of ${contract} in: ${stdout}`);
  return found;
};

describe("hardhat deploy", () => {
  describe("given a node on loopback", () => {
    let node: ChildProcess;
    let url: string;
    let chainId: number;
    let banner: string;

    before(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      // A chain id of its own keeps the test's deployment journal apart from a developer's.
      chainId = 1_000_000 + port;
      const args = [CLI, "node", "--port", String(port), "--chain-id", String(chainId)];
      node = spawn(process.execPath, args, { cwd: hre.config.paths.root, env: environment(url) });
      banner = await started(node);
    });

    after(async () => {
      node.kill();
      await rm(path.join(hre.config.paths.ignition, "deployments", `chain-${chainId}`), {
        recursive: true,
        force: true,
      });
    });

    it("listens on 127.0.0.1 and nowhere else", async () => {
      expect(banner).to.contain(url);
      const outside = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .find(({ family, internal }) => family === "IPv4" && !internal);
      if (outside === undefined) return;
      const refused = await fetch(url.replace("127.0.0.1", outside.address), { method: "POST" }).catch(() => "refused");
      expect(refused).to.equal("refused");
    });

    it("deploys once, finds it deployed the second time, and what it printed can be read", async () => {
      const first = await hardhat(["deploy", "--network", "localhost"], url);
      expect(first.code, first.stderr).to.equal(0);
      const provider = new JsonRpcProvider(url, chainId, { staticNetwork: true });
      const height = await provider.getBlockNumber();
      const second = await hardhat(["deploy", "--network", "localhost"], url);
      expect(second.code, second.stderr).to.equal(0);
      expect(second.stdout).to.contain("nothing was sent");
      expect(await provider.getBlockNumber()).to.equal(height);
      expect(addressOf("RewardVault", second.stdout)).to.equal(addressOf("RewardVault", first.stdout));

      const vault = RewardVault__factory.connect(addressOf("RewardVault", first.stdout), provider);
      expect(await vault.policy()).to.equal(addressOf("MarginalCoverage", first.stdout));
      provider.destroy();
    });

    it("ignition's own command finds the same deployment", async () => {
      const again = await hardhat(["ignition", "deploy", "ignition/modules/Breadth.ts", "--network", "localhost"], url);
      expect(again.code, again.stderr).to.equal(0);
      expect(again.stdout).to.contain("Nothing new to deploy");
    });
  });

  describe("given no node", () => {
    it("says in one line where it looked and how to start one", async () => {
      const url = `http://127.0.0.1:${await freePort()}`;
      const { code, stderr } = await hardhat(["deploy", "--network", "localhost"], url);
      expect(code).to.equal(1);
      expect(stderr.trim()).to.equal(
        `Error: network "localhost" does not answer at ${url}; start a node with "npm run node" and try again`,
      );
    });
  });

  describe("given a network that is not configured", () => {
    it("says in one line which there are", async () => {
      const { code, stderr } = await hardhat(["deploy", "--network", "moon"], "http://127.0.0.1:1");
      expect(code).to.equal(1);
      expect(stderr.trim()).to.match(/^Error: there is no network "moon"; hardhat.config.ts has: .*localhost/);
    });
  });
});

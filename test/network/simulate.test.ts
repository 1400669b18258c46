import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

/** Runs the command line in a folder of its own; the folder is gone afterwards. */
function simulate(
  args: string[],
  look: (folder: string) => void = () => {},
): { code: number | null; error: string; output: string } {
  const folder = mkdtempSync(join(tmpdir(), "breadth-"));
  try {
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ["node_modules/hardhat/dist/src/cli.js", "simulate", "--out", join(folder, "run"), ...args],
      { encoding: "utf8" },
    );
    look(folder);
    return { code: status, error: stderr, output: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Fields of a line, of which some are quoted. */
function csvFields(line: string): string[] {
  return Array.from(line.matchAll(/"([^"]*)"|([^,]+)/g), ([, quoted, plain]) => quoted ?? plain ?? "");
}

const SMALL = ["--operators", "12", "--hours", "0.5", "--seed", "3"];

describe("npx hardhat simulate", () => {
  describe("given good settings", () => {
    it("writes the same bytes for the same seed, and others for another", () => {
      const read = (folder: string): Record<string, string> => {
        const run = join(folder, "run");
        return Object.fromEntries(readdirSync(run).map((name) => [name, readFileSync(join(run, name), "base64")]));
      };
      const results: Record<string, string>[] = [];
      for (const seed of ["3", "3", "4"]) {
        const { code, output } = simulate(["--operators", "12", "--hours", "0.5", "--seed", seed], (folder) => {
          results.push(read(folder));
        });
        expect(code).to.equal(0);
        expect(output).to.contain("4 misrouted");
        expect(output).to.match(/│ all +│ +\d+ │/);
        for (const line of output.split("\n")) expect(line.length, line).to.be.at.most(100);
      }
      expect(Object.keys(results[0] ?? {})).to.have.members([
        "able.csv",
        "class-domain.png",
        "class-domain.svg",
        "classes.csv",
        "domain-epochs.csv",
        "domain-pairs.csv",
        "domains.csv",
        "epochs.csv",
        "ledger.json",
        "manifest.json",
        "operator-epochs.csv",
        "operators.csv",
        "success.png",
        "success.svg",
      ]);
      expect(results[1]).to.deep.equal(results[0]);
      expect(results[2]?.["classes.csv"]).to.not.equal(results[0]?.["classes.csv"]);
    });

    it("accounts for every request: served and the six gates add up in classes and in epochs", () => {
      simulate(SMALL, (folder) => {
        const sums = ["classes.csv", "epochs.csv"].map((name) => {
          const lines = readFileSync(join(folder, "run", name), "utf8")
            .trim()
            .split("\n");
          const header = lines[0]?.split(",") ?? [];
          const at = header.indexOf("requests");
          let requests = 0;
          for (const line of lines.slice(1)) {
            const numbers = line.split(",").slice(at).map(Number);
            expect(numbers.slice(1).reduce((a, b) => a + b, 0)).to.equal(numbers[0]);
            requests += numbers[0] ?? 0;
          }
          return requests;
        });
        expect(sums[0]).to.be.above(1000);
        expect(sums[1]).to.equal(sums[0]);
      });
    });

    it("sees a domain down in the epoch of its outage and up after it", () => {
      // Minutes 9 to 21 of three epochs of 10 minutes: the whole second one, and little of the third.
      simulate([...SMALL, "--epoch-minutes", "10", "--shock", "region:Europe:0.15:0.2"], (folder) => {
        const lines = readFileSync(join(folder, "run", "domain-epochs.csv"), "utf8")
          .trim()
          .split("\n")
          .slice(1);
        const of = (wanted: string): number[][] => {
          const rows = lines
            .map((line) => line.split(","))
            .filter(([epoch, id]) => epoch === wanted && id?.endsWith("/Europe"));
          return rows.map(([, , looks, up]) => [Number(looks), Number(up)]);
        };
        expect(of("1").length).to.be.above(0);
        for (const [looks = 0, up] of of("1")) {
          expect(looks).to.be.above(0);
          expect(up).to.equal(0);
        }
        expect(of("2").some(([, up = 0]) => up > 0)).to.equal(true);
      });
    });

    it("counts by epoch and operator what it counts by operator", () => {
      simulate([...SMALL, "--epoch-minutes", "10"], (folder) => {
        const [whole, parts] = ["operators.csv", "operator-epochs.csv"].map((name) => {
          const [header = "", ...lines] = readFileSync(join(folder, "run", name), "utf8")
            .trim()
            .split("\n");
          const rows = lines.map((line) => csvFields(line));
          const column = (of: string): number => header.split(",").indexOf(of);
          const sum = (of: string): number => rows.reduce((total, row) => total + Number(row[column(of)]), 0);
          return {
            epochs: new Set(rows.map((row) => row[column("epoch")])).size,
            sums: ["served", "full", "slow", "servedTokens"].map(sum),
          };
        });
        expect(parts?.epochs).to.equal(3);
        expect(parts?.sums).to.deep.equal(whole?.sums);
        expect(whole?.sums[0]).to.be.above(1000);
      });
    });
  });

  describe("given Ctrl-C", () => {
    it("writes the epochs that were finished, says how many hours they are, and exits with 130", async () => {
      const folder = mkdtempSync(join(tmpdir(), "breadth-"));
      try {
        const child = spawn(process.execPath, [
          "node_modules/hardhat/dist/src/cli.js",
          "simulate",
          ...["--out", join(folder, "run"), "--operators", "20", "--hours", "200", "--load", "0.2"],
        ]);
        // The first tenth is done long before the end.
        child.stderr.on("data", (text) => {
          if (String(text).includes("simulated 10%")) child.kill("SIGINT");
        });
        const code = await new Promise((resolve) => {
          child.on("exit", resolve);
        });
        const manifest = JSON.parse(readFileSync(join(folder, "run", "manifest.json"), "utf8"));
        expect(code).to.equal(130);
        expect(manifest.simulatedHours).to.be.within(20, 199);
        expect(readFileSync(join(folder, "run", "classes.csv"), "utf8").split("\n").length).to.be.above(20);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  describe("given bad settings", () => {
    for (const [args, message] of [
      [["--operators", "-3"], "Error: --operators must be a whole number from 1 to 10000, got -3\n"],
      [["--operators", "many"], 'Error: --operators must be a number, got "many"\n'],
      [
        ["--router", "nope"],
        'Error: unknown router "nope": use one of uniform, round-robin, least-loaded, power-of-two, latency-aware\n',
      ],
      [["--demand", "nowhere.csv"], "Error: --demand nowhere.csv cannot be read: give a trace file or `generated`\n"],
      [
        ["--shock", "planet:earth:0:1"],
        'Error: --shock planet:earth:0:1: unknown kind "planet"; allowed: provider, region, gpu, family, tee\n',
      ],
      [["--hours", "0"], "Error: --hours must be from 0.01 to 8784, got 0\n"],
    ] as const) {
      it(`says in one line what is wrong with ${args.join(" ")}, exits with 1 and writes nothing`, () => {
        const { code, error, output } = simulate([...args], (folder) => {
          expect(existsSync(join(folder, "run"))).to.equal(false);
          expect(readdirSync(folder)).to.deep.equal([]);
        });
        expect(code).to.equal(1);
        expect(error).to.equal(message);
        expect(output).to.equal("");
      });
    }
  });
});

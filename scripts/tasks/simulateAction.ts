import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { UserError } from "../common/errors.js";
import { type SimulateSettings, simulateNetwork } from "../network/simulateNetwork.js";
import { networkFiles } from "../report/networkFiles.js";
import { networkTables } from "../report/networkTables.js";
import { requireFreshFolder, writeFolder } from "../report/writeFolder.js";
import { withUserErrors } from "./withUserErrors.js";

const NUMBERS = [
  "operators",
  "hours",
  "seed",
  "load",
  "thinning",
  "staleness",
  "retries",
  "slots",
  "epochMinutes",
] as const;

/** The action of `npx hardhat simulate`. */
export default async function simulateAction(options: Record<string, string>): Promise<void> {
  await withUserErrors(async () => {
    const { demand = "generated", router = "uniform", family = "", shock = "", out = "" } = options;
    const number = (name: (typeof NUMBERS)[number]): number => {
      const given = options[name] ?? "";
      const value = given.trim() === "" ? Number.NaN : Number(given);
      if (!Number.isFinite(value)) {
        const option = name === "epochMinutes" ? "epoch-minutes" : name;
        throw new UserError(`--${option} must be a number, got "${given}"`);
      }
      return value;
    };
    const [operators, hours, seed, load, thinning, staleness, retries, slots, epochMinutes] = NUMBERS.map(number) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const numbers = { operators, hours, seed, load, thinning, staleness, retries, slots, epochMinutes };
    const settings: SimulateSettings = { demand, router, family, shock, ...numbers };
    requireFreshFolder(out);
    const demandHash = demand === "generated" ? "generated" : await hashOf(demand);
    const stop = new AbortController();
    const onInterrupt = (): void => {
      process.stderr.write("stopping after this epoch; what is finished will be written\n");
      process.exitCode = 130;
      stop.abort();
    };
    process.once("SIGINT", onInterrupt);
    const run = await simulateNetwork(settings, progress(), stop.signal);
    process.removeListener("SIGINT", onInterrupt);
    const name = demand.split("/").at(-1) ?? demand;
    writeFolder(out, await networkFiles(run, { ...settings, demand: name, demandHash }));
    process.stdout.write(`${networkTables(run)}\nwritten to ${out}\n`);
  });
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new UserError(`--demand ${path} cannot be read: give a trace file or \`generated\``, { cause: error });
  }
  return `sha256:${hash.digest("hex")}`;
}

/** Prints each tenth of the way to standard error. */
function progress(): (share: number) => void {
  let told = 0;
  return (share) => {
    const tenth = Math.floor(share * 10 + 1e-9);
    if (tenth <= told) return;
    told = tenth;
    process.stderr.write(`simulated ${tenth * 10}%\n`);
  };
}

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { UserError } from "../common/errors.js";

const MOST = 256;

/**
 * The number of processes from text; undefined where none is given.
 *
 * @throws UserError for anything but a whole number from 1 to 256.
 * @example parseJobs("2") // 2
 */
export function parseJobs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const jobs = /^\d+$/.test(text) ? Number(text) : 0;
  if (jobs < 1 || jobs > MOST) throw new UserError(`--jobs must be a whole number from 1 to ${MOST}, got "${text}"`);
  return jobs;
}

/**
 * The network that cells run on, and the processes that it allows: cells on one node would meet each other.
 *
 * @throws UserError for a network that is not configured.
 * @example chosenNetwork(hre, 2) // { network: "in process", jobs: 2 }
 */
export function chosenNetwork(
  hre: HardhatRuntimeEnvironment,
  jobs: number | undefined,
): { network: string; jobs: number | undefined } {
  const name = hre.globalOptions.network;
  if (name === undefined) return { network: "in process", jobs };
  const config = hre.config.networks[name];
  if (config === undefined) {
    const known = Object.keys(hre.config.networks).join(", ");
    throw new UserError(`there is no network "${name}"; hardhat.config.ts has: ${known}`);
  }
  if (jobs !== undefined && jobs > 1) {
    process.stderr.write(`Note: one job on --network ${name}, for cells share the node and would meet each other\n`);
  }
  return { network: name, jobs: 1 };
}

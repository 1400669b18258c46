import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { UserError } from "../common/errors.js";

/**
 * A connection to the network that `--network` names (the in-process chain without it) that has answered once.
 *
 * @throws UserError for a name that is not configured and for a node that does not answer.
 * @example const connection = await connect(hre); await connection.ethers.provider.getBlockNumber();
 */
export async function connect(hre: HardhatRuntimeEnvironment): Promise<NetworkConnection> {
  const name = hre.globalOptions.network ?? "default";
  const config = hre.config.networks[name];
  if (config === undefined) {
    const known = Object.keys(hre.config.networks).join(", ");
    throw new UserError(`there is no network "${name}"; hardhat.config.ts has: ${known}`);
  }
  const connection = await hre.network.create(name);
  try {
    await connection.provider.request({ method: "eth_chainId" });
  } catch {
    const where = config.type === "http" ? await config.url.get() : "this process";
    throw new UserError(
      `network "${name}" does not answer at ${where}; start a node with "npm run node" and try again`,
    );
  }
  return connection;
}

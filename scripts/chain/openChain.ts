import type { NetworkConnection } from "hardhat/types/network";
import { connect } from "./connect.js";

export type Chain = NetworkConnection;

/** In-process chains begin here, whatever the time is: 2026-01-01T00:00:00Z. */
const GENESIS = "2026-01-01T00:00:00Z";

/**
 * A chain for one cell of an experiment: fresh in this process, or, with `--network NAME`, that node as it stands, which is
 * put back to where it was on closing.
 *
 * @throws UserError when the node does not answer.
 * @example const { chain, close } = await openChain(); try { await deploy(chain); } finally { await close(); }
 */
export async function openChain(): Promise<{ chain: Chain; close(): Promise<void> }> {
  // Loaded when the first chain is asked for: it takes a second, and in a worker there is no runtime yet.
  const { default: hre } = await import("hardhat");
  const named = hre.globalOptions.network;
  if (named === undefined || hre.config.networks[named]?.type === "edr-simulated") {
    const override = { initialDate: GENESIS, allowBlocksWithSameTimestamp: true };
    const chain = await hre.network.create({ network: named ?? "default", override });
    return { chain, close: () => chain.close() };
  }
  const chain = await connect(hre);
  const snapshot: unknown = await chain.provider.request({ method: "evm_snapshot" });
  const close = async () => {
    await chain.provider.request({ method: "evm_revert", params: [snapshot] });
    await chain.close();
  };
  return { chain, close };
}

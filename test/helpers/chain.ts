import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

/** A fresh in-process chain whose time moves only when a test says so. */
export function newChain(): Promise<NetworkConnection> {
  return hre.network.create({ network: "default", override: { allowBlocksWithSameTimestamp: true } });
}

/**
 * Sends a transaction in the present second: time stands still but for `advance`.
 *
 * @example await send(connection, () => vault.claim(operator, [1]));
 */
export async function send(
  { networkHelpers: { time } }: NetworkConnection,
  transaction: () => Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  await time.setNextBlockTimestamp(await time.latest());
  const receipt = await (await transaction()).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt;
}

/** Lets `seconds` pass. */
export async function advance({ networkHelpers }: NetworkConnection, seconds: bigint | number): Promise<void> {
  const { time, mine } = networkHelpers;
  await time.setNextBlockTimestamp(BigInt(await time.latest()) + BigInt(seconds));
  await mine();
}

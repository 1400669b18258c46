import type { NetworkConnection } from "hardhat/types/network";
import { type JsonRpc, jsonRpc } from "../chain/jsonRpc.js";

/** What makes up one block: what was sent, and when it was mined. */
interface RecordedBlock {
  sent: { method: string; params: readonly unknown[] }[];
  timestamp: unknown;
}

/** Everything that a run sent to a chain, block by block. */
export interface ChainRecording {
  readonly blocks: readonly RecordedBlock[];
  readonly transactions: number;
}

/**
 * Runs something on a chain and writes down what it sends; everything else goes through unseen.
 *
 * @example const recording = await recordChain(connection, () => driver.apply(intents));
 */
export async function recordChain(connection: NetworkConnection, run: () => Promise<void>): Promise<ChainRecording> {
  const { provider } = connection;
  const request = provider.request.bind(provider);
  const blocks: RecordedBlock[] = [];
  let open: RecordedBlock = { sent: [], timestamp: undefined };
  provider.request = (call) => {
    const params = Array.isArray(call.params) ? call.params : [];
    if (call.method.startsWith("eth_send")) open.sent.push({ method: call.method, params });
    else if (call.method === "evm_setNextBlockTimestamp") [open.timestamp] = params;
    else if (call.method === "evm_mine") {
      blocks.push(open);
      open = { sent: [], timestamp: undefined };
    }
    return request(call);
  };
  try {
    await run();
  } finally {
    provider.request = request;
  }
  return { blocks, transactions: blocks.reduce((sum, { sent }) => sum + sent.length, 0) };
}

/** Sends a recording once more, as fast as the chain takes it: no encoding, no checks, no reading. */
export async function replayChain(connection: NetworkConnection, { blocks }: ChainRecording): Promise<void> {
  const rpc: JsonRpc = jsonRpc(connection);
  await rpc("evm_setAutomine", [false]);
  for (const { sent, timestamp } of blocks) {
    await Promise.all(sent.map(({ method, params }) => rpc(method, params)));
    await rpc("evm_setNextBlockTimestamp", [timestamp]);
    await rpc("evm_mine");
  }
  await rpc("evm_setAutomine", [true]);
}

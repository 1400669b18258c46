import type { ChainTransaction } from "./BlockSender.js";
import { decodeRevert } from "./decodeRevert.js";
import { type JsonRpc, toQuantity } from "./jsonRpc.js";

/**
 * Why a mined transaction reverted: it is called again at the end of its block, where everything before it has happened and
 * the time is the same, then at the end of the block before.
 *
 * @example await explainRevert({ rpc, from, transaction, block: 12, gasUsed: 40_000 }) // "RegistryStillUnbonding(...)"
 */
export async function explainRevert(parameters: {
  rpc: JsonRpc;
  from: string;
  transaction: ChainTransaction;
  /** Number of the block that it was mined in. */
  block: number;
  gasUsed: number;
}): Promise<string> {
  const { rpc, from, transaction, block, gasUsed } = parameters;
  const { to, data, gas } = transaction;
  if (gasUsed >= gas) return `out of gas: all ${gas} were used`;
  for (const at of [block, block - 1]) {
    try {
      await rpc("eth_call", [{ from, to, data, gas: toQuantity(gas) }, toQuantity(at)]);
    } catch (error) {
      const reason = revertData(error);
      if (reason !== undefined) return decodeRevert(reason);
      return error instanceof Error ? error.message : String(error);
    }
  }
  return `in block ${block}, for a reason that a repeated call does not show`;
}

/** The ABI-encoded reason in a node's error: nodes put it at different depths. */
function revertData(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { data, cause } = error as { data?: unknown; cause?: unknown };
  if (typeof data === "string" && data.startsWith("0x")) return data;
  return revertData(data) ?? revertData(cause);
}

import { RewardVault__factory } from "../../typechain-types/index.js";
import { weiToTokens } from "../common/units.js";
import type { MinedBlock } from "./rawLog.js";

/** What claims paid, by operator: 0 for those who did not claim. */
export interface Payout {
  /** {token} */
  readonly tokens: Float64Array;
  readonly wei: readonly bigint[];
}

const CLAIMED = RewardVault__factory.createInterface().getEvent("Claimed").topicHash;

/**
 * What the vault paid in these blocks, from its `Claimed` events.
 *
 * @param operators Lower-case addresses, in the order of the result.
 * @example payoutOf({ blocks, vault, operators }).tokens[0] // 43_200
 */
export function payoutOf(parameters: {
  blocks: readonly MinedBlock[];
  vault: string;
  operators: readonly string[];
}): Payout {
  const { blocks, vault, operators } = parameters;
  const paid = new Map<string, bigint>();
  for (const { address, topics, data } of blocks.flatMap(({ logs }) => logs)) {
    if (address !== vault || topics[0] !== CLAIMED) continue;
    const operator = `0x${(topics[2] ?? "").slice(26)}`;
    paid.set(operator, (paid.get(operator) ?? 0n) + BigInt(data));
  }
  const wei = operators.map((address) => paid.get(address) ?? 0n);
  return { wei, tokens: Float64Array.from(wei, weiToTokens) };
}

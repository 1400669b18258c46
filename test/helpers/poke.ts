import type { NetworkConnection } from "hardhat/types/network";

export interface Call {
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

/**
 * Sends the calls in turn, one in every second for `seconds`, straight to the node: thousands in a few seconds.
 *
 * @throws the node's error, if a call reverts
 * @example await pokeEverySecond(connection, [{ from, to, data }], 10_000);
 */
export async function pokeEverySecond(
  { networkHelpers, provider }: NetworkConnection,
  calls: readonly Call[],
  seconds: number,
): Promise<void> {
  const start = await networkHelpers.time.latest();
  for (let second = 1; second <= seconds; second++) {
    const call = calls[second % calls.length];
    if (call === undefined) throw new RangeError("nothing to call");
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [start + second] });
    await provider.request({ method: "eth_sendTransaction", params: [{ ...call, gas: "0x7a1200" }] });
  }
}

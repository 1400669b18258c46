import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

/** A log as the node gives it. */
export interface RawLog {
  readonly address: string;
  readonly topics: string[];
  readonly data: string;
}

/** A call that the chain refused, with what it answered. */
export class Refused extends Error {
  constructor(
    /** ABI-encoded error. */
    readonly data: string,
  ) {
    super(`refused: ${data}`);
  }
}

/** Below the limit of one transaction, 2^24. */
const GAS = "0xfa0000";

/**
 * The in-process chain by plain JSON-RPC, without estimates or typed wrappers: some hundred histories a minute depend on it.
 * Time stands still but for what is written to `time`.
 */
export class RawChain {
  /** {s} When the next transaction happens. */
  time: bigint;

  private constructor(
    readonly connection: NetworkConnection,
    time: bigint,
  ) {
    this.time = time;
  }

  static async create(): Promise<RawChain> {
    const connection = await hre.network.create({
      network: "default",
      override: { allowBlocksWithSameTimestamp: true },
    });
    return new RawChain(connection, BigInt(await connection.networkHelpers.time.latest()));
  }

  /** After something else sent transactions: takes over the clock as it is. */
  async syncTime(): Promise<void> {
    this.time = BigInt(await this.connection.networkHelpers.time.latest());
  }

  /**
   * Sends a transaction at `time` and gives back its logs.
   *
   * @throws Refused when it reverts
   */
  async send({ from, to, data }: { from: string; to: string; data: string }): Promise<RawLog[]> {
    await this.#request("evm_setNextBlockTimestamp", [`0x${this.time.toString(16)}`]);
    const hash = await this.#refusable("eth_sendTransaction", [{ from, to, data, gas: GAS }]);
    const receipt = await this.#request("eth_getTransactionReceipt", [hash]);
    return (receipt as { logs: RawLog[] }).logs;
  }

  /** An empty block at `time`, so that calls see it. */
  async mine(): Promise<void> {
    await this.#request("evm_setNextBlockTimestamp", [`0x${this.time.toString(16)}`]);
    await this.#request("evm_mine", []);
  }

  /** What a view answers in the latest block. */
  async call({ to, data }: { to: string; data: string }): Promise<string> {
    return (await this.#refusable("eth_call", [{ to, data, gas: "0xffffff" }, "latest"])) as string;
  }

  async snapshot(): Promise<string> {
    return (await this.#request("evm_snapshot", [])) as string;
  }

  async revert(id: string): Promise<void> {
    await this.#request("evm_revert", [id]);
  }

  async #refusable(method: string, params: unknown[]): Promise<unknown> {
    try {
      return await this.#request(method, params);
    } catch (error) {
      const data = (error as { data?: unknown }).data;
      if (typeof data === "string") throw new Refused(data);
      if (typeof data === "object" && data !== null && "data" in data) throw new Refused(String(data.data));
      throw error;
    }
  }

  #request(method: string, params: unknown[]): Promise<unknown> {
    return this.connection.provider.request({ method, params });
  }
}

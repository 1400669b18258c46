import type { Accounts, Envelope } from "./accounts.js";
import { ChainError } from "./chainError.js";
import { explainRevert } from "./explainRevert.js";
import { type JsonRpc, toQuantity } from "./jsonRpc.js";
import type { MinedBlock, RawLog } from "./rawLog.js";

/** One transaction of a phase. */
export interface ChainTransaction {
  /** Who sends it; undefined: the deployer, who is also the reporter. */
  readonly operator: number | undefined;
  readonly to: string;
  readonly data: string;
  /** {gas} The limit: nothing is estimated. */
  readonly gas: number;
  /** For errors: what is called. */
  readonly functionName: string;
}

/** What became of a phase. */
export interface SentPhase {
  readonly blocks: readonly MinedBlock[];
  /** {gas} Used by all its transactions. */
  readonly gas: number;
  /** The first transaction that reverted, explained; the others of the phase stand. */
  readonly failure: ChainError | undefined;
}

interface BlockHeader {
  readonly number: string;
  readonly timestamp: string;
  readonly gasUsed: string;
  readonly baseFeePerGas?: string;
  readonly transactions: readonly string[];
}

/** {gas} Room for every phase in one block, where the node lets its limit be raised. */
const BLOCK_GAS = 30_000_000_000;

/**
 * Sends a phase's transactions together and mines them into one block at a time of its own choosing, or into as many as the
 * node's block limit makes of them. Their order is the list's on every node: each offers one wei of gas price more than the next.
 *
 * Each is checked: what left a log has not reverted; for the others the receipt is asked.
 */
export class BlockSender {
  readonly #nonces = new Map<string, number>();
  #baseFee = 0n;

  private constructor(
    readonly rpc: JsonRpc,
    readonly deployer: string,
    readonly accounts: Accounts,
  ) {}

  static async create(parameters: { rpc: JsonRpc; deployer: string; accounts: Accounts }): Promise<BlockSender> {
    const { rpc, deployer, accounts } = parameters;
    // A node without this method keeps its limit: then a phase takes several blocks.
    await rpc("evm_setBlockGasLimit", [toQuantity(BLOCK_GAS)]).catch(() => undefined);
    return new BlockSender(rpc, deployer, accounts);
  }

  /**
   * @param timestamp {s} Of the block; further blocks follow by the second.
   * @throws ChainError when the node does not take or mine a transaction at all
   */
  async send(transactions: readonly ChainTransaction[], timestamp: number): Promise<SentPhase> {
    await this.rpc("evm_setAutomine", [false]);
    try {
      await this.#prepare(transactions);
      const hashes = await this.#submit(transactions);
      return await this.#mineAll(transactions, hashes, timestamp);
    } finally {
      await this.rpc("evm_setAutomine", [true]);
    }
  }

  /** An empty block at `timestamp` {s}. */
  async mine(timestamp: number): Promise<void> {
    await this.rpc("evm_setNextBlockTimestamp", [toQuantity(timestamp)]);
    await this.rpc("evm_mine");
  }

  /** Knows the next nonce of everybody who sends, and the base fee. */
  async #prepare(transactions: readonly ChainTransaction[]): Promise<void> {
    const unknown = new Set(transactions.map(({ operator }) => this.#from(operator)));
    for (const from of this.#nonces.keys()) if (from !== this.deployer) unknown.delete(from);
    await Promise.all(
      [...unknown].map(async (from) => {
        this.#nonces.set(from, Number(await this.rpc("eth_getTransactionCount", [from, "latest"])));
      }),
    );
    this.#baseFee = BigInt((await this.#block("latest")).baseFeePerGas ?? 0);
  }

  async #submit(transactions: readonly ChainTransaction[]): Promise<string[]> {
    try {
      return await Promise.all(
        transactions.map((transaction, i) => {
          const { operator, to, data, gas } = transaction;
          const from = this.#from(operator);
          const nonce = this.#nonces.get(from) ?? 0;
          this.#nonces.set(from, nonce + 1);
          // Four times the base fee outlasts its growth over a dozen full blocks.
          const gasPrice = 4n * this.#baseFee + BigInt(transactions.length - i);
          return this.#hand(transaction, { to, data, gas, gasPrice, nonce });
        }),
      );
    } catch (error) {
      this.#nonces.clear();
      throw error;
    }
  }

  async #hand({ operator, functionName }: ChainTransaction, envelope: Envelope): Promise<string> {
    try {
      if (operator !== undefined) return await this.accounts.send(operator, envelope);
      const { to, data, gas, gasPrice, nonce } = envelope;
      const quantities = { gas: toQuantity(gas), gasPrice: toQuantity(gasPrice), nonce: toQuantity(nonce) };
      return String(await this.rpc("eth_sendTransaction", [{ from: this.deployer, to, data, ...quantities }]));
    } catch (error) {
      const reason = `not taken by the node: ${error instanceof Error ? error.message : String(error)}`;
      throw new ChainError({ functionName, operator, reason });
    }
  }

  async #mineAll(
    transactions: readonly ChainTransaction[],
    hashes: readonly string[],
    timestamp: number,
  ): Promise<SentPhase> {
    const indexOf = new Map(hashes.map((hash, i) => [hash, i]));
    const blocks: MinedBlock[] = [];
    const mined: { index: number; block: number }[] = [];
    const logged = new Set<string>();
    let gas = 0;
    for (let time = timestamp; mined.length < hashes.length; ++time) {
      await this.mine(time);
      const header = await this.#block("latest");
      const logs = (await this.rpc("eth_getLogs", [{ fromBlock: header.number, toBlock: header.number }])) as RawLog[];
      const number = Number(header.number);
      const before = mined.length;
      for (const hash of header.transactions) {
        const index = indexOf.get(hash);
        if (index !== undefined) mined.push({ index, block: number });
      }
      if (mined.length === before) throw this.#stuck(transactions, new Set(mined.map(({ index }) => index)));
      for (const { transactionHash } of logs) logged.add(transactionHash);
      gas += Number(header.gasUsed);
      blocks.push({ number, timestamp: Number(header.timestamp), logs });
    }
    const failure = await this.#firstFailure(
      transactions,
      mined.filter(({ index }) => !logged.has(hashes[index] ?? "")),
      hashes,
    );
    return { blocks, gas, failure };
  }

  async #firstFailure(
    transactions: readonly ChainTransaction[],
    silent: readonly { index: number; block: number }[],
    hashes: readonly string[],
  ): Promise<ChainError | undefined> {
    for (const { index, block } of silent) {
      const transaction = transactions[index];
      if (transaction === undefined) continue;
      const receipt = (await this.rpc("eth_getTransactionReceipt", [hashes[index]])) as {
        status: string;
        gasUsed: string;
      };
      if (receipt.status === "0x1") continue;
      const from = this.#from(transaction.operator);
      const gasUsed = Number(receipt.gasUsed);
      const reason = await explainRevert({ rpc: this.rpc, from, transaction, block, gasUsed });
      return new ChainError({ ...transaction, reason });
    }
    return undefined;
  }

  #stuck(transactions: readonly ChainTransaction[], mined: ReadonlySet<number>): ChainError {
    const first = transactions.find((_, i) => !mined.has(i));
    const functionName = first?.functionName ?? "a transaction";
    return new ChainError({ functionName, operator: first?.operator, reason: "the node does not mine it" });
  }

  #from(operator: number | undefined): string {
    if (operator === undefined) return this.deployer;
    const address = this.accounts.addresses[operator];
    if (address === undefined) throw new RangeError(`no operator ${operator}`);
    return address;
  }

  async #block(number: string): Promise<BlockHeader> {
    return (await this.rpc("eth_getBlockByNumber", [number, false])) as BlockHeader;
  }
}

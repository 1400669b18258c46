import { dataSlice, encodeBytes32String, id, toBeHex } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { CORE_POLICIES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { type Deployment, deploy } from "../chain/deploy.js";
import { encodeServices, type ServiceReport } from "../chain/reportCodec.js";
import { type RandomStream, randomStream } from "../common/random.js";
import { toBillionths } from "../common/units.js";

/** What one bed is to hold. */
export interface GasBedOptions {
  paid: PolicyName;
  shadows: readonly PolicyName[];
  /** Classes to add. */
  classes: number;
  /** Layers of every class's curve, 1 to 4. */
  layers: number;
}

/** One transaction of a bed: an impersonated sender, gas at no price. */
export interface BedTransaction {
  from: string;
  to: string;
  data: string;
}

/** Three domains that the crowd is in, and one that it is not. */
export const FRESH_DOMAIN = 4;
const CROWD_DOMAINS = 3;
/** {s} Between the last block and a measured one. */
const HOUR = 3_607;
const STAKE = 10n ** 21n;
/**
 * {wei/s} With `HOUR` not a multiple of what is shared by: a claim that leaves the same fraction of a wei as the one before
 * saves a write, 2,800 gas.
 */
const RATE = 10n ** 18n + 7n;
/** Transactions to a block: the local chain slows down with the gas that is waiting to be mined. */
const PER_BLOCK = 20;
/** {gas} Enough for a registration and for a claim over many classes; beside shadows, for which the ledger keeps gas in reserve. */
const SMALL_GAS = { alone: 1_500_000, shadowed: 4_000_000 };
/** Entries that fit one report. */
const ENTRIES = 100;
/** The rules of which fewer fit: each service moves sixteen nodes. */
const FEWER: Readonly<Partial<Record<PolicyName, number>>> = { Shapley: 40, Gairing: 40 };
/** Joins that fit one report; SignalAllocated spreads a stake anew over all classes of the operator. */
const JOINS: Readonly<Partial<Record<PolicyName, number>>> = { SignalAllocated: 20, Shapley: 40, Gairing: 40 };
/** {gas} The most that a transaction may use since Osaka. */
const LARGE_GAS = 2 ** 24;

/** A chain with one paid policy and a crowd of operators that can be made larger. */
export class GasBed {
  readonly #random: RandomStream;
  #created = 0;

  private constructor(
    readonly options: GasBedOptions,
    readonly connection: NetworkConnection,
    readonly deployment: Deployment,
    readonly reporter: string,
    readonly addresses: { token: string; vault: string; ledger: string; registry: string },
  ) {
    this.#random = randomStream(1, `bench/gas/${options.paid}`);
  }

  /** Entries of services measured again that fit one report: a hundred, but under some rules fewer. */
  get batch(): number {
    return FEWER[this.options.paid] ?? ENTRIES;
  }

  /** Deploys, lists the domains, adds the classes and starts the emission. */
  static async create(hre: HardhatRuntimeEnvironment, options: GasBedOptions): Promise<GasBed> {
    const connection = await hre.network.create({
      network: "default",
      override: { blockGasLimit: 30_000_000_000n, initialBaseFeePerGas: 0n },
    });
    const deployment = await deploy(connection, { paid: options.paid, shadows: options.shadows });
    const { token, vault, ledger, registry, deployer } = deployment;
    const budget = 5n * 10n ** 26n;
    await token.approve(vault, budget);
    await vault.fund(budget);
    await vault.setEmissionRate(RATE);
    for (let i = 1; i <= FRESH_DOMAIN; ++i) {
      await ledger.listDomain(encodeBytes32String(`domain ${i}`), toBillionths(0.99 - i / 1_000));
    }
    for (let i = 0; i < options.classes; ++i) await ledger.addClass(curveOf(options.layers), 1_000 + i);
    const addresses = {
      token: await token.getAddress(),
      vault: await vault.getAddress(),
      ledger: await ledger.getAddress(),
      registry: await registry.getAddress(),
    };
    return new GasBed(options, connection, deployment, await deployer.getAddress(), addresses);
  }

  /** Registers `count` new operators with stake, in the given domain or spread over the crowd's. */
  async register(count: number, domain?: number): Promise<string[]> {
    const { token, registry } = this.deployment;
    const first = this.#created;
    this.#created += count;
    const operators = Array.from({ length: count }, (_, i) => addressOf(first + i));
    await this.sendAll(
      operators.map((operator) => ({
        from: this.reporter,
        to: this.addresses.token,
        data: token.interface.encodeFunctionData("transfer", [operator, STAKE]),
      })),
    );
    const approve = token.interface.encodeFunctionData("approve", [this.addresses.registry, STAKE]);
    await this.sendAll(operators.map((from) => ({ from, to: this.addresses.token, data: approve })));
    await this.sendAll(
      operators.map((from, i) => ({
        from,
        to: this.addresses.registry,
        data: registry.interface.encodeFunctionData("register", [STAKE, domain ?? ((first + i) % CROWD_DOMAINS) + 1]),
      })),
    );
    return operators;
  }

  /**
   * Reports services that all differ in u, x and volume, as many to a transaction as its gas allows.
   *
   * @param scale What x is measured in: the sum of x over a crowd of n at scale 1/n is about 1.
   */
  async report(operators: readonly string[], classIds: readonly number[], scale: number): Promise<void> {
    const { paid, layers, shadows } = this.options;
    const joins = CORE_POLICIES.includes(paid) ? ENTRIES : (JOINS[paid] ?? ENTRIES / 2);
    const size = Math.floor(joins / layers / (1 + shadows.length));
    for (const classId of classIds) {
      for (let i = 0; i < operators.length; i += size) {
        const services = this.services(operators.slice(i, i + size), [classId], scale);
        await this.#gasOf(await this.#send(this.reportOf(services), LARGE_GAS));
      }
    }
  }

  /** New measurements for each operator in each class, class by class. */
  services(operators: readonly string[], classIds: readonly number[], scale: number): ServiceReport[] {
    return classIds.flatMap((classId) =>
      operators.map((operator) => ({
        operator,
        classId,
        u: toBillionths(this.#random.between(0.6, 0.99)),
        x: toBillionths(this.#random.between(0.5, 1.5) * scale),
        served: BigInt(1 + this.#random.below(100_000)),
      })),
    );
  }

  reportOf(services: readonly ServiceReport[]): BedTransaction {
    const data = this.deployment.ledger.interface.encodeFunctionData("reportServices", [encodeServices(services)]);
    return { from: this.reporter, to: this.addresses.ledger, data };
  }

  /** Sends one transaction in a block of its own, an hour after the last, whatever the machine's clock says. */
  async measure(transaction: BedTransaction): Promise<number> {
    await this.#request("hardhat_impersonateAccount", [transaction.from]);
    const latest = (await this.#request("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
    await this.#request("evm_setNextBlockTimestamp", [toBeHex(Number(latest.timestamp) + HOUR)]);
    return this.#gasOf(await this.#send(transaction, LARGE_GAS));
  }

  /** Lets time pass. */
  async wait(seconds: number): Promise<void> {
    await this.#request("evm_increaseTime", [seconds]);
    await this.#request("evm_mine", []);
  }

  /** Runs `action` and takes back whatever it did. */
  async undone<Result>(action: () => Promise<Result>): Promise<Result> {
    const snapshot = await this.#request("evm_snapshot", []);
    try {
      return await action();
    } finally {
      await this.#request("evm_revert", [snapshot]);
    }
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** Sends many small transactions, some to a block, and throws if any reverted. */
  async sendAll(transactions: readonly BedTransaction[]): Promise<void> {
    const gas = this.options.shadows.length === 0 ? SMALL_GAS.alone : SMALL_GAS.shadowed;
    await this.#request("evm_setAutomine", [false]);
    for (let i = 0; i < transactions.length; i += PER_BLOCK) {
      const block = transactions.slice(i, i + PER_BLOCK);
      const senders = new Set(block.map(({ from }) => from));
      await Promise.all([...senders].map((from) => this.#request("hardhat_impersonateAccount", [from])));
      const hashes = await Promise.all(block.map((transaction) => this.#send(transaction, gas)));
      await this.#request("evm_mine", []);
      await Promise.all(hashes.map((hash) => this.#gasOf(hash)));
    }
    await this.#request("evm_setAutomine", [true]);
  }

  async #send(transaction: BedTransaction, gas: number): Promise<string> {
    const sent = { ...transaction, gas: toBeHex(gas), gasPrice: "0x0" };
    return String(await this.#request("eth_sendTransaction", [sent]));
  }

  /** What a mined transaction used; throws if it reverted. */
  async #gasOf(hash: string): Promise<number> {
    const receipt = await this.#request("eth_getTransactionReceipt", [hash]);
    const { status, gasUsed } = receipt as { status: string; gasUsed: string };
    if (status !== "0x1") throw new Error(`a transaction of the benchmark reverted: ${this.options.paid} paid`);
    return Number(gasUsed);
  }

  async #request(method: string, params: unknown[]): Promise<unknown> {
    return this.connection.provider.request({ method, params });
  }
}

const addressOf = (index: number): string => dataSlice(id(`operator ${index}`), 0, 20);

/** Layers with positive weights, alike but for their rates. */
function curveOf(layers: number) {
  const kappas = [0.5, 1, 2, 4].slice(0, layers).map(toBillionths);
  const share = 1_000_000_000n / BigInt(layers);
  const alphas = kappas.map((_, i) => (i === 0 ? 1_000_000_000n - share * BigInt(layers - 1) : share));
  return layers === 1 ? { kappas: [1_000_000_000n], alphas } : { kappas, alphas };
}

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import { encodeBytes32String } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { type Deployment, deploy } from "../../scripts/chain/deploy.js";
import { encodeServices } from "../../scripts/chain/reportCodec.js";
import type { IRewardPolicy } from "../../typechain-types/index.js";
import { advance, send } from "./chain.js";

export const TOKEN = 10n ** 18n;
export const BILLION = 1_000_000_000n;
/** {wei/s} */
export const RATE = TOKEN;
/** {wei} What the vault starts with: a million seconds at `RATE`. */
export const FUNDS = 1_000_000n * TOKEN;
/** {wei} What a test operator stakes. */
export const STAKE = 1_000n * TOKEN;
/** Domains of every world: `east` and `west`; 0 is shared by all that are in none. */
export const EAST = 1;
export const WEST = 2;

/** Bounds so wide that a report is recorded as it is, one second after the operator registered. */
export const WIDE_LIMITS = { reliabilityRise: BILLION, capacityRise: 2n ** 62n };

export interface WorldOptions {
  paid?: PolicyName;
  shadows?: readonly PolicyName[];
  /** Module parameters beside `WIDE_LIMITS`. */
  parameters?: Record<string, bigint | string>;
}

/** A service as tests write it; what is left out is u = 0.9, x = 1, 100 requests. */
export interface ServiceLevel {
  u?: bigint;
  x?: bigint;
  served?: bigint;
}

/** The deployed system with everything that tests do to it. Time stands still but for `advance`. */
export class World {
  constructor(
    readonly connection: NetworkConnection,
    readonly system: Deployment,
    readonly signers: readonly HardhatEthersSigner[],
    readonly paid: IRewardPolicy,
  ) {}

  /** The `index`-th account beside the deployer. */
  operator(index: number): HardhatEthersSigner {
    const signer = this.signers[index + 1];
    if (signer === undefined) throw new RangeError(`no account ${index}`);
    return signer;
  }

  policy(name: PolicyName): IRewardPolicy {
    const policy = this.system.policies.get(name);
    if (policy === undefined) throw new RangeError(`${name} is not deployed`);
    return policy;
  }

  do(transaction: () => Promise<ContractTransactionResponse>): Promise<ContractTransactionReceipt> {
    return send(this.connection, transaction);
  }

  advance(seconds: bigint | number): Promise<void> {
    return advance(this.connection, seconds);
  }

  async now(): Promise<bigint> {
    return BigInt(await this.connection.networkHelpers.time.latest());
  }

  async fund(amount: bigint): Promise<void> {
    const { token, vault } = this.system;
    await this.do(() => token.approve(vault, amount));
    await this.do(() => vault.fund(amount));
  }

  /** A class; one layer with kappa = 1 if nothing else is said. */
  async addClass({
    weight = 1n,
    kappas = [BILLION],
    alphas = [BILLION],
  }: {
    weight?: bigint;
    kappas?: bigint[];
    alphas?: bigint[];
  }): Promise<void> {
    await this.do(() => this.system.ledger.addClass({ kappas, alphas }, weight));
  }

  async listDomain(name: string, availability: bigint): Promise<void> {
    await this.do(() => this.system.ledger.listDomain(encodeBytes32String(name), availability));
  }

  async setRate(rate: bigint): Promise<void> {
    await this.do(() => this.system.vault.setEmissionRate(rate));
  }

  /** Gives the operator tokens, lets the registry take them and registers it, then lets one second pass. */
  async register(operator: HardhatEthersSigner, { domain = EAST, stake = STAKE } = {}): Promise<void> {
    await this.provide(operator, stake);
    await this.do(() => this.system.registry.connect(operator).register(stake, domain));
    await this.advance(1);
  }

  /** Gives the operator tokens that the registry may take. */
  async provide(operator: HardhatEthersSigner, amount: bigint): Promise<void> {
    const { token, registry } = this.system;
    await this.do(() => token.transfer(operator, amount));
    await this.do(() => token.connect(operator).approve(registry, amount));
  }

  /** Reports one service, as the reporter. */
  async measure(operator: HardhatEthersSigner, classId: number, level: ServiceLevel = {}): Promise<void> {
    const { u = 900_000_000n, x = BILLION, served = 100n } = level;
    const batch = encodeServices([{ operator: operator.address, classId, u, x, served }]);
    await this.do(() => this.system.ledger.reportServices(batch));
  }

  async leave(operator: HardhatEthersSigner, classIds: number[]): Promise<void> {
    await this.do(() => this.system.registry.connect(operator).leaveClasses(classIds));
  }

  /** Claims for the operator and says what arrived {wei}. */
  async claim(operator: HardhatEthersSigner, classIds: number[]): Promise<bigint> {
    const { token, vault } = this.system;
    const before = await token.balanceOf(operator);
    await this.do(() => vault.claim(operator, classIds));
    return (await token.balanceOf(operator)) - before;
  }

  /** {wei} Under the paying policy. */
  earned(operator: HardhatEthersSigner): Promise<bigint> {
    return this.paid.earned(operator);
  }

  /** {wei} What the operator earns while `seconds` pass. */
  async gain(operator: HardhatEthersSigner, seconds: bigint | number): Promise<bigint> {
    const before = await this.earned(operator);
    await this.advance(seconds);
    return (await this.earned(operator)) - before;
  }
}

/** A world with domains east (r = 0.99) and west (r = 0.9), funds and emission, and no class. */
export async function newWorld(connection: NetworkConnection, options: WorldOptions = {}): Promise<World> {
  const { paid = "MarginalCoverage", shadows = [], parameters = {} } = options;
  const system = await deploy(connection, { paid, shadows, parameters: { ...WIDE_LIMITS, ...parameters } });
  const policy = system.policies.get(paid);
  if (policy === undefined) throw new Error(`${paid} was not deployed`);
  const world = new World(connection, system, await connection.ethers.getSigners(), policy);
  await world.fund(FUNDS);
  await world.setRate(RATE);
  await world.listDomain("east", 990_000_000n);
  await world.listDomain("west", 900_000_000n);
  return world;
}

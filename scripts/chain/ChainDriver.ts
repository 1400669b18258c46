import type { PolicyName } from "../../ignition/modules/Breadth.js";
import type { Intent } from "../agents/intent.js";
import type { LedgerState, ProfileOffer } from "../agents/ledgerState.js";
import { UserError } from "../common/errors.js";
import { DAY_SECONDS, tokensToWei, weiToTokens } from "../common/units.js";
import { createAccounts } from "./accounts.js";
import { BlockSender, type ChainTransaction } from "./BlockSender.js";
import { calldata } from "./calldata.js";
import type { Deployment } from "./deploy.js";
import { deployFresh } from "./deployFresh.js";
import { type ChainDriverOptions, moduleParameters, requireValid } from "./driverOptions.js";
import { type GasBounds, gasBounds, TRANSACTION_GAS } from "./gasBounds.js";
import { type JsonRpc, jsonRpc, toQuantity } from "./jsonRpc.js";
import { LedgerMirror } from "./LedgerMirror.js";
import { PolicyViews, type Quote } from "./PolicyViews.js";
import { type Payout, payoutOf } from "./payoutOf.js";
import { planIntents } from "./planIntents.js";
import { planReport, type WindowReport } from "./planReport.js";
import { policyGasFactor } from "./policyGasFactor.js";
import { type ClassTraits, policySetUp } from "./policySetUp.js";
import type { MinedBlock, RawLog } from "./rawLog.js";
import { setUpTransactions } from "./setUpTransactions.js";

export type Phase = "setUp" | "apply" | "report" | "claim" | "upkeep";

export interface PhaseCount {
  transactions: number;
  gas: number;
  blocks: number;
}

/** {s} When a run starts (18 May 2033): a fixed time, so that two runs of one seed are the same to the byte. */
const START = 2_000_000_000;
const PLAIN_CLASS: ClassTraits = { family: 1, modality: 1, computeUnits: 1 };

/**
 * Stands between the epoch loop and the deployed contracts: intents and measurements become transactions, the contracts'
 * events become the state that agents decide by. Each phase is one block (more on a node whose block limit cannot be
 * raised), at a time of the driver's choosing; the wall clock is nowhere. Plain JSON-RPC: the in-process chain and a node
 * on localhost alike.
 *
 * A reverted transaction is a `ChainError`; the others of its phase stand.
 *
 * @example
 * const driver = await ChainDriver.create({ connection, policy: "EqualShare", ...scenario, keys: "impersonated" });
 * await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
 * await driver.report({ services: [{ operator: 0, classIndex: 0, reliability: 0.9, capacityRatio: 1, served: 10 }] });
 * await driver.advance(86_400);
 * const { tokens } = await driver.claim([0]);
 */
export class ChainDriver {
  readonly counters: Record<Phase, PhaseCount> = {
    setUp: { transactions: 0, gas: 0, blocks: 0 },
    apply: { transactions: 0, gas: 0, blocks: 0 },
    report: { transactions: 0, gas: 0, blocks: 0 },
    claim: { transactions: 0, gas: 0, blocks: 0 },
    upkeep: { transactions: 0, gas: 0, blocks: 0 },
  };
  /** Classes that each operator has been measured in since it last claimed them. */
  readonly #claimable: Set<number>[];
  /** {s} Time of the last block. */
  #clock: number;
  /** {s} Start and all that was advanced since. */
  #anchor: number;
  #seenBlock: number;
  readonly #views: PolicyViews;

  private constructor(
    readonly options: ChainDriverOptions,
    readonly deployment: Deployment,
    /** Lower-case addresses by operator. */
    readonly operatorAddresses: readonly string[],
    readonly addresses: ContractAddresses,
    readonly rpc: JsonRpc,
    /** {s} Unix time of the set-up block. */
    readonly start: number,
    private readonly sender: BlockSender,
    private readonly mirror: LedgerMirror,
    private readonly bounds: GasBounds,
    seenBlock: number,
  ) {
    this.#views = new PolicyViews(rpc, deployment.policies);
    this.#claimable = operatorAddresses.map(() => new Set());
    this.#clock = start - 1;
    this.#anchor = start;
    this.#seenBlock = seenBlock;
  }

  /**
   * Deploys a system of its own through the Ignition module and sets it up.
   *
   * @throws UserError for parameters that the contracts cannot take
   */
  static async create(options: ChainDriverOptions): Promise<ChainDriver> {
    requireValid(options);
    const { connection, policy, shadows = [], operators, classes, domains } = options;
    const rpc = jsonRpc(connection);
    const budget = tokensToWei(options.budget);
    const capital = operators.map((operator) => tokensToWei(operator.capital));
    const deployment = await deployFresh(connection, {
      paid: policy,
      shadows,
      parameters: moduleParameters(options, budget + capital.reduce((sum, wei) => sum + wei, 0n)),
    });
    const deployer = (await deployment.deployer.getAddress()).toLowerCase();
    const accounts = await createAccounts({ rpc, count: operators.length, keys: options.keys, deployer });
    const sender = await BlockSender.create({ rpc, deployer, accounts });
    const addresses = await addressesOf(deployment);
    const gas = gasBounds({
      layers: Math.max(1, ...classes.map(({ curve }) => curve.kappas.length)),
      listeners: shadows.length,
      factor: Math.max(...[policy, ...shadows].map(policyGasFactor)),
    });
    const latest = (await rpc("eth_getBlockByNumber", ["latest", false])) as { number: string; timestamp: string };
    const afterThat = Math.ceil((Number(latest.timestamp) + 1) / DAY_SECONDS) * DAY_SECONDS;
    const start = Math.max(START, afterThat);
    const mirror = new LedgerMirror(addresses, accounts.addresses, classes.length, domains.length);
    const driver = new ChainDriver(
      options,
      deployment,
      accounts.addresses,
      addresses,
      rpc,
      start,
      sender,
      mirror,
      gas,
      Number(latest.number),
    );
    const transactions = setUpTransactions({
      addresses,
      classes,
      domains,
      budget,
      emissionRate: tokensToWei(options.emissionPerDay) / BigInt(DAY_SECONDS),
      capital: capital.map((wei, i) => ({ address: accounts.addresses[i] ?? "", wei })),
      gas,
    });
    await driver.#send("setUp", transactions);
    const calls = policySetUp(policy).calls?.({
      classes: classes.map(({ traits }) => traits ?? PLAIN_CLASS),
      requestFee: tokensToWei(options.requestFee ?? 0.001),
    });
    await driver.#send("setUp", await driver.#policyCalls(calls ?? [], "policy set-up"));
    return driver;
  }

  /** {s} Since the start, as of the last block. */
  get elapsed(): number {
    return this.#clock - this.start;
  }

  /** Gas of all transactions so far. */
  get gas(): number {
    return Object.values(this.counters).reduce((sum, { gas }) => sum + gas, 0);
  }

  /** All transactions so far. */
  get transactions(): number {
    return Object.values(this.counters).reduce((sum, { transactions }) => sum + transactions, 0);
  }

  /** {token} Emitted until now. */
  async emitted(): Promise<number> {
    return weiToTokens(await this.deployment.vault.emitted());
  }

  /**
   * Carries out intents, all in one block.
   *
   * @throws UserError for an intent that names nobody or nothing; ChainError for one that the chain refused
   */
  async apply(intents: readonly Intent[]): Promise<void> {
    await this.#sync();
    const { mirror, bounds: gas, addresses } = this;
    const stakes = this.options.operators.map(({ stake }) => tokensToWei(stake));
    await this.#send("apply", planIntents({ intents, mirror, stakes, addresses, gas }));
  }

  /**
   * Records a window's measurements, and demand and availability where they changed. What the report does not list stays as
   * it is until it expires.
   *
   * @throws ChainError when the ledger refused a batch
   */
  async report(report: WindowReport): Promise<void> {
    await this.#sync();
    const { mirror, bounds: gas, operatorAddresses } = this;
    const { ledger } = this.addresses;
    const time = this.#clock + 1;
    const { maxAgeSeconds } = this.options;
    await this.#send("report", planReport({ report, mirror, operatorAddresses, ledger, time, maxAgeSeconds, gas }));
  }

  /** What the paid policy wants called once per epoch; nothing for most. */
  async keep(): Promise<void> {
    const { policy, classes } = this.options;
    const calls = policySetUp(policy).upkeep?.({ classes: classes.length }) ?? [];
    if (calls.length === 0) return;
    await this.#sync();
    await this.#send("upkeep", await this.#policyCalls(calls, "policy upkeep"));
  }

  /** Lets time pass: the next moment is `seconds` after the last such moment, whatever blocks came between. */
  async advance(seconds: number): Promise<void> {
    if (!Number.isInteger(seconds) || seconds < 1)
      throw new UserError(`time advances by whole seconds, got ${seconds}`);
    await this.#sync();
    this.#anchor += seconds;
    if (this.#anchor <= this.#clock) {
      throw new UserError(`${seconds} s are fewer than the blocks since the last advance took`);
    }
    await this.sender.mine(this.#anchor);
    this.#clock = this.#anchor;
    this.#seenBlock += 1;
  }

  /**
   * Claims for operators, in all classes that they are or were measured in since they last claimed.
   *
   * @param only indices of the classes to claim in, if not all
   */
  async claim(operators: readonly number[], only?: readonly number[]): Promise<Payout> {
    await this.#sync();
    const { vault } = this.addresses;
    const transactions: ChainTransaction[] = [];
    const isClaimed = (c: number): boolean => only === undefined || only.includes(c);
    for (const operator of operators) {
      const claimable = this.#claimable[operator];
      if (claimable === undefined) throw new UserError(`claim names operator ${operator}, which does not exist`);
      if (![...claimable].some(isClaimed)) continue;
      const classIds = [...claimable]
        .filter(isClaimed)
        .sort((a, b) => a - b)
        .map((c) => c + 1);
      const limit = Math.min(TRANSACTION_GAS, this.bounds.standing + classIds.length * this.bounds.claim);
      const data = calldata.claim(this.operatorAddresses[operator] ?? "", classIds);
      transactions.push({ operator, to: vault, data, gas: limit, functionName: "claim" });
    }
    const blocks = await this.#send("claim", transactions);
    for (const { operator } of transactions) {
      if (operator === undefined) continue;
      const inForce = new Set(this.mirror.measuredClasses(operator));
      for (const c of this.#claimable[operator] ?? [])
        if (isClaimed(c) && !inForce.has(c)) this.#claimable[operator]?.delete(c);
    }
    return payoutOf({ blocks, vault, operators: this.operatorAddresses });
  }

  /** What the ledger knows now, from its events alone. */
  async snapshot(): Promise<LedgerState> {
    await this.#sync();
    const { rpc } = this;
    const { policy, classes } = this.options;
    const state = this.mirror.ledgerState(this.#clock);
    const read = policySetUp(policy).read;
    if (read === undefined) return state;
    return { ...state, ofPolicy: await read({ rpc, address: await this.#paidPolicy(), classes: classes.length }) };
  }

  /** {wei} What an operator could claim now under the paid policy, or a shadow. */
  async earned(operator: number, policy: PolicyName = this.options.policy): Promise<bigint> {
    return this.#views.earned(policy, this.#address(operator));
  }

  /** What an operator would earn if its whole profile were the offer: the deployed contract's word. */
  async quote(operator: number, offer: ProfileOffer, policy: PolicyName = this.options.policy): Promise<Quote> {
    return this.#views.quote(policy, this.#address(operator), offer);
  }

  /** Many quotes at once, in the order given. */
  async quotes(
    offers: readonly { readonly operator: number; readonly offer: ProfileOffer }[],
    policy: PolicyName = this.options.policy,
  ): Promise<Quote[]> {
    return Promise.all(offers.map(({ operator, offer }) => this.quote(operator, offer, policy)));
  }

  /** C in [0, 1] as the deployed MarginalCoverage sees it; undefined when it is neither paid nor a shadow. */
  async coverage(): Promise<number | undefined> {
    await this.#sync();
    return this.#views.coverage(this.options.classes.map((_, c) => this.mirror.weight(c)));
  }

  async #policyCalls(calls: readonly string[], functionName: string): Promise<ChainTransaction[]> {
    const to = await this.#paidPolicy();
    return calls.map((data) => ({ operator: undefined, to, data, gas: TRANSACTION_GAS, functionName }));
  }

  /** Lower case. */
  async #paidPolicy(): Promise<string> {
    const contract = this.deployment.policies.get(this.options.policy);
    if (contract === undefined) throw new UserError(`${this.options.policy} is not deployed in this run`);
    return (await contract.getAddress()).toLowerCase();
  }

  async #send(phase: Phase, transactions: readonly ChainTransaction[]): Promise<readonly MinedBlock[]> {
    if (transactions.length === 0) return [];
    const { blocks, gas, failure } = await this.sender.send(transactions, this.#clock + 1);
    for (const block of blocks) this.#take(block);
    const count = this.counters[phase];
    count.transactions += transactions.length;
    count.gas += gas;
    count.blocks += blocks.length;
    if (failure !== undefined) throw failure;
    return blocks;
  }

  #take(block: MinedBlock): void {
    this.mirror.apply(block);
    this.#seenBlock = block.number;
    this.#clock = block.timestamp;
    for (const { operator, classIndex } of this.mirror.takeMeasured()) this.#claimable[operator]?.add(classIndex);
  }

  /** Takes in blocks that somebody else made since. */
  async #sync(): Promise<void> {
    const latest = Number(await this.rpc("eth_blockNumber"));
    if (latest === this.#seenBlock) return;
    const [fromBlock, toBlock] = [toQuantity(this.#seenBlock + 1), toQuantity(latest)];
    const { ledger, registry, vault } = this.addresses;
    const filter = { fromBlock, toBlock, address: [ledger, registry, vault] };
    const logs = (await this.rpc("eth_getLogs", [filter])) as RawLog[];
    for (let number = this.#seenBlock + 1; number <= latest; ++number) {
      const block = (await this.rpc("eth_getBlockByNumber", [toQuantity(number), false])) as { timestamp: string };
      const own = logs.filter(({ blockNumber }) => Number(blockNumber) === number);
      this.#take({ number, timestamp: Number(block.timestamp), logs: own });
    }
  }

  #address(operator: number): string {
    const address = this.operatorAddresses[operator];
    if (address === undefined) throw new UserError(`there is no operator ${operator}`);
    return address;
  }
}

/** Lower case. */
export interface ContractAddresses {
  readonly token: string;
  readonly vault: string;
  readonly ledger: string;
  readonly registry: string;
}

async function addressesOf({ token, vault, ledger, registry }: Deployment): Promise<ContractAddresses> {
  const of = async (contract: { getAddress(): Promise<string> }) => (await contract.getAddress()).toLowerCase();
  return { token: await of(token), vault: await of(vault), ledger: await of(ledger), registry: await of(registry) };
}

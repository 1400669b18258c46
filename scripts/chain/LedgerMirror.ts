import {
  CoverageLedger__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/index.js";
import type { LedgerState } from "../agents/ledgerState.js";
import { DAY_SECONDS, weiToTokens } from "../common/units.js";
import type { SuccessCurve } from "../workloads/successCurve.js";
import type { MinedBlock, RawLog } from "./rawLog.js";

const ledger = CoverageLedger__factory.createInterface();
const registry = OperatorRegistry__factory.createInterface();
const vault = RewardVault__factory.createInterface();

const MEASURED = ledger.getEvent("Measured").topicHash;
const SERVICE_ENDED = ledger.getEvent("ServiceEnded").topicHash;

/** An operator's standing in the registry, as its events tell. */
export type Standing = "none" | "active" | "jailed" | "inactive";

/** What was recorded for one operator in one class, eligible or not. */
export interface Recorded {
  /** Whole billionths. */
  readonly u: number;
  /** Whole billionths. */
  readonly x: number;
  readonly served: number;
  /** {s} Unix time; 0: not measured. */
  readonly measuredAt: number;
}

/** Contract addresses, lower case. */
export interface MirrorAddresses {
  readonly ledger: string;
  readonly registry: string;
  readonly vault: string;
}

/**
 * The public state of ledger, registry and vault, kept up to date from their events alone. Accounts that are not among the
 * operators are passed over.
 */
export class LedgerMirror {
  readonly #operatorOf: ReadonlyMap<string, number>;
  readonly #standing: Standing[];
  readonly #stake: bigint[];
  readonly #domain: Int32Array;
  readonly #active: Uint8Array;
  readonly #u: Float64Array;
  readonly #x: Float64Array;
  readonly #served: Float64Array;
  readonly #measuredAt: Float64Array;
  readonly #eligible: Uint8Array;
  readonly #joined: Float64Array;
  readonly #opened: Uint8Array;
  /** Operators that serve a class, by class. */
  readonly #members: Int32Array;
  #joins = 0;
  readonly #weights: Float64Array;
  readonly #curves: SuccessCurve[] = [];
  readonly #listed: Float64Array;
  readonly #reported: Float64Array;
  #measured: { operator: number; classIndex: number }[] = [];
  #rate = 0n;
  #endsAt = 0;

  constructor(
    readonly addresses: MirrorAddresses,
    readonly operators: readonly string[],
    readonly classes: number,
    readonly domains: number,
  ) {
    const n = operators.length;
    this.#operatorOf = new Map(operators.map((address, i) => [`0x${address.slice(2).padStart(64, "0")}`, i]));
    this.#standing = Array.from({ length: n }, () => "none");
    this.#stake = Array.from({ length: n }, () => 0n);
    this.#domain = new Int32Array(n).fill(-1);
    this.#active = new Uint8Array(n);
    this.#u = new Float64Array(n * classes);
    this.#x = new Float64Array(n * classes);
    this.#served = new Float64Array(n * classes);
    this.#measuredAt = new Float64Array(n * classes);
    this.#eligible = new Uint8Array(n * classes);
    this.#joined = new Float64Array(n * classes);
    this.#opened = new Uint8Array(n * classes);
    this.#members = new Int32Array(classes);
    this.#weights = new Float64Array(classes);
    this.#listed = new Float64Array(domains);
    this.#reported = new Float64Array(domains * classes);
  }

  /** Takes in the next block. */
  apply({ logs, timestamp }: MinedBlock): void {
    for (const log of logs) {
      if (log.address === this.addresses.ledger) this.#ledgerEvent(log, timestamp);
      else if (log.address === this.addresses.registry) this.#registryEvent(log);
      else if (log.address === this.addresses.vault) this.#vaultEvent(log);
    }
  }

  standing(operator: number): Standing {
    return this.#standing[operator] ?? "none";
  }

  /** {wei} Bonded. */
  stake(operator: number): bigint {
    return this.#stake[operator] ?? 0n;
  }

  /** Index of the domain that it last declared; -1 for none. */
  domain(operator: number): number {
    return this.#domain[operator] ?? -1;
  }

  /** Classes that an operator is measured in, ascending. */
  measuredClasses(operator: number): number[] {
    const found: number[] = [];
    const first = operator * this.classes;
    for (let c = 0; c < this.classes; ++c) if ((this.#measuredAt[first + c] ?? 0) > 0) found.push(c);
    return found;
  }

  recorded(operator: number, classIndex: number): Recorded {
    const cell = operator * this.classes + classIndex;
    return {
      u: this.#u[cell] ?? 0,
      x: this.#x[cell] ?? 0,
      served: this.#served[cell] ?? 0,
      measuredAt: this.#measuredAt[cell] ?? 0,
    };
  }

  /** What was measured since the last call. */
  takeMeasured(): readonly { operator: number; classIndex: number }[] {
    const measured = this.#measured;
    this.#measured = [];
    return measured;
  }

  weight(classIndex: number): number {
    return this.#weights[classIndex] ?? 0;
  }

  /** Whole billionths, as a class sees a domain. */
  availability(domain: number, classIndex: number): number {
    return this.#reported[domain * this.classes + classIndex] || (this.#listed[domain] ?? 0);
  }

  /** {wei/s} The emission at `time` {s}: none once the budget has run out. */
  emissionRate(time: number): bigint {
    return time < this.#endsAt ? this.#rate : 0n;
  }

  /** A copy as columns of numbers, as of `time` {s}: services below the least reliability are 0. */
  ledgerState(time: number): LedgerState {
    const { classes, domains } = this;
    const eligible = (values: Float64Array): Float64Array => values.map((v, i) => (this.#eligible[i] === 1 ? v : 0));
    const availability = new Float64Array(domains * classes);
    for (let g = 0; g < domains; ++g) {
      for (let c = 0; c < classes; ++c) availability[g * classes + c] = this.availability(g, c) / 1e9;
    }
    return {
      operators: this.operators.length,
      classes,
      domains,
      domainOf: this.#domain.map((g, i) => (this.#active[i] === 1 ? g : -1)),
      stake: Float64Array.from(this.#stake, (wei, i) => (this.#active[i] === 1 ? weiToTokens(wei) : 0)),
      reliability: eligible(this.#u).map((u) => u / 1e9),
      capacityRatio: eligible(this.#x).map((x) => x / 1e9),
      served: eligible(this.#served),
      joined: this.#joined.slice(),
      opened: this.#opened.slice(),
      weights: this.#weights.slice(),
      availability,
      curves: [...this.#curves],
      emissionPerDay: weiToTokens(this.emissionRate(time)) * DAY_SECONDS,
      ofPolicy: {},
    };
  }

  /** The operator serves the class from now on, or no longer: joins are numbered as they come. */
  #setServing(cell: number, serves: boolean): void {
    const [served, classIndex] = [this.#eligible[cell] === 1, cell % this.classes];
    if (serves === served) return;
    const others = (this.#members[classIndex] ?? 0) - (served ? 1 : 0);
    this.#eligible[cell] = serves ? 1 : 0;
    this.#members[classIndex] = others + (serves ? 1 : 0);
    this.#joined[cell] = serves ? ++this.#joins : 0;
    this.#opened[cell] = serves && others === 0 ? 1 : 0;
  }

  #ledgerEvent({ topics, data }: RawLog, timestamp: number): void {
    const [topic, first = "0x0", second = "0x0"] = topics;
    if (topic === MEASURED || topic === SERVICE_ENDED) {
      const operator = this.#operatorOf.get(first);
      if (operator === undefined) return;
      const cell = operator * this.classes + Number(second) - 1;
      const measured = topic === MEASURED;
      this.#u[cell] = measured ? wordAt(data, 0) : 0;
      this.#x[cell] = measured ? wordAt(data, 1) : 0;
      this.#served[cell] = measured ? wordAt(data, 2) : 0;
      this.#setServing(cell, measured && wordAt(data, 3) === 1);
      this.#measuredAt[cell] = measured ? timestamp : 0;
      if (measured) this.#measured.push({ operator, classIndex: Number(second) - 1 });
      return;
    }
    const event = ledger.parseLog({ topics: [...topics], data });
    const index = Number(first) - 1;
    switch (event?.name) {
      case "OperatorChanged": {
        const operator = this.#operatorOf.get(first);
        if (operator === undefined) return;
        this.#stake[operator] = event.args.stake;
        this.#active[operator] = event.args.active ? 1 : 0;
        return;
      }
      case "OperatorMoved": {
        const operator = this.#operatorOf.get(first);
        if (operator !== undefined) this.#move(operator, Number(second) - 1);
        return;
      }
      case "WeightChanged":
        this.#weights[index] = Number(event.args.weight);
        return;
      case "ClassAdded":
        this.#curves[index] = { kappas: [...event.args.kappas], alphas: [...event.args.alphas] };
        return;
      case "AlphasChanged":
        this.#curves[index] = { kappas: this.#curves[index]?.kappas ?? [], alphas: [...event.args.alphas] };
        return;
      case "DomainListed":
        if (index >= 0) this.#listed[index] = Number(event.args.availability);
        return;
      case "AvailabilityChanged":
        this.#reported[index * this.classes + Number(second) - 1] = Number(event.args.availability);
    }
  }

  /** A move is a leave and a join in every class that it serves. */
  #move(operator: number, domain: number): void {
    this.#domain[operator] = domain;
    for (let cell = operator * this.classes; cell < (operator + 1) * this.classes; ++cell) {
      if (this.#eligible[cell] !== 1) continue;
      this.#setServing(cell, false);
      this.#setServing(cell, true);
    }
  }

  #registryEvent({ topics, data }: RawLog): void {
    const operator = this.#operatorOf.get(topics[1] ?? "");
    if (operator === undefined) return;
    switch (registry.parseLog({ topics: [...topics], data })?.name) {
      case "OperatorRegistered":
      case "OperatorReactivated":
        this.#standing[operator] = "active";
        return;
      case "OperatorDeactivated":
        this.#standing[operator] = "inactive";
        return;
      case "OperatorJailed":
        this.#standing[operator] = "jailed";
        return;
      case "StakeWithdrawn":
        if (this.standing(operator) === "inactive" && this.stake(operator) === 0n) this.#standing[operator] = "none";
    }
  }

  #vaultEvent({ topics, data }: RawLog): void {
    const event = vault.parseLog({ topics: [...topics], data });
    switch (event?.name) {
      case "EmissionRateChanged":
        this.#rate = event.args.rate;
        this.#endsAt = Number(event.args.endsAt);
        return;
      case "Funded":
      case "SurplusRolledOver":
      case "UnemittedReturned":
        this.#endsAt = Number(event.args.endsAt);
    }
  }
}

/** The `index`-th word of a log's data; exact below 2^53. */
function wordAt(data: string, index: number): number {
  return Number.parseInt(data.slice(2 + 64 * index, 66 + 64 * index), 16);
}

import type { HistoryEvent, MoneyEvent, StateEvent } from "../../scripts/reference/history.js";
import { Replay } from "../../scripts/reference/replay.js";
import { ErrorBudget } from "./errorBudget.js";
import { Operators } from "./operators.js";
import { Published } from "./published.js";
import type { RawLog } from "./rawChain.js";
import { parsed, type System } from "./system.js";

type Happening = StateEvent | MoneyEvent;

/** The addresses whose events count. */
export type Sources = Pick<System, "vault" | "ledger" | "rules">;

/**
 * Rebuilds everything from the chain's events alone and plays it to the reference: who is what, who serves what, which
 * policy counts, what came in and what went out. Nothing that the test itself intended goes in.
 */
export class EventMirror {
  readonly replay = new Replay();
  readonly budget = new ErrorBudget();
  readonly operators = new Operators();
  /** {wei} Claimed, by policy address and operator. */
  readonly claimed = new Map<string, bigint>();
  /** {wei} */
  readonly money = { funded: 0n, returned: 0n, paid: 0n, released: 0n };
  readonly listed = new Map<bigint, bigint>();
  readonly retired = new Set<bigint>();
  /** Policies that are being told of what there is. */
  readonly importing = new Set<string>();
  /** Policies that were started, and those of them that still listen. */
  readonly started = new Set<string>();
  readonly live = new Set<string>();
  readonly paying: string[] = [];
  /** {1e-9} */
  minReliability = 0n;
  events = 0;
  readonly #published = new Published();
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Takes the logs of one transaction. */
  take(time: bigint, logs: readonly RawLog[]): void {
    for (const log of logs) {
      const happenings = this.#translate(log);
      if (happenings.length > 0) this.events++;
      for (const happening of happenings) this.#apply({ ...happening, time });
    }
  }

  /** Lets time pass. */
  advanceTo(time: bigint): void {
    this.budget.advance(this.replay, time);
    this.replay.advanceTo(time);
  }

  get classCount(): number {
    return this.replay.state.classes.size;
  }

  openClasses(): bigint[] {
    return [...this.replay.state.classes.keys()].filter((id) => !this.retired.has(id));
  }

  #apply(event: HistoryEvent): void {
    this.advanceTo(event.time);
    this.budget.touch(this.replay.state, event);
    this.replay.apply(event);
  }

  #translate(log: RawLog): Happening[] {
    const { vault, ledger, rules } = this.#sources;
    if (log.address === ledger) return this.#ofLedger(log);
    if (log.address === vault) return this.#ofVault(log);
    const rule = rules.get(log.address);
    if (rule === undefined) return [];
    const figures = this.#published.take(rule, log);
    if (figures.length > 0) {
      return figures.map((figure) => ({ type: "published", policy: log.address, rule, ...figure }));
    }
    const found = parsed("policy", log);
    if (found?.name === "PolicyStarted") {
      this.started.add(log.address);
      this.live.add(log.address);
      return [{ type: "policyStarted", policy: log.address, rule }];
    }
    if (found?.name === "PolicyStopped") {
      this.live.delete(log.address);
      return [{ type: "policyFrozen", policy: log.address }];
    }
    return [];
  }

  #ofVault(log: RawLog): Happening[] {
    const found = parsed("vault", log);
    if (found === undefined) return [];
    const { args } = found;
    switch (found.name) {
      case "Funded":
        this.money.funded += args.amount;
        return [{ type: "funded", amount: args.amount }];
      case "SurplusRolledOver":
        this.money.released += args.amount;
        return [{ type: "funded", amount: args.amount }];
      case "SurplusReturned":
        this.money.released += args.amount;
        this.money.returned += args.amount;
        return [];
      case "UnemittedReturned":
        this.money.returned += args.amount;
        return [{ type: "funded", amount: 0n - args.amount }];
      case "EmissionRateChanged":
        return [{ type: "emissionRateChanged", rate: args.rate }];
      case "PolicyChanged":
        this.paying.push(lower(args.current));
        return [];
      case "Claimed": {
        const [policy, operator, amount] = [lower(args.policy), lower(args.operator), args.amount];
        this.money.paid += amount;
        const key = `${policy}/${operator}`;
        this.claimed.set(key, (this.claimed.get(key) ?? 0n) + amount);
        return [{ type: "claimed", policy, operator, amount }];
      }
      default:
        return [];
    }
  }

  #ofLedger(log: RawLog): Happening[] {
    const found = parsed("ledger", log);
    if (found === undefined) return [];
    const { args } = found;
    const { state } = this.replay;
    switch (found.name) {
      case "ClassAdded": {
        const classId = args.classId;
        return [
          { type: "classAdded", classId, weight: 0n, kappas: [...args.kappas], alphas: [...args.alphas] },
          ...[...this.listed].map(([domain, availability]): StateEvent => {
            return { type: "availabilityChanged", domain, classId, availability };
          }),
        ];
      }
      case "WeightChanged":
        return [{ type: "weightChanged", classId: args.classId, weight: args.weight }];
      case "AlphasChanged":
        return [{ type: "alphasChanged", classId: args.classId, alphas: [...args.alphas] }];
      case "ClassRetired":
        this.retired.add(args.classId);
        return [];
      case "PolicyAdded":
        this.importing.add(lower(args.policy));
        return [];
      case "PolicyShadowed":
      case "PolicyPromoted":
        this.importing.delete(lower(args.policy));
        return [];
      case "PolicyStale":
        throw new Error(`${rules(this.#sources, args.policy)} failed in a hook and was dropped`);
      case "LimitsChanged":
        this.minReliability = args.limits.minReliability;
        return [];
      case "DomainListed": {
        const [domain, availability]: [bigint, bigint] = [args.domain, args.availability];
        this.listed.set(domain, availability);
        return [...state.classes.keys()].map((classId): StateEvent => {
          return { type: "availabilityChanged", domain, classId, availability };
        });
      }
      case "AvailabilityChanged": {
        const { domain, classId, availability } = args;
        return [{ type: "availabilityChanged", domain, classId, availability }];
      }
      default:
        return this.operators.take(found, state);
    }
  }
}

function rules({ rules: byAddress }: Sources, policy: string): string {
  return byAddress.get(lower(policy)) ?? policy;
}

function lower(address: string): string {
  return address.toLowerCase();
}

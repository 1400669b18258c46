import type { Log } from "ethers";
import type { HistoryEvent, MoneyEvent, StateEvent } from "../../scripts/reference/history.js";
import type { RuleName } from "../../scripts/reference/rules.js";
import {
  CoverageLedger__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/factories/contracts/index.js";

/** A log with the time of its block {s}. */
export interface TimedLog {
  readonly log: Log;
  readonly time: bigint;
}

/** Which rule is at which address: the deployment's record, not the chain's. */
export type Rules = ReadonlyMap<string, RuleName>;

const CONTRACTS = [
  CoverageLedger__factory.createInterface(),
  RewardVault__factory.createInterface(),
  OperatorRegistry__factory.createInterface(),
];

/** Name and arguments of one of the three contracts' events. */
export function parse({ log }: TimedLog): { name: string; args: ReadonlyMap<string, unknown> } | undefined {
  for (const contract of CONTRACTS) {
    const parsed = contract.parseLog(log);
    if (parsed === null) continue;
    const args = parsed.fragment.inputs.map(({ name }, i): [string, unknown] => [name, parsed.args[i]]);
    return { name: parsed.name, args: new Map(args) };
  }
  return undefined;
}

/** The arguments of an event, by name and type. */
export function reader(args: ReadonlyMap<string, unknown>) {
  const take = (name: string): unknown => {
    if (!args.has(name)) throw new RangeError(`no argument ${name}; there are ${[...args.keys()].join(", ")}`);
    return args.get(name);
  };
  return {
    text: (name: string): string => String(take(name)),
    integer: (name: string): bigint => BigInt(String(take(name))),
    integers: (name: string): bigint[] => [...(take(name) as Iterable<bigint>)].map(BigInt),
  };
}

/**
 * What the logs of ledger, vault and registry say, as the reference's history: the only source is the events.
 *
 * @example new Replay(historyFromLogs(logs, rules)).earned(policyAddress, operatorAddress)
 */
export function historyFromLogs(logs: readonly TimedLog[], rules: Rules): HistoryEvent[] {
  const memory = new Memory(rules);
  return logs.flatMap((log) => {
    const event = parse(log);
    return event ? memory.events(event).map((each) => ({ ...each, time: log.time })) : [];
  });
}

/** What must be remembered between events: listed domains, classes, and everybody's domain and stake. */
class Memory {
  readonly #rules: Rules;
  readonly #listed = new Map<bigint, bigint>();
  readonly #operators = new Map<string, { domain: bigint; stake: bigint }>();

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  events({ name, args }: { name: string; args: ReadonlyMap<string, unknown> }): (StateEvent | MoneyEvent)[] {
    const { text, integer, integers } = reader(args);
    switch (name) {
      case "DomainListed":
        // Domains are listed before the classes here: a class takes over what is listed when it is added.
        this.#listed.set(integer("domain"), integer("availability"));
        return [];
      case "ClassAdded": {
        const classId = integer("classId");
        const added = { type: "classAdded", classId, weight: 0n } as const;
        return [
          { ...added, kappas: integers("kappas"), alphas: integers("alphas") },
          ...[...this.#listed].map(([domain, availability]): StateEvent => {
            return { type: "availabilityChanged", domain, classId, availability };
          }),
        ];
      }
      case "WeightChanged":
        return [{ type: "weightChanged", classId: integer("classId"), weight: integer("weight") }];
      case "AlphasChanged":
        return [{ type: "alphasChanged", classId: integer("classId"), alphas: integers("alphas") }];
      case "AvailabilityChanged": {
        const [domain, classId] = [integer("domain"), integer("classId")];
        return [{ type: "availabilityChanged", domain, classId, availability: integer("availability") }];
      }
      case "OperatorChanged":
        return this.#operator(text("operator"), { stake: integer("stake") });
      case "OperatorMoved":
        return this.#operator(text("operator"), { domain: integer("domain") });
      case "Measured": {
        const [operator, classId] = [text("operator"), integer("classId")];
        if (text("eligible") !== "true") return [none(operator, classId)];
        const level = { u: integer("u"), x: integer("x"), served: integer("served") };
        return [{ type: "serviceChanged", operator, classId, ...level }];
      }
      case "ServiceEnded":
        return [none(text("operator"), integer("classId"))];
      case "Funded":
      case "SurplusRolledOver":
        return [{ type: "funded", amount: integer("amount") }];
      case "UnemittedReturned":
        return [{ type: "funded", amount: -integer("amount") }];
      case "EmissionRateChanged":
        return [{ type: "emissionRateChanged", rate: integer("rate") }];
      case "Claimed":
        return [{ type: "claimed", policy: text("policy"), operator: text("operator"), amount: integer("amount") }];
      case "PolicyShadowed":
      case "PolicyPromoted": {
        const rule = this.#rules.get(text("policy"));
        if (rule === undefined) throw new RangeError(`no rule known at ${text("policy")}`);
        return [{ type: "policyStarted", policy: text("policy"), rule }];
      }
      case "PolicyFrozen":
        return [{ type: "policyFrozen", policy: text("policy") }];
      default:
        return [];
    }
  }

  #operator(operator: string, change: { domain?: bigint; stake?: bigint }): StateEvent[] {
    const profile = { domain: 0n, stake: 0n, ...this.#operators.get(operator), ...change };
    this.#operators.set(operator, profile);
    return [{ type: "operatorChanged", operator, ...profile }];
  }
}

function none(operator: string, classId: bigint): StateEvent {
  return { type: "serviceChanged", operator, classId, u: 0n, x: 0n, served: 0n };
}

import type { Intent } from "../agents/intent.js";
import { UserError } from "../common/errors.js";
import type { ChainTransaction } from "./BlockSender.js";
import { calldata } from "./calldata.js";
import { type GasBounds, TRANSACTION_GAS } from "./gasBounds.js";
import type { LedgerMirror, Standing } from "./LedgerMirror.js";

export interface PlanOptions {
  intents: readonly Intent[];
  mirror: LedgerMirror;
  /** {wei} What each operator bonds. */
  stakes: readonly bigint[];
  addresses: { readonly token: string; readonly registry: string };
  gas: GasBounds;
}

/** One operator while its intents are planned. */
interface Planned {
  standing: Standing;
  domain: number;
  stake: bigint;
  classes: number[];
}

/**
 * The transactions that carry out intents, in their order: what an operator is, has bonded and is measured in is known from
 * the mirror, and several intents of one operator build on each other.
 *
 * @throws UserError for an operator, domain or class that does not exist, and for entering twice
 * @example planIntents({ intents: [{ kind: "exit", operator: 0 }], mirror, stakes, addresses, gas })
 */
export function planIntents({ intents, mirror, stakes, addresses, gas }: PlanOptions): ChainTransaction[] {
  const transactions: ChainTransaction[] = [];
  const known = new Map<number, Planned>();
  const planned = (operator: number): Planned => {
    const found = known.get(operator) ?? {
      standing: mirror.standing(operator),
      domain: mirror.domain(operator),
      stake: mirror.stake(operator),
      classes: mirror.measuredClasses(operator),
    };
    known.set(operator, found);
    return found;
  };
  const ask = (operator: number, functionName: string, data: string, limit: number): void => {
    const to = functionName === "approve" ? addresses.token : addresses.registry;
    transactions.push({ operator, to, data, gas: Math.min(limit, TRANSACTION_GAS), functionName });
  };
  /** Leaves classes in as many transactions as their gas needs. */
  const leave = (operator: number, state: Planned, classes: readonly number[]): void => {
    const size = Math.floor((TRANSACTION_GAS - gas.standing) / gas.leave);
    for (let i = 0; i < classes.length; i += size) {
      const part = classes.slice(i, i + size);
      ask(operator, "leaveClasses", calldata.leaveClasses(ids(part)), gas.standing + part.length * gas.leave);
    }
    state.classes = state.classes.filter((c) => !classes.includes(c));
  };
  const move = (operator: number, state: Planned, domain: number): void => {
    // What does not fit into one transaction is left, and measured anew.
    const size = Math.floor((TRANSACTION_GAS - gas.standing) / gas.move);
    leave(operator, state, state.classes.slice(size));
    const limit = gas.standing + state.classes.length * gas.move;
    ask(operator, "move", calldata.move(domain + 1, ids(state.classes)), limit);
    state.domain = domain;
  };
  const enter = (operator: number, state: Planned, domain: number): void => {
    if (state.standing === "active") throw new UserError(`intent enter: operator ${operator} is in already`);
    const stake = stakes[operator] ?? 0n;
    ask(operator, "approve", calldata.approve(addresses.registry, stake), gas.token);
    if (state.standing === "none") {
      ask(operator, "register", calldata.register(stake, domain + 1), gas.standing);
      state.domain = domain;
    } else {
      ask(operator, "topUp", calldata.topUp(stake), gas.standing);
      if (state.domain !== domain) move(operator, state, domain);
    }
    state.standing = "active";
    state.stake += stake;
  };
  const exit = (operator: number, state: Planned): void => {
    const size = Math.floor((TRANSACTION_GAS - gas.standing) / gas.leave);
    leave(operator, state, state.classes.slice(size));
    const limit = gas.standing + state.classes.length * gas.leave;
    ask(operator, "requestWithdrawal", calldata.requestWithdrawal(state.stake, ids(state.classes)), limit);
    Object.assign(state, { standing: "inactive", stake: 0n, classes: [] });
  };

  for (const intent of intents) {
    requireKnown(intent, mirror);
    const { operator } = intent;
    const state = planned(operator);
    switch (intent.kind) {
      case "enter":
        enter(operator, state, intent.domain);
        break;
      case "retool":
        leave(operator, state, without(state.classes, intent.serves ?? []));
        break;
      case "move":
        leave(operator, state, without(state.classes, intent.serves ?? state.classes));
        move(operator, state, intent.domain);
        break;
      case "exit":
        exit(operator, state);
        break;
      case "withdraw":
        ask(operator, "withdraw", calldata.withdraw(), gas.standing);
        if (state.standing === "inactive" && state.stake === 0n) state.standing = "none";
    }
  }
  return transactions;
}

/** Chain ids of 0-based classes. */
const ids = (classes: readonly number[]): number[] => classes.map((c) => c + 1);

const without = (classes: readonly number[], kept: readonly number[]): number[] =>
  classes.filter((c) => !kept.includes(c));

function requireKnown(intent: Intent, { operators, domains, classes }: LedgerMirror): void {
  const within = (what: string, index: number, count: number): void => {
    if (Number.isInteger(index) && index >= 0 && index < count) return;
    throw new UserError(`intent ${intent.kind} names ${what} ${index}; there are ${count}, counted from 0`);
  };
  within("operator", intent.operator, operators.length);
  if ("domain" in intent) within("domain", intent.domain, domains);
  if ("serves" in intent) for (const c of intent.serves ?? []) within("class", c, classes);
}

import { encodeAvailability, encodeDemand, encodeServices } from "../../scripts/chain/reportCodec.js";
import { randomAlphas, randomCurve } from "./curves.js";
import { attempt, draw, type History, send } from "./history.js";
import { exchange } from "./policyActions.js";
import { ruleCall } from "./ruleActions.js";
import { MIN_STAKE, TOKEN } from "./system.js";

const NO_REASON = `0x${"00".repeat(32)}`;
/** {1} Domains 0..3. */
export const DOMAINS = 4;

type Action = (history: History) => Promise<void>;

const operatorOf = ({ stream, system }: History): string => stream.pick(system.operators);
const anyClass = ({ stream, mirror }: History): bigint => BigInt(1 + stream.below(mirror.classCount));
const classesOf = ({ mirror }: History, operator: string): bigint[] => mirror.operators.classesOf(operator);

/** Up to four services of any operators, in one batch. */
export const measure: Action = async (history) => {
  const { stream } = history;
  const entries = Array.from({ length: 1 + stream.below(4) }, () => ({
    operator: operatorOf(history),
    classId: Number(anyClass(history)),
    u: draw.u(stream),
    x: draw.x(stream),
    served: draw.served(stream),
  }));
  await send(history, "ledger", "reportServices", [encodeServices(entries)]);
};

const join: Action = async (history) => {
  const { stream, mirror } = history;
  const operator = operatorOf(history);
  const amount = MIN_STAKE + BigInt(stream.below(1_000)) * TOKEN;
  if (mirror.operators.active.has(operator)) await send(history, "registry", "topUp", [amount], operator);
  else await send(history, "registry", "register", [amount, stream.below(DOMAINS)], operator);
};

const leave: Action = async (history) => {
  const operator = operatorOf(history);
  const classes = classesOf(history, operator).filter(() => history.stream.next() < 0.7);
  await send(history, "registry", "leaveClasses", [classes], operator);
};

const move: Action = async (history) => {
  const operator = operatorOf(history);
  const domain = history.stream.below(DOMAINS);
  await send(history, "registry", "move", [domain, classesOf(history, operator)], operator);
};

const withdraw: Action = async (history) => {
  const { stream } = history;
  const operator = operatorOf(history);
  const stake = stakeOf(history, operator);
  const amount = stream.next() < 0.5 ? stake : BigInt(stream.below(200)) * TOKEN;
  await send(history, "registry", "requestWithdrawal", [amount, classesOf(history, operator)], operator);
};

const collect: Action = async (history) => {
  await send(history, "registry", "withdraw", [], operatorOf(history));
};

/** The operator's classes are listed or forgotten: then they go on until somebody expires them. */
const slash: Action = async (history) => {
  const { stream, system } = history;
  const operator = operatorOf(history);
  const amount = stream.next() < 0.3 ? 2n ** 90n : BigInt(1 + stream.below(150)) * TOKEN;
  const classes = stream.next() < 0.5 ? classesOf(history, operator) : [];
  await send(history, "registry", "slash", [operator, amount, system.deployer, NO_REASON, classes]);
};

const jail: Action = async (history) => {
  const { stream, system } = history;
  const operator = operatorOf(history);
  const classes = stream.next() < 0.5 ? classesOf(history, operator) : [];
  await send(history, "registry", "jail", [operator, system.chain.time, NO_REASON, classes]);
  if (stream.next() < 0.5) await send(history, "registry", "reactivate", [], operator);
};

const expire: Action = async (history) => {
  const { stream, mirror } = history;
  const all = [...mirror.operators.measured.values()];
  if (all.length === 0) return;
  const { operator, classId } = stream.pick(all);
  await send(history, "ledger", "expire", [operator, classId]);
};

const reweigh: Action = async (history) => {
  const { stream } = history;
  const demand = Array.from({ length: 1 + stream.below(2) }, () => ({
    classId: Number(anyClass(history)),
    weight: draw.weight(stream),
  }));
  await send(history, "ledger", "reportDemand", [encodeDemand(demand)]);
};

const domainChange: Action = async (history) => {
  const { stream } = history;
  const availability = draw.availability(stream);
  const entry = { domain: stream.below(DOMAINS), classId: Number(anyClass(history)), availability };
  await send(history, "ledger", "reportAvailability", [encodeAvailability([entry])]);
};

const reshape: Action = async (history) => {
  const { stream, mirror } = history;
  const classId = anyClass(history);
  const { kappas } = mirror.replay.state.classes.get(classId) ?? { kappas: [] };
  await send(history, "ledger", "setAlphas", [classId, randomAlphas(stream, kappas)]);
};

/** At most five classes, so that a history stays short. */
export const addClass: Action = async (history) => {
  if (history.mirror.classCount >= 5) return;
  await send(history, "ledger", "addClass", [randomCurve(history.stream), draw.weight(history.stream)]);
};

const retire: Action = async (history) => {
  await send(history, "ledger", "retireClass", [anyClass(history), 0]);
};

const money: Action = async (history) => {
  const { stream, system } = history;
  const amount = BigInt(1 + stream.below(1_000_000)) * stream.pick([1n, TOKEN / 1_000n]);
  switch (stream.below(6)) {
    case 0:
      return send(history, "vault", "rollOver", [amount]);
    case 1:
      return send(history, "vault", "returnSurplus", [system.deployer, amount]);
    case 2:
      return send(history, "vault", "returnUnemitted", [system.deployer, amount]);
    case 3:
      return send(history, "vault", "fund", [amount]);
    default:
      return send(history, "vault", "setEmissionRate", [stream.pick([0n, 1n, TOKEN / 1_000n, TOKEN, 5n * TOKEN])]);
  }
};

const claim: Action = async (history) => {
  const { stream, mirror } = history;
  const operator = operatorOf(history);
  const classes = Array.from({ length: mirror.classCount }, (_, i) => i + 1).filter(() => stream.next() < 0.7);
  const frozen = mirror.paying.slice(0, -1);
  if (frozen.length > 0 && stream.next() < 0.5) {
    await send(history, "vault", "claimFrozen", [stream.pick(frozen), operator, classes]);
  } else {
    await send(history, "vault", "claim", [operator, classes]);
  }
};

const ACTIONS: Record<string, { weight: number; action: Action }> = {
  measure: { weight: 8, action: measure },
  join: { weight: 2, action: join },
  leave: { weight: 2, action: leave },
  move: { weight: 2, action: move },
  withdraw: { weight: 1, action: withdraw },
  collect: { weight: 0.5, action: collect },
  slash: { weight: 1, action: slash },
  jail: { weight: 1, action: jail },
  expire: { weight: 1, action: expire },
  "re-weight": { weight: 2, action: reweigh },
  "domain change": { weight: 2, action: domainChange },
  "layer weights": { weight: 1, action: reshape },
  "class added": { weight: 1, action: addClass },
  "class retired": { weight: 0.5, action: retire },
  money: { weight: 1.5, action: money },
  claim: { weight: 2, action: claim },
  "policy exchange": { weight: 3, action: exchange },
  "call of a rule": { weight: 2, action: ruleCall },
};

const TOTAL = Object.values(ACTIONS).reduce((sum, { weight }) => sum + weight, 0);

/** Lets some time pass, then does something at random. */
export async function step(history: History): Promise<void> {
  const { stream, system, tally } = history;
  system.chain.time += draw.wait(stream);
  let left = stream.next() * TOTAL;
  for (const [name, { weight, action }] of Object.entries(ACTIONS)) {
    left -= weight;
    if (left >= 0) continue;
    if (await attempt(history, () => action(history))) tally.actions.set(name, (tally.actions.get(name) ?? 0) + 1);
    return;
  }
}

function stakeOf({ mirror }: History, operator: string): bigint {
  return mirror.replay.state.operators.get(operator)?.stake ?? 0n;
}

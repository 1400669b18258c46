import type { RuleName } from "../../scripts/reference/rules.js";
import { type History, send } from "./history.js";

/** Rules that pay by the order of joins, and take the order in which they are told for it. */
const ORDERED: readonly RuleName[] = ["RankMultiplier", "DistinctBreadth"];

/**
 * One step of bringing in another policy: one of the spare ones is added; then classes and services are imported in small
 * batches, whatever goes on meanwhile; once it knows everything it is promoted, or starts as a shadow. A policy that goes by
 * claim order is told of everything at once and in that order, as governance has to see to: anybody may import in another
 * order, and then it pays by that one, which no reference of the ledger's history can follow (docs/rules/rankMultiplier.md).
 */
export async function exchange(history: History): Promise<void> {
  const { stream, system, mirror } = history;
  const [importing] = mirror.importing;
  if (importing === undefined) {
    const spares = system.spares.filter((policy) => !mirror.started.has(policy));
    if (spares.length > 0) await send(history, "ledger", "addPolicy", [stream.pick(spares)]);
    return;
  }
  const rule = system.rules.get(importing);
  const ordered = rule !== undefined && ORDERED.includes(rule);
  if (ordered && rule === "DistinctBreadth" && !openersLead(history)) return;
  const part = ordered ? 1 : stream.next();
  if (part < 0.25) await send(history, "ledger", "importClasses", [importing, 1 + stream.below(3)]);
  else if (part < 0.45) await importServices(history, importing, 0.4);
  else {
    await send(history, "ledger", "importClasses", [importing, 100]);
    await importServices(history, importing, 1);
    await send(history, "ledger", stream.next() < 0.7 ? "promote" : "startShadow", [importing]);
  }
}

/** Tells the policy of about `part` of all services in force, in claim order. */
async function importServices(history: History, policy: string, part: number): Promise<void> {
  const { stream, mirror } = history;
  const { operators: table } = mirror.replay.state;
  const joined = ({ operator, classId }: { operator: string; classId: bigint }): bigint =>
    table.get(operator)?.services.get(classId)?.joined ?? 0n;
  const all = [...mirror.operators.measured.values()]
    .filter(() => stream.next() < part)
    .sort((a, b) => Number(joined(a) - joined(b)));
  const operators = all.map(({ operator }) => operator);
  const classes = all.map(({ classId }) => classId);
  await send(history, "ledger", "importServices", [policy, operators, classes]);
}

/**
 * Whether in every class that is served the first of its present members is the one that opened it: a policy that is told
 * of them holds that one for the opener, also where the real one has left.
 */
function openersLead({ mirror }: History): boolean {
  const first = new Map<bigint, { joined: bigint; opened: boolean }>();
  for (const [, { services }] of mirror.replay.state.operators) {
    for (const [classId, { joined, opened }] of services) {
      if (joined < (first.get(classId)?.joined ?? joined + 1n)) first.set(classId, { joined, opened });
    }
  }
  return [...first.values()].every(({ opened }) => opened);
}

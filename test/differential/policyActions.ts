import { type History, send } from "./history.js";

/**
 * Rules that take the order in which an importer tells them of services for the order of the claims: whoever imports decides
 * it (docs/rules/rankMultiplier.md, distinctBreadth.md), the reference does not follow, so they work from the first class on or not at all.
 */
const BY_CLAIM_ORDER: ReadonlySet<string> = new Set(["RankMultiplier", "DistinctBreadth"]);

/**
 * One step of bringing in another policy: one of the spare ones is added; then classes and services are imported in small
 * batches, whatever goes on meanwhile; once it knows everything it is promoted, or starts as a shadow.
 */
export async function exchange(history: History): Promise<void> {
  const { stream, system, mirror } = history;
  const [importing] = mirror.importing;
  if (importing === undefined) {
    const spares = system.spares.filter(
      (policy) => !mirror.started.has(policy) && !BY_CLAIM_ORDER.has(system.rules.get(policy) ?? ""),
    );
    if (spares.length > 0) await send(history, "ledger", "addPolicy", [stream.pick(spares)]);
    return;
  }
  const part = stream.next();
  if (part < 0.25) await send(history, "ledger", "importClasses", [importing, 1 + stream.below(3)]);
  else if (part < 0.45) await importServices(history, importing, 0.4);
  else {
    await send(history, "ledger", "importClasses", [importing, 100]);
    await importServices(history, importing, 1);
    await send(history, "ledger", stream.next() < 0.7 ? "promote" : "startShadow", [importing]);
  }
}

/** Tells the policy of about `part` of all services in force. */
async function importServices(history: History, policy: string, part: number): Promise<void> {
  const { stream, mirror } = history;
  const all = [...mirror.operators.measured.values()].filter(() => stream.next() < part);
  const operators = all.map(({ operator }) => operator);
  const classes = all.map(({ classId }) => classId);
  await send(history, "ledger", "importServices", [policy, operators, classes]);
}

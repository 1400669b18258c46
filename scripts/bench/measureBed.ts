import { FRESH_DOMAIN, type GasBed } from "./GasBed.js";
import type { GasOperation, GasRow } from "./gasRow.js";

export interface MeasureBedOptions {
  bed: GasBed;
  /** How many operators serve each class when it is measured, ascending. */
  operators: readonly number[];
  /** How many classes the measured operator touches, ascending; the bed has one class more than the last. */
  classes: readonly number[];
  /** Is told what happens. */
  progress: (text: string) => void;
}

/** {s} Longer than a measurement may be old. */
const MAX_AGE = 7 * 3_600;

/**
 * Measures every operation on one bed, while its crowd grows. Each figure is of one or more whole transactions on a state
 * that is put back afterwards. The measured operators have stake, tokens and, but for the joins, older measurements and an
 * earlier claim, so that no slot of theirs is written for the first time.
 */
export async function measureBed({ bed, operators, classes, progress }: MeasureBedOptions): Promise<GasRow[]> {
  const all = classIds(Math.max(...classes));
  const beside = all.length + 1;
  const [joiner, known, fresh] = [await one(bed, 1), await one(bed, 1), await one(bed, FRESH_DOMAIN)];
  const steady = new Map<number, string>();
  for (const count of classes) steady.set(count, await one(bed, 1));
  const crowd: string[] = [];
  await bed.wait(3_600);

  const rows: GasRow[] = [];
  for (const size of operators) {
    progress(`${titleOf(bed)}: ${size.toLocaleString("en-US")} operators in each of ${all.length}`);
    // The measured operators that serve are part of the number.
    const more = await bed.register(Math.max(0, size - classes.length - crowd.length));
    crowd.push(...more);
    await bed.wait(3_600);
    // First in claim order, where a rule that looks at it has most to do when they leave.
    for (const [count, operator] of steady) await bed.report([operator], classIds(count), 0.1);
    await bed.report(more, all, 1 / size);
    await bed.report([known], [beside], 0.1);
    await bed.wait(3_600);
    await bed.sendAll([...steady].map(([count, operator]) => claimOf(bed, operator, count)));

    for (const count of classes) {
      const operator = steady.get(count) ?? joiner;
      const report = (who: string) => bed.measure(bed.reportOf(bed.services([who], classIds(count), 0.1)));
      const figures: [GasOperation, () => Promise<number>][] = [
        ["join", () => report(joiner)],
        ["join another", () => report(known)],
        ["join afresh", () => report(fresh)],
        ["measure", () => report(operator)],
        ["expire", () => expire(bed, operator, count)],
        ["leave", () => bed.measure(leaveOf(bed, operator, count))],
        ["claim", () => bed.measure(claimOf(bed, operator, count))],
      ];
      const batch = batchOf(bed, crowd, count);
      if (batch !== undefined) figures.push(["measure of 100", () => measureBatch(bed, batch, count)]);
      for (const [operation, measure] of figures) {
        const { paid: policy, shadows, layers } = bed.options;
        const gas = await bed.undone(measure);
        rows.push({ policy, shadows, operation, classes: count, operators: size, layers, gas });
      }
    }
  }
  return rows;
}

function titleOf({ options: { paid, layers, shadows } }: GasBed): string {
  const beside =
    shadows.length === 0 ? "" : ` beside ${shadows.length === 1 ? shadows[0] : `${shadows.length} shadows`}`;
  return `${paid}${beside}, classes of ${layers} layer${layers === 1 ? "" : "s"}`;
}

const classIds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

async function one(bed: GasBed, domain: number): Promise<string> {
  const [operator] = await bed.register(1, domain);
  if (operator === undefined) throw new Error("nobody was registered");
  return operator;
}

/** The operators of a full batch over `count` classes; a small crowd cannot fill one without repeating itself. */
function batchOf(bed: GasBed, crowd: readonly string[], count: number): string[] | undefined {
  const needed = Math.ceil(bed.batch / count);
  return crowd.length < needed ? undefined : crowd.slice(0, needed);
}

async function measureBatch(bed: GasBed, operators: readonly string[], count: number): Promise<number> {
  const entries = bed.services(operators, classIds(count), 0.1).slice(0, bed.batch);
  return Math.round((await bed.measure(bed.reportOf(entries))) / bed.batch);
}

async function expire(bed: GasBed, operator: string, count: number): Promise<number> {
  await bed.wait(MAX_AGE);
  let gas = 0;
  for (const classId of classIds(count)) {
    const data = bed.deployment.ledger.interface.encodeFunctionData("expire", [operator, classId]);
    gas += await bed.measure({ from: bed.reporter, to: bed.addresses.ledger, data });
  }
  return gas;
}

function leaveOf(bed: GasBed, operator: string, count: number) {
  const data = bed.deployment.registry.interface.encodeFunctionData("leaveClasses", [classIds(count)]);
  return { from: operator, to: bed.addresses.registry, data };
}

function claimOf(bed: GasBed, operator: string, count: number) {
  const data = bed.deployment.vault.interface.encodeFunctionData("claim", [operator, classIds(count)]);
  return { from: bed.reporter, to: bed.addresses.vault, data };
}

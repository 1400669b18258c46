import { textTable } from "../common/textTable.js";
import type { BranchPoint } from "./branchPoint.js";
import { probeId } from "./withProbes.js";

const OUTCOMES = [true, false] as const;
/** What counts as a branch; the operands of `&&` and `||` are counted beside them. */
const isBranch = ({ kind }: BranchPoint): boolean => kind !== "operand";

/**
 * The table by contract and, below, every outcome that no test brought about.
 *
 * @param hits the ids that the probes sent
 */
export function branchTable({ points, hits }: { points: readonly BranchPoint[]; hits: ReadonlySet<number> }): {
  table: string;
  missed: string[];
} {
  const all = points.flatMap((point, number) =>
    OUTCOMES.map((taken) => ({ point, taken, hit: hits.has(probeId(number, taken)) })),
  );
  const files = [...new Set(points.map(({ file }) => file))];
  const counts = (file: string | undefined, branch: boolean): string[] => {
    const some = all.filter(({ point }) => (file === undefined || point.file === file) && isBranch(point) === branch);
    const covered = some.filter(({ hit }) => hit).length;
    return [`${some.length}`, `${covered}`, some.length === 0 ? "-" : `${((100 * covered) / some.length).toFixed(2)}%`];
  };
  const row = (title: string, file?: string) => [title, ...counts(file, true), ...counts(file, false)];
  const table = textTable({
    head: ["contract", "branches", "covered", "", "operands of && and ||", "covered", ""],
    rows: [...files.map((file) => row(file.replace("contracts/", ""), file)), row("all")],
  });
  const missed = all
    .filter(({ hit }) => !hit)
    .map(({ point: { file, line, kind, text }, taken }) => {
      const outcome = kind === "try" ? (taken ? "never succeeds" : "never fails") : `is never ${taken}`;
      return `${file}:${line} ${kind} \`${text}\` ${outcome}`;
    });
  return { table, missed };
}

import { estimate, groupRows, type Row, textIn } from "../../report/rows.js";

/**
 * The matrix in a few sentences, from the rows of one network and learning rule: who leads and who trails, and under which rule each
 * manipulation gains most. Means over seeds, without saying what the seeds settle: that is what the hypotheses are for.
 *
 * @example matrixAnswer(rows) // "Most requests succeed under ..."
 */
export function matrixAnswer(rows: readonly Row[]): string {
  const groups = [...groupRows(rows, (row) => textIn(row, "policy"))];
  if (groups.length === 0) return "Nothing was run.";
  const ranked = (column: string): { policy: string; mean: number }[] =>
    groups
      .map(([policy, own]) => ({ policy, mean: estimate(own, column).mean }))
      .filter(({ mean }) => Number.isFinite(mean))
      .sort((a, b) => b.mean - a.mean);
  const percent = (value: number): string => `${(100 * value).toFixed(0)}%`;
  const said = (each: { policy: string; mean: number } | undefined, as: (value: number) => string): string =>
    each === undefined ? "none" : `${each.policy} (${as(each.mean)})`;
  const most = (column: string): string => {
    const [first] = ranked(column);
    return first === undefined || first.mean < 0.005 ? "no rule" : said(first, percent);
  };
  const points = ranked("paidPerPoint");
  return [
    `Most requests succeed under ${said(ranked("success")[0], percent)}, and in the worst single-domain outage under ${said(ranked("worstSuccess")[0], percent)}.`,
    `${said(ranked("welfareShare")[0], percent)} comes nearest to the best welfare found, ${said(ranked("welfareShare").at(-1), percent)} stays furthest from it.`,
    `A point of success costs least under ${said(points.at(-1), (value) => `${value.toFixed(1)} tokens a day`)} and most under ${said(points[0], (value) => value.toFixed(1))}.`,
    `As a share of pay, splitting gains most under ${most("splitShare")}, copying the best paid under ${most("copyShare")}, answering probes without capacity under ${most("answersShare")}, a forged measurement under ${most("forgedShare")}, a fresh failure domain under ${most("freshShare")}, and taking a rival down under ${most("takeDownShare")}.`,
  ].join(" ");
}

import { estimate, groupRows, type Row, textIn } from "../../report/rows.js";

/**
 * The results in two sentences, made from the table `summary`: who leads in what, and at what price.
 *
 * @example answerOf(summary)
 */
export function answerOf(summary: readonly Row[]): string {
  const byPolicy = [...groupRows(summary, (row) => textIn(row, "policy"))];
  const best = (column: string): { policy: string; mean: number } =>
    byPolicy
      .map(([policy, rows]) => ({ policy, mean: estimate(rows, column).mean }))
      .reduce((a, b) => (b.mean > a.mean ? b : a));
  const success = best("success");
  const worst = best("worstSuccess");
  const welfare = best("welfare");
  const paid = (policy: string): string => {
    const rows = byPolicy.find(([name]) => name === policy)?.[1] ?? [];
    return estimate(rows, "paid").mean.toFixed(0);
  };
  const percent = (value: number): string => `${(100 * value).toFixed(0)}%`;
  return (
    `Most requests succeed under ${success.policy} (${percent(success.mean)}, for ${paid(success.policy)} tokens a day); ` +
    `most are left in the worst single-domain outage under ${worst.policy} (${percent(worst.mean)}, for ${paid(worst.policy)}); ` +
    `the most value after cost comes from ${welfare.policy} (${welfare.mean.toFixed(0)} tokens a day, for ${paid(welfare.policy)} paid). ` +
    "The table says how sure that is."
  );
}

import { pairedInterval } from "../../metrics/pairedInterval.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../../report/rows.js";

/**
 * The results in four sentences, made from the table `summary`: which rule breeds the fewest and the most different rigs, and
 * in how many domains; which leads in success, in the worst outage and in welfare, what it pays for that, and whether the seeds settle it. A lead is settled when the paired difference to every
 * other rule is above the half-width of its 95% interval.
 *
 * @example answerOf(summary) // "Most requests succeed under MarginalCoverage (96%, for 468 tokens a day), clearly ..."
 */
export function answerOf(summary: readonly Row[]): string {
  const byPolicy = groupRows(summary, (row) => textIn(row, "policy"));
  const values = (policy: string, column: string): number[] =>
    [...(byPolicy.get(policy) ?? [])]
      .sort((a, b) => numberIn(a, "seed") - numberIn(b, "seed"))
      .map((row) => numberIn(row, column));
  const mean = (policy: string, column: string): number => estimate(byPolicy.get(policy) ?? [], column).mean;
  const policies = [...byPolicy.keys()];

  const leader = (column: string): { policy: string; lead: string } => {
    const policy = policies.reduce((a, b) => (mean(b, column) > mean(a, column) ? b : a));
    const first = values(policy, column);
    const close = policies.filter((other) => {
      if (other === policy) return false;
      const { mean: gain, half } = pairedInterval({ first, second: values(other, column) });
      return !(gain > half);
    });
    if (policies.length === 1) return { policy, lead: "" };
    const lead =
      close.length === 0
        ? ", clearly more than under any other rule"
        : `, though these seeds do not set it apart from ${close.length === policies.length - 1 ? "the others" : close.join(", ")}`;
    return { policy, lead };
  };
  const percent = (value: number): string => `${(100 * value).toFixed(0)}%`;
  const paid = (policy: string): string => `${mean(policy, "paid").toFixed(0)} tokens paid a day`;
  const kinds = (policy: string): string =>
    `${mean(policy, "strategiesEffective").toFixed(1)} effective rigs in ${mean(policy, "domainsEffective").toFixed(1)} effective domains`;
  const byRigs = [...policies].sort((a, b) => mean(a, "strategiesEffective") - mean(b, "strategiesEffective"));
  const [fewest = "", most = ""] = [byRigs[0], byRigs.at(-1)];
  const breeds =
    policies.length === 1
      ? `Operators end with ${kinds(fewest)}.`
      : `Operators end most alike under ${fewest} (${kinds(fewest)}) and most different under ${most} (${kinds(most)}).`;
  const success = leader("success");
  const worst = leader("worstSuccess");
  const welfare = leader("welfare");
  return [
    breeds,
    `Most requests succeed under ${success.policy} (${percent(mean(success.policy, "success"))}, for ${paid(success.policy)})${success.lead}.`,
    `In the worst single-domain outage most are left under ${worst.policy} (${percent(mean(worst.policy, "worstSuccess"))}, for ${paid(worst.policy)})${worst.lead}.`,
    `The most value after cost comes from ${welfare.policy} (${mean(welfare.policy, "welfare").toFixed(0)} tokens a day, for ${paid(welfare.policy)})${welfare.lead}.`,
  ].join(" ");
}

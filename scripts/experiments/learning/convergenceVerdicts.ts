import { pairedInterval } from "../../metrics/pairedInterval.js";
import { groupRows, meanText, numberIn, type Row, textIn } from "../../report/rows.js";
import { interval } from "../interval.js";
import { above, all, not } from "../verdict.js";

/** Success may differ by this much and still count as equal. */
const EQUAL = 0.01;

/**
 * What became of each of `CONVERGENCE_HYPOTHESES`, in their order, from the rows of the table `summary`: each begins with
 * Held, Refuted, Not settled (the 95% intervals over seeds allow both) or Not tested (a rule is missing).
 */
export function convergenceVerdicts(summary: readonly Row[]): string[] {
  const byPolicy = groupRows(summary, (row) => textIn(row, "policy"));
  const rowsOf = (policy: string): Row[] =>
    [...(byPolicy.get(policy) ?? [])].sort((a, b) => numberIn(a, "seed") - numberIn(b, "seed"));
  const values = (policy: string, column: string): number[] => rowsOf(policy).map((row) => numberIn(row, column));
  const spread = (policy: string, column: string) => interval(values(policy, column));
  const difference = (first: string, second: string, column: string) =>
    pairedInterval({ first: values(first, column), second: values(second, column) });
  const tested = (policies: readonly string[], say: () => string): string =>
    policies.every((policy) => byPolicy.has(policy)) ? say() : "Not tested: a rule is missing in this run.";

  const points = (value: number): string => (100 * value).toFixed(1);
  const plusMinus = ({ mean, half }: { mean: number; half: number }, as: (value: number) => string): string =>
    Number.isFinite(half) ? `${as(mean)} ± ${as(half)}` : as(mean);
  const written = (policy: string, column: string): string =>
    meanText(rowsOf(policy), column, (value) => value.toFixed(1));

  /** Whether MarginalCoverage is above every other rule, by paired differences; what is said is the narrowest of them. */
  const leads = (column: string, as: (value: number) => string, unit: string): string =>
    tested(["MarginalCoverage", "FlatMarginalCoverage", "EqualShare", "StakeWeighted", "ServedVolume"], () => {
      const others = [...byPolicy.keys()].filter((policy) => policy !== "MarginalCoverage");
      const gains = others.map((other) => ({ other, ...difference("MarginalCoverage", other, column) }));
      const closest = gains.reduce((a, b) => (b.mean < a.mean ? b : a));
      return `${all(gains.map((gain) => above(gain, 0)))}: ahead of ${closest.other} by ${plusMinus(closest, as)} ${unit}.`;
    });

  const h1 = tested(["EqualShare", "StakeWeighted"], () => {
    const policies = ["EqualShare", "StakeWeighted"];
    const verdicts = policies.flatMap((policy) =>
      ["strategiesEffective", "domainsEffective"].map((column) => not(above(spread(policy, column), 2))),
    );
    const said = policies.map(
      (policy) =>
        `${policy} ${written(policy, "strategiesEffective")} rigs, ${written(policy, "domainsEffective")} domains`,
    );
    return `${all(verdicts)}: ${said.join("; ")}.`;
  });
  const h2 = tested(["ServedVolume"], () => {
    const worst = values("ServedVolume", "worstSuccess");
    const lost = interval(
      values("ServedVolume", "success").map((success, i) => success / 2 - (worst[i] ?? Number.NaN)),
    );
    const verdict = all([above(spread("ServedVolume", "strategiesEffective"), 2), above(lost, 0)]);
    const left = (column: string): string => `${plusMinus(spread("ServedVolume", column), points)}%`;
    return `${verdict}: ${written("ServedVolume", "strategiesEffective")} effective rigs; ${left("worstSuccess")} in the worst outage, ${left("success")} otherwise.`;
  });
  const h5 = tested(["MarginalCoverage", "FlatMarginalCoverage"], () => {
    const success = difference("MarginalCoverage", "FlatMarginalCoverage", "success");
    const worst = difference("MarginalCoverage", "FlatMarginalCoverage", "worstSuccess");
    const equal = all([above(success, -EQUAL), not(above(success, EQUAL))]);
    return `${all([equal, above(worst, 0)])}: MarginalCoverage ahead by ${plusMinus(success, points)} points, in the worst outage by ${plusMinus(worst, points)}; equal means within ${points(EQUAL)} points.`;
  });
  const h6 = tested(["MarginalCoverage", "EqualShare", "StakeWeighted"], () => {
    const seen = ["MarginalCoverage", "EqualShare", "StakeWeighted"].map((policy) => {
      const pearson = spread(policy, "alignment");
      const follows = Number.isFinite(pearson.mean) ? above(pearson, 0.5) : "Refuted";
      const said = Number.isFinite(pearson.mean) ? plusMinus(pearson, (value) => value.toFixed(2)) : "none (all alike)";
      return { verdict: policy === "MarginalCoverage" ? follows : not(follows), said: `${policy} ${said}` };
    });
    return `${all(seen.map(({ verdict }) => verdict))}: ${seen.map(({ said }) => said).join(", ")}.`;
  });
  return [
    h1,
    h2,
    leads("worstSuccess", points, "points"),
    `${leads("welfare", (value) => value.toFixed(0), "tokens/day")} By what was really served, at its prices: ${leads("servedWelfare", (value) => value.toFixed(0), "tokens/day")}`,
    h5,
    h6,
  ];
}

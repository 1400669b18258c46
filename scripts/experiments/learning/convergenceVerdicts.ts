import { pairedInterval } from "../../metrics/pairedInterval.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../../report/rows.js";

/** What became of each of `CONVERGENCE_HYPOTHESES`, in their order, from the rows of the table `summary`. */
export function convergenceVerdicts(summary: readonly Row[]): string[] {
  const byPolicy = groupRows(summary, (row) => textIn(row, "policy"));
  const rowsOf = (policy: string): Row[] =>
    [...(byPolicy.get(policy) ?? [])].sort((a, b) => numberIn(a, "seed") - numberIn(b, "seed"));
  const has = (...policies: string[]): boolean => policies.every((policy) => byPolicy.has(policy));
  const mean = (policy: string, column: string): number => estimate(rowsOf(policy), column).mean;
  const rest = (policy: string): string[] => [...byPolicy.keys()].filter((other) => other !== policy);
  const unknown = "Not tested: a rule is missing in this run.";

  /** Whether a policy leads all others in a column, each by a paired difference that its interval keeps above 0. */
  const leads = (policy: string, column: string, unit: (value: number) => string): string => {
    if (!has(policy) || rest(policy).length === 0) return unknown;
    const differences = rest(policy).map((other) => {
      const first = rowsOf(policy).map((row) => numberIn(row, column));
      const second = rowsOf(other).map((row) => numberIn(row, column));
      return { other, ...pairedInterval({ first, second }) };
    });
    const closest = differences.reduce((a, b) => (b.mean < a.mean ? b : a));
    const margin = `${unit(closest.mean)} ± ${unit(closest.half)} against ${closest.other}`;
    if (closest.mean <= 0) return `Refuted: ${margin}.`;
    return differences.every(({ mean: gain, half }) => gain > half) ? `Held: ${margin}.` : `Not settled: ${margin}.`;
  };
  const points = (value: number): string => `${(100 * value).toFixed(1)} points`;
  const tokens = (value: number): string => `${value.toFixed(0)} tokens/day`;

  const h1 = (): string => {
    if (!has("EqualShare", "StakeWeighted")) return unknown;
    const seen = ["EqualShare", "StakeWeighted"].map((policy) => ({
      policy,
      rigs: mean(policy, "strategiesEffective"),
      domains: mean(policy, "domainsEffective"),
    }));
    const said = seen
      .map(({ policy, rigs, domains }) => `${policy} ${rigs.toFixed(1)} rigs, ${domains.toFixed(1)} domains`)
      .join("; ");
    return `${seen.every(({ rigs, domains }) => rigs <= 2 && domains <= 2) ? "Held" : "Refuted"}: ${said}.`;
  };
  const h2 = (): string => {
    if (!has("ServedVolume")) return unknown;
    const [rigs, success, worst] = ["strategiesEffective", "success", "worstSuccess"].map((column) =>
      mean("ServedVolume", column),
    ) as [number, number, number];
    const said = `${rigs.toFixed(1)} effective rigs; ${(100 * worst).toFixed(1)}% of ${(100 * success).toFixed(1)}% are left in the worst outage`;
    return `${rigs > 2 && worst < success / 2 ? "Held" : "Refuted"}: ${said}.`;
  };
  const h5 = (): string => {
    if (!has("MarginalCoverage", "FlatMarginalCoverage")) return unknown;
    const against = (column: string) =>
      pairedInterval({
        first: rowsOf("MarginalCoverage").map((row) => numberIn(row, column)),
        second: rowsOf("FlatMarginalCoverage").map((row) => numberIn(row, column)),
      });
    const success = against("success");
    const worst = against("worstSuccess");
    const said = `MarginalCoverage ahead by ${points(success.mean)} ± ${points(success.half)}, in the worst outage by ${points(worst.mean)} ± ${points(worst.half)}`;
    const equal = Math.abs(success.mean) <= Math.max(success.half, 0.01);
    return `${equal && worst.mean > worst.half ? "Held" : "Refuted"}: ${said}.`;
  };
  const h6 = (): string => {
    const seen = ["MarginalCoverage", "EqualShare", "StakeWeighted"].filter((policy) => has(policy));
    if (seen.length < 3) return unknown;
    const pearson = seen.map((policy) => {
      const known = rowsOf(policy).filter((row) => Number.isFinite(numberIn(row, "alignment")));
      return { policy, known: known.length, value: known.length === 0 ? 0 : estimate(known, "alignment").mean };
    });
    const said = pearson
      .map(({ policy, known, value }) => `${policy} ${known === 0 ? "none (all are paid alike)" : value.toFixed(2)}`)
      .join(", ");
    const holds = pearson.every(({ policy, value }) => (policy === "MarginalCoverage" ? value > 0.5 : value <= 0.5));
    return `${holds ? "Held" : "Refuted"}: ${said}.`;
  };
  return [
    h1(),
    h2(),
    leads("MarginalCoverage", "worstSuccess", points),
    leads("MarginalCoverage", "welfare", tokens),
    h5(),
    h6(),
  ];
}

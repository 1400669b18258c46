import { POLICY_NAMES } from "../../../ignition/modules/Breadth.js";
import { pairedInterval } from "../../metrics/pairedInterval.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../../report/rows.js";

/** Difference in success, as a share, within which two rules count as equal. */
const EQUAL_SUCCESS = 0.01;

/** What an interval says about a statement: that it is so, that it is not, or neither. */
type Finding = "yes" | "no" | "open";

/**
 * What became of each of `CONVERGENCE_HYPOTHESES`, in their order, from the rows of the table `summary` of one combination
 * of parameters. `Held` and `Refuted` are said only where 95% intervals over seeds settle it, and of all five rules only
 * where all five were run; else it is `Not settled` or `Not tested`.
 */
export function convergenceVerdicts(summary: readonly Row[]): string[] {
  const byPolicy = groupRows(summary, (row) => textIn(row, "policy"));
  const rowsOf = (policy: string): Row[] =>
    [...(byPolicy.get(policy) ?? [])].sort((a, b) => numberIn(a, "seed") - numberIn(b, "seed"));
  const has = (...policies: string[]): boolean => policies.every((policy) => byPolicy.has(policy));
  const unknown = "Not tested: a rule is missing in this run.";
  const points = (value: number): string => `${(100 * value).toFixed(1)} points`;
  const tokens = (value: number): string => `${value.toFixed(0)} tokens/day`;
  const against = (policy: string, other: string, column: string) =>
    pairedInterval({
      first: rowsOf(policy).map((row) => numberIn(row, column)),
      second: rowsOf(other).map((row) => numberIn(row, column)),
    });

  /** Whether a policy leads all others in a column, each by a paired difference that its interval keeps above 0. */
  const leads = (policy: string, column: string, unit: (value: number) => string): string => {
    if (!has(...POLICY_NAMES)) return unknown;
    const differences = [...byPolicy.keys()]
      .filter((other) => other !== policy)
      .map((other) => ({ other, ...against(policy, other, column) }));
    const closest = differences.reduce((a, b) => (b.mean < a.mean ? b : a));
    const said = `${unit(closest.mean)} ± ${unit(closest.half)} against ${closest.other}`;
    return verdict(
      differences.map(({ mean, half }) => above({ mean, half, least: 0 })),
      said,
    );
  };
  const h1 = (): string => {
    const seen = ["EqualShare", "StakeWeighted"];
    if (!has(...seen)) return unknown;
    const few = (policy: string, column: string) => atMost({ ...estimate(rowsOf(policy), column), most: 2 });
    const mean = (policy: string, column: string) => estimate(rowsOf(policy), column).mean.toFixed(1);
    return verdict(
      seen.flatMap((policy) => [few(policy, "strategiesEffective"), few(policy, "domainsEffective")]),
      seen
        .map(
          (policy) =>
            `${policy} ${mean(policy, "strategiesEffective")} rigs, ${mean(policy, "domainsEffective")} domains`,
        )
        .join("; "),
    );
  };
  const h2 = (): string => {
    if (!has("ServedVolume")) return unknown;
    const rows = rowsOf("ServedVolume");
    const rigs = estimate(rows, "strategiesEffective");
    const [success, worst] = [estimate(rows, "success").mean, estimate(rows, "worstSuccess").mean];
    const lost = estimate(
      rows.map((row) => ({ value: numberIn(row, "success") / 2 - numberIn(row, "worstSuccess") })),
      "value",
    );
    return verdict(
      [above({ ...rigs, least: 2 }), above({ ...lost, least: 0 })],
      `${rigs.mean.toFixed(1)} effective rigs; ${(100 * worst).toFixed(1)}% of ${(100 * success).toFixed(1)}% are left in the worst outage`,
    );
  };
  const h5 = (): string => {
    if (!has("MarginalCoverage", "FlatMarginalCoverage")) return unknown;
    const success = against("MarginalCoverage", "FlatMarginalCoverage", "success");
    const worst = against("MarginalCoverage", "FlatMarginalCoverage", "worstSuccess");
    const within = [success.mean, -success.mean].map((mean) =>
      atMost({ mean, half: success.half, most: EQUAL_SUCCESS }),
    );
    return verdict(
      [...within, above({ ...worst, least: 0 })],
      `MarginalCoverage ahead by ${points(success.mean)} ± ${points(success.half)} (equal: within ${points(EQUAL_SUCCESS)}), in the worst outage by ${points(worst.mean)} ± ${points(worst.half)}`,
    );
  };
  const h6 = (): string => {
    const seen = ["MarginalCoverage", "EqualShare", "StakeWeighted"];
    if (!has(...seen)) return unknown;
    const pearson = seen.map((policy) => ({ policy, ...estimate(rowsOf(policy), "alignment") }));
    const findings = pearson.map(({ policy, mean, half }): Finding => {
      if (policy === "MarginalCoverage") return above({ mean, half, least: 0.5 });
      // Where all are paid alike there is no correlation, and pay follows nothing.
      return Number.isNaN(mean) ? "yes" : atMost({ mean, half, most: 0.5 });
    });
    const said = pearson.map(
      ({ policy, mean }) => `${policy} ${Number.isNaN(mean) ? "none (all are paid alike)" : mean.toFixed(2)}`,
    );
    return verdict(findings, said.join(", "));
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

/** Whether a mean is above `least`; where its interval has no width, equal is not above. One seed settles nothing. */
function above({ mean, half, least }: { mean: number; half: number; least: number }): Finding {
  if (mean - half > least) return "yes";
  return mean + half <= least ? "no" : "open";
}

function atMost({ mean, half, most }: { mean: number; half: number; most: number }): Finding {
  if (mean + half <= most) return "yes";
  return mean - half > most ? "no" : "open";
}

/** A hypothesis holds where all its parts do, and is refuted by one that does not. */
function verdict(parts: readonly Finding[], said: string): string {
  if (parts.includes("no")) return `Refuted: ${said}.`;
  return `${parts.every((part) => part === "yes") ? "Held" : "Not settled"}: ${said}.`;
}

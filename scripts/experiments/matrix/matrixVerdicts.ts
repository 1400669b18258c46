import { sampleRankCorrelation } from "simple-statistics";
import { pairedInterval } from "../../metrics/pairedInterval.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../../report/rows.js";
import { above, all, not, type Verdict } from "../verdict.js";

const COVERAGE = ["MarginalCoverage", "FlatMarginalCoverage", "Shapley", "Gairing"];
const PRESENCE = [
  "EqualShare",
  "StakeWeighted",
  "ClassWeighted",
  "SignalAllocated",
  "WitnessDecay",
  "HexDensity",
  "RankMultiplier",
];
const SPLITTABLE = ["EqualShare", "WitnessDecay", "RankMultiplier", "HexDensity", "Shapley", "Gairing"];
const BY_CAPACITY = [...COVERAGE, "ServedVolume", "TargetShare", "QueryRebate"];
const BY_LISTING = [
  "ClassWeighted",
  "SignalAllocated",
  "WitnessDecay",
  "HexDensity",
  "RankMultiplier",
  "DistinctBreadth",
];
const [MARGINAL] = COVERAGE;

/** One comparison that a hypothesis needs: what it is about, its verdict, and the figure behind it. */
interface Finding {
  readonly policy: string;
  readonly verdict: Verdict;
  readonly said: string;
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

/**
 * What became of each of `MATRIX_HYPOTHESES`, in their order: Held, Refuted, Not settled (intervals over seeds allow both) or Not
 * tested (what it needs was not run), and which rules decide it. A hypothesis about rules of which some were not run is judged by the
 * others, and says so.
 *
 * @param summary rows of the table `summary`, after `withGrowth`
 */
export function matrixVerdicts(summary: readonly Row[]): string[] {
  const rules = [...new Set(summary.map((row) => textIn(row, "rule")))];
  const at = (network: string, rule: string | undefined): Map<string, Row[]> =>
    groupRows(
      summary.filter((row) => row.network === network && row.rule === rule),
      (row) => textIn(row, "policy"),
    );
  const main = at("default", rules[0]);
  const policies = [...main.keys()];
  const values = (policy: string, column: string): number[] =>
    (main.get(policy) ?? []).map((row) => numberIn(row, column));
  const spread = (policy: string, column: string) => estimate(main.get(policy) ?? [], column);
  const others = (known: readonly string[]): string[] => policies.filter((policy) => !known.includes(policy));

  /** Of each rule of a list that was run: is a column above a limit, or (`atMost`) not? */
  const limit = (known: readonly string[], column: string, value: number, atMost = false): Finding[] =>
    known.flatMap((policy) => {
      const seen = spread(policy, column);
      if (!main.has(policy) || !Number.isFinite(seen.mean)) return [];
      const verdict = above(seen, value);
      return [{ policy, verdict: atMost ? not(verdict) : verdict, said: `${policy} ${percent(seen.mean)}` }];
    });
  /** Is MarginalCoverage above every other rule, by paired differences? */
  const leads = (column: string): Finding[] =>
    MARGINAL === undefined || !main.has(MARGINAL)
      ? []
      : others([MARGINAL]).map((policy) => {
          const gap = pairedInterval({ first: values(MARGINAL, column), second: values(policy, column) });
          return { policy, verdict: above(gap, 0), said: `${policy} by ${percent(gap.mean)}` };
        });

  const ranked = (other: ReadonlyMap<string, Row[]>, name: string): Finding[] => {
    const both = policies.filter((policy) => other.has(policy));
    if (both.length < 3) return [];
    const order = (of: ReadonlyMap<string, Row[]>): number[] =>
      both.map((policy) => estimate(of.get(policy) ?? [], "success").mean);
    const rank = sampleRankCorrelation(order(main), order(other));
    return [{ policy: name, verdict: rank >= 0.8 ? "Held" : "Refuted", said: `${name} ${rank.toFixed(2)}` }];
  };
  const perPoint = (): Finding[] =>
    MARGINAL === undefined || !main.has(MARGINAL)
      ? []
      : others(COVERAGE).map((policy) => {
          const own = values(MARGINAL, "paidPerPoint");
          const gap = pairedInterval({
            first: values(policy, "paidPerPoint").map((value) => value / 3),
            second: own,
          });
          const ratio = spread(policy, "paidPerPoint").mean / spread(MARGINAL, "paidPerPoint").mean;
          return { policy, verdict: above(gap, 0), said: `${policy} ${ratio.toFixed(1)} times` };
        });

  return [
    leads("worstSuccess"),
    [...limit(COVERAGE, "welfareShare", 0.9), ...limit(PRESENCE, "welfareShare", 0.5, true)],
    [...limit(others(SPLITTABLE), "splitShare", 0.01, true), ...limit(SPLITTABLE, "splitShare", 0.01)],
    [...limit(BY_CAPACITY, "answersShare", 0.01, true), ...limit(BY_LISTING, "answersShare", 0.1)],
    [
      ...limit(COVERAGE.slice(0, 2), "forgedShare", 10),
      ...limit(["EqualShare", "StakeWeighted", "ServedVolume"], "forgedShare", 1, true),
    ],
    [
      ...limit(COVERAGE.slice(0, 1), "freshShare", 0.01),
      ...limit(others(COVERAGE.slice(0, 1)), "freshShare", 1e-9, true),
    ],
    [...limit(policies, "takeDownShare", 0), ...leads("takeDownShare")],
    limit(policies, "growth", 1.01, true),
    perPoint(),
    [...ranked(at("default", rules[1]), rules[1] ?? ""), ...ranked(at("skewed", rules[0]), "skewed")],
  ].map(sentence);
}

/** The verdict of all findings, and those that speak against it or leave it open; all of them where it held. */
function sentence(findings: readonly Finding[]): string {
  if (findings.length === 0) return "Not tested: what it needs was not run.";
  const verdict = all(findings.map((finding) => finding.verdict));
  const telling = verdict === "Held" ? findings : findings.filter((finding) => finding.verdict !== "Held");
  const said = telling.map((finding) =>
    verdict === "Refuted" && finding.verdict === "Not settled" ? `${finding.said} (open)` : finding.said,
  );
  return `${verdict}${verdict === "Held" ? "" : ", by"}: ${said.join(", ")}.`;
}

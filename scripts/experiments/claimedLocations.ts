import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { sweepChart } from "../report/charts/sweepChart.js";
import { type Row, textIn } from "../report/rows.js";
import { sweepRows } from "../report/sweepRows.js";
import { CLAIM_SHARES, CLAIMS, claimedLocationsCell } from "./field/claimedLocationsCell.js";
import { fieldExperiment } from "./field/fieldExperiment.js";
import { over, percent, said } from "./field/seedValues.js";
import { seriesTable } from "./field/seriesTable.js";
import { above, all, not } from "./verdict.js";

const DENSITY = ["HexDensity", "WitnessDecay", "RankMultiplier"];
const RULES = [...DENSITY, "EqualShare", "MarginalCoverage"];
const HALF = 0.4;
const TITLES: Readonly<Record<(typeof CLAIMS)[number], string>> = {
  presence: "A class, no capacity",
  capacity: "A class, capacity believed",
  domain: "A failure domain",
};
const policies = (rows: readonly Row[]): string[] => [...new Set(rows.map((row) => textIn(row, "policy")))];
const ofClaim = (rows: readonly Row[], claim: string): Row[] => rows.filter((row) => textIn(row, "claim") === claim);

/** Helium: density rules were gamed by claimed locations; a denylist of some 30,000 hotspots. */
export default fieldExperiment({
  name: "claimed-locations",
  question: "How much of the budget goes to operators who claim classes or domains and serve nothing there?",
  parameters: [
    { name: "policy", kind: "choice", text: "the rule that pays", options: POLICY_NAMES, default: RULES },
    {
      name: "claim",
      kind: "choice",
      text: "what is claimed: a class without capacity, with capacity that is believed, or a failure domain",
      options: CLAIMS,
      default: [...CLAIMS],
    },
    { name: "honest", kind: "whole", text: "operators that serve what they show", min: 5, max: 500, default: [38] },
    { name: "classes", kind: "whole", text: "classes that a claimant claims", min: 1, max: 45, default: [5] },
  ],
  seeds: 5,
  runCell: claimedLocationsCell,
  table: "days",
  hypotheses: [
    {
      field: true,
      text: "C1 Where presence is all that is checked, HexDensity and WitnessDecay pay claimants at least as much of the budget as they are of the operators: 40% of the operators take 40% or more.",
      verdict: (rows) => {
        const seen = ["HexDensity", "WitnessDecay"].map((policy) => ({
          policy,
          share: over(rows, { policy, claim: "presence", claimShare: HALF }, "paidClaimants"),
        }));
        return `${all(seen.map(({ share }) => above(share, HALF)))}: ${seen.map(({ policy, share }) => `${policy} ${said(share, percent)}`).join(", ")}.`;
      },
    },
    {
      field: true,
      text: "C2 A few are worth it: 5% of the operators, as many as Helium's denylist was of its hotspots, take more than 5% of the budget under HexDensity and WitnessDecay.",
      verdict: (rows) => {
        const seen = ["HexDensity", "WitnessDecay"].map((policy) => ({
          policy,
          share: over(rows, { policy, claim: "presence", claimShare: 0.05 }, "paidClaimants"),
        }));
        return `${all(seen.map(({ share }) => above(share, 0.05)))}: ${seen.map(({ policy, share }) => `${policy} ${said(share, percent)}`).join(", ")}.`;
      },
    },
    {
      field: false,
      text: "C3 RankMultiplier protects who came first: 40% of the operators take less than 40% of the budget by presence.",
      verdict: (rows) => {
        const share = over(rows, { policy: "RankMultiplier", claim: "presence", claimShare: HALF }, "paidClaimants");
        return `${not(above(share, HALF))}: ${said(share, percent)}.`;
      },
    },
    {
      field: false,
      text: "C4 MarginalCoverage pays presence without capacity nothing; but capacity that is believed it pays: 40% claimants then take more than 20% of what is paid.",
      verdict: (rows) => {
        const policy = "MarginalCoverage";
        const presence = over(rows, { policy, claim: "presence", claimShare: HALF }, "paidClaimants");
        const capacity = over(rows, { policy, claim: "capacity", claimShare: HALF }, "ofPaid");
        return `${all([not(above(presence, 1e-6)), above(capacity, 0.2)])}: ${said(presence, percent)} and ${said(capacity, percent)}.`;
      },
    },
    {
      field: false,
      text: "C5 A claimed failure domain gains nothing under the density rules and EqualShare, and at least 20% under MarginalCoverage, which believes declared domains.",
      verdict: (rows) => {
        const gain = (policy: string) => over(rows, { policy, claim: "domain", claimShare: HALF }, "gain");
        const others = ["HexDensity", "WitnessDecay", "EqualShare"].map(gain);
        const marginal = gain("MarginalCoverage");
        const held = all([...others.map((each) => not(above(each, 0.01))), above(marginal, 0.2)]);
        return `${held}: ${others.map((each) => said(each, percent)).join(", ")}; MarginalCoverage ${said(marginal, percent)}.`;
      },
    },
  ],
  tables: (rows) => [
    ...(["presence", "capacity"] as const).map((claim) =>
      seriesTable({
        title: `${TITLES[claim]}: share of the budget that claimants are paid, % (mean ± half of the 95% interval over seeds)`,
        rows: ofClaim(rows, claim),
        x: "claimShare",
        xTitle: "claimants",
        xAs: percent,
        column: "paidClaimants",
        as: (value) => (100 * value).toFixed(1),
      }),
    ),
    seriesTable({
      title: "A failure domain: what claiming it adds to the claimants' pay, %",
      rows: ofClaim(rows, "domain"),
      x: "claimShare",
      xTitle: "claimants",
      xAs: percent,
      column: "gain",
      as: (value) => (100 * value).toFixed(1),
    }),
  ],
  series: policies,
  chart: (rows, size) =>
    sweepChart({
      rows: CLAIMS.flatMap((claim) =>
        sweepRows({
          rows: ofClaim(rows, claim),
          x: "claimShare",
          columns: [{ title: TITLES[claim], column: claim === "domain" ? "gain" : "paidClaimants" }],
        }),
      ),
      policies: policies(rows),
      x: { title: "claimants among operators", range: [0, 0.45], format: ".0%" },
      panels: [
        { title: TITLES.presence, y: { title: "share of the budget", range: [0, 0.6], format: ".0%" } },
        { title: TITLES.capacity, y: { title: "share of the budget", range: [0, 0.6], format: ".0%" } },
        { title: TITLES.domain, y: { title: "gain of claimants", range: [-0.02, 0.1], format: "+.0%" } },
      ],
      size,
    }),
  caption: `Left and middle: what claimants are paid of the day's emission, as they become ${percent(CLAIM_SHARES[0])} to ${percent(CLAIM_SHARES[2])} of all operators. They serve nothing; left only their presence is believed, in the middle their capacity too. Right: claimants serve, all from one domain, and declare the domains that pay best; the gain over declaring the truth. Means over seeds with 95% intervals.`,
  happened: [
    "Helium: the first denylist (January 2022) named 25,047 hotspots, the next 29,629, over 5% of all; around Hong Kong more than 40% of the hotspots online were on it, and many earned above average (cassiopeia.hk, February 2022, from helium/denylist and Hotspotty).",
    "HIP-149 retired proof of coverage: rewards now follow billed data (helium/HIP pull request 1235 describes it).",
  ],
  model: [
    "Honest operators run rigs drawn at random and serve by capacity. Claimants come after them, look at public state, and one after the other claim the five classes that the rule pays best by itself; they serve no request.",
    "Presence: the report finds them reliable and without capacity, as a beacon that is witnessed proves no service. Capacity: the report repeats the median capacity that they claim. Domain: real rigs in one domain that declare the domain which pays best.",
    "Pay is claimed from the vault after a day under each rule. A location is a workload class here (model family, latency, verification, region), its neighbourhood the family and the modality.",
  ],
  limits: [
    "How a false location passes the check (radio, witnesses that collude) is not modelled: the three levels of belief are set.",
    "Claims cost nothing here, and nobody is caught. A denylist, an assertion fee or slashing would change the shares.",
    "Breadth's reporter measures u and x; that it does so honestly, and that capacity cannot be shown twice, is assumed elsewhere (docs/mechanism.md).",
  ],
});

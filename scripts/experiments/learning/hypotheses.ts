/** What was expected of the convergence experiment, written before its first run. */
export const CONVERGENCE_HYPOTHESES = [
  "H1 Under EqualShare and StakeWeighted operators end with at most two effective rigs and at most two effective domains.",
  "H2 ServedVolume keeps several rigs and gathers in the cheapest domain: with the worst domain down less than half of the requests succeed that succeed otherwise.",
  "H3 MarginalCoverage has the highest success with the worst domain down of all five rules.",
  "H4 At equal emission MarginalCoverage has the highest welfare of all five rules.",
  "H5 FlatMarginalCoverage equals MarginalCoverage in success while all domains are as they are, and falls behind it in the worst outage.",
  "H6 Pay follows what is really lost without an operator (Pearson above 0.5) under MarginalCoverage, and under neither EqualShare nor StakeWeighted.",
] as const;

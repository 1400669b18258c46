/**
 * What was expected of the policy matrix, written when five of the rules existed and none of the grid had been run (single trial
 * cells of four of the five had). All are of the first learning rule in the `default` network unless they say otherwise.
 */
export const MATRIX_HYPOTHESES = [
  "X1 MarginalCoverage leaves the most requests served in the worst single-domain outage, of all rules.",
  "X2 The coverage rules (MarginalCoverage, FlatMarginalCoverage, Shapley, Gairing) reach at least 90% of the best welfare found, the rules that pay for presence or stake (EqualShare, StakeWeighted, ClassWeighted, SignalAllocated, WitnessDecay, HexDensity, RankMultiplier) at most half.",
  "X3 Splitting with capacity and stake divided gains at most 1% of pay under every rule but EqualShare, WitnessDecay, RankMultiplier and HexDensity, which count heads, and Shapley and Gairing, which pay a copy too well; under each of those it gains more.",
  "X4 Answering probes without capacity gains at most 1% of pay under every rule that pays by capacity or volume (MarginalCoverage, FlatMarginalCoverage, Shapley, Gairing, ServedVolume, TargetShare, QueryRebate), and more than 10% under those that pay for being listed in a class (ClassWeighted, SignalAllocated, WitnessDecay, HexDensity, RankMultiplier, DistinctBreadth).",
  "X5 A forged measurement is worth the more, the better a rule pays for service: more than ten times the pay under MarginalCoverage and FlatMarginalCoverage, less than all the pay again under EqualShare, StakeWeighted and ServedVolume.",
  "X6 Declaring a fresh failure domain gains more than 1% of pay under MarginalCoverage, and nothing under any other rule.",
  "X7 Taking a rival down gains under every rule, and as a share of pay the most under MarginalCoverage.",
  "X8 No rule's steady measurement and claim cost more than 1% more gas in the 60-operator network than with 12 operators.",
  "X9 Under MarginalCoverage a point of success costs at most a third of what it costs under any rule that is not a coverage rule.",
  "X10 The order of rules by success is much the same under the other learning rule, and in the skewed network (Spearman at least 0.8 each).",
] as const;

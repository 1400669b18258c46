/** Written before any result. */
export const ANARCHY_HYPOTHESES = [
  "A1 On its worst case every rule comes down to its bound on the deployed contracts, but for what a reliability of 0.999 does: leave-one-out to 1/2, Shapley to n/(2n-1), Gairing to 1 - 1/e, and nobody gains by moving.",
  "A2 Without participation cost no equilibrium of any random game lies below its rule's bound.",
  "A3 Leave-one-out's best equilibrium is the optimum in every game, with participation cost too; the only equilibrium of Shapley and Gairing can be as bad as their bounds.",
  "A4 With participation cost no rule's worst equilibrium has a bound above 0, but none falls below 0 while a rule pays no more than the value; EqualShare falls below.",
  "A5 Shapley and Gairing buy more operators than the optimum has; leave-one-out never does in its best equilibrium.",
  "A6 In random games without participation cost the mean ratio of the worst equilibrium follows the bounds: Gairing's is the highest.",
] as const;

import type { RandomStream } from "../common/random.js";

/** What one operator knows when it decides: all it may use. Payoffs in tokens per day. */
export interface Observation {
  /** Index of the strategy it plays now. */
  readonly current: number;
  /** Which strategies it could play now (capital, unbonding, fit); length K; `current` is always allowed. */
  readonly allowed: readonly boolean[] | Uint8Array;
  /** What it was really paid minus its cost since its last decision, per day. */
  readonly realised: number;
  /**
   * The payoff it would have with a strategy, all else as in the snapshot, net of cost and amortised switching cost;
   * computed lazily and cached by the caller. Asked only for allowed strategies, and only by `counterfactual` rules.
   */
  payoff(strategy: number): number;
  /** Other operators it can see (public chain state): what each plays and what it nets per day by public estimates. */
  readonly peers: readonly { readonly strategy: number; readonly payoff: number }[];
  /** Scale of payoffs for temperature and normalisation, tokens per day, > 0. */
  readonly scale: number;
}

/** What it will play, and what it remembers. */
export interface Decision<State> {
  readonly state: State;
  /** An allowed strategy. */
  readonly strategy: number;
}

/**
 * How an operator chooses among K strategies.
 *
 * @example
 * const rule = ruleNamed("log-linear");
 * const { state, strategy } = rule.decide({ state: rule.initial(3), observation, random: randomStream(7, "operator/1") });
 */
export interface LearningRule<State = unknown> {
  /** Kebab-case name on the command line. */
  readonly id: string;
  readonly title: string;
  /** Paper and theorem or equation. */
  readonly source: string;
  /**
   * What it learns from. `counterfactual`: only `payoff()`. `peers`: only `realised` and `peers`. `realised`: only
   * `realised`. Every rule also reads `current`, `allowed` and `scale`.
   */
  readonly usesPayoffs: "counterfactual" | "peers" | "realised";
  /** The state before the first decision among K strategies. */
  initial(strategies: number): State;
  /** Pure: the same inputs and the same stream state give the same decision; nothing given is changed. */
  decide(parameters: { state: State; observation: Observation; random: RandomStream }): Decision<State>;
}

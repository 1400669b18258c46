import type { RandomStream } from "../common/random.js";
import type { Activation } from "../learning/activation.js";
import type { LearningRule } from "../learning/learningRule.js";
import type { Agent, Move } from "./agent.js";

/** What operators can find out about payoffs, in tokens per day; kept by the caller. */
export interface Market {
  readonly strategies: number;
  /** Pay less running cost of an operator with a strategy, all else as it is now. */
  net(operator: number, strategy: number): number;
  /** Tokens, once, that the operator spends on changing over. */
  switching(operator: number, from: number, to: number): number;
  /** Whether it could play the strategy now: its capital and what is unbonding. */
  allowed(operator: number): Uint8Array;
  /** What it was really paid less its cost, per day, in the last epoch. */
  realised(operator: number): number;
  /** What others play, and what they net by public estimates: public pay, list prices. */
  peers(operator: number): readonly { readonly strategy: number; readonly payoff: number }[];
  /** Scale of payoffs, above 0. */
  readonly scale: number;
  /** The operator has moved: `net` and `peers` take it into account from now on. */
  move(operator: number, strategy: number): void;
}

/**
 * Lets the operators of one activation decide, each by the rule on what it can see. Those who see earlier moves decide on
 * the market as it then is, others all on the market at the start. Switching costs are spread over `horizonDays`.
 *
 * @param stream each operator's own random numbers in this epoch
 * @returns the moves in their order, and every agent with what it now remembers; strategies are not yet changed there
 */
export function decideEpoch(parameters: {
  activation: Activation;
  rule: LearningRule;
  agents: readonly Agent[];
  market: Market;
  horizonDays: number;
  stream: (operator: number) => RandomStream;
}): { moves: Move[]; agents: Agent[] } {
  const { activation, rule, market, horizonDays, stream } = parameters;
  const agents = [...parameters.agents];
  const moves: Move[] = [];
  for (const operator of activation.operators) {
    const agent = agents[operator];
    if (agent === undefined) throw new RangeError(`there is no operator ${operator}`);
    const from = agent.strategy;
    const known = new Map<number, number>();
    const payoff = (strategy: number): number => {
      let value = known.get(strategy);
      if (value === undefined) {
        value = market.net(operator, strategy) - market.switching(operator, from, strategy) / horizonDays;
        known.set(strategy, value);
      }
      return value;
    };
    const { state, strategy } = rule.decide({
      state: agent.memory,
      observation: {
        current: from,
        allowed: market.allowed(operator),
        realised: market.realised(operator),
        payoff,
        // Few rules look, and everybody's pay is a long sum.
        get peers() {
          return market.peers(operator);
        },
        scale: market.scale,
      },
      random: stream(operator),
    });
    agents[operator] = { ...agent, memory: state };
    if (strategy === from) continue;
    moves.push({ operator, from, to: strategy });
    if (activation.seesEarlierMoves) market.move(operator, strategy);
  }
  if (!activation.seesEarlierMoves) for (const { operator, to } of moves) market.move(operator, to);
  return { moves, agents };
}

import type { Agent } from "../agents/agent.js";
import type { Market } from "../agents/decideEpoch.js";
import type { OfferTable } from "../agents/pricing/offerTable.js";
import type { Pricer } from "../agents/pricing/pricer.js";
import type { Scenario } from "./scenario.js";

/** Changes of potential below this share of the scale are rounding. */
const TOLERANCE = 1e-9;

/** The market as operators see it: pay by the rule's plain arithmetic on public state, their own costs and purse. */
export class PricedMarket implements Market {
  readonly strategies: number;
  readonly scale: number;
  readonly #playing: Int32Array;
  #peers: { strategy: number; payoff: number }[] | undefined;
  #priced: { operator: number; pay: Float64Array } | undefined;
  #falls = 0;

  constructor(
    private readonly parts: {
      scenario: Scenario;
      pricer: Pricer;
      /** MarginalCoverage on the same state, whatever pays: its price differences are changes of coverage (P1). */
      coverage: Pricer;
      agents: readonly Agent[];
      /** What every strategy would bring. */
      table: OfferTable;
      /** Pay less cost of the last epoch, tokens per day, per operator. */
      realised: Float64Array;
    },
  ) {
    const { scenario, agents } = parts;
    this.strategies = scenario.strategies.length;
    // What each would get if all shared the emission: the size of the stakes, whatever the rule.
    this.scale = Math.max(scenario.emissionPerDay / scenario.operators.length, Number.MIN_VALUE);
    this.#playing = Int32Array.from(agents, ({ strategy }) => strategy);
  }

  net(operator: number, strategy: number): number {
    if (this.#priced?.operator !== operator) {
      const { pricer, table } = this.parts;
      this.#priced = { operator, pay: pricer.priceStrategies(operator, table) };
    }
    return (this.#priced.pay[strategy] ?? 0) - this.#cost(operator, strategy);
  }

  switching(operator: number, from: number, to: number): number {
    const { switchingCosts, operators } = this.parts.scenario;
    return (switchingCosts[from * this.strategies + to] ?? 0) * (operators[operator]?.multipliers.capital ?? 1);
  }

  /** What it plays, staying out, and every rig that its purse lets it change to. */
  allowed(operator: number): Uint8Array {
    const { agents, scenario } = this.parts;
    const agent = agents[operator];
    const allowed = new Uint8Array(this.strategies);
    if (agent === undefined) return allowed;
    const bond = agent.strategy === 0 ? (scenario.operators[operator]?.stake ?? 0) : 0;
    const spare = agent.free - bond;
    if (spare >= 0) {
      for (let k = 1; k < this.strategies; k++) {
        if (this.switching(operator, agent.strategy, k) <= spare) allowed[k] = 1;
      }
    }
    allowed[0] = 1;
    allowed[agent.strategy] = 1;
    return allowed;
  }

  realised(operator: number): number {
    return this.parts.realised[operator] ?? 0;
  }

  peers(operator: number): { strategy: number; payoff: number }[] {
    const { scenario, pricer } = this.parts;
    this.#peers ??= Array.from(this.#playing, (strategy, other) => ({
      strategy,
      payoff: strategy === 0 ? 0 : pricer.pay(other) - (scenario.strategies[strategy]?.usdPerDay ?? 0),
    }));
    return this.#peers.filter((_, other) => other !== operator);
  }

  /** Moves so far, one after the other, that lowered emission times coverage less all running costs. */
  get falls(): number {
    return this.#falls;
  }

  move(operator: number, strategy: number): void {
    const { pricer, coverage, table } = this.parts;
    const next = pricer.offer(operator, table, strategy);
    const gain = coverage.price(operator, next) - coverage.pay(operator);
    const dearer = this.#cost(operator, strategy) - this.#cost(operator, this.#playing[operator] ?? 0);
    if (gain - dearer < -TOLERANCE * this.scale) this.#falls += 1;
    pricer.set(operator, next);
    if (coverage !== pricer) coverage.set(operator, next);
    this.#playing[operator] = strategy;
    this.#peers = undefined;
    this.#priced = undefined;
  }

  #cost(operator: number, strategy: number): number {
    return this.parts.scenario.costs[operator * this.strategies + strategy] ?? 0;
  }
}

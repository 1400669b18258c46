import type { PolicyName } from "../../ignition/modules/Breadth.js";
import type { Agent, Move } from "../agents/agent.js";
import { decideEpoch } from "../agents/decideEpoch.js";
import type { Intent } from "../agents/intent.js";
import { intentOf } from "../agents/intentOf.js";
import type { LedgerState } from "../agents/ledgerState.js";
import type { OfferTable } from "../agents/pricing/offerTable.js";
import type { Pricer } from "../agents/pricing/pricer.js";
import { pricerFor } from "../agents/pricing/pricerFor.js";
import type { ChainDriver } from "../chain/ChainDriver.js";
import { randomStream } from "../common/random.js";
import { activation } from "../learning/activation.js";
import type { LearningRule } from "../learning/learningRule.js";
import type { EpochRecord } from "./epochRecord.js";
import { EPOCH_SECONDS } from "./epochWindow.js";
import { PricedMarket } from "./pricedMarket.js";
import type { Scenario } from "./scenario.js";
import type { ServiceModel } from "./serviceModel.js";
import { startingStrategies } from "./startingStrategies.js";

/**
 * Seconds at an epoch's end in which operators claim: the next epoch's decisions are then always at the same time of day,
 * however many blocks claims take, and an unbonding delay of whole days is over on the day that it says.
 */
const CLAIM_SECONDS = 60;

/** What a run needs beside its scenario. */
export interface RunSettings {
  readonly scenario: Scenario;
  readonly chain: ChainDriver;
  /** The paying rule. */
  readonly policy: PolicyName;
  /** What every strategy offers. */
  readonly table: OfferTable;
  readonly rule: LearningRule;
  readonly order: string;
  /** Share of operators that decide per epoch. */
  readonly frequency: number;
  readonly start: string;
  readonly epochs: number;
  /** What the ledger is told of operators' services. */
  readonly service: ServiceModel;
  /** Days over which a change of strategy is expected to pay back. */
  readonly horizonDays: number;
  /** Epochs from a full exit until the stake can be had again. */
  readonly unbondingDays: number;
  /** Whether somebody calls once per epoch what the paying rule wants called; default yes. */
  readonly upkeep?: boolean;
  /** Stops the run before the next epoch. */
  readonly signal?: AbortSignal;
}

/**
 * The one epoch loop: decisions on public state, transactions, service measured and reported, a day in which rewards
 * accrue, claims, and what operators learn from them. Yields what each epoch left behind.
 *
 * Order within epoch e: finished unbonding is withdrawn; those whose turn it is decide (in epoch 0: the starting profile);
 * their changes go on chain; services are reported; the day passes; everybody claims in its last minute.
 *
 * @example for await (const record of runEpochs(settings)) console.log(record.epoch, record.moves.length);
 */
export async function* runEpochs(settings: RunSettings): AsyncGenerator<EpochRecord> {
  const { scenario, chain, rule, epochs, service } = settings;
  const { operators, costs } = scenario;
  const strategies = scenario.strategies.length;
  let agents: Agent[] = operators.map(({ capital }) => ({
    strategy: 0,
    memory: rule.initial(strategies),
    free: capital,
    unbonding: { tokens: 0, releaseDay: 0 },
  }));
  let realised = new Float64Array(operators.length);
  let state = await chain.snapshot();
  let emittedBefore = await chain.emitted();
  for (let epoch = 0; epoch < epochs; epoch++) {
    settings.signal?.throwIfAborted();
    const before = { gas: chain.gas, transactions: chain.transactions };
    const released = agents.flatMap(({ unbonding }, operator) =>
      unbonding.tokens > 0 && unbonding.releaseDay <= epoch ? [operator] : [],
    );
    agents = agents.map((agent, operator) =>
      released.includes(operator)
        ? { ...agent, free: agent.free + agent.unbonding.tokens, unbonding: { tokens: 0, releaseDay: 0 } }
        : agent,
    );
    const pricer = pricerFor(settings.policy)(state);
    const decided = decide({ settings, agents, realised, state, pricer, epoch });
    const { moves } = decided;
    const intents: Intent[] = [
      ...released.map((operator): Intent => ({ kind: "withdraw", operator })),
      ...moves.map((move) => intentOf(move, settings.table)),
    ];
    await chain.apply(intents);
    // Whole days from the block that the last of them left in.
    const releaseDay = Math.ceil((chain.elapsed - 1) / EPOCH_SECONDS) + settings.unbondingDays;
    agents = moved({ scenario, agents: decided.agents, moves, releaseDay });
    const playing = Int32Array.from(agents, ({ strategy }) => strategy);
    await chain.report({ services: await service.readings({ epoch, strategies: playing, pricer, state }) });
    if (settings.upkeep ?? true) await chain.keep();
    state = await chain.snapshot();
    await chain.advance(EPOCH_SECONDS - CLAIM_SECONDS);
    // Those who have left as well: they are owed until the block in which they did.
    const { tokens: paid } = await chain.claim([...agents.keys()]);
    await chain.advance(CLAIM_SECONDS);
    const emittedNow = await chain.emitted();
    const emitted = emittedNow - emittedBefore;
    emittedBefore = emittedNow;

    const spent = Float64Array.from(playing, (strategy, operator) => costs[operator * strategies + strategy] ?? 0);
    realised = Float64Array.from(paid, (tokens, operator) => tokens - (spent[operator] ?? 0));
    for (const { operator, from, to } of moves) {
      const factor = operators[operator]?.multipliers.capital ?? 1;
      spent[operator] = (spent[operator] ?? 0) + factor * (scenario.switchingCosts[from * strategies + to] ?? 0);
    }
    agents = agents.map((agent, operator) => ({
      ...agent,
      free: agent.free + (paid[operator] ?? 0) - (spent[operator] ?? 0),
    }));
    yield {
      epoch,
      state,
      strategies: playing,
      moves,
      agents,
      paid,
      cost: spent,
      emitted,
      gas: chain.gas - before.gas,
      transactions: chain.transactions - before.transactions,
      falls: decided.falls,
    };
  }
}

interface Decided {
  readonly moves: Move[];
  readonly agents: Agent[];
  readonly falls: number;
}

/** Who changes to what in an epoch, and the pricer with it; in the first, everybody takes its starting strategy. */
function decide(parameters: {
  settings: RunSettings;
  agents: readonly Agent[];
  realised: Float64Array;
  state: LedgerState;
  pricer: Pricer;
  epoch: number;
}): Decided {
  const { settings, agents, realised, state, pricer, epoch } = parameters;
  const { scenario, rule, order, frequency, horizonDays, start, table } = settings;
  const { seed } = scenario;
  const coverage = pricer.policy === "MarginalCoverage" ? pricer : pricerFor("MarginalCoverage")(state);
  const market = new PricedMarket({ scenario, pricer, coverage, agents, table, realised });
  if (epoch === 0) {
    const moves: Move[] = [];
    startingStrategies({ scenario, start }).forEach((to, operator) => {
      if (to === 0) return;
      moves.push({ operator, from: 0, to });
      market.move(operator, to);
    });
    return { moves, agents: [...agents], falls: 0 };
  }
  const random = randomStream(seed, `activation/${epoch}`);
  const decided = decideEpoch({
    activation: activation({ order, frequency, epoch, operators: agents.length, random }),
    rule,
    agents,
    market,
    horizonDays,
    stream: (operator) => randomStream(seed, `decision/${epoch}/${operator}`),
  });
  return { ...decided, falls: market.falls };
}

/** The agents after their moves: stake bonded on entering, unbonding after leaving. */
function moved(parameters: {
  scenario: Scenario;
  agents: readonly Agent[];
  moves: readonly Move[];
  /** Epoch in which what unbonds from now on can be had. */
  releaseDay: number;
}): Agent[] {
  const { scenario, moves, releaseDay } = parameters;
  const agents = [...parameters.agents];
  for (const { operator, from, to } of moves) {
    const agent = agents[operator];
    const stake = scenario.operators[operator]?.stake ?? 0;
    if (agent === undefined) continue;
    const bonded = from === 0 ? stake : 0;
    const leaving = to === 0 ? stake : 0;
    agents[operator] = {
      ...agent,
      strategy: to,
      free: agent.free - bonded,
      unbonding: leaving === 0 ? agent.unbonding : { tokens: agent.unbonding.tokens + leaving, releaseDay },
    };
  }
  return agents;
}

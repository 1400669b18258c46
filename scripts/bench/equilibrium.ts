import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Agent } from "../agents/agent.js";
import { decideEpoch } from "../agents/decideEpoch.js";
import { intentOf } from "../agents/intentOf.js";
import { pricerFor } from "../agents/pricing/pricerFor.js";
import { ChainDriver } from "../chain/ChainDriver.js";
import { randomStream } from "../common/random.js";
import { HORIZON_DAYS } from "../experiments/learning/assumptions.js";
import { certifyRun } from "../experiments/learning/certifyRun.js";
import { ruleNamed } from "../learning/ruleNamed.js";
import { buildScenario } from "../simulation/buildScenario.js";
import { EPOCH_SECONDS } from "../simulation/epochWindow.js";
import { PricedMarket } from "../simulation/pricedMarket.js";
import { scenarioOffers } from "../simulation/scenarioOffers.js";
import { scenarioOnChain } from "../simulation/scenarioOnChain.js";
import type { SpeedRow } from "./speedRow.js";
import { type Lap, stopwatch } from "./stopwatch.js";

/** {s} A published stake-pool simulator, without any chain, for n = 1,000 and k = 100. */
const STAKE_POOL_SIMULATOR = 19;
/** Rounds after which a run that still moves is given up. */
const MOST_ROUNDS = 200;

/** Stakes that every operator owns: purses and unbonding bind nobody. */
const STAKES_OWNED = 100;

/** What it took to bring a scenario to rest. */
export interface Settled {
  readonly scenario: Lap;
  /** Deployment, accounts, capital. */
  readonly setUp: Lap;
  /** Decisions, transactions and reports. */
  readonly play: Lap;
  readonly certificate: Lap;
  readonly rounds: number;
  readonly moves: number;
  readonly active: number;
  readonly coverage: number;
  readonly strategies: number;
  readonly classes: number;
  readonly domains: number;
  readonly transactions: number;
  readonly gas: number;
  readonly quoted: number;
}

/**
 * Operators that all stay out at first give best responses in turn, on the deployed contracts: every round's moves are
 * transactions, every changed service is reported, the next round decides on the state that the chain's events tell; until
 * a round passes in which nobody moves. Then all deviations are priced and held to the contract's quotes. No claims: pay
 * accrues whether it is claimed or not.
 *
 * @throws Error when somebody still wants to move
 * @example const { rounds, moves } = await settle({ hre, operators: 1_000, seed: 1, smallestShare: 0.2, load: 0.1 });
 */
export async function settle(parameters: {
  hre: HardhatRuntimeEnvironment;
  operators: number;
  seed: number;
  /** Share of all requests below which regions are merged into one class. */
  smallestShare: number;
  /** Offered place-seconds over all places, if every operator ran a rig drawn uniformly. */
  load: number;
}): Promise<Settled> {
  const { hre, operators: count, seed, smallestShare, load } = parameters;
  const lap = stopwatch();
  const built = buildScenario({ seed, operators: count, load, smallestShare });
  const operators = built.operators.map((each) => ({ ...each, capital: STAKES_OWNED * each.stake }));
  const scenario = { ...built, operators };
  const table = scenarioOffers(scenario);
  const scenarioLap = lap();
  const connection = await hre.network.create();
  const chain = await ChainDriver.create({
    connection,
    policy: "MarginalCoverage",
    ...scenarioOnChain(scenario),
    budget: scenario.emissionPerDay * 2,
    unbondingDays: 7,
    maxAgeSeconds: EPOCH_SECONDS,
    keys: "impersonated",
  });
  const setUp = lap();
  const strategies = new Int32Array(count);
  const order = [...operators.keys()];
  const realised = new Float64Array(count);
  let agents = operators.map(
    ({ capital }): Agent => ({ strategy: 0, memory: null, free: capital, unbonding: { tokens: 0, releaseDay: 0 } }),
  );
  let state = await chain.snapshot();
  let rounds = 0;
  let moved = 0;
  for (;;) {
    if (rounds === MOST_ROUNDS) throw new Error(`no equilibrium after ${rounds} rounds`);
    const pricer = pricerFor("MarginalCoverage")(state);
    const { moves } = decideEpoch({
      activation: { operators: order, seesEarlierMoves: true },
      rule: ruleNamed("best-response"),
      agents,
      market: new PricedMarket({ scenario, pricer, coverage: pricer, agents, table, realised }),
      horizonDays: HORIZON_DAYS,
      stream: (operator) => randomStream(seed, `decision/${rounds}/${operator}`),
    });
    rounds += 1;
    moved += moves.length;
    if (moves.length === 0) break;
    for (const { operator, to } of moves) strategies[operator] = to;
    agents = agents.map((agent, i) => ({ ...agent, strategy: strategies[i] ?? 0 }));
    await chain.apply(moves.map((move) => intentOf(move, table)));
    await chain.report({
      services: moves.flatMap(({ operator, to }) =>
        pricer.offer(operator, table, to).services.map((service) => ({ operator, ...service })),
      ),
    });
    state = await chain.snapshot();
  }
  const play = lap();
  const pricer = pricerFor("MarginalCoverage")(state);
  const certificate = await certifyRun({ scenario, table, strategies, chain, pricer, state });
  const { wanting, quoted } = certificate;
  if (wanting > 0) throw new Error(`${wanting} operators still want to move`);
  const certificateLap = lap();
  const coverage = (await chain.coverage()) ?? Number.NaN;
  await connection.close();
  return {
    scenario: scenarioLap,
    setUp,
    play,
    certificate: certificateLap,
    rounds,
    moves: moved,
    active: strategies.filter((strategy) => strategy !== 0).length,
    coverage,
    strategies: scenario.strategies.length,
    classes: scenario.classes.length,
    domains: scenario.domains.length,
    transactions: chain.transactions,
    gas: chain.gas,
    quoted,
  };
}

/**
 * Seconds from the settings of a scenario to the certificate, against a published simulator that has no chain.
 *
 * @param load 0.1 brings about as many in as that simulator has pools
 */
export async function equilibriumSpeed(parameters: Parameters<typeof settle>[0]): Promise<SpeedRow[]> {
  const settled = await settle(parameters);
  const laps = [settled.scenario, settled.setUp, settled.play, settled.certificate];
  const { operators, load } = parameters;
  const { strategies, classes, domains, active, moves, rounds, transactions, gas, quoted } = settled;
  const what =
    `${operators} operators to a certified equilibrium on chain at load ${load}: ${strategies} strategies, ${classes} classes, ` +
    `${domains} domains; ${active} in, ${moves} moves in ${rounds} rounds, ${transactions} transactions, ` +
    `${(gas / 1e6).toFixed(0)} M gas, ${quoted} quotes`;
  return (["wall", "processor"] as const).map((kind) => {
    const value = laps.reduce((sum, lap) => sum + lap[kind], 0);
    const name = `${what}; ${kind === "wall" ? "elapsed" : "processor time"}`;
    return { name, value, unit: "s", reference: STAKE_POOL_SIMULATOR, ratio: value / STAKE_POOL_SIMULATOR };
  });
}

import type { Agent, Move } from "../../agents/agent.js";
import { decideEpoch } from "../../agents/decideEpoch.js";
import { intentOf } from "../../agents/intentOf.js";
import type { LedgerState } from "../../agents/ledgerState.js";
import { presentOffer } from "../../agents/pricing/eligibleOffer.js";
import { pricerErrorBound, quoteBound } from "../../agents/pricing/errorBound.js";
import { pricerFor } from "../../agents/pricing/pricerFor.js";
import { ChainDriver } from "../../chain/ChainDriver.js";
import { randomStream } from "../../common/random.js";
import { ruleNamed } from "../../learning/ruleNamed.js";
import { analyticReadings } from "../../simulation/analyticReadings.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import { EPOCH_SECONDS } from "../../simulation/epochWindow.js";
import { generatedWindows } from "../../simulation/generatedWindows.js";
import { MeasuredService } from "../../simulation/measuredService.js";
import { PricedMarket } from "../../simulation/pricedMarket.js";
import { requestOutcome } from "../../simulation/requestOutcome.js";
import { requestReadings } from "../../simulation/requestReadings.js";
import { scenarioOffers } from "../../simulation/scenarioOffers.js";
import { scenarioOnChain } from "../../simulation/scenarioOnChain.js";
import type { ServiceModel } from "../../simulation/serviceModel.js";
import { startingStrategies } from "../../simulation/startingStrategies.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { HORIZON_DAYS } from "../learning/assumptions.js";
import { potentialSummary } from "./potentialSummary.js";

/** One run of the potential experiment. */
export interface PotentialSettings {
  readonly operators: number;
  readonly domains: number;
  readonly layers: number;
  readonly start: string;
  readonly service: string;
  readonly rounds: number;
  readonly seed: number;
}

/** Purses that bind nobody: the question is what a profitable move does, not who can afford it. */
const STAKES_OWNED = 1_000;

/**
 * Best responses one by one under MarginalCoverage, each alone on the chain; before and after each, the deployed contract
 * is asked for coverage and for the mover's pay rate. A move is one block of the operator's own and one of the reporter's.
 *
 * With `analytic` services nothing else changes and a run ends when a whole round passes without a move. With `request`
 * services every decision is a day of its own: a window of requests and a day of probes, after which everybody is measured
 * anew, the mover from the prior.
 */
export async function potentialCell(settings: PotentialSettings, context: CellContext): Promise<CellResult> {
  const { seed, domains, layers, start, rounds } = settings;
  const built = buildScenario({ seed, operators: settings.operators, domains, layers: layers as 1 | 2 | 3 | 4 });
  const operators = built.operators.map((each) => ({ ...each, capital: STAKES_OWNED * each.stake }));
  const scenario = { ...built, operators };
  const table = scenarioOffers(scenario);
  const decisions = rounds * operators.length;
  const chain = await ChainDriver.create({
    connection: await context.connect(),
    policy: "MarginalCoverage",
    ...scenarioOnChain(scenario),
    budget: scenario.emissionPerDay * (decisions + 2) + 1,
    unbondingDays: 7,
    maxAgeSeconds: Math.min((decisions + 2) * EPOCH_SECONDS, 2 ** 32 - 1),
    keys: "impersonated",
  });
  const service = serviceOf(settings, { scenario, table });
  const isMeasured = service.name === "request";
  const rule = ruleNamed("best-response");
  const strategies = startingStrategies({ scenario, start });
  const count = scenario.strategies.length;

  /** Sends moves, then what is measured of everybody; leaves the ledger's state. */
  const carryOut = async (moves: readonly Move[], epoch: number): Promise<LedgerState> => {
    await chain.apply(moves.map((move) => intentOf(move, table)));
    const state = await chain.snapshot();
    const pricer = pricerFor("MarginalCoverage")(state);
    await chain.report({ services: await service.readings({ epoch, strategies, pricer, state }) });
    if (isMeasured) await chain.advance(EPOCH_SECONDS);
    return chain.snapshot();
  };
  const coverage = async (): Promise<number> => (await chain.coverage()) ?? Number.NaN;
  const payRate = async (operator: number, state: LedgerState): Promise<number> =>
    (await chain.quote(operator, presentOffer(state, operator))).tokensPerDay;

  const entries = [...strategies].flatMap((to, operator): Move[] => (to === 0 ? [] : [{ operator, from: 0, to }]));
  let state = await carryOut(entries, 0);
  let covered = await coverage();
  const steps: Row[] = [];
  let quiet = 0;
  for (let step = 0; step < decisions && quiet < operators.length; step++) {
    context.signal.throwIfAborted();
    const operator = step % operators.length;
    const agents = operators.map(
      ({ capital }, i): Agent => ({
        strategy: strategies[i] ?? 0,
        memory: null,
        free: capital,
        unbonding: { tokens: 0, releaseDay: 0 },
      }),
    );
    const pricer = pricerFor("MarginalCoverage")(state);
    const realised = new Float64Array(operators.length);
    const { moves } = decideEpoch({
      activation: { operators: [operator], seesEarlierMoves: true },
      rule,
      agents,
      market: new PricedMarket({ scenario, pricer, coverage: pricer, agents, table, realised }),
      horizonDays: HORIZON_DAYS,
      stream: () => randomStream(seed, `decision/${step}`),
    });
    const [move] = moves;
    quiet = move === undefined ? quiet + 1 : 0;
    if (move === undefined && !isMeasured) continue;
    if (isMeasured) quiet = 0;
    const before = { covered, pay: await payRate(operator, state) };
    if (move !== undefined) strategies[operator] = move.to;
    state = await carryOut(moves, step + 1);
    covered = await coverage();
    const costOf = (strategy: number): number => scenario.costs[operator * count + strategy] ?? 0;
    const cost = move === undefined ? 0 : costOf(move.to) - costOf(move.from);
    const value = state.emissionPerDay * (covered - before.covered);
    const pay = (await payRate(operator, state)) - before.pay;
    steps.push({
      step,
      operator,
      moved: move !== undefined,
      from: scenario.strategies[move?.from ?? strategies[operator] ?? 0]?.id ?? null,
      to: scenario.strategies[strategies[operator] ?? 0]?.id ?? null,
      coverage: covered,
      value,
      cost,
      potential: value - cost,
      pay,
      disagreement: Math.abs(pay - value),
      bound: readingBound(state),
    });
    context.progress((step + 1) / decisions, `decision ${step + 1} of at most ${decisions}`);
  }
  return {
    tables: { steps, summary: [potentialSummary({ steps, emission: state.emissionPerDay, settled: quiet > 0 })] },
  };
}

function serviceOf(
  { service }: PotentialSettings,
  { scenario, table }: { scenario: ReturnType<typeof buildScenario>; table: ReturnType<typeof scenarioOffers> },
): ServiceModel {
  if (service === "analytic") return analyticReadings(table);
  const measured = new MeasuredService(scenario);
  const windows = generatedWindows({ scenario });
  return requestReadings({
    classes: scenario.classes.length,
    measured,
    observe: async (epoch, strategies) => {
      const window = await windows.window(epoch);
      const outcome = requestOutcome({ scenario, strategies, window, router: "power-of-two" });
      measured.observe({ strategies, window, outcome });
      return { window, outcome };
    },
  });
}

/**
 * {token/day} How far the change of the mover's pay and that of emission x coverage may be apart: two quotes and two
 * coverages, each with the contract's own error (what `quoteBound` adds to the pricer's); coverages besides are cut to
 * 2^-52 per class, and all are added up as numbers.
 */
function readingBound(state: LedgerState): number {
  const situation = { policy: "MarginalCoverage", state } as const;
  const contract = quoteBound(situation) - state.emissionPerDay * pricerErrorBound(situation);
  return 4 * contract + 2 * state.emissionPerDay * (state.classes + 4) * 2 ** -52;
}

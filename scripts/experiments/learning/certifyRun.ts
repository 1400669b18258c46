import type { Agent } from "../../agents/agent.js";
import type { LedgerState } from "../../agents/ledgerState.js";
import { quoteBound } from "../../agents/pricing/errorBound.js";
import type { OfferTable } from "../../agents/pricing/offerTable.js";
import type { Pricer } from "../../agents/pricing/pricer.js";
import type { ChainDriver } from "../../chain/ChainDriver.js";
import { certify } from "../../metrics/certificate.js";
import { checkAgainstQuote } from "../../metrics/checkAgainstQuote.js";
import { PricedMarket } from "../../simulation/pricedMarket.js";
import type { Scenario } from "../../simulation/scenario.js";
import { HORIZON_DAYS } from "./assumptions.js";

/** How near a profile is to an equilibrium; tokens per day. */
export interface RunCertificate {
  /** Largest gain of a lone deviation that a purse allows, when changing over costs what it costs, spread over the horizon. */
  readonly epsilon: number;
  /** Epsilon over the mean pay of those who are paid; null where nobody is. */
  readonly epsilonShare: number | null;
  readonly nashConv: number;
  /** Operators that gain by moving and can pay for it: at rest there are none. */
  readonly wanting: number;
  /** Further operators that would gain, but have no money for the stake or the change. */
  readonly barred: number;
  /** Largest gain if changing over were free and everybody had the money. */
  readonly epsilonFree: number;
  readonly nashConvFree: number;
  /** Deviations priced. */
  readonly priced: number;
  /** Quotes of the deployed contract compared, the largest difference and the bound it kept. */
  readonly quoted: number;
  readonly quoteError: number;
  readonly quoteErrorBound: number;
}

/**
 * Prices every deviation of every operator at the end of a run and holds the prices to the deployed contract's `quote`.
 *
 * @param agents as the last epoch left them, for what their purses allow; everything is allowed if left out
 * @throws Error when a quote is further from its price than the bound
 */
export async function certifyRun(parameters: {
  scenario: Scenario;
  table: OfferTable;
  strategies: Int32Array;
  agents?: readonly Agent[];
  chain: Pick<ChainDriver, "quote">;
  pricer: Pricer;
  state: LedgerState;
  /** Random deviations that the deployed contract is asked about beside every operator's best one. */
  quotes: number;
}): Promise<RunCertificate> {
  const { scenario, table, strategies, agents, chain, pricer, state, quotes } = parameters;
  const count = scenario.strategies.length;
  const costs = scenario.costs.map((cost, cell) => {
    const operator = Math.floor(cell / count);
    const factor = scenario.operators[operator]?.multipliers.capital ?? 1;
    const from = strategies[operator] ?? 0;
    return cost + (factor * (scenario.switchingCosts[from * count + (cell % count)] ?? 0)) / HORIZON_DAYS;
  });
  const tolerance = 1e-9 * scenario.emissionPerDay;
  const situation = { pricer, table, playing: strategies, costs };
  const market =
    agents && new PricedMarket({ scenario, pricer, coverage: pricer, agents, table, realised: new Float64Array() });
  const allowed = market && Uint8Array.from(agents.flatMap((_, operator) => [...market.allowed(operator)]));
  const certificate = certify({ ...situation, ...(allowed && { allowed }), tolerance });
  const anyPurse = certify({ ...situation, tolerance });
  const free = certify({ ...situation, costs: scenario.costs, tolerance });
  const check = await checkAgainstQuote({
    ...situation,
    certificate: anyPurse,
    quote: async (policy, operator, offer) => (await chain.quote(operator, offer, policy)).tokensPerDay,
    bound: quoteBound({ policy: pricer.policy, state }),
    seed: scenario.seed,
    samples: quotes,
  });
  return {
    epsilon: certificate.epsilon,
    epsilonShare: Number.isFinite(certificate.epsilonShare) ? certificate.epsilonShare : null,
    nashConv: certificate.nashConv,
    wanting: certificate.wanting.length,
    barred: anyPurse.wanting.length - certificate.wanting.length,
    epsilonFree: free.epsilon,
    nashConvFree: free.nashConv,
    priced: anyPurse.priced,
    quoted: check.checked,
    quoteError: check.largest,
    quoteErrorBound: check.bound,
  };
}

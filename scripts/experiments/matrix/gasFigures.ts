import type { LedgerState } from "../../agents/ledgerState.js";
import { presentOffer } from "../../agents/pricing/eligibleOffer.js";
import type { ChainDriver, Phase } from "../../chain/ChainDriver.js";
import type { ServiceReading } from "../../simulation/serviceReading.js";

/** Gas of whole transactions, the 21,000 of each included. */
export interface GasFigures {
  /** Measuring a service again, in the run's full batches: per service. */
  readonly measureGas: number | null;
  /** A claim, in all classes that the operator serves. */
  readonly claimGas: number | null;
  /** Classes that a claim covers, mean. */
  readonly claimClasses: number | null;
  /** Measuring one service again in a transaction of its own. */
  readonly measureOneGas: number | null;
  /** A claim in one class. */
  readonly claimOneGas: number | null;
}

/** Operators that are measured and claim one by one. */
const SINGLES = 3;
const NONE: GasFigures = {
  measureGas: null,
  claimGas: null,
  claimClasses: null,
  measureOneGas: null,
  claimOneGas: null,
};

/**
 * What the steady operations cost at the end of a run, by really sending them: everything is measured again as it is, everybody
 * claims; then a few operators one by one in one class. Null where nobody serves.
 *
 * @example await gasFigures({ chain, state: await chain.snapshot() })
 */
export async function gasFigures({ chain, state }: { chain: ChainDriver; state: LedgerState }): Promise<GasFigures> {
  const profiles = Array.from({ length: state.operators }, (_, operator) => ({
    operator,
    services: presentOffer(state, operator).services.map((service): ServiceReading => ({ operator, ...service })),
  })).filter(({ services }) => services.length > 0);
  if (profiles.length === 0) return NONE;
  const services = profiles.flatMap((profile) => profile.services);
  const operators = profiles.map(({ operator }) => operator);
  const spent = async (phase: Phase, act: () => Promise<unknown>): Promise<number> => {
    const before = chain.counters[phase].gas;
    await act();
    return chain.counters[phase].gas - before;
  };
  const measured = await spent("report", () => chain.report({ services, all: true }));
  await chain.advance(60);
  const claimed = await spent("claim", () => chain.claim(operators));
  const singles = profiles.filter((_, i) => i % Math.ceil(profiles.length / SINGLES) === 0);
  let measuredOne = 0;
  let claimedOne = 0;
  for (const { operator, services: own } of singles) {
    const only = own.slice(0, 1);
    measuredOne += await spent("report", () => chain.report({ services: only, all: true }));
    await chain.advance(60);
    const classes = only.map(({ classIndex }) => classIndex);
    claimedOne += await spent("claim", () => chain.claim([operator], classes));
  }
  return {
    measureGas: measured / services.length,
    claimGas: claimed / operators.length,
    claimClasses: services.length / operators.length,
    measureOneGas: measuredOne / singles.length,
    claimOneGas: claimedOne / singles.length,
  };
}

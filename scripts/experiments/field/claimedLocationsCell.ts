import { median } from "simple-statistics";
import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { LedgerState } from "../../agents/ledgerState.js";
import { pricerFor } from "../../agents/pricing/pricerFor.js";
import { randomStream } from "../../common/random.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { PayDays, type Shown } from "./payDays.js";
import type { Service } from "./rigServices.js";
import { servingRigs } from "./servingRigs.js";
import { splitRequests } from "./splitRequests.js";

/**
 * What is claimed. `presence`: a class, kept alive for probes without any capacity behind it. `capacity`: a class, and the
 * report repeats the capacity that is claimed. `domain`: the service is real, the failure domain is not the one it runs in.
 */
export const CLAIMS = ["presence", "capacity", "domain"] as const;

export interface ClaimedLocationsSettings {
  readonly policy: string;
  readonly claim: string;
  /** Operators that serve what they show. */
  readonly honest: number;
  /** Classes that each claimant claims. */
  readonly classes: number;
  readonly seed: number;
}

/** Shares of all operators that claim, as near as whole operators come to them. */
export const CLAIM_SHARES = [0.05, 0.2, 0.4] as const;
/** Reliability that a claim shows: that of an operator without faults. */
const CLAIMED_RELIABILITY = 0.95;

/**
 * Days with more and more claimants beside the same honest operators. Each claimant in turn looks at public state and claims
 * the classes that the rule pays it best for; with `domain` it runs a rig like the honest ones, in one domain with all other
 * claimants, and declares the domain that pays best. The figures are claims from the vault.
 */
export async function claimedLocationsCell(
  settings: ClaimedLocationsSettings,
  context: CellContext,
): Promise<CellResult> {
  const { seed, honest, claim } = settings;
  const policy = settings.policy as PolicyName;
  const counts = CLAIM_SHARES.map((share) => Math.max(1, Math.round((honest * share) / (1 - share))));
  const most = Math.max(...counts);
  const scenario = buildScenario({ seed, operators: honest + most });
  const stream = randomStream(seed, "claimed-locations");
  const rigs = servingRigs({ scenario, stream, count: honest });
  const real = servingRigs({ scenario, stream, count: most }).map(({ services }): Shown => ({ domain: 0, services }));
  context.progress(0.05, "deployment");
  const bed = await PayDays.open({
    chain: await context.connect(),
    policy,
    scenario,
    stakes: Array.from({ length: honest + most }, () => 100),
    days: 2 * counts.length + 1,
  });
  const out = Array.from({ length: most }, () => undefined);
  const alone = splitRequests({ scenario, shown: rigs });
  let { state } = await bed.day([...alone, ...out]);
  const rows: Row[] = [];
  const claimed: Shown[] = [];
  for (const count of counts) {
    context.signal.throwIfAborted();
    const newcomers = Array.from({ length: count - claimed.length }, (_, i) => claimed.length + i);
    /** Shares of the emission that honest operators and claimants are paid on a day. */
    const shares = async (claimants: readonly Shown[]) => {
      const shown = [...rigs, ...claimants, ...out.slice(claimants.length)];
      const serves = (operator: number): number => (operator < honest || claim === "domain" ? 1 : 0);
      const day = await bed.day(splitRequests({ scenario, shown, favour: serves }));
      const of = (from: number, to: number): number =>
        day.paid.subarray(from, to).reduce((sum, tokens) => sum + tokens, 0) / day.emitted;
      return { state: day.state, honest: of(0, honest), claimants: of(honest, honest + count) };
    };
    let truth: number | null = null;
    if (claim === "domain") {
      const truly = await shares(real.slice(0, count));
      truth = truly.claimants;
      claimed.splice(
        0,
        claimed.length,
        ...bestDomains({ policy, state: truly.state, honest, shown: real.slice(0, count) }),
      );
    } else {
      claimed.push(
        ...bestClasses({
          policy,
          state,
          operators: newcomers.map((i) => honest + i),
          claim,
          rigs,
          count: settings.classes,
        }),
      );
    }
    const day = await shares(claimed);
    ({ state } = day);
    rows.push({
      claimShare: CLAIM_SHARES[rows.length] ?? 0,
      paidClaimants: day.claimants,
      paidHonest: day.honest,
      ofPaid: day.claimants / (day.claimants + day.honest),
      truth,
      gain: truth === null || truth === 0 ? null : day.claimants / truth - 1,
    });
    context.progress(0.05 + (0.95 * rows.length) / counts.length, `${count} claimants`);
  }
  return { tables: { days: rows } };
}

/** What each newcomer claims, one after the other: the classes that pay it most by themselves, at the state it finds. */
function bestClasses(parameters: {
  policy: PolicyName;
  state: LedgerState;
  operators: readonly number[];
  claim: string;
  rigs: readonly Shown[];
  count: number;
}): Shown[] {
  const { policy, state, operators, claim, rigs, count } = parameters;
  const pricer = pricerFor(policy)(state);
  const usual = median(rigs.flatMap(({ services }) => services.map(({ capacityRatio }) => capacityRatio)));
  const capacityRatio = claim === "presence" ? 0 : usual;
  const serviceOf = (classIndex: number): Service => ({
    classIndex,
    reliability: CLAIMED_RELIABILITY,
    capacityRatio,
    served: 0,
  });
  return operators.map((operator) => {
    const priced = Array.from({ length: state.classes }, (_, c) => ({
      c,
      pay: pricer.price(operator, { stake: 100, domain: operator % state.domains, services: [serviceOf(c)] }),
    }));
    const best = priced
      .sort((a, b) => b.pay - a.pay || a.c - b.c)
      .slice(0, count)
      .map(({ c }) => serviceOf(c))
      .sort((a, b) => a.classIndex - b.classIndex);
    const shown = { domain: operator % state.domains, services: best };
    pricer.set(operator, { stake: 100, ...shown });
    return shown;
  });
}

/** The same services from the domain that pays each claimant best, one after the other. */
function bestDomains(parameters: {
  policy: PolicyName;
  state: LedgerState;
  honest: number;
  shown: readonly Shown[];
}): Shown[] {
  const { policy, state, honest, shown } = parameters;
  const pricer = pricerFor(policy)(state);
  return shown.map(({ services }, i) => {
    const offers = Array.from({ length: state.domains }, (_, domain) => ({ domain, services }));
    const pays = offers.map((offer) => pricer.price(honest + i, { stake: 100, ...offer }));
    const best = offers[pays.indexOf(Math.max(...pays))] ?? { domain: 0, services };
    pricer.set(honest + i, { stake: 100, ...best });
    return best;
  });
}

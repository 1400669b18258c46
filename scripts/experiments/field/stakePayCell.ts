import { mean, sampleStandardDeviation } from "simple-statistics";
import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { ALLOCATION_EPOCHS } from "../../chain/queryRebateSetUp.js";
import { randomStream } from "../../common/random.js";
import { DAY_SECONDS } from "../../common/units.js";
import { alignment } from "../../metrics/alignment.js";
import { marginalCoverage } from "../../metrics/marginalCoverage.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import type { Scenario } from "../../simulation/scenario.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { known } from "../tables/epochRow.js";
import { logNormal } from "./logNormal.js";
import { PayDays, type Shown } from "./payDays.js";
import { servingRigs } from "./servingRigs.js";
import { splitRequests } from "./splitRequests.js";

export interface StakePaySettings {
  readonly policy: string;
  readonly routing: string;
  readonly groups: number;
  readonly members: number;
  /** Standard deviation of the logarithm of stakes. */
  readonly spread: number;
  /** All stakes over all fees of the life of an allocation. */
  readonly cover: number;
  readonly seed: number;
}

const NOTHING: Shown = { domain: 0, services: [] };

/**
 * One day of operators in groups: within a group all run the same rig in the same domain, so that they perform alike, and
 * differ in stake alone. Requests go to capacity, or to capacity times stake.
 */
export async function stakePayCell(settings: StakePaySettings, context: CellContext): Promise<CellResult> {
  const { seed, groups, members, routing, cover } = settings;
  const scenario = buildScenario({ seed, operators: groups * members });
  const stream = randomStream(seed, "stake-pay");
  const rigs = servingRigs({ scenario, stream, count: groups });
  const groupOf = scenario.operators.map((_, operator) => Math.floor(operator / members));
  const drawn = groupOf.map(() => logNormal(stream, settings.spread));
  const shown = splitRequests({
    scenario,
    shown: groupOf.map((group) => rigs[group] ?? NOTHING),
    favour: (operator) => (routing === "stake" ? (drawn[operator] ?? 0) : 1),
  });
  const stakes = scaledStakes({ scenario, shown, drawn, cover });
  context.progress(0.1, "deployment");
  const days = await PayDays.open({
    chain: await context.connect(),
    policy: settings.policy as PolicyName,
    scenario,
    stakes,
    days: 1,
  });
  const { paid, emitted, state } = await days.day(shown);
  const marginal = marginalCoverage(state);
  const operators: Row[] = groupOf.map((group, operator) => ({
    operator,
    group,
    stake: stakes[operator] ?? 0,
    served: (shown[operator]?.services ?? []).reduce((sum, { served }) => sum + served, 0),
    marginal: marginal[operator] ?? 0,
    paid: paid[operator] ?? 0,
  }));
  const variation = (values: ArrayLike<number>): number => {
    const within = rigs.map((_, group) => groupOf.flatMap((own, i) => (own === group ? [values[i] ?? 0] : [])));
    const paidAtAll = within.filter((each) => mean(each) > 0);
    if (paidAtAll.length === 0) return Number.NaN;
    return mean(paidAtAll.map((each) => sampleStandardDeviation(each) / mean(each)));
  };
  const byStake = alignment({ pay: paid, marginal: stakes });
  const byMarginal = alignment({ pay: paid, marginal });
  return {
    tables: {
      operators,
      summary: [
        {
          payVariation: known(variation(paid)),
          stakeVariation: known(variation(stakes)),
          withStake: known(byStake.pearson),
          withMarginal: known(byMarginal.pearson),
          paidShare: paid.reduce((sum, tokens) => sum + tokens, 0) / emitted,
        },
      ],
    },
  };
}

/** Tokens: in the proportions drawn, together `cover` times what requests served like this pay at their mean worth over the life of an allocation. */
function scaledStakes(parameters: {
  scenario: Scenario;
  shown: readonly Shown[];
  drawn: readonly number[];
  cover: number;
}): number[] {
  const { scenario, shown, drawn, cover } = parameters;
  const fee = (Number(ALLOCATION_EPOCHS) * scenario.valuePerDay) / (scenario.requestsPerSecond * DAY_SECONDS);
  const served = shown.reduce(
    (sum, { services }) => sum + services.reduce((own, service) => own + service.served, 0),
    0,
  );
  const total = drawn.reduce((sum, value) => sum + value, 0);
  return drawn.map((value) => Math.max(1e-6, (cover * fee * served * value) / total));
}

import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { ALLOCATION_EPOCHS } from "../../chain/queryRebateSetUp.js";
import { randomStream } from "../../common/random.js";
import { randomOrder } from "../../common/randomOrder.js";
import { DAY_SECONDS } from "../../common/units.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { cobbDouglasRebate } from "./cobbDouglasRebate.js";
import { logNormal } from "./logNormal.js";
import { PayDays, type Shown } from "./payDays.js";
import { servingRigs } from "./servingRigs.js";
import { splitRequests } from "./splitRequests.js";

export interface IdlePaySettings {
  readonly policy: string;
  /** What an idle operator still shows: all its capacity, or a class kept alive without any. */
  readonly idling: string;
  readonly operators: number;
  /** Standard deviation of the logarithm of stakes. */
  readonly spread: number;
  /** All stakes over all fees of the life of an allocation in which nobody is idle. */
  readonly cover: number;
  readonly seed: number;
}

/** Shares of the operators that serve nothing. */
export const IDLE_SHARES = [0, 0.2, 0.4, 0.6, 0.8] as const;

/** Days on which more and more operators, in an order drawn once, keep their stake and their classes and serve nothing. */
export async function idlePayCell(settings: IdlePaySettings, context: CellContext): Promise<CellResult> {
  const { seed, operators, idling, spread, cover } = settings;
  const scenario = buildScenario({ seed, operators });
  const stream = randomStream(seed, "idle-pay");
  const rigs = servingRigs({ scenario, stream, count: operators });
  const drawn = rigs.map(() => logNormal(stream, spread));
  const everybody = rigs.map((_, operator) => operator);
  const order = [...randomOrder(everybody, stream)];
  const days = IDLE_SHARES.map((share) => {
    const idle = new Set(order.slice(0, Math.round(share * operators)));
    const shown = rigs.map((rig, operator): Shown => {
      if (idling === "able" || !idle.has(operator)) return rig;
      return { ...rig, services: rig.services.map((service) => ({ ...service, capacityRatio: 0 })) };
    });
    return {
      share,
      idle,
      shown: splitRequests({ scenario, shown, favour: (operator) => (idle.has(operator) ? 0 : 1) }),
    };
  });
  const fee = (Number(ALLOCATION_EPOCHS) * scenario.valuePerDay) / (scenario.requestsPerSecond * DAY_SECONDS);
  const feesOf = ({ services }: Shown): number => fee * services.reduce((sum, { served }) => sum + served, 0);
  const allFees = sum((days[0]?.shown ?? []).map(feesOf));
  const stakes = drawn.map((value) => Math.max(1e-6, (cover * allFees * value) / sum(drawn)));
  context.progress(0.1, "deployment");
  const bed = await PayDays.open({
    chain: await context.connect(),
    policy: settings.policy as PolicyName,
    scenario,
    stakes,
    days: days.length,
  });
  const rows: Row[] = [];
  for (const { share, idle, shown } of days) {
    context.signal.throwIfAborted();
    const { paid, emitted } = await bed.day(shown);
    const fees = shown.map(feesOf);
    const rebates = cobbDouglasRebate({ fees, stakes });
    rows.push({
      idleShare: share,
      idlePaid: sum([...idle].map((operator) => paid[operator] ?? 0)) / emitted,
      idleStake: sum([...idle].map((operator) => stakes[operator] ?? 0)) / sum(stakes),
      unpaid: 1 - sum([...paid]) / emitted,
      stakeOverFees: sum(stakes) / sum(fees),
      cobbDouglasBurn: 1 - sum(rebates) / sum(fees),
    });
    context.progress(0.1 + (0.9 * rows.length) / days.length, `${share} idle`);
  }
  return { tables: { days: rows } };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { ChainDriver } from "../../chain/ChainDriver.js";
import { ruleNamed } from "../../learning/ruleNamed.js";
import { coverage } from "../../metrics/coverage.js";
import { analyticReadings } from "../../simulation/analyticReadings.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import { EPOCH_SECONDS } from "../../simulation/epochWindow.js";
import { runEpochs } from "../../simulation/runEpochs.js";
import { scenarioOffers } from "../../simulation/scenarioOffers.js";
import { scenarioOnChain } from "../../simulation/scenarioOnChain.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { HORIZON_DAYS, UNBONDING_DAYS } from "../learning/assumptions.js";
import { known } from "../tables/epochRow.js";
import { calibrateTargetShare } from "./calibrateTargetShare.js";
import { familyShares, leftFamily } from "./familyShares.js";
import { cutWeights, thresholds } from "./thresholds.js";

export interface OneModelSettings {
  readonly policy: string;
  readonly controller: string;
  /** Of TargetShare: the same for a request of every class, or set so that families earn alike at the start. */
  readonly coefficients: string;
  readonly order: string;
  /** Id of the one GPU that all operators have, or `any`. */
  readonly gpu: string;
  readonly operators: number;
  readonly domains: number;
  /** Epochs until the change. */
  readonly epochs: number;
  readonly frequency: number;
  readonly seed: number;
}

/** Epochs over which a share is averaged; as long a wait before the last step, and twice as long after it. */
const WINDOW = 4;
/** Regions with less than this share of the requests are one class: one per model family, latency and verification. */
const ALL = 1;

/**
 * Operators learn by best response until the change; then the weights of the classes of the most used model family are cut,
 * on chain, to just above the point at which operators would leave it, and four epochs later by one step of 5% below it.
 */
export async function oneModelCell(settings: OneModelSettings, context: CellContext): Promise<CellResult> {
  const { seed, operators, domains, gpu, order, epochs, frequency } = settings;
  const policy = settings.policy as PolicyName;
  const scenario = buildScenario({ seed, operators, domains, smallestShare: ALL, ...(gpu !== "any" && { gpu }) });
  const table = scenarioOffers(scenario);
  const all = epochs + 3 * WINDOW;
  context.progress(0, "deployment");
  const chain = await ChainDriver.create({
    connection: await context.connect(),
    policy,
    ...scenarioOnChain(scenario),
    budget: scenario.emissionPerDay * (all + 1) + 1,
    unbondingDays: UNBONDING_DAYS,
    maxAgeSeconds: Math.min((all + 1) * EPOCH_SECONDS, 2 ** 32 - 1),
    keys: "impersonated",
  });
  if (policy === "TargetShare" && settings.coefficients === "calibrated") {
    await calibrateTargetShare({ chain, scenario, table });
  }
  const run = runEpochs({
    scenario,
    chain,
    policy,
    table,
    rule: ruleNamed("best-response"),
    order,
    frequency,
    start: "random",
    epochs: all,
    service: analyticReadings(table),
    horizonDays: HORIZON_DAYS,
    unbondingDays: UNBONDING_DAYS,
    upkeep: settings.controller === "steered",
    signal: context.signal,
  });
  const epochRows: (Row & { readonly moved: number; readonly ofOperators: number; readonly ofCompute: number })[] = [];
  let before: EpochRecord | undefined;
  let found: ReturnType<typeof thresholds> | undefined;
  for await (const record of run) {
    const { epoch } = record;
    epochRows.push({
      epoch,
      ...familyShares(scenario, record.strategies),
      moved: before === undefined ? 0 : leftFamily(scenario, before.strategies, record.strategies),
      coverage: coverage(record.state),
    });
    before = record;
    if (epoch === epochs - 1) {
      found = thresholds({ scenario, policy, table, record, horizonDays: HORIZON_DAYS });
      const { first } = found;
      if (first !== null && first > 1) await report(found.family, first - 1);
    }
    // Decisions are made on the ledger as the last report left it: a change is acted on one epoch after the next.
    if (epoch === epochs + WINDOW - 1 && found !== undefined) await report(found.family, found.first ?? 1);
    context.progress((epoch + 1) / all, `epoch ${epoch + 1} of ${all}`);
  }
  if (found === undefined) throw new RangeError("a run has at least one epoch");
  async function report(family: string, steps: number): Promise<void> {
    await chain.report({ services: [], demand: cutWeights(scenario, family, steps) });
  }
  const mean = (column: "ofOperators" | "ofCompute", from: number): number =>
    epochRows.slice(from, from + WINDOW).reduce((sum, row) => sum + row[column], 0) / WINDOW;
  const most = (from: number): number => Math.max(...epochRows.slice(from, from + WINDOW).map(({ moved }) => moved));
  const { first, family, responses } = found;
  return {
    tables: {
      epochs: epochRows,
      responses: responses.map((share, index) => ({ cut: 1 - 0.95 ** (index + 1), share })),
      summary: [
        {
          family,
          operatorsBefore: mean("ofOperators", epochs - WINDOW),
          computeBefore: mean("ofCompute", epochs - WINDOW),
          operatorsAfter: mean("ofOperators", all - WINDOW),
          computeAfter: mean("ofCompute", all - WINDOW),
          threshold: first === null ? null : 1 - 0.95 ** first,
          jump: known(found.jump),
          movedUnforced: most(epochs - WINDOW),
          movedAfter: most(epochs + WINDOW),
          coverageBefore: epochRows[epochs - 1]?.coverage ?? null,
          coverageAfter: epochRows.at(-1)?.coverage ?? null,
        },
      ],
    },
  };
}

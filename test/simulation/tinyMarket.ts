import hre from "hardhat";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { type OfferTable, offerTable } from "../../scripts/agents/pricing/offerTable.js";
import { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { emptyNetwork } from "../../scripts/network/network.js";
import { analyticReadings } from "../../scripts/simulation/analyticReadings.js";
import type { EpochRecord } from "../../scripts/simulation/epochRecord.js";
import { EPOCH_SECONDS } from "../../scripts/simulation/epochWindow.js";
import { type RunSettings, runEpochs } from "../../scripts/simulation/runEpochs.js";
import type { Scenario } from "../../scripts/simulation/scenario.js";
import { scenarioOnChain } from "../../scripts/simulation/scenarioOnChain.js";
import { loadCatalogue } from "../../scripts/workloads/catalogue.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";
import { strategyOf } from "../metrics/strategyOf.js";

/** Strategies by what they serve and from where; `SOUTH` is the cheap domain. */
export const OUT = 0;
export const BOTH_NORTH = 1;
export const BOTH_SOUTH = 2;
export const FIRST_NORTH = 3;
export const FIRST_SOUTH = 4;
/** List prices, tokens a day. */
const LIST = [0, 20, 10, 10, 5];
/** Tokens that every operator bonds. */
export const STAKE = 60;
/** u of every service; so much capacity that q = 1 - u. */
export const U = 0.9;
const PLENTY = 64;
/** North is up 99% of the time, south 90%. */
export const AVAILABILITY = [0.99, 0.9];

/**
 * Two classes of equal weight, two domains, five strategies; operator i pays 1 + i/10 times the list price; entering costs
 * two days of the list price once, any other change one day.
 */
export function tinyScenario(
  settings: { operators?: number; capital?: number; emissionPerDay?: number; seed?: number } = {},
): { scenario: Scenario; table: OfferTable } {
  const { operators: count = 3, capital = 1_000, emissionPerDay = 1_000, seed = 1 } = settings;
  const strategies = LIST.map((usdPerDay, k) => ({
    id: k === OUT ? "out" : `rig ${k}`,
    rig: k === OUT ? undefined : strategyOf().rig,
    domain: k === OUT ? -1 : (k + 1) % 2,
    usdPerDay,
  }));
  const serves = [[], [0, 1], [0, 1], [0], [0]];
  const ofCell = (value: number) =>
    Float64Array.from(serves.flatMap((own) => [0, 1].map((c) => (own.includes(c) ? value : 0))));
  const service = { strategies: 5, classes: 2, reliability: ofCell(U), capacityRatio: ofCell(PLENTY) };
  const operators = Array.from({ length: count }, (_, i) => ({
    id: `operator-${i}`,
    capital,
    stake: STAKE,
    multipliers: { power: 1, capital: 1, region: {} },
  }));
  const scenario: Scenario = {
    seed,
    catalogue: loadCatalogue(),
    classes: workloadClasses().slice(0, 2),
    domains: AVAILABILITY.map((availability, g) => ({
      id: ["here/North", "there/South"][g] ?? "",
      provider: "here",
      region: "Europe",
      availability,
      mtbfHours: 100,
      mttrHours: 1,
    })),
    strategies,
    operators,
    costs: Float64Array.from(operators.flatMap((_, i) => LIST.map((price) => price * (1 + i / 10)))),
    switchingCosts: Float64Array.from(
      LIST.flatMap((_, from) =>
        LIST.map((price, to) => (from === to || to === OUT ? 0 : (from === OUT ? 2 : 1) * price)),
      ),
    ),
    curves: [0, 1].map(() => ({ kappas: [1_000_000_000n], alphas: [1_000_000_000n] })),
    weights: [1n, 1n],
    promptQuantiles: [[], []],
    requestsPerSecond: 1,
    valuePerDay: emissionPerDay,
    emissionPerDay,
    service,
    network: emptyNetwork({ operators: 5, classes: 2, domains: 2 }),
  };
  const table = offerTable({
    service,
    domains: strategies.map(({ domain }) => domain),
    stakes: operators.map(({ stake }) => stake),
    requests: [43_200, 43_200],
  });
  return { scenario, table };
}

/** A chain of its own for a scenario. */
export async function tinyChain(
  scenario: Scenario,
  { policy, epochs, unbondingDays = 7 }: { policy: PolicyName; epochs: number; unbondingDays?: number },
): Promise<ChainDriver> {
  return ChainDriver.create({
    connection: await hre.network.create(),
    policy,
    ...scenarioOnChain(scenario),
    budget: scenario.emissionPerDay * (epochs + 1) + 1,
    unbondingDays,
    maxAgeSeconds: (epochs + 1) * EPOCH_SECONDS,
    keys: "impersonated",
  });
}

/** Runs a scenario on a chain of its own, everybody in turn each epoch unless told otherwise, and keeps every record. */
export async function tinyRun(
  settings: Pick<RunSettings, "scenario" | "table" | "policy" | "rule" | "start" | "epochs"> & Partial<RunSettings>,
): Promise<{ records: EpochRecord[]; chain: ChainDriver }> {
  const { scenario, table, policy, epochs, unbondingDays = 7 } = settings;
  const chain = settings.chain ?? (await tinyChain(scenario, { policy, epochs, unbondingDays }));
  const records: EpochRecord[] = [];
  const service = analyticReadings(table);
  const defaults = { order: "sequential", frequency: 1, service, horizonDays: 30, unbondingDays };
  for await (const record of runEpochs({ ...defaults, ...settings, chain })) records.push(record);
  return { records, chain };
}

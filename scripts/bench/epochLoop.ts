import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { ChainDriver } from "../chain/ChainDriver.js";
import { jsonRpc } from "../chain/jsonRpc.js";
import { HORIZON_DAYS, UNBONDING_DAYS } from "../experiments/learning/assumptions.js";
import { ruleNamed } from "../learning/ruleNamed.js";
import { analyticReadings } from "../simulation/analyticReadings.js";
import { buildScenario } from "../simulation/buildScenario.js";
import { EPOCH_SECONDS } from "../simulation/epochWindow.js";
import { generatedWindows } from "../simulation/generatedWindows.js";
import { requestOutcome } from "../simulation/requestOutcome.js";
import { runEpochs } from "../simulation/runEpochs.js";
import type { Scenario } from "../simulation/scenario.js";
import { scenarioOffers } from "../simulation/scenarioOffers.js";
import { scenarioOnChain } from "../simulation/scenarioOnChain.js";
import { recordChain, replayChain } from "./chainRecording.js";
import type { SpeedRow } from "./speedRow.js";
import { type Lap, stopwatch } from "./stopwatch.js";

/** Longest run, as a multiple of sending the very same transactions. */
const REPLAY_AIM = 1.4;

/**
 * Whole runs of the epoch loop, log-linear learning under MarginalCoverage, against raw replay of their own transactions in
 * the same process: decisions, transactions, readings and claims; and the same with each epoch's requests simulated, which
 * no replay does.
 *
 * @throws Error when a replay does not end in the block that its run ended in
 * @example await epochLoopSpeed({ hre, operators: 60, epochs: 10 })
 */
export async function epochLoopSpeed(parameters: {
  hre: HardhatRuntimeEnvironment;
  operators: number;
  epochs: number;
}): Promise<SpeedRow[]> {
  const { hre, operators, epochs } = parameters;
  const scenario = buildScenario({ seed: 1, operators });
  const rows: SpeedRow[] = [];
  for (const simulated of [false, true]) {
    const connection = await hre.network.create();
    const chain = await chainFor({ scenario, epochs, connection });
    const rpc = jsonRpc(connection);
    const before = await rpc("evm_snapshot");
    const windows = generatedWindows({ scenario });
    let run: Lap = { wall: 0, processor: 0 };
    const recording = await recordChain(connection, async () => {
      const lap = stopwatch();
      for await (const { epoch, strategies } of epochsOf({ scenario, chain, epochs })) {
        if (!simulated) continue;
        requestOutcome({ scenario, strategies, window: await windows.window(epoch), router: "power-of-two" });
      }
      run = lap();
    });
    const end = await lastBlock(rpc);
    await rpc("evm_revert", [before]);
    const lap = stopwatch();
    await replayChain(connection, recording);
    const replay = lap();
    if ((await lastBlock(rpc)) !== end) throw new Error("the replay did not end in the block that the run ended in");
    await connection.close();
    const gas = (chain.gas - chain.counters.setUp.gas) / epochs / 1e6;
    const what =
      `epoch loop, ${epochs} epochs of ${operators} operators${simulated ? ", requests and outages simulated too" : ""}, ` +
      `${recording.transactions} transactions, ${gas.toFixed(1)} M gas an epoch, against raw replay`;
    rows.push(row(`${what}${simulated ? "" : ` (aim: at most ${REPLAY_AIM})`}; elapsed`, run.wall, "s", replay.wall));
    rows.push(row(`${what}; processor time`, run.processor, "s", replay.processor));
  }
  return rows;
}

/**
 * What a long run keeps: the heap after garbage collection at its end, against that after a tenth of it; and the process's
 * memory with the chain, which keeps every block.
 *
 * @example await epochLoopMemory({ hre, operators: 6, epochs: 1_000 })
 */
export async function epochLoopMemory(parameters: {
  hre: HardhatRuntimeEnvironment;
  operators: number;
  epochs: number;
}): Promise<SpeedRow[]> {
  const { hre, operators, epochs } = parameters;
  const scenario = buildScenario({ seed: 1, operators, domains: 2, smallestShare: 0.2 });
  const connection = await hre.network.create();
  const chain = await chainFor({ scenario, epochs, connection });
  const early = Math.max(1, Math.round(epochs / 10));
  const used: NodeJS.MemoryUsage[] = [];
  for await (const { epoch } of epochsOf({ scenario, chain, epochs })) {
    if (epoch + 1 === early || epoch + 1 === epochs) {
      collectGarbage();
      used.push(process.memoryUsage());
    }
  }
  await connection.close();
  const [first, last] = used;
  const megabytes = (usage: NodeJS.MemoryUsage | undefined, of: "heapUsed" | "rss"): number => (usage?.[of] ?? 0) / 1e6;
  const what = `epoch loop, ${operators} operators, after ${epochs} epochs against after ${early}`;
  return [
    row(`${what}: heap`, megabytes(last, "heapUsed"), "MB", megabytes(first, "heapUsed")),
    row(`${what}: whole process, the chain's blocks with it`, megabytes(last, "rss"), "MB", megabytes(first, "rss")),
  ];
}

function chainFor(parameters: {
  scenario: Scenario;
  epochs: number;
  connection: NetworkConnection;
}): Promise<ChainDriver> {
  const { scenario, epochs, connection } = parameters;
  return ChainDriver.create({
    connection,
    policy: "MarginalCoverage",
    ...scenarioOnChain(scenario),
    budget: scenario.emissionPerDay * (epochs + 1) + 1,
    unbondingDays: UNBONDING_DAYS,
    maxAgeSeconds: Math.min((epochs + 1) * EPOCH_SECONDS, 2 ** 32 - 1),
    keys: "impersonated",
  });
}

function epochsOf({ scenario, chain, epochs }: { scenario: Scenario; chain: ChainDriver; epochs: number }) {
  const table = scenarioOffers(scenario);
  return runEpochs({
    scenario,
    chain,
    policy: "MarginalCoverage",
    table,
    rule: ruleNamed("log-linear"),
    order: "random",
    frequency: 0.25,
    start: "random",
    epochs,
    service: analyticReadings(table),
    horizonDays: HORIZON_DAYS,
    unbondingDays: UNBONDING_DAYS,
  });
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") for (let i = 0; i < 3; i++) collect();
}

async function lastBlock(rpc: ReturnType<typeof jsonRpc>): Promise<unknown> {
  return ((await rpc("eth_getBlockByNumber", ["latest", false])) as { hash: unknown }).hash;
}

function row(name: string, value: number, unit: string, reference: number): SpeedRow {
  return { name, value, unit, reference, ratio: value / reference };
}

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { ChainDriver } from "../chain/ChainDriver.js";
import { jsonRpc } from "../chain/jsonRpc.js";
import { randomStream } from "../common/random.js";
import { recordChain, replayChain } from "./chainRecording.js";
import type { SpeedRow } from "./speedRow.js";

/** Of the main job: operators, classes, domains, and classes that each operator serves. */
const OPERATORS = 60;
const CLASSES = 45;
const DOMAINS = 5;
const SERVED = 8;
const DAY = 86_400;
/** Longest run through the driver, as a multiple of sending the very same transactions. */
const REPLAY_AIM = 1.4;
/** {gas} The largest transaction since Osaka (EIP-7825). */
const LARGEST_TRANSACTION = 2 ** 24;

export interface SimulationSpeedOptions {
  hre: HardhatRuntimeEnvironment;
  /** Days of each run. */
  epochs: number;
  /** Runs, added up. */
  runs: number;
}

/** {s} Elapsed, and of all the process's threads. */
interface Time {
  wall: number;
  processor: number;
}

interface Run {
  driver: Time;
  replay: Time;
  transactions: number;
  gas: number;
}

/**
 * Speed of the chain driver on the in-process chain: days in which every operator is measured anew in eight classes of
 * four layers, a tenth of them move, and all claim; against the very same transactions sent once more, raw, from a
 * snapshot of the same chain in the same process.
 *
 * @throws Error when the replay does not end in the same block
 * @example await simulationSpeed({ hre, epochs: 10, runs: 3 })
 */
export async function simulationSpeed({ hre, epochs, runs }: SimulationSpeedOptions): Promise<SpeedRow[]> {
  const all: Run[] = [];
  for (let run = 0; run < runs; ++run) all.push(await oneRun(hre, epochs));
  const sum = (of: (run: Run) => number): number => all.reduce((total, run) => total + of(run), 0);
  const [wall, replayWall] = [sum(({ driver }) => driver.wall), sum(({ replay }) => replay.wall)];
  const [processor, replayProcessor] = [sum(({ driver }) => driver.processor), sum(({ replay }) => replay.processor)];
  const transactions = sum((run) => run.transactions);
  const what = `chain driver, ${epochs} days of ${OPERATORS} operators in ${SERVED} classes each`;
  return [
    row(`${what}: transactions, against raw replay`, transactions / wall, "tx/s", transactions / replayWall),
    row(`${what}: elapsed, against raw replay (aim: at most ${REPLAY_AIM})`, wall / runs, "s", replayWall / runs),
    row(`${what}: processor time, against raw replay`, processor / runs, "s", replayProcessor / runs),
    row(
      `${what}: gas a day, against the largest transaction`,
      sum(({ gas }) => gas) / runs / epochs,
      "gas",
      LARGEST_TRANSACTION,
    ),
  ];
}

async function timed(action: () => Promise<void>): Promise<Time> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await action();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - started) / 1e3, processor: (user + system) / 1e6 };
}

async function oneRun(hre: HardhatRuntimeEnvironment, epochs: number): Promise<Run> {
  const connection = await hre.network.create();
  const driver = await newDriver(connection);
  const rpc = jsonRpc(connection);
  await driver.apply(
    driver.options.operators.map((_, operator) => ({ kind: "enter", operator, domain: operator % DOMAINS })),
  );
  await day(driver, 0);
  const before = await rpc("evm_snapshot");
  const gasBefore = gasOf(driver);

  let time: Time = { wall: 0, processor: 0 };
  const recording = await recordChain(connection, async () => {
    time = await timed(async () => {
      for (let epoch = 1; epoch <= epochs; ++epoch) await day(driver, epoch);
    });
  });
  const gas = gasOf(driver) - gasBefore;
  const end = await lastBlock(rpc);

  await rpc("evm_revert", [before]);
  const replay = await timed(() => replayChain(connection, recording));
  if ((await lastBlock(rpc)) !== end) throw new Error("the replay did not end in the block that the run ended in");
  await connection.close();
  return { driver: time, replay, transactions: recording.transactions, gas };
}

function newDriver(connection: NetworkConnection): Promise<ChainDriver> {
  const kappas = [500_000_000n, 1_000_000_000n, 2_000_000_000n, 4_000_000_000n];
  return ChainDriver.create({
    connection,
    policy: "MarginalCoverage",
    classes: Array.from({ length: CLASSES }, (_, i) => ({
      curve: { kappas, alphas: kappas.map(() => 250_000_000n) },
      weight: BigInt(1_000 + i),
    })),
    domains: Array.from({ length: DOMAINS }, (_, i) => ({ name: `domain ${i}`, availability: 0.99 })),
    operators: Array.from({ length: OPERATORS }, () => ({ stake: 1_000, capital: 2_000 })),
    emissionPerDay: 10_000,
    budget: 10_000_000,
    unbondingDays: 7,
    maxAgeSeconds: 3 * DAY,
    keys: "impersonated",
  });
}

/** One epoch as the loop runs it: a state read, moves, measurements, time, claims. */
async function day(driver: ChainDriver, epoch: number): Promise<void> {
  const stream = randomStream(1, `bench/simulation/${epoch}`);
  const { domainOf } = await driver.snapshot();
  const movers = driver.options.operators.map((_, operator) => operator).filter((i) => i % 10 === epoch % 10);
  await driver.apply(
    movers.map((operator) => ({ kind: "move", operator, domain: ((domainOf[operator] ?? 0) + 1) % DOMAINS })),
  );
  await driver.report({
    services: driver.options.operators.flatMap((_, operator) =>
      Array.from({ length: SERVED }, (_, k) => ({
        operator,
        classIndex: (operator * 7 + k * 5) % CLASSES,
        reliability: (600_000_000 + stream.below(399_000_000)) / 1e9,
        capacityRatio: stream.below(1_000_000_000) / 1e9,
        served: 1 + stream.below(1_000),
      })),
    ),
  });
  await driver.advance(DAY);
  await driver.claim(driver.options.operators.map((_, operator) => operator));
}

const gasOf = ({ counters }: ChainDriver): number => Object.values(counters).reduce((sum, { gas }) => sum + gas, 0);

async function lastBlock(rpc: ReturnType<typeof jsonRpc>): Promise<unknown> {
  return ((await rpc("eth_getBlockByNumber", ["latest", false])) as { hash: unknown }).hash;
}

function row(name: string, value: number, unit: string, reference: number): SpeedRow {
  return { name, value, unit, reference, ratio: value / reference };
}

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { CORE_POLICIES, POLICY_NAMES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { GasBed, type GasBedOptions } from "./GasBed.js";
import type { GasRow } from "./gasRow.js";
import { gasTables } from "./gasTables.js";
import { measureBed } from "./measureBed.js";
import type { Suite } from "./suite.js";

export interface GasPlan {
  /** Crowd sizes at which policies are measured, ascending. */
  operators: readonly number[];
  /** The largest of them for policies outside the core. */
  othersUpTo: number;
  /** Classes that the measured operators touch, ascending. */
  classes: readonly number[];
  /** Crowd size at which further layers and shadows are measured. */
  sideOperators: number;
}

export interface GasOptions {
  hre: HardhatRuntimeEnvironment;
  plan: GasPlan;
  progress: (text: string) => void;
}

interface Job {
  bed: GasBedOptions;
  operators: readonly number[];
  classes: readonly number[];
}

/** Beds that run at a time: the local chain works outside the thread that drives it. */
const PARALLEL = 2;
/** Crowds beyond it are measured for the core alone: most of the time goes into filling them. */
const OTHERS_UP_TO = 1_000;
const MEASURED: PolicyName = "MarginalCoverage";

/**
 * Gas of every operation: each policy paid alone, then MarginalCoverage with further layers and beside shadows.
 *
 * @example await measureGas({ hre, plan: { operators: [10], classes: [1], sideOperators: 10 }, progress: console.log })
 */
export async function measureGas({ hre, plan, progress }: GasOptions): Promise<GasRow[]> {
  const { operators, othersUpTo, classes, sideOperators } = plan;
  const side = { operators: [sideOperators], classes: [1] };
  const others = CORE_POLICIES.filter((name) => name !== MEASURED);
  const jobs: Job[] = [
    ...POLICY_NAMES.map((paid) => ({
      bed: { paid, shadows: [], classes: Math.max(...classes) + 1, layers: 1 },
      operators: CORE_POLICIES.includes(paid) ? operators : operators.filter((size) => size <= othersUpTo),
      classes,
    })),
    ...[1, 2, 3, 4].map((layers) => ({ bed: { paid: MEASURED, shadows: [], classes: 2, layers }, ...side })),
    ...[...others.map((shadow) => [shadow]), others].map((shadows) => ({
      bed: { paid: MEASURED, shadows, classes: 2, layers: 1 },
      ...side,
    })),
  ];
  const results: GasRow[][] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < jobs.length; i = next++) {
      const job = jobs[i];
      if (job === undefined) return;
      const bed = await GasBed.create(hre, job.bed);
      results[i] = await measureBed({ bed, operators: job.operators, classes: job.classes, progress });
      await bed.close();
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return results.flat();
}

/** Gas at the sizes of issue and documentation: 1, 4 and 16 classes. */
export const gasSuite: Suite = {
  name: "gas",
  run: async ({ hre, operators, progress }) => {
    const plan = {
      operators,
      othersUpTo: Math.max(OTHERS_UP_TO, operators[0] ?? 0),
      classes: [1, 4, 16],
      sideOperators: 200,
    };
    const gas = await measureGas({ hre, plan, progress });
    return { gas, speed: [], text: gasTables(gas) };
  },
};

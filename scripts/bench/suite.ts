import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { GasRow } from "./gasRow.js";
import type { SpeedRow } from "./speedRow.js";

export interface SuiteContext {
  hre: HardhatRuntimeEnvironment;
  /** Crowd sizes of the gas suite, ascending. */
  operators: readonly number[];
  /** Is told what is being measured. */
  progress: (text: string) => void;
}

export interface SuiteResult {
  gas: GasRow[];
  speed: SpeedRow[];
  /** Tables for the terminal. */
  text: string;
}

/** One part of `npm run bench`: a file of its own, and a line in suites.ts. */
export interface Suite {
  name: string;
  run: (context: SuiteContext) => Promise<SuiteResult>;
}

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/** How the measured contracts were compiled. */
export interface CompilerProfile {
  solc: string;
  evm: string;
  viaIR: boolean;
  /** Optimizer runs; 0 without the optimizer. */
  runs: number;
}

/** The profile that `hardhat build` uses, from the configuration. */
export function compilerProfile(hre: HardhatRuntimeEnvironment): CompilerProfile {
  const [compiler] = hre.config.solidity.profiles.default?.compilers ?? [];
  if (compiler === undefined) throw new Error("hardhat.config.ts names no compiler");
  const { evmVersion, viaIR, optimizer } = compiler.settings;
  return {
    solc: compiler.version,
    evm: String(evmVersion ?? "the compiler's default"),
    viaIR: viaIR === true,
    runs: optimizer?.enabled === true ? Number(optimizer.runs ?? 200) : 0,
  };
}

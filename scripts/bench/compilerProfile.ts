import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/** How the measured contracts were compiled. */
export interface CompilerProfile {
  solc: string;
  evm: string;
  viaIR: boolean;
  /** Optimizer runs; 0 without the optimizer. */
  runs: number;
  /** Optimizer runs of the files that have settings of their own, by path. */
  overrides: Record<string, number>;
}

/** The profile that `hardhat build` uses, from the configuration. */
export function compilerProfile(hre: HardhatRuntimeEnvironment): CompilerProfile {
  const profile = hre.config.solidity.profiles.default;
  const [compiler] = profile?.compilers ?? [];
  if (compiler === undefined) throw new Error("hardhat.config.ts names no compiler");
  const { evmVersion, viaIR } = compiler.settings;
  return {
    solc: compiler.version,
    evm: String(evmVersion ?? "the compiler's default"),
    viaIR: viaIR === true,
    runs: runsOf(compiler.settings),
    overrides: Object.fromEntries(
      Object.entries(profile?.overrides ?? {}).map(([file, { settings }]) => [file, runsOf(settings)]),
    ),
  };
}

function runsOf({ optimizer }: { optimizer?: { enabled?: boolean; runs?: number } }): number {
  return optimizer?.enabled === true ? Number(optimizer.runs ?? 200) : 0;
}

import type { HardhatPlugin } from "hardhat/types/plugins";

/** Compiler warnings in this project's contracts are errors; warnings inside npm packages are not ours to mend. */
export const strictWarnings: HardhatPlugin = {
  id: "breadth:strict-warnings",
  hookHandlers: { solidity: () => import("./strictWarningsHook.js") },
};

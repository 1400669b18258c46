import type { HardhatPlugin } from "hardhat/types/plugins";

/**
 * Contract types come out in the same order on every machine: the list of artifacts is in the file system's order until
 * it is sorted. Stands before the toolbox in the configuration, so that TypeChain finds the list sorted.
 */
export const sortedTypes: HardhatPlugin = {
  id: "breadth:sorted-types",
  hookHandlers: { solidity: () => import("./sortedTypesHook.js") },
};

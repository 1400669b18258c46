import type { SolidityHooks } from "hardhat/types/hooks";

/** Sorts the list that all later handlers are given, in place: Hardhat offers no other way to change it. */
export default async (): Promise<Partial<SolidityHooks>> => ({
  processArtifactsAfterSuccessfulBuild: async (_context, artifactPaths) => {
    (artifactPaths as string[]).sort();
  },
});

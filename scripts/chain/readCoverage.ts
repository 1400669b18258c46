import { MarginalCoverage__factory } from "../../typechain-types/index.js";
import type { Deployment } from "./deploy.js";

/**
 * The expected success rate of one class in [0, 1] as the deployed MarginalCoverage policy sees it.
 *
 * @example await readCoverage(deployment, 1) // 0.93
 */
export async function readCoverage({ policies, provider }: Deployment, classId: number): Promise<number> {
  const policy = policies.get("MarginalCoverage");
  if (policy === undefined) throw new Error("MarginalCoverage is not deployed");
  const coverageX120 = await MarginalCoverage__factory.connect(await policy.getAddress(), provider).coverage(classId);
  return Number(coverageX120 >> 68n) / 2 ** 52;
}

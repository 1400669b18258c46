import { DistinctBreadth__factory } from "../../typechain-types/index.js";
import type { PolicySetUp } from "./policySetUp.js";

const policy = DistinctBreadth__factory.createInterface();

/**
 * What DistinctBreadth needs beyond the hooks: the compute units of every class, set before anybody serves it and read as
 * `ofPolicy.computeUnits`.
 *
 * @example distinctBreadthSetUp.calls?.({ classes: [{ family: 1, modality: 1, computeUnits: 1543 }], requestFee: 0n })
 */
export const distinctBreadthSetUp: PolicySetUp = {
  calls: ({ classes }) =>
    classes.map(({ computeUnits }, c) => policy.encodeFunctionData("setComputeUnits", [c + 1, computeUnits])),
  read: async ({ rpc, address }) => {
    const data = policy.encodeFunctionData("computeUnits");
    const answer = await rpc("eth_call", [{ to: address, data }, "latest"]);
    const [units] = policy.decodeFunctionResult("computeUnits", String(answer));
    return { computeUnits: Float64Array.from(units as bigint[], Number) };
  },
};

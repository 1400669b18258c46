import { QueryRebate__factory } from "../../typechain-types/index.js";
import type { PolicySetUp } from "./policySetUp.js";

const policy = QueryRebate__factory.createInterface();

/** {epoch} How long an allocation of The Graph may last: the fees of so many days stand against one stake. */
export const ALLOCATION_EPOCHS = 28n;

/**
 * What QueryRebate needs beyond the hooks: what requests pay over the life of an allocation as the fee per request, and the fee
 * {token wei} that it reckons by, `ofPolicy.fee` (of the first class; it is the same for all).
 *
 * @example queryRebateSetUp.calls?.({ classes: [], requestFee: 93n * 10n ** 12n }) // one call of setFee
 */
export const queryRebateSetUp: PolicySetUp = {
  calls: ({ requestFee }) => [policy.encodeFunctionData("setFee", [ALLOCATION_EPOCHS * requestFee])],
  read: async ({ rpc, address }) => {
    const fee = await rpc("eth_call", [{ to: address, data: policy.encodeFunctionData("fee") }, "latest"]);
    return { fee: Float64Array.of(Number(BigInt(String(fee)))) };
  },
};

import type { PolicyName } from "../../ignition/modules/Breadth.js";
import type { IRewardPolicy } from "../../typechain-types/index.js";
import type { ProfileOffer } from "../agents/ledgerState.js";
import { UserError } from "../common/errors.js";
import { DAY_SECONDS, toBillionths, tokensToWei, weiToTokens } from "../common/units.js";
import { calldata } from "./calldata.js";
import { TRANSACTION_GAS } from "./gasBounds.js";
import { type JsonRpc, toQuantity } from "./jsonRpc.js";

/** A quote of the deployed policy. */
export interface Quote {
  /** {token/day} */
  readonly tokensPerDay: number;
  /** {wei/s} */
  readonly weiPerSecond: bigint;
}

/**
 * What the deployed policies answer, paid and shadows, at the last block.
 *
 * @example await new PolicyViews(rpc, deployment.policies).earned("EqualShare", operatorAddress)
 */
export class PolicyViews {
  constructor(
    readonly rpc: JsonRpc,
    readonly policies: ReadonlyMap<PolicyName, IRewardPolicy>,
  ) {}

  /** {wei} */
  async earned(policy: PolicyName, operator: string): Promise<bigint> {
    return this.#call(await this.#contract(policy).getAddress(), calldata.earned(operator));
  }

  async quote(policy: PolicyName, operator: string, { stake, domain, services }: ProfileOffer): Promise<Quote> {
    const contract = this.#contract(policy);
    const data = contract.interface.encodeFunctionData("quote", [
      operator,
      {
        stake: tokensToWei(stake),
        domain: domain + 1,
        services: services.map(({ classIndex, reliability, capacityRatio, served }) => ({
          classId: classIndex + 1,
          service: { u: toBillionths(reliability), x: toBillionths(capacityRatio), served: BigInt(served) },
        })),
      },
    ]);
    const weiPerSecond = await this.#call(await contract.getAddress(), data);
    return { tokensPerDay: weiToTokens(weiPerSecond * BigInt(DAY_SECONDS)), weiPerSecond };
  }

  /** @param weights By class. @returns undefined without MarginalCoverage */
  async coverage(weights: readonly number[]): Promise<number | undefined> {
    const policy = this.policies.get("MarginalCoverage");
    if (policy === undefined) return undefined;
    const to = await policy.getAddress();
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const parts = await Promise.all(
      weights.map(async (weight, c) => {
        if (weight === 0) return 0;
        const coverageX120 = await this.#call(to, calldata.coverage(c + 1));
        return (weight / total) * (Number(coverageX120 >> 68n) / 2 ** 52);
      }),
    );
    return parts.reduce((sum, part) => sum + part, 0);
  }

  #contract(name: PolicyName): IRewardPolicy {
    const policy = this.policies.get(name);
    if (policy === undefined) {
      throw new UserError(`${name} is not deployed in this run; there are: ${[...this.policies.keys()].join(", ")}`);
    }
    return policy;
  }

  async #call(to: string, data: string): Promise<bigint> {
    return BigInt(String(await this.rpc("eth_call", [{ to, data, gas: toQuantity(TRANSACTION_GAS) }, "latest"])));
  }
}

import { TargetShare__factory } from "../../typechain-types/index.js";
import type { PolicySetUp } from "./policySetUp.js";

const policy = TargetShare__factory.createInterface();

/**
 * What TargetShare needs beyond the hooks: every class adjusted once per epoch (a class whose day is not over is passed over),
 * and the coefficients {1e-9} that it pays by, `ofPolicy.coefficients`.
 *
 * @example targetShareSetUp.upkeep?.({ classes: 45 }) // one call of adjust
 */
export const targetShareSetUp: PolicySetUp = {
  upkeep: ({ classes }) => [policy.encodeFunctionData("adjust", [Array.from({ length: classes }, (_, c) => c + 1)])],
  read: async ({ rpc, address, classes }) => {
    const answers = await Promise.all(
      Array.from({ length: classes }, (_, c) =>
        rpc("eth_call", [{ to: address, data: policy.encodeFunctionData("controllerOf", [c + 1]) }, "latest"]),
      ),
    );
    const coefficients = answers.map((answer) => {
      const controller = policy.decodeFunctionResult("controllerOf", String(answer));
      return Number(controller.coefficient);
    });
    return { coefficients: Float64Array.from(coefficients) };
  },
};

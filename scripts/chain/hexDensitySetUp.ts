import { HexDensity__factory } from "../../typechain-types/index.js";
import type { PolicySetUp } from "./policySetUp.js";

const policy = HexDensity__factory.createInterface();

/** Every class to its model family and modality; read back as `family` and `modality`. */
export const hexDensitySetUp: PolicySetUp = {
  calls: ({ classes }) =>
    classes.map(({ family, modality }, c) => policy.encodeFunctionData("place", [c + 1, family, modality])),
  read: async ({ rpc, address, classes }) => {
    const places = await Promise.all(
      Array.from({ length: classes }, async (_, c) => {
        const data = policy.encodeFunctionData("placeOf", [c + 1]);
        const answer = String(await rpc("eth_call", [{ to: address, data }, "latest"]));
        return policy.decodeFunctionResult("placeOf", answer);
      }),
    );
    return {
      family: Float64Array.from(places, ({ family }) => Number(family)),
      modality: Float64Array.from(places, ({ modality }) => Number(modality)),
    };
  },
};

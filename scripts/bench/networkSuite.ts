import { networkSpeed } from "./network.js";
import { speedTable } from "./speedTable.js";
import type { Suite } from "./suite.js";

/** Speed of the request network, in the process that runs the benchmark. */
export const networkSuite: Suite = {
  name: "network",
  run: async ({ progress }) => {
    progress("request network: about a minute");
    const speed = await networkSpeed();
    return { gas: [], speed, text: `Speed of the request network\n\n${speedTable(speed)}` };
  },
};

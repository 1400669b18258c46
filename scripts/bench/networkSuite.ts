import { textTable } from "../common/textTable.js";
import { networkSpeed } from "./network.js";
import type { Suite } from "./suite.js";

/** Speed of the request network, in the process that runs the benchmark. */
export const networkSuite: Suite = {
  name: "network",
  run: async ({ progress }) => {
    progress("request network: about a minute");
    const speed = await networkSpeed();
    const table = textTable({
      head: ["what", "value", "unit", "reference", "ratio"],
      rows: speed.map(({ name, value, unit, reference, ratio }) => [
        name,
        value.toPrecision(4),
        unit,
        reference.toPrecision(4),
        ratio.toFixed(3),
      ]),
      right: [1, 3, 4],
    });
    return { gas: [], speed, text: `Speed of the request network\n\n${table}` };
  },
};

import { textTable } from "../common/textTable.js";
import { simulationSpeed } from "./simulation.js";
import type { Suite } from "./suite.js";

/** Speed of the chain driver, on the in-process chain. */
export const simulationSuite: Suite = {
  name: "simulation",
  run: async ({ hre, progress }) => {
    progress("chain driver: three runs of five days, each followed by its own raw replay");
    const speed = await simulationSpeed({ hre, epochs: 5, runs: 3 });
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
    return { gas: [], speed, text: `Speed of the chain driver\n\n${table}` };
  },
};

import { decisionSpeed } from "./decisions.js";
import { epochLoopMemory, epochLoopSpeed } from "./epochLoop.js";
import { equilibriumSpeed } from "./equilibrium.js";
import { simulationSpeed } from "./simulation.js";
import { speedTable } from "./speedTable.js";
import type { Suite } from "./suite.js";

/** Speed of the chain driver, the epoch loop and decisions, on the in-process chain. */
export const simulationSuite: Suite = {
  name: "simulation",
  run: async ({ hre, progress }) => {
    progress("chain driver: three runs of five days, each followed by its own raw replay");
    const speed = await simulationSpeed({ hre, epochs: 5, runs: 3 });
    progress("epoch loop: two runs of ten epochs, each followed by its own raw replay");
    speed.push(...(await epochLoopSpeed({ hre, operators: 60, epochs: 10 })));
    progress("1,000 operators to a certified equilibrium on chain, at two loads");
    for (const load of [0.1, 0.7]) {
      speed.push(...(await equilibriumSpeed({ hre, operators: 1_000, seed: 1, smallestShare: 0.2, load })));
    }
    progress("decisions in plain arithmetic: about a minute");
    speed.push(...decisionSpeed());
    progress("memory over 1,000 epochs: about a minute");
    speed.push(...(await epochLoopMemory({ hre, operators: 6, epochs: 1_000 })));
    return { gas: [], speed, text: `Speed of the simulation\n\n${speedTable(speed)}` };
  },
};

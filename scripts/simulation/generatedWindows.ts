import { generateDemand } from "../workloads/generateDemand.js";
import { DEFAULT_WINDOW, type DemandWindows, hourOf, type WindowLength } from "./epochWindow.js";
import type { Scenario } from "./scenario.js";

/**
 * Windows of generated demand, each drawn afresh from the scenario's seed and the epoch, so that every policy and every
 * set of rigs meets the same requests.
 *
 * @example const { batches } = await generatedWindows({ scenario }).window(3)
 */
export function generatedWindows(
  parameters: { scenario: Pick<Scenario, "seed" | "classes" | "requestsPerSecond" | "familyShares"> } & WindowLength,
): DemandWindows {
  const { scenario, seconds = DEFAULT_WINDOW.seconds, warmUp = DEFAULT_WINDOW.warmUp } = parameters;
  const { seed, classes, requestsPerSecond, familyShares } = scenario;
  return {
    window: async (epoch) => {
      const startHour = hourOf(epoch);
      const hours = (warmUp + seconds) / 3600;
      const demand = generateDemand({
        classes,
        requestsPerSecond,
        hours,
        seed: `${seed}/epoch/${epoch}`,
        startHour,
        ...(familyShares && { familyShares }),
      });
      const start = startHour * 3600;
      const batches = [...demand.batches()].map((batch) => ({
        ...batch,
        time: batch.time.map((time) => start + time),
      }));
      return { epoch, start, warmUp, seconds, batches };
    },
  };
}

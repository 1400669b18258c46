import type { EpochWindow } from "./epochWindow.js";
import { EPOCH_SECONDS } from "./epochWindow.js";
import type { MeasuredService } from "./measuredService.js";
import type { RequestOutcome } from "./requestOutcome.js";
import type { ServiceModel } from "./serviceModel.js";
import type { ServiceReading } from "./serviceReading.js";

/** An epoch's window with what became of its requests. */
export interface Observed {
  readonly window: EpochWindow;
  readonly outcome: RequestOutcome;
}

/**
 * The faithful service model: the ledger is told what the requests and probes of the epoch, and of those before it with
 * the same strategy, let one measure; served volume is the window's, scaled to the day. What was not seen to work is
 * reported with u = 0, which ends what the ledger may still hold of an earlier rig.
 *
 * @param observe the epoch's requests with these strategies; each epoch is asked for once
 */
export function requestReadings(parameters: {
  classes: number;
  measured: MeasuredService;
  observe: (epoch: number, strategies: Int32Array) => Promise<Observed>;
}): ServiceModel {
  const { classes, measured, observe } = parameters;
  return {
    name: "request",
    readings: async ({ epoch, strategies }) => {
      const { window, outcome } = await observe(epoch, strategies);
      const { reliability, capacityRatio } = measured.levels();
      const readings: ServiceReading[] = [];
      for (const operator of outcome.active.operators) {
        for (let classIndex = 0; classIndex < classes; classIndex++) {
          const cell = operator * classes + classIndex;
          const u = reliability[cell] ?? 0;
          const served = Math.round(((outcome.served[cell] ?? 0) * EPOCH_SECONDS) / window.seconds);
          readings.push({ operator, classIndex, reliability: u, capacityRatio: capacityRatio[cell] ?? 0, served });
        }
      }
      return readings;
    },
  };
}

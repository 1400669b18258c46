import type { ProfileOffer } from "../../agents/ledgerState.js";
import type { Scenario } from "../../simulation/scenario.js";

/** One service of an operator as the report tells it. */
export type Service = ProfileOffer["services"][number];

/**
 * What a strategy's rig can do in every class that it serves in time, by its specification; nothing served yet.
 *
 * @example rigServices(scenario, 17) // [{ classIndex: 3, reliability: 0.96, capacityRatio: 0.08, served: 0 }]
 */
export function rigServices({ service, classes }: Scenario, strategy: number): Service[] {
  return classes.flatMap((_, classIndex): Service[] => {
    const cell = strategy * classes.length + classIndex;
    const reliability = service.reliability[cell] ?? 0;
    if (reliability === 0) return [];
    return [{ classIndex, reliability, capacityRatio: service.capacityRatio[cell] ?? 0, served: 0 }];
  });
}

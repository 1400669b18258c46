import type { MeasuredLevels } from "./measuredService.js";
import type { Scenario } from "./scenario.js";

/** How far measured and analytic service levels are apart in one class, over the operators that list it. */
export interface ServiceDisagreement {
  readonly class: string;
  /** That list the class. */
  readonly operators: number;
  /** Mean and largest absolute difference of u. */
  readonly meanReliability: number;
  readonly largestReliability: number;
  /** Mean analytic x. */
  readonly analyticCapacityRatio: number;
  /** Mean and largest absolute difference of x. */
  readonly meanCapacityRatio: number;
  readonly largestCapacityRatio: number;
  /** Mean of measured minus analytic. */
  readonly biasReliability: number;
  readonly biasCapacityRatio: number;
}

/**
 * Where the two service models disagree, per class that somebody lists.
 *
 * @example serviceDisagreement({ scenario, strategies, measured: service.levels() })
 */
export function serviceDisagreement(parameters: {
  scenario: Scenario;
  strategies: ArrayLike<number>;
  measured: MeasuredLevels;
}): ServiceDisagreement[] {
  const { scenario, strategies, measured } = parameters;
  const { service } = scenario;
  const classes = scenario.classes.length;
  return scenario.classes.flatMap(({ id }, c) => {
    const listed = Array.from(strategies).flatMap((strategy, operator) => {
      const cell = strategy * classes + c;
      const u = service.reliability[cell] ?? 0;
      if (u === 0) return [];
      const own = operator * classes + c;
      return [
        {
          u: (measured.reliability[own] ?? 0) - u,
          analytic: service.capacityRatio[cell] ?? 0,
          x: (measured.capacityRatio[own] ?? 0) - (service.capacityRatio[cell] ?? 0),
        },
      ];
    });
    if (listed.length === 0) return [];
    const us = listed.map(({ u }) => u);
    const xs = listed.map(({ x }) => x);
    return [
      {
        class: id,
        operators: listed.length,
        meanReliability: mean(us.map(Math.abs)),
        largestReliability: Math.max(...us.map(Math.abs)),
        analyticCapacityRatio: mean(listed.map(({ analytic }) => analytic)),
        meanCapacityRatio: mean(xs.map(Math.abs)),
        largestCapacityRatio: Math.max(...xs.map(Math.abs)),
        biasReliability: mean(us),
        biasCapacityRatio: mean(xs),
      },
    ];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

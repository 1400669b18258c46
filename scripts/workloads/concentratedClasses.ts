import type { WorkloadClass } from "./workloadClass.js";

/**
 * The same classes with demand concentrated in the largest: share^exponent, scaled to the same total.
 *
 * @param exponent above 1 concentrates, 1 changes nothing
 * @example concentratedClasses({ classes: workloadClasses(), exponent: 2 })
 */
export function concentratedClasses(parameters: {
  classes: readonly WorkloadClass[];
  exponent: number;
}): WorkloadClass[] {
  const { classes, exponent } = parameters;
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const raised = classes.map(({ share }) => share ** exponent);
  const scale = sum(classes.map(({ share }) => share)) / sum(raised);
  return classes.map((each, c) => ({ ...each, share: (raised[c] ?? 0) * scale }));
}

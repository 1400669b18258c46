import { SERIES } from "../palette.js";

/** Dashes beside colour, so that of two lines that run into one both are seen. */
const DASHES = [
  [1, 0],
  [7, 3],
  [1, 0],
  [4, 4],
  [2, 2],
  [9, 2, 2, 2],
  [1, 0],
  [3, 5],
] as const;

/**
 * The series colour of the `index`-th policy, from 1: the colours begin anew after the last.
 *
 * @example seriesOf(8) // 1: the ninth policy
 */
export function seriesOf(index: number): number {
  return 1 + (index % SERIES.length);
}

/** Its dashes: another turn of the list with every turn of the colours, so that colour and dash together stay its own. */
export function dashOf(index: number): readonly number[] {
  const turn = Math.floor(index / SERIES.length);
  return DASHES[(index + turn) % DASHES.length] ?? DASHES[0];
}

const channel = (policies: readonly string[]) =>
  ({ field: "policy", type: "nominal", sort: [...policies], legend: null }) as const;

/** A policy has the same colour in all charts of a page: by its place in the run's list of policies. */
export function policyColour(policies: readonly string[], policy: string): string {
  const index = policies.indexOf(policy);
  if (index < 0) throw new RangeError(`${policy} is not among ${policies.join(", ")}`);
  return SERIES[seriesOf(index) - 1] ?? SERIES[0];
}

/** Colour channel of charts with one series per policy; the legend is the page's. */
export function policyEncoding(policies: readonly string[]) {
  const range = policies.map((policy) => policyColour(policies, policy));
  return { ...channel(policies), scale: { domain: [...policies], range } };
}

/** The same for dashes. */
export function policyDash(policies: readonly string[]) {
  return {
    ...channel(policies),
    scale: { domain: [...policies], range: policies.map((_, i) => [...dashOf(i)]) },
  };
}

import { SERIES } from "../palette.js";

/** Dashes beside colour, so that of two lines that run into one both are seen. */
export const DASHES = [
  [1, 0],
  [7, 3],
  [1, 0],
  [4, 4],
  [2, 2],
  [9, 2, 2, 2],
  [1, 0],
  [3, 5],
] as const;

const channel = (policies: readonly string[]) =>
  ({ field: "policy", type: "nominal", sort: [...policies], legend: null }) as const;

/** A policy has the same colour in all charts of a page: by its place in the run's list of policies. */
export function policyColour(policies: readonly string[], policy: string): string {
  const colour = SERIES[policies.indexOf(policy)];
  if (colour === undefined) throw new RangeError(`${policy} is not among the first ${SERIES.length} policies`);
  return colour;
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
    scale: { domain: [...policies], range: DASHES.slice(0, policies.length).map((dash) => [...dash]) },
  };
}

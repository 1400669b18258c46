import type { ScenarioChoice } from "../learning/learningScenario.js";

/** What tells the networks of the matrix apart. */
export interface MatrixNetwork {
  readonly name: string;
  readonly text: string;
  readonly settings: Pick<ScenarioChoice, "operators" | "domains"> & { readonly skewed: boolean };
}

/** The networks that every rule is put into. Load is 0.7 in all: demand grows with the operators. */
export const NETWORKS: readonly MatrixNetwork[] = [
  {
    name: "small",
    text: "12 operators, 3 failure domains",
    settings: { operators: 12, domains: 3, skewed: false },
  },
  {
    name: "default",
    text: "60 operators, 5 failure domains",
    settings: { operators: 60, domains: 5, skewed: false },
  },
  {
    name: "skewed",
    text: "60 operators, 5 failure domains; class shares squared (five of 45 classes have 80% of requests), capital and stake by Pareto's law (index 1.16)",
    settings: { operators: 60, domains: 5, skewed: true },
  },
];

/** @throws RangeError for a name that is none of them */
export function matrixNetwork(name: string): MatrixNetwork {
  const network = NETWORKS.find((each) => each.name === name);
  if (network === undefined) throw new RangeError(`there is no network ${name}`);
  return network;
}

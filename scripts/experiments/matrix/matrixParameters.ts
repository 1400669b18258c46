import { POLICY_NAMES } from "../../../ignition/modules/Breadth.js";
import { RULES } from "../../learning/ruleNamed.js";
import type { CellOf } from "../runner/parameter.js";
import { NETWORKS } from "./networks.js";

/** The parameters of the policy matrix; everything else is as in the convergence experiment. */
export const MATRIX_PARAMETERS = [
  { name: "policy", kind: "choice", text: "the rule that pays", options: POLICY_NAMES, default: POLICY_NAMES },
  {
    name: "network",
    kind: "choice",
    text: "which network",
    options: NETWORKS.map(({ name }) => name),
    default: NETWORKS.map(({ name }) => name),
  },
  {
    name: "rule",
    kind: "choice",
    text: "how operators learn",
    options: RULES.map(({ id }) => id),
    default: ["best-response", "log-linear"],
  },
  { name: "epochs", kind: "whole", text: "epochs of one day", min: 2, max: 100_000, default: [16] },
  {
    name: "frequency",
    kind: "real",
    text: "share of operators that decide per epoch",
    min: 0.001,
    max: 1,
    default: [0.5],
  },
  { name: "emission", kind: "real", text: "emission in units of V", min: 0.001, max: 1000, default: [1] },
  { name: "windows", kind: "whole", text: "last epochs whose requests are simulated", min: 1, max: 1000, default: [4] },
  {
    name: "quotes",
    kind: "whole",
    text: "random deviations that the contract is asked about",
    min: 0,
    max: 100_000,
    default: [25],
  },
] as const;

/** One combination of them with a seed. */
export type MatrixSettings = CellOf<typeof MATRIX_PARAMETERS>;

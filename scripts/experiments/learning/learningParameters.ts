import { CORE_POLICIES, POLICY_NAMES } from "../../../ignition/modules/Breadth.js";
import { ACTIVATION_ORDERS } from "../../learning/activation.js";
import { RULES } from "../../learning/ruleNamed.js";
import { ROUTERS } from "../../network/routerNamed.js";
import { STARTS } from "../../simulation/startingStrategies.js";
import type { CellOf, Parameter, Values } from "../runner/parameter.js";

/** The parameters of every experiment with learning operators; an experiment may give other defaults. */
export const LEARNING_PARAMETERS = [
  { name: "policy", kind: "choice", text: "the rule that pays", options: POLICY_NAMES, default: CORE_POLICIES },
  { name: "operators", kind: "whole", text: "operators", min: 1, max: 10_000, default: [60] },
  { name: "epochs", kind: "whole", text: "epochs of one day", min: 1, max: 100_000, default: [40] },
  { name: "domains", kind: "whole", text: "failure domains", min: 1, max: 25, default: [5] },
  {
    name: "rule",
    kind: "choice",
    text: "how operators learn",
    options: RULES.map(({ id }) => id),
    default: ["best-response"],
  },
  { name: "order", kind: "choice", text: "who decides after whom", options: ACTIVATION_ORDERS, default: ["random"] },
  {
    name: "frequency",
    kind: "real",
    text: "share of operators that decide per epoch",
    min: 0.001,
    max: 1,
    default: [0.25],
  },
  { name: "start", kind: "choice", text: "where operators start", options: STARTS, default: ["random"] },
  { name: "emission", kind: "real", text: "emission in units of V", min: 0.001, max: 1000, default: [1] },
  { name: "layers", kind: "whole", text: "layers of the success curves", min: 1, max: 4, default: [1] },
  {
    name: "load",
    kind: "real",
    text: "offered load over the places of random rigs",
    min: 0.01,
    max: 100,
    default: [0.7],
  },
  {
    name: "weighting",
    kind: "choice",
    text: "a class's weight: its requests, or what they are worth",
    options: ["requests", "value"],
    default: ["requests"],
  },
  {
    name: "service",
    kind: "choice",
    text: "what is reported",
    options: ["analytic", "request"],
    default: ["analytic"],
  },
  {
    name: "router",
    kind: "choice",
    text: "who gets a request",
    options: ROUTERS.map(({ name }) => name),
    default: ["power-of-two"],
  },
  { name: "demand", kind: "file", text: "a trace", word: "generated", default: ["generated"] },
  {
    name: "quotes",
    kind: "whole",
    text: "random deviations that the contract is asked about",
    min: 0,
    max: 100_000,
    default: [500],
  },
  {
    name: "keys",
    kind: "choice",
    text: "how operators sign",
    options: ["impersonated", "real"],
    default: ["impersonated"],
  },
] as const;

/** One combination of them with a seed. */
export type LearningSettings = CellOf<typeof LEARNING_PARAMETERS>;

/**
 * The same parameters with other default values.
 *
 * @example withDefaults(LEARNING_PARAMETERS, { emission: [0.25, 1, 4] })
 */
export function withDefaults<const P extends readonly Parameter[]>(parameters: P, values: Values): P {
  return parameters.map((parameter) => {
    const own = values[parameter.name];
    return own === undefined ? parameter : { ...parameter, default: own };
  }) as unknown as P;
}

import { UserError } from "../../common/errors.js";
import type { Experiment } from "../experiment.js";
import type { Primitive, Values } from "./parameter.js";
import { parseValue } from "./parseValue.js";

/** Options of the command line that are a parameter under another name, with the separator of their values. */
const SHORTHANDS = { policies: "policy", operators: "operators", epochs: "epochs", demand: "demand" } as const;
export type Shorthands = { readonly [Option in keyof typeof SHORTHANDS]?: string };

export interface Grid {
  /** Values of every declared parameter. */
  readonly values: Values;
  /** Paths of input files by their name in the cells. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The values of all parameters, from the command line and, where it says nothing, from the declaration.
 *
 * @param input.set `name=value,name=value|value`: several values make a grid.
 * @param input.full takes the experiment's full grid in place of the defaults.
 * @throws UserError for a parameter that is unknown or given twice and for a value that is not allowed.
 * @example parseGrid({ experiment, set: "emission=0.25|1|4", policies: "EqualShare" })
 */
export function parseGrid(
  input: { readonly experiment: Experiment; readonly set?: string; readonly full?: boolean } & Shorthands,
): Grid {
  const { experiment, set = "", full = false } = input;
  const files = new Map<string, string>();
  const given = new Map<string, readonly Primitive[]>();
  const take = (name: string, texts: readonly string[], option: string): void => {
    const parameter = experiment.parameters.find((declared) => declared.name === name);
    if (parameter === undefined) {
      const known = experiment.parameters.map((declared) => declared.name).join(", ");
      throw new UserError(`${option}: experiment ${experiment.name} has no parameter ${name}; it has: ${known}`);
    }
    if (given.has(name)) throw new UserError(`${option}: ${name} is given twice; give each parameter once`);
    const values = texts.map((text) => parseValue(parameter, text.trim(), files));
    const repeated = values.find((value, i) => values.indexOf(value) < i);
    if (repeated !== undefined)
      throw new UserError(`${option}: ${name} has the value ${repeated} twice; give each once`);
    given.set(name, values);
  };
  for (const [option, name] of Object.entries(SHORTHANDS)) {
    const text = input[option as keyof typeof SHORTHANDS];
    if (text !== undefined) take(name, option === "demand" ? [text] : text.split(","), `--${option}`);
  }
  for (const part of set.split(",").filter((text) => text.trim() !== "")) {
    const [name = "", values, more] = part.split("=");
    if (values === undefined || more !== undefined) {
      throw new UserError(`--set takes name=value,name=value|value, got "${part.trim()}"`);
    }
    take(name.trim(), values.split("|"), "--set");
  }
  const values = experiment.parameters.map(({ name, default: usual }): [string, readonly Primitive[]] => [
    name,
    given.get(name) ?? (full ? experiment.full?.[name] : undefined) ?? usual,
  ]);
  return { values: Object.fromEntries(values), files };
}

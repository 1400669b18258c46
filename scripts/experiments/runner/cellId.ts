import { createHash } from "node:crypto";
import type { Cell, Parameter } from "./parameter.js";

/** Folder names may have 255 bytes; room is left for a draft's suffix. */
const LONGEST = 180;

/**
 * A cell's name, the same in every run that has the cell: what differs from the declared default, or has no single
 * default, in declared order, then the seed.
 *
 * @example cellId(experiment.parameters, { policy: "EqualShare", operators: 60, seed: 3 }) // "policy=EqualShare,seed=3"
 */
export function cellId(parameters: readonly Parameter[], cell: Cell): string {
  const parts = parameters.flatMap(({ name, default: values }) => {
    const usual = values.length === 1 && values[0] === cell[name];
    return usual ? [] : [`${name}=${safe(String(cell[name]))}`];
  });
  const id = [...parts, `seed=${cell.seed}`].join(",");
  if (id.length <= LONGEST) return id;
  return `${id.slice(0, LONGEST - 17)}~${createHash("sha256").update(id).digest("hex").slice(0, 16)}`;
}

/** Percent-encoded but for characters that any file system and shell takes. */
function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9._@+-]/gu, (character) => encodeURIComponent(character).replace(/[!'()*~]/g, "_"));
}

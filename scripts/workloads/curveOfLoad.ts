import type { ConcavityCheck } from "../reference/acceptedCurve.js";
import { fitSuccessCurve } from "./fitSuccessCurve.js";
import { readData } from "./readData.js";
import type { SuccessCurve } from "./successCurve.js";

/** Loads of tabulated curves are whole powers of this. */
export const LOAD_STEP = 1.25;
/** Smallest load that is told from none, Erlangs. */
const SMALLEST = 0.01;

/** `data/curves.json`: by layers and power of the load; kappas and alphas in parts per billion, as decimal strings. */
export type CurveFile = Record<string, Record<string, { kappas: string[]; alphas: string[] }>>;

const known = new Map<string, SuccessCurve>();

/**
 * The fitted curve of a class that offers about `load` Erlangs, to 12%. Curves of several layers take long to fit and
 * come from the table that `scripts/workloads/tabulateCurves.ts` makes; what is not in it is fitted once in a process.
 *
 * @example curveOfLoad({ load: 3.2, layers: 1 })
 */
export function curveOfLoad(parameters: {
  load: number;
  layers: 1 | 2 | 3 | 4;
  /** As for `fitSuccessCurve`. */
  check?: ConcavityCheck;
}): SuccessCurve {
  const { load, layers, check } = parameters;
  const power = Math.round(Math.log(Math.max(load, SMALLEST)) / Math.log(LOAD_STEP));
  const key = `${power}/${layers}/${check}`;
  const curve =
    known.get(key) ??
    (check === undefined && layers > 1 ? tabulated(layers, power) : undefined) ??
    fitSuccessCurve({ ...parameters, load: LOAD_STEP ** power }).curve;
  known.set(key, curve);
  return curve;
}

function tabulated(layers: number, power: number): SuccessCurve | undefined {
  const entry = readData<CurveFile>("curves.json")[layers]?.[power];
  return entry && { kappas: entry.kappas.map(BigInt), alphas: entry.alphas.map(BigInt) };
}

import type { ConcavityCheck } from "../reference/acceptedCurve.js";
import { fitSuccessCurve } from "./fitSuccessCurve.js";
import type { SuccessCurve } from "./successCurve.js";

/** Neighbouring loads of fitted curves differ by this factor. */
const STEP = 1.25;
/** Smallest load that is told from none, Erlangs. */
const SMALLEST = 0.01;

const fitted = new Map<string, SuccessCurve>();

/**
 * The fitted curve of a class that offers about `load` Erlangs, to 12%: each curve is fitted once in a process.
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
  const rounded = STEP ** Math.round(Math.log(Math.max(load, SMALLEST)) / Math.log(STEP));
  const key = `${rounded}/${layers}/${check}`;
  const curve = fitted.get(key) ?? fitSuccessCurve({ ...parameters, load: rounded }).curve;
  fitted.set(key, curve);
  return curve;
}

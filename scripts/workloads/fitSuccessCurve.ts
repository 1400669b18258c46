import { fromBillionths } from "../common/units.js";
import { type ConcavityCheck, MAX_ALPHA, MAX_KAPPA } from "../reference/acceptedCurve.js";
import { basicAlphas, curveFromWeights, mixAlphas } from "./curveFromWeights.js";
import { erlangLoss } from "./erlangLoss.js";
import { curveValue, type SuccessCurve } from "./successCurve.js";

/** A fitted curve with how far it is from the Erlang loss it stands for, in success rate. */
export interface CurveFit {
  readonly curve: SuccessCurve;
  readonly rmsError: number;
  readonly maxError: number;
}

const POINTS = 160;
/** Root mean square error, in success rate, below which no further layer is added: no measurement tells less. */
const FINE = 5e-4;
/** What the ledger accepts, alphas a little less for the rounding. */
const LARGEST_ALPHA = fromBillionths(MAX_ALPHA) - 0.001;
const LARGEST_KAPPA = fromBillionths(MAX_KAPPA);
/** Neighbouring kappas differ by at least this factor; closer ones give large alphas of opposite sign. */
const SMALLEST_RATIO = 1.1;

/**
 * Fits S(X) = 1 - sum alpha e^(-kappa X) to 1 - B(X a, a): what a class that keeps `load` slots busy loses when working
 * operators hold X times the slots it needs. Least squares over X from 0 to where 99.9% succeed, or 3, denser near 0.
 * For given kappas the best mixture of concave basic curves is found exactly; the kappas by pattern search (Hooke and
 * Jeeves 1961). More layers never fit worse.
 *
 * @example fitSuccessCurve({ load: 10, layers: 3 }).maxError
 */
export function fitSuccessCurve(parameters: {
  /** Mean requests in service if none were lost (rate x service time), Erlangs. */
  load: number;
  /** At most so many; fewer when they already fit to 0.0005. */
  layers: 1 | 2 | 3 | 4;
  /** The one condition that the curve must meet; without it the better fit of the two that the ledger accepts. */
  check?: ConcavityCheck;
}): CurveFit {
  const { load, layers, check } = parameters;
  if (check === undefined) {
    const fits = (["partialSums", "nested"] as const).map((each) => fitSuccessCurve({ load, layers, check: each }));
    return fits.reduce((a, b) => (b.rmsError < a.rmsError ? b : a));
  }
  if (!(load > 0)) throw new RangeError(`load must be above 0, got ${load}`);
  const ratios = ratiosOf(load);
  const target = ratios.map((ratio) => 1 - erlangLoss({ servers: ratio * load, load }));
  const task: Task = { ratios, target, check };
  const half = ratios[target.findIndex((value) => value >= 0.5)] ?? 1;
  let best = search([Math.LN2 / half], task);
  for (let layer = 2; layer <= layers && best.squares > FINE ** 2 * ratios.length; layer += 1) {
    const { kappas } = best;
    const starts = [1.5, 3, 10].flatMap((factor) => [
      [...kappas, (kappas.at(-1) ?? 1) * factor],
      [(kappas[0] ?? 1) / factor, ...kappas],
    ]);
    const found = starts.map((start) => search(start, task));
    best = found.reduce((a, b) => (b.squares < a.squares ? b : a));
  }
  const curve = curveFromWeights({ kappas: best.kappas, weights: best.weights, check });
  const errors = ratios.map((ratio, index) => Math.abs(curveValue(curve, ratio) - (target[index] ?? 0)));
  return {
    curve,
    rmsError: Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length),
    maxError: Math.max(...errors),
  };
}

function ratiosOf(load: number): number[] {
  let end = 3;
  while (erlangLoss({ servers: end * load, load }) > 0.001) end *= 1.25;
  return Array.from({ length: POINTS + 1 }, (_, index) => end * (index / POINTS) ** 2);
}

interface Task {
  readonly ratios: readonly number[];
  readonly target: readonly number[];
  readonly check: ConcavityCheck;
}

interface Mixture {
  readonly kappas: readonly number[];
  readonly weights: readonly number[];
  readonly squares: number;
}

function search(start: readonly number[], task: Task): Mixture {
  let best = mixture(start, task);
  for (let step = 0.5; step > 1e-3; step /= 2) {
    for (let improved = true; improved; ) {
      improved = false;
      for (const kappas of neighbours(best.kappas, step)) {
        const trial = mixture(kappas, task);
        // Smaller gains are not worth the search: the error is stated to four decimals.
        if (trial.squares < best.squares * (1 - 1e-5)) {
          best = trial;
          improved = true;
        }
      }
    }
  }
  return best;
}

/** One kappa moved, or it and all above it, by a factor up or down. */
function neighbours(kappas: readonly number[], step: number): number[][] {
  const moves = kappas.flatMap((_, layer) =>
    [1 + step, 1 / (1 + step)].flatMap((factor) => [
      kappas.map((kappa, index) => (index === layer ? kappa * factor : kappa)),
      kappas.map((kappa, index) => (index >= layer ? kappa * factor : kappa)),
    ]),
  );
  return moves.filter(isSpread);
}

function isSpread(kappas: readonly number[]): boolean {
  return kappas.every((kappa, index) => index === 0 || kappa >= SMALLEST_RATIO * (kappas[index - 1] ?? 0));
}

/**
 * Best weights >= 0 with sum 1 whose alphas and kappas the ledger can hold. The squared error is w H w with H the products of the
 * basic curves' own errors; on a given support it is least at w = H^-1 1 scaled to sum 1, so every support is tried.
 */
function mixture(kappas: readonly number[], { ratios, target, check }: Task): Mixture {
  const none: Mixture = { kappas, weights: [], squares: Number.POSITIVE_INFINITY };
  if ((kappas.at(-1) ?? 0) > LARGEST_KAPPA) return none;
  const alphas = basicAlphas(kappas, check);
  const decays = kappas.map((kappa) => ratios.map((ratio) => Math.exp(-kappa * ratio)));
  const products = errorProducts(
    alphas.map((own) =>
      target.map((value, point) =>
        own.reduce((error, alpha, layer) => error - alpha * (decays[layer]?.[point] ?? 0), 1 - value),
      ),
    ),
  );
  let best = none;
  for (let support = 1; support < 2 ** kappas.length; support += 1) {
    const members = kappas.flatMap((_, layer) => (support & (1 << layer) ? [layer] : []));
    const solved = solve(members.map((row) => [...members.map((column) => products[row]?.[column] ?? 0), 1]));
    const total = solved?.reduce((sum, value) => sum + value, 0) ?? 0;
    if (solved === undefined || !(total > 0) || 1 / total >= best.squares || solved.some((value) => value < 0))
      continue;
    const weights = kappas.map((_, layer) => (solved[members.indexOf(layer)] ?? 0) / total);
    if (mixAlphas(alphas, weights).some((alpha) => Math.abs(alpha) > LARGEST_ALPHA)) continue;
    best = { kappas, weights, squares: 1 / total };
  }
  return best;
}

function errorProducts(errors: readonly (readonly number[])[]): number[][] {
  return errors.map((a) => errors.map((b) => a.reduce((sum, value, point) => sum + value * (b[point] ?? 0), 0)));
}

/** Gauss-Jordan elimination of a positive definite system, rows extended by the right side; undefined when singular. */
function solve(rows: number[][]): number[] | undefined {
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const row = rows[pivot] ?? [];
    const head = row[pivot] ?? 0;
    if (!(head > 0)) return undefined;
    for (let other = 0; other < size; other += 1) {
      if (other === pivot) continue;
      const factor = (rows[other]?.[pivot] ?? 0) / head;
      rows[other] = (rows[other] ?? []).map((value, column) => value - factor * (row[column] ?? 0));
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

import { UserError } from "../common/errors.js";
import type { RandomStream } from "../common/random.js";
import { randomOrder } from "../common/randomOrder.js";
import { argumentWithin } from "./argumentWithin.js";

/** Who decides after whom; it changes outcomes (simultaneous best responses may cycle where others settle). */
export const ACTIVATION_ORDERS = ["sequential", "random", "simultaneous"] as const;

/** Who decides in one epoch. */
export interface Activation {
  /** Indices of the operators that decide, in the order in which they do. */
  readonly operators: readonly number[];
  /** Whether a decision sees those before it in this epoch; if not, all see the state at its start. */
  readonly seesEarlierMoves: boolean;
}

/**
 * The decisions of one epoch. With N operators and frequency f, epoch e has floor((e + 1) f N) - floor(e f N) of them, so
 * the mean is f N exactly.
 * - `sequential`: round-robin, going on where the last epoch stopped; each sees the moves before it. No draws.
 * - `random`: a uniformly random subset in uniformly random order; each sees the moves before it.
 * - `simultaneous`: a uniformly random subset, ascending; all decide on the same snapshot.
 *
 * @param parameters.epoch 0, 1, 2, ...
 * @param parameters.operators N, their number
 * @param parameters.frequency share of the operators that decide per epoch, in (0, 1]
 * @example activation({ order: "sequential", frequency: 0.5, epoch: 1, operators: 4, random }).operators // [2, 3]
 * @throws UserError on an unknown order or a frequency outside (0, 1]
 */
export function activation(parameters: {
  order: string;
  frequency: number;
  epoch: number;
  operators: number;
  random: RandomStream;
}): Activation {
  const { order, frequency, epoch, operators, random } = parameters;
  argumentWithin({ name: "decision frequency", value: frequency, above: 0, high: 1 });
  const first = decisionsBefore(epoch, frequency * operators);
  const count = decisionsBefore(epoch + 1, frequency * operators) - first;
  const everybody = Array.from({ length: operators }, (_, operator) => operator);
  switch (order) {
    case "sequential":
      return { operators: everybody.slice(0, count).map((at) => (first + at) % operators), seesEarlierMoves: true };
    case "random":
      return { operators: [...randomOrder(everybody, random)].slice(0, count), seesEarlierMoves: true };
    case "simultaneous": {
      const active = [...randomOrder(everybody, random)].slice(0, count);
      return { operators: active.sort((a, b) => a - b), seesEarlierMoves: false };
    }
    default:
      throw new UserError(`unknown activation order "${order}": use one of ${ACTIVATION_ORDERS.join(", ")}`);
  }
}

/** floor(epochs x share), not one short through rounding (0.29 x 100 is 28.999999999999996). */
function decisionsBefore(epochs: number, share: number): number {
  return Math.floor(epochs * share + 1e-9);
}

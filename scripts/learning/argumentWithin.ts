import { UserError } from "../common/errors.js";

/**
 * An argument of a rule, checked.
 *
 * @param parameters.above it must be greater than this; or
 * @param parameters.low it must be at least this
 * @param parameters.high it must be at most this; finite by default
 * @example argumentWithin({ name: "inertia", value: 0.3, low: 0, high: 1 }) // 0.3
 * @throws UserError that says what is allowed
 */
export function argumentWithin(
  parameters: { name: string; value: number; high?: number } & ({ above: number } | { low: number }),
): number {
  const { name, value, high } = parameters;
  const open = "above" in parameters;
  const enough = open ? value > parameters.above : value >= parameters.low;
  if (enough && Number.isFinite(value) && value <= (high ?? value)) return value;
  const floor = open ? `a number above ${parameters.above}` : `a number of at least ${parameters.low}`;
  throw new UserError(`${name} ${value}: use ${floor}${high === undefined ? "" : ` and at most ${high}`}`);
}

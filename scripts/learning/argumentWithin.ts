import { UserError } from "../common/errors.js";

/**
 * An argument of a rule, checked.
 *
 * @example argumentWithin({ name: "inertia", value: 0.3, low: 0, high: 1 }) // 0.3
 * @throws UserError unless low <= value <= high and, if `open`, value > low
 */
export function argumentWithin(parameters: {
  name: string;
  value: number;
  low: number;
  high: number;
  open?: boolean;
}): number {
  const { name, value, low, high, open = false } = parameters;
  if (value >= low && value <= high && !(open && value === low)) return value;
  throw new UserError(
    `${name} ${value}: use a number ${open ? `above ${low}, at most ${high}` : `in ${low}..${high}`}`,
  );
}

import type { RandomStream } from "./random.js";

/**
 * The items in a uniformly random order, one at a time (Fisher and Yates): one draw for each item that is taken, so that
 * whoever stops early draws no more. The list is not changed.
 *
 * @example const [first] = randomOrder([3, 1, 2], randomStream(7, "order"));
 */
export function* randomOrder<T>(items: readonly T[], random: RandomStream): Generator<T, void, undefined> {
  const rest = [...items];
  while (rest.length > 0) {
    const at = random.below(rest.length);
    const item = rest[at] as T;
    rest[at] = rest[rest.length - 1] as T;
    rest.pop();
    yield item;
  }
}

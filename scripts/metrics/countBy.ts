/**
 * How many items are of each kind.
 *
 * @param kindOf key of an item's kind; undefined: not counted
 * @returns counts in order of first appearance
 * @example countBy(["a", "b", "a"], (item) => item) // Map { "a" => 2, "b" => 1 }
 */
export function countBy<Item, Kind>(
  items: Iterable<Item>,
  kindOf: (item: Item) => Kind | undefined,
): Map<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const item of items) {
    const kind = kindOf(item);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

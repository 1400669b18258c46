/**
 * Cuts a list into runs whose summed gas stays within `limit`; an entry dearer than that stands alone.
 *
 * @example batchesByGas([1, 2, 3], () => 40, 100) // [[1, 2], [3]]
 */
export function batchesByGas<Entry>(
  entries: readonly Entry[],
  gasOf: (entry: Entry) => number,
  limit: number,
): Entry[][] {
  const batches: Entry[][] = [];
  let open: Entry[] = [];
  let gas = 0;
  for (const entry of entries) {
    const more = gasOf(entry);
    if (open.length > 0 && gas + more > limit) {
      batches.push(open);
      open = [];
      gas = 0;
    }
    open.push(entry);
    gas += more;
  }
  if (open.length > 0) batches.push(open);
  return batches;
}

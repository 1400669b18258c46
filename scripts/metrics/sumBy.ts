/**
 * Amounts added up by group, such as operators' pay by failure domain.
 *
 * @param groupOf group index of each amount; -1: in no group, and left out
 * @param groups number of groups
 * @returns one sum per group
 * @throws RangeError when lengths differ or a group is out of range
 * @example sumBy({ amounts: pay, groupOf: state.domainOf, groups: state.domains })
 */
export function sumBy({
  amounts,
  groupOf,
  groups,
}: {
  amounts: ArrayLike<number>;
  groupOf: ArrayLike<number>;
  groups: number;
}): number[] {
  if (amounts.length !== groupOf.length) throw new RangeError(`${amounts.length} amounts, ${groupOf.length} groups`);
  const sums = new Array<number>(groups).fill(0);
  for (let i = 0; i < amounts.length; i++) {
    const group = groupOf[i] ?? -1;
    if (group === -1) continue;
    const sum = sums[group];
    if (sum === undefined) throw new RangeError(`group must be in 0..${groups - 1} or -1, got ${group}`);
    sums[group] = sum + (amounts[i] ?? 0);
  }
  return sums;
}

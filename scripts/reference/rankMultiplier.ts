import { Exact } from "./exact.js";
import { type ReferenceRule, referenceRule } from "./referenceRule.js";
import type { ClassId, NetworkState } from "./state.js";

/** What the first, the second and the third of a class count, in quarters (helium/HIP 0085-mobile-hex-coverage-limit.md). */
const QUARTERS = [4, 3, 1] as const;

/**
 * Pays for being early: in each class 1, 3/4, 1/4 to the first three in claim order and nothing to the others; an operator's
 * part is its sum over everybody's. Claim order is `Service.joined`, so each join is a good of its own.
 */
export const rankMultiplier: ReferenceRule = referenceRule({
  name: "RankMultiplier",
  pays: "pays the first three that claimed a class, 1, 3/4 and 1/4 (Helium HIP-85).",
  prices(state) {
    const quarters = [...joinsByClass(state)].flatMap(([classId, joins]) =>
      QUARTERS.slice(0, joins.length).map((each, rank) => [goodOf(classId, joins[rank] ?? 0n), each] as const),
    );
    const total = quarters.reduce((sum, [, each]) => sum + each, 0);
    return new Map(quarters.map(([good, each]) => [good, new Exact(each).div(total)]));
  },
  holdings: ({ services }) =>
    new Map([...services].map(([classId, { joined }]) => [goodOf(classId, joined), new Exact(1)])),
});

function goodOf(classId: ClassId, joined: bigint): string {
  return `${classId}:${joined}`;
}

/** The numbers of the joins of a class's members, ascending. */
function joinsByClass({ operators }: NetworkState): Map<ClassId, bigint[]> {
  const joins = new Map<ClassId, bigint[]>();
  for (const [, { services }] of operators) {
    for (const [classId, { joined }] of services) joins.set(classId, [...(joins.get(classId) ?? []), joined]);
  }
  for (const each of joins.values()) each.sort((a, b) => (a < b ? -1 : 1));
  return joins;
}

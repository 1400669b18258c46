import type { Decimal } from "decimal.js";
import { exactRatio } from "./exactRatio.js";
import type { ClassId, DomainId, NetworkState, OperatorId } from "./state.js";

/** One operator's service level in a class, straight from its report, as ratios. */
export interface Member {
  readonly u: Decimal;
  readonly x: Decimal;
}

/**
 * Who serves a class from where, read off the operators' reports and nothing else.
 *
 * @param without leave this operator out, as if it had never been
 */
export function membersByDomain({
  state,
  classId,
  without,
}: {
  state: NetworkState;
  classId: ClassId;
  without: OperatorId | undefined;
}): Map<DomainId, Member[]> {
  const members = new Map<DomainId, Member[]>();
  for (const [operator, { domain, services }] of state.operators) {
    const service = services.get(classId);
    if (!service || operator === without) continue;
    const list = members.get(domain) ?? [];
    list.push({ u: exactRatio(service.u), x: exactRatio(service.x) });
    members.set(domain, list);
  }
  return members;
}

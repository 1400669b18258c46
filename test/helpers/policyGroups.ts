import { POLICY_NAMES, type PolicyName } from "../../ignition/modules/Breadth.js";

/** Policies that are tried beside each other on one ledger: it hears at most twelve beside the paid one. */
const GROUP = 5;

/** All policies in groups: the five core policies, then the others as they come. */
export const POLICY_GROUPS: readonly (readonly PolicyName[])[] = Array.from(
  { length: Math.ceil(POLICY_NAMES.length / GROUP) },
  (_, i) => POLICY_NAMES.slice(i * GROUP, (i + 1) * GROUP),
);

/**
 * The group that a policy is in, itself included.
 *
 * @example groupOf("EqualShare").length // 5
 */
export function groupOf(policy: PolicyName): readonly PolicyName[] {
  const group = POLICY_GROUPS.find((names) => names.includes(policy));
  if (group === undefined) throw new RangeError(`no policy ${policy}`);
  return group;
}

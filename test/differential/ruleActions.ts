import { draw, type History, sendTo } from "./history.js";
import { isPublishing, PUBLISHING, type PublishingRule } from "./published.js";
import { TOKEN } from "./system.js";

/** A call of a rule's own, by governance, curators or anybody; the deployer is all of them. */
type RuleCall = (history: History, classId: bigint) => readonly [name: string, args: readonly unknown[]];

/**
 * What is done to the rules beyond the hooks, as far as the reference follows (`NetworkState.ofPolicy`). Left at their
 * defaults: allocation points of SignalAllocated (the reference splits evenly), bounds of TargetShare, levels of HexDensity,
 * the fee of QueryRebate; each has a test in test/contracts/policies/.
 */
const CALLS: Readonly<Record<PublishingRule, RuleCall>> = {
  ClassWeighted: ({ stream }, classId) =>
    stream.next() < 0.7 ? ["setPoints", [[classId], [draw.weight(stream)]]] : ["clearPoints", [[classId]]],
  SignalAllocated: ({ stream }, classId) => {
    const amount = BigInt(1 + stream.below(1_000)) * stream.pick([1n, TOKEN / 1_000n]);
    return [stream.next() < 0.7 ? "bond" : "unbond", [classId, amount]];
  },
  TargetShare: ({ mirror }) => ["adjust", [Array.from({ length: mirror.classCount }, (_, i) => i + 1)]],
  HexDensity: ({ stream }, classId) => ["place", [classId, stream.below(3), stream.below(2)]],
  DistinctBreadth: ({ stream }, classId) => ["setComputeUnits", [classId, 1 + stream.below(10_000)]],
};

/** Does something to one of the policies that take more than hooks; nothing where there is none. */
export async function ruleCall(history: History): Promise<void> {
  const { stream, system, mirror } = history;
  const own = [...system.rules].flatMap(([policy, rule]) => (isPublishing(rule) ? [{ policy, rule }] : []));
  if (own.length === 0) return;
  const { policy, rule } = stream.pick(own);
  const [name, args] = CALLS[rule](history, BigInt(1 + stream.below(mirror.classCount)));
  // A day later, an epoch of TargetShare is over.
  if (rule === "TargetShare") system.chain.time += 86_400n;
  await sendTo(history, policy, PUBLISHING[rule].encodeFunctionData(name, args));
}

import { expect } from "chai";
import { classCoverage, coverage } from "../../scripts/reference/coverage.js";
import { shareErrorBound } from "../../scripts/reference/errorBound.js";
import { Exact, ZERO } from "../../scripts/reference/exact.js";
import { quote } from "../../scripts/reference/quote.js";
import { RULES, type RuleName } from "../../scripts/reference/rules.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { operatorOf, type Profile } from "../../scripts/reference/state.js";
import { membersOf } from "./errorBudget.js";
import type { EventMirror } from "./eventMirror.js";
import type { History } from "./history.js";
import { boundsOf, quoteError } from "./ruleBounds.js";
import { INTERFACES, type System } from "./system.js";
import type { Tally } from "./tally.js";

const ONE_X120 = new Exact(2).pow(120);
const MAX_RELIABILITY = 999_000_000n;

/** A whole profile that an operator is offered, as it goes to the chain. */
export interface OfferOf {
  readonly operator: string;
  readonly offer: Profile;
}

interface Snapshot {
  time: bigint;
  emitted: bigint;
  balance: bigint;
  totalPaid: bigint;
  surplus: bigint;
  liabilities: bigint[];
  earned: bigint[];
  coverages: bigint[];
  quotes: bigint[];
}

/** Reads the chain once and compares all of it with the reference. Each operator's present profile is quoted as well. */
export async function compare({
  history: { system, mirror, label, tally },
  offers,
}: {
  history: History;
  offers: readonly OfferOf[];
}): Promise<void> {
  await system.chain.mine();
  mirror.advanceTo(system.chain.time);
  const { replay } = mirror;
  const policies = [...mirror.started];
  const live = [...mirror.live];
  const coverageOf = live.find((policy) => system.rules.get(policy) === "MarginalCoverage");
  const all = offers.flatMap(({ operator, offer }) => [
    { operator, offer: operatorOf(replay.state, operator) as Profile },
    { operator, offer },
  ]);
  const found = await read({ system, policies, live, coverageOf, offers: all, classCount: mirror.classCount });
  const where = () => label;

  expect(found.time).to.equal(replay.now);
  expect(found.emitted, `emitted; ${label}`).to.equal(replay.emitted);
  const { funded, returned, paid, released } = mirror.money;
  expect(found.balance, `vault balance; ${label}`).to.equal(funded - returned - paid);
  expect(found.totalPaid, `paid; ${label}`).to.equal(paid);
  tally.counts.exact += 3;

  let owed = ZERO;
  policies.forEach((policy, p) => {
    const rule = ruleOf(system, policy);
    let sum = 0n;
    const exact = replay.liability(policy);
    system.operators.forEach((operator, i) => {
      const earned = found.earned[p * system.operators.length + i] ?? 0n;
      const expected = replay.accrued(policy, operator);
      const claimed = mirror.claimed.get(`${policy}/${operator}`) ?? 0n;
      const actual = earned + claimed;
      const bounds = boundsOf(rule).earned(mirror.budget, operator);
      tally.compare({ quantity: "earned", rule, actual, expected, ...bounds, where });
      sum += earned;
    });
    const liability = found.liabilities[p] ?? 0n;
    const bounds = boundsOf(rule).liability(mirror.budget);
    tally.compare({ quantity: "liability", rule, actual: liability, expected: exact, ...bounds, where });
    expect(liability >= sum, `${rule}: liability ${liability} below the sum of earned ${sum}; ${label}`).to.equal(true);
    expect(liability <= found.emitted, `${rule}: liability above emitted; ${label}`).to.equal(true);
    tally.counts.exact += 2;
    if (mirror.paying.includes(policy)) owed = owed.plus(exact);
  });
  const spares = mirror.paying.map((policy) => boundsOf(ruleOf(system, policy)).liability(mirror.budget));
  const surplus = new Exact(replay.emitted.toString()).minus(paid.toString()).minus(released.toString()).minus(owed);
  tally.compare({
    quantity: "surplus",
    rule: "",
    actual: found.surplus,
    expected: surplus,
    above: spares.reduce((sum, { below }) => sum + below, 0),
    below: spares.reduce((sum, { above }) => sum + above, 0),
    where,
  });
  if (coverageOf !== undefined) compareCoverage({ found, mirror, tally, where });
  compareQuotes({ found, system, mirror, live, all, tally, where });
}

async function read({
  system,
  policies,
  live,
  coverageOf,
  offers,
  classCount,
}: {
  system: System;
  policies: readonly string[];
  live: readonly string[];
  coverageOf: string | undefined;
  offers: readonly OfferOf[];
  classCount: number;
}): Promise<Snapshot> {
  const query = {
    vault: system.vault,
    policies: [...policies],
    operators: [...system.operators],
    coverageOf: coverageOf ?? system.vault,
    classCount: coverageOf === undefined ? 0 : classCount,
    quoting: [...live],
    offerers: offers.map(({ operator }) => operator),
    offers: offers.map(({ offer: { stake, domain, services } }) => ({
      stake,
      domain,
      services: [...services]
        .sort(([a], [b]) => Number(a - b))
        .map(([classId, { u, x, served }]) => ({ classId, service: { u, x, served } })),
    })),
  };
  const data = INTERFACES.reader.encodeFunctionData("read", [query]);
  const answer = await system.chain.call({ to: system.reader, data });
  return INTERFACES.reader.decodeFunctionResult("read", answer)[0] as Snapshot;
}

interface Parts {
  readonly found: Snapshot;
  readonly mirror: EventMirror;
  readonly tally: Tally;
  readonly where: () => string;
}

function compareCoverage({ found, mirror: { replay }, tally, where }: Parts): void {
  for (const [classId, each] of replay.state.classes) {
    const bound = shareErrorBound({ alphas: each.alphas, members: membersOf(each) });
    const actual = new Exact((found.coverages[Number(classId) - 1] ?? 0n).toString()).div(ONE_X120);
    tally.compare({ quantity: "coverage", rule: "", actual, expected: classCoverage(each), above: bound, where });
  }
}

function compareQuotes({
  found,
  system,
  mirror: { replay, minReliability },
  live,
  all,
  tally,
  where,
}: Parts & {
  system: System;
  live: readonly string[];
  /** The present profile and the offer of each offerer, in turn. */
  all: readonly OfferOf[];
}): void {
  const { emission } = replay;
  const rate = emission.rate > 0n && replay.now < endOf(replay) ? emission.rate : 0n;
  live.forEach((policy, p) => {
    const rule = ruleOf(system, policy);
    const state = replay.stateOf(policy);
    all.forEach(({ operator, offer }, i) => {
      const eligible = { ...offer, services: recorded(offer.services, minReliability) };
      const expected = quote({ rule: RULES[rule], state, operator, offer: eligible, rate });
      const actual = found.quotes[p * all.length + i] ?? 0n;
      const { above, below } = boundsOf(rule).quote(state, eligible.services);
      const bounds = { above: 1 + Number(rate) * above, below: 1 + Number(rate) * below };
      tally.compare({ quantity: "quote", rule, actual, expected, ...bounds, where });
      if (rule !== "MarginalCoverage" || i % 2 === 0) return;
      // P1: what moving to the offer changes in pay is what it changes in coverage, times the rate.
      const present = all[i - 1]?.offer ?? offer;
      const change = actual - (found.quotes[p * all.length + i - 1] ?? 0n);
      const gained = coverage(setProfile(state, operator, eligible))
        .minus(coverage(state))
        .times(rate.toString());
      const both = 2 + Number(rate) * (quoteError(state, eligible.services) + quoteError(state, present.services));
      tally.compare({ quantity: "P1", rule, actual: change, expected: gained, above: both, where });
    });
  });
}

function ruleOf({ rules }: System, policy: string): RuleName {
  const rule = rules.get(policy);
  if (rule === undefined) throw new RangeError(`no rule at ${policy}`);
  return rule;
}

/** What the ledger would record of offered services: none below the minimum, u at most 0.999. */
function recorded(services: Profile["services"], minReliability: bigint): Profile["services"] {
  const kept = [...services].filter(([, { u }]) => u >= minReliability && u > 0n);
  return new Map(
    kept.map(([classId, level]) => [classId, { ...level, u: level.u > MAX_RELIABILITY ? MAX_RELIABILITY : level.u }]),
  );
}

/** {s} When the budget no longer pays for a second. */
function endOf({ emission: { funded, rate, settled, since } }: EventMirror["replay"]): bigint {
  return since + (funded - settled) / rate;
}

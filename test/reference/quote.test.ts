import { expect } from "chai";
import fc from "fast-check";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import type { HistoryEvent, StateEvent } from "../../scripts/reference/history.js";
import { quote } from "../../scripts/reference/quote.js";
import { Replay } from "../../scripts/reference/replay.js";
import { RULES } from "../../scripts/reference/rules.js";
import { EMPTY_STATE, operatorOf, type Profile } from "../../scripts/reference/state.js";
import { exampleEvents, WORKED_EXAMPLE } from "../../scripts/reference/workedExample.js";
import { networkEvents, OPERATORS, POLICIES, profile, profileEvents } from "./arbitraries.js";
import { expectClose } from "./closeTo.js";

const TOKEN = 10n ** 18n;
const RELIABLE = { u: 750_000_000n, x: 1_000_000_000_000n, served: 0n };

/** The events by which an operator takes up a whole profile, leaving every class that is not in it. */
function takeUp(operator: string, offer: Profile): StateEvent[] {
  const leave = [1n, 2n, 3n]
    .filter((classId) => !offer.services.has(classId))
    .map((classId): StateEvent => ({ type: "serviceChanged", operator, classId, u: 0n, x: 0n, served: 0n }));
  return [...leave, ...profileEvents(operator, offer)];
}

describe("quote", () => {
  const state = exampleEvents(WORKED_EXAMPLE).reduce(applyEvent, EMPTY_STATE);
  const perSecond = (operator: string, offer: Profile) =>
    quote({ rule: RULES.MarginalCoverage, state, operator, offer, rate: TOKEN }).div(1e18).toString();

  it("given the profile an operator has > what it earns now: Cyd 0.195 a second", () => {
    expect(perSecond("Cyd", operatorOf(state, "Cyd"))).to.equal("0.195");
  });

  it("given Bob, a copy of Ann in chat, offers code from east instead > 0.03 in place of 0.048", () => {
    expect(perSecond("Bob", { stake: 0n, domain: 1n, services: new Map([[2n, RELIABLE]]) })).to.equal("0.03");
  });

  it("given Bob keeps chat and adds code > 0.078", () => {
    const both = new Map([
      [1n, RELIABLE],
      [2n, RELIABLE],
    ]);
    expect(perSecond("Bob", { stake: 0n, domain: 1n, services: both })).to.equal("0.078");
  });

  it("given a newcomer > what it would earn; given an empty offer > 0", () => {
    // chat from the unlisted domain: f = 0.25, 0.4 and 0.625, M = 0.0625, b = 0.2, o = 3
    expect(perSecond("Eve", { stake: 0n, domain: 0n, services: new Map([[1n, RELIABLE]]) })).to.equal("0.03");
    expect(perSecond("Cyd", { stake: 0n, domain: 2n, services: new Map() })).to.equal("0");
  });

  it("given any network and offer > every rule pays in the next second what it quoted", () => {
    fc.assert(
      fc.property(networkEvents, fc.constantFrom(...OPERATORS), profile, (events, operator, offer) => {
        const before: HistoryEvent[] = [
          ...POLICIES.map((rule): HistoryEvent => ({ type: "policyStarted", policy: rule, rule, time: 0n })),
          { type: "funded", amount: 1_000n * TOKEN, time: 0n },
          { type: "emissionRateChanged", rate: TOKEN, time: 0n },
          ...events.map((event): HistoryEvent => ({ ...event, time: 0n })),
        ];
        const replay = new Replay(before);
        const quotes = POLICIES.map((policy) =>
          quote({ rule: RULES[policy], state: replay.state, operator, offer, rate: TOKEN }),
        );
        for (const event of takeUp(operator, offer)) replay.apply({ ...event, time: 0n });
        replay.advanceTo(1n);
        POLICIES.forEach((policy, i) => {
          expectClose(replay.earned(policy, operator), quotes[i] ?? 0, "1e-30");
        });
      }),
      { numRuns: 40 },
    );
  });
});

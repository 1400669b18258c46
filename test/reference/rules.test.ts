import { expect } from "chai";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { RULES } from "../../scripts/reference/rules.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";
import { exampleEvents, WORKED_EXAMPLE } from "../../scripts/reference/workedExample.js";
import { expectClose } from "./closeTo.js";

const TOKEN = 10n ** 18n;
const example = exampleEvents(WORKED_EXAMPLE);

function sharesAfter(rule: keyof typeof RULES, more: readonly StateEvent[]): Record<string, string> {
  const shares = RULES[rule].shares([...example, ...more].reduce(applyEvent, EMPTY_STATE));
  return Object.fromEntries([...shares].map(([operator, share]) => [operator, share.toString()]));
}

const eveStakesOnly: StateEvent = { type: "operatorChanged", operator: "Eve", domain: 1n, stake: 9_000n * TOKEN };
const annLeaves: StateEvent = { type: "serviceChanged", operator: "Ann", classId: 1n, u: 0n, x: 0n, served: 0n };
const chatRetired: StateEvent = { type: "weightChanged", classId: 1n, weight: 0n };

describe("baseline rules", () => {
  it("given an operator that stakes and serves nothing > no rule pays it or counts it", () => {
    for (const rule of Object.keys(RULES) as (keyof typeof RULES)[]) {
      const { Eve, ...others } = sharesAfter(rule, [eveStakesOnly]);
      expect(Eve).to.equal("0");
      expect(others).to.deep.equal(sharesAfter(rule, []));
    }
  });

  it("given Ann leaves her only class > EqualShare pays thirds", () => {
    const third = `0.${"3".repeat(60)}`;
    expect(sharesAfter("EqualShare", [annLeaves])).to.deep.equal({ Ann: "0", Bob: third, Cyd: third, Dee: third });
  });

  it("given Ann leaves > StakeWeighted shares among the stake of those who serve: 300, 200, 100", () => {
    const { Ann, Bob } = sharesAfter("StakeWeighted", [annLeaves]);
    expectClose(Ann ?? 1, 0);
    expectClose(Bob ?? 0, "0.5");
  });

  it("given Ann reports 1,250 served > ServedVolume pays by 1250, 150, 500, 100; coverage pay stays", () => {
    const more: StateEvent = {
      type: "serviceChanged",
      operator: "Ann",
      classId: 1n,
      u: 750_000_000n,
      x: 10n ** 12n,
      served: 1_250n,
    };
    expect(sharesAfter("ServedVolume", [more])).to.deep.equal({ Ann: "0.625", Bob: "0.075", Cyd: "0.25", Dee: "0.05" });
    expect(sharesAfter("MarginalCoverage", [more])).to.deep.equal(sharesAfter("MarginalCoverage", []));
  });

  it("given chat is retired > coverage rules pay for code alone, baselines as before", () => {
    expect(sharesAfter("MarginalCoverage", [chatRetired])).to.deep.equal({
      Ann: "0",
      Bob: "0",
      Cyd: "0.375",
      Dee: "0.15",
    });
    expect(sharesAfter("FlatMarginalCoverage", [chatRetired])).to.deep.equal({
      Ann: "0",
      Bob: "0",
      Cyd: "0.1875",
      Dee: "0.1875",
    });
    expect(sharesAfter("EqualShare", [chatRetired]).Ann).to.equal("0.25");
    expect(sharesAfter("ServedVolume", [chatRetired]).Ann).to.equal("0.25");
  });

  it("given every class is retired > coverage rules pay nobody", () => {
    const retired: StateEvent[] = [chatRetired, { type: "weightChanged", classId: 2n, weight: 0n }];
    expect(new Set(Object.values(sharesAfter("MarginalCoverage", retired)))).to.deep.equal(new Set(["0"]));
    expect(new Set(Object.values(sharesAfter("FlatMarginalCoverage", retired)))).to.deep.equal(new Set(["0"]));
  });

  it("given nobody > no rule pays anything", () => {
    for (const rule of Object.values(RULES)) expect(rule.shares(EMPTY_STATE).size).to.equal(0);
  });
});

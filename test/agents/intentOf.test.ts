import { expect } from "chai";
import { intentOf } from "../../scripts/agents/intentOf.js";
import { offerTable } from "../../scripts/agents/pricing/offerTable.js";

/** Out; classes 0 and 2 from domain 0; class 1 from domain 0; class 1 from domain 1; nothing in time from domain 1. */
const table = offerTable({
  service: {
    strategies: 5,
    classes: 3,
    reliability: Float64Array.of(...[0, 0, 0], ...[0.9, 0, 0.9], ...[0, 0.9, 0], ...[0, 0.9, 0], ...[0, 0, 0]),
    capacityRatio: new Float64Array(15).fill(1),
  },
  domains: [-1, 0, 0, 1, 1],
  stakes: [100],
  requests: [1, 1, 1],
});

describe("intentOf", () => {
  it("from out to a rig > enters its domain", () => {
    expect(intentOf({ operator: 7, from: 0, to: 3 }, table)).to.deep.equal({ kind: "enter", operator: 7, domain: 1 });
  });

  it("from a rig to out > exits", () => {
    expect(intentOf({ operator: 7, from: 2, to: 0 }, table)).to.deep.equal({ kind: "exit", operator: 7 });
  });

  it("to another rig in the same domain > retools, and says which classes are served from now on", () => {
    expect(intentOf({ operator: 7, from: 2, to: 1 }, table)).to.deep.equal({
      kind: "retool",
      operator: 7,
      serves: [0, 2],
    });
  });

  it("to another domain > moves, with the classes served there", () => {
    expect(intentOf({ operator: 7, from: 1, to: 3 }, table)).to.deep.equal({
      kind: "move",
      operator: 7,
      domain: 1,
      serves: [1],
    });
  });

  it("to a rig that serves nothing in time > moves and leaves every class", () => {
    expect(intentOf({ operator: 7, from: 1, to: 4 }, table)).to.deep.equal({
      kind: "move",
      operator: 7,
      domain: 1,
      serves: [],
    });
  });
});

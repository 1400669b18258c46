import { expect } from "chai";
import { UserError } from "../../scripts/common/errors.js";
import { startingStrategies } from "../../scripts/simulation/startingStrategies.js";
import { FIRST_SOUTH, OUT, tinyScenario } from "./tinyMarket.js";

describe("startingStrategies", () => {
  const { scenario } = tinyScenario({ operators: 4_000 });

  it("out > nobody", () => {
    expect(new Set(startingStrategies({ scenario, start: "out" }))).to.deep.equal(new Set([OUT]));
  });

  it("same > everybody with the cheapest rig that serves anything", () => {
    expect(new Set(startingStrategies({ scenario, start: "same" }))).to.deep.equal(new Set([FIRST_SOUTH]));
    const idle = { ...scenario.service, reliability: scenario.service.reliability.with(2 * FIRST_SOUTH, 0) };
    // FIRST_SOUTH then serves nothing; of the two at 10, the one listed first.
    expect(new Set(startingStrategies({ scenario: { ...scenario, service: idle }, start: "same" }))).to.deep.equal(
      new Set([2]),
    );
  });

  it("random > each of the four rigs a quarter of the time, never out", () => {
    const counts = new Map<number, number>();
    for (const k of startingStrategies({ scenario, start: "random" })) counts.set(k, (counts.get(k) ?? 0) + 1);
    expect([...counts.keys()].sort()).to.deep.equal([1, 2, 3, 4]);
    // 1,000 each; five standard deviations of a binomial are 137.
    for (const count of counts.values()) expect(count).to.be.within(863, 1_137);
  });

  it("random > the same for the same seed, another for another", () => {
    const drawn = (seed: number) => startingStrategies({ scenario: { ...scenario, seed }, start: "random" });
    expect(drawn(1)).to.deep.equal(drawn(1));
    expect(drawn(1)).not.to.deep.equal(drawn(2));
  });

  it("an unknown start > an error that names those there are", () => {
    expect(() => startingStrategies({ scenario, start: "rich" })).to.throw(
      UserError,
      'unknown start "rich": use one of random, same, out',
    );
  });
});

import { expect } from "chai";
import { newDriver } from "./support.js";

const DAY = 86_400;

describe("ChainDriver with TargetShare", () => {
  it("given one class overserved nine to one, day after day > adjusts daily and reads the coefficients", async () => {
    const driver = await newDriver({ policy: "TargetShare" });
    await driver.apply([0, 1].map((operator) => ({ kind: "enter", operator, domain: 0 }) as const));
    const report = {
      services: [0, 1].map((operator) => ({
        operator,
        classIndex: operator,
        reliability: 0.9,
        capacityRatio: operator === 0 ? 0.1 : 0.9,
        served: 1,
      })),
    };
    const seen: number[][] = [];
    for (let day = 0; day < 4; day++) {
      await driver.report(report);
      await driver.keep();
      const { ofPolicy } = await driver.snapshot();
      seen.push([...(ofPolicy.coefficients ?? [])]);
      await driver.advance(DAY);
    }
    // Nothing is due on the first day. Then the first class rises from its least by 5% a day; the other stays at its least.
    expect(seen.map(([first]) => first)).to.deep.equal([500_000_000, 525_000_000, 551_250_000, 578_812_500]);
    expect(seen.map(([, second]) => second)).to.deep.equal([500_000_000, 500_000_000, 500_000_000, 500_000_000]);
    // Pay follows: 0.1 x 0.5788125 to 0.9 x 0.5.
    const { tokensPerDay } = await driver.quote(0, { stake: 100, domain: 0, services: report.services.slice(0, 1) });
    const share = (0.1 * 0.5788125) / (0.1 * 0.5788125 + 0.9 * 0.5);
    expect(tokensPerDay / DAY).to.be.within(share - 1e-9, share + 1e-9);
  });
});

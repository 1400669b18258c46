import { expect } from "chai";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { newDriver, PLAIN } from "./support.js";

const DAY = 86_400;
const SERVICE = { reliability: 0.9, capacityRatio: 1 };

describe("ChainDriver with rules that pay for what was served", () => {
  it("given QueryRebate and requests that pay 1 token > a fee of 28, read back, and priced as the contract quotes", async () => {
    const classes = [{ curve: PLAIN, weight: 1n }];
    const driver = await newDriver({ policy: "QueryRebate", classes, requestFee: 1 });
    await driver.apply([0, 1].map((operator) => ({ kind: "enter", operator, domain: 0 }) as const));
    const service = { classIndex: 0, ...SERVICE };
    await driver.report({ services: [0, 1].map((operator) => ({ operator, ...service, served: 3 })) });
    const state = await driver.snapshot();
    expect([...(state.ofPolicy.fee ?? [])]).to.deep.equal([28e18]);
    const stake = state.stake[0] ?? 0;
    const expected = 0.5 * (1 - Math.exp((-0.6 * stake) / (3 * 28)));
    const { tokensPerDay } = await driver.quote(0, { stake, domain: 0, services: [{ ...service, served: 3 }] });
    expect(tokensPerDay / DAY).to.be.within(expected - 1e-12, expected + 1e-12);
    expect(pricerFor("QueryRebate")(state).pay(0)).to.be.within(tokensPerDay - 1e-9, tokensPerDay + 1e-9);
  });

  it("given DistinctBreadth and a class of 9 compute units > set, read back, and priced as the contract quotes", async () => {
    const classes = [1, 9].map((computeUnits) => ({
      curve: PLAIN,
      weight: 1n,
      traits: { family: 1, modality: 1, computeUnits },
    }));
    const driver = await newDriver({ policy: "DistinctBreadth", classes });
    await driver.apply([0, 1].map((operator) => ({ kind: "enter", operator, domain: 0 }) as const));
    // Ann opens and serves the one class, Bob the other: compute 1 to 9, all else alike.
    const services = [0, 1].map((operator) => ({ operator, classIndex: operator, ...SERVICE, served: 10 }));
    await driver.report({ services });
    const state = await driver.snapshot();
    expect([...(state.ofPolicy.computeUnits ?? [])]).to.deep.equal([1, 9]);
    expect([...state.opened]).to.deep.equal([1, 0, 0, 1, 0, 0]);
    const { stake } = state;
    for (const [operator, share] of [0.52 * 0.1 + 0.24, 0.52 * 0.9 + 0.24].entries()) {
      const offer = {
        stake: stake[operator] ?? 0,
        domain: 0,
        services: [{ classIndex: operator, ...SERVICE, served: 10 }],
      };
      const { tokensPerDay } = await driver.quote(operator, offer);
      expect(tokensPerDay / DAY).to.be.within(share - 1e-12, share + 1e-12);
      expect(pricerFor("DistinctBreadth")(state).pay(operator)).to.be.within(tokensPerDay - 1e-9, tokensPerDay + 1e-9);
    }
  });
});

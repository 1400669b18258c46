import { expect } from "chai";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { newDriver, PLAIN } from "./support.js";

const DAY = 86_400;
const SERVICE = { reliability: 0.9, capacityRatio: 1, served: 1 };

describe("ChainDriver with HexDensity", () => {
  it("given two classes of one family and one of another > places them, reads them back, and prices as the contract quotes", async () => {
    const traits = [
      { family: 1, modality: 1, computeUnits: 1 },
      { family: 1, modality: 1, computeUnits: 1 },
      { family: 2, modality: 2, computeUnits: 1 },
    ];
    const classes = traits.map((each) => ({ curve: PLAIN, weight: 1n, traits: each }));
    const driver = await newDriver({ policy: "HexDensity", classes });
    await driver.apply([0, 1, 2].map((operator) => ({ kind: "enter", operator, domain: 0 }) as const));
    // All three in the first class, the last one in the others as well.
    const places = [
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [2, 2],
    ] as const;
    await driver.report({ services: places.map(([operator, classIndex]) => ({ operator, classIndex, ...SERVICE })) });
    const state = await driver.snapshot();
    expect([...(state.ofPolicy.family ?? [])]).to.deep.equal([1, 1, 2]);
    expect([...(state.ofPolicy.modality ?? [])]).to.deep.equal([1, 1, 2]);
    // Two occupied in the first family: limit 1, so 3 units in all. In one family it would be 2 / 3 of 4.
    const offer = { stake: 100, domain: 0, services: [{ classIndex: 0, ...SERVICE }] };
    const { tokensPerDay } = await driver.quote(0, offer);
    expect(tokensPerDay / DAY).to.be.within(1 / 9 - 1e-12, 1 / 9 + 1e-12);
    const pricer = pricerFor("HexDensity")(state);
    for (const operator of [0, 1]) {
      expect(pricer.pay(operator)).to.be.within(tokensPerDay - 1e-9, tokensPerDay + 1e-9);
    }
    expect(pricer.pay(2) / DAY).to.be.within(7 / 9 - 1e-12, 7 / 9 + 1e-12);
  });
});

import { expect } from "chai";
import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import type { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { fromBillionths, weiToTokens } from "../../scripts/common/units.js";
import { RANDOM_SCENE, randomRun } from "./randomRun.js";
import { newDriver } from "./support.js";

/** The same state, asked of the contracts' views one by one. */
async function stateFromViews(driver: ChainDriver): Promise<Omit<LedgerState, "joined" | "opened">> {
  const { ledger, vault, registry } = driver.deployment;
  const { options, operatorAddresses } = driver;
  const [classes, domains] = [options.classes.length, options.domains.length];
  const records = await Promise.all(operatorAddresses.map((address) => ledger.operatorOf(address)));
  const standing = await Promise.all(operatorAddresses.map((address) => registry.statusOf(address)));
  const measured = await Promise.all(
    operatorAddresses.flatMap((address) => options.classes.map((_, c) => ledger.measurementOf(address, c + 1))),
  );
  const column = (of: (measurement: (typeof measured)[number]) => number): Float64Array =>
    Float64Array.from(measured, (each) => (each.eligible ? of(each) : 0));
  const availability = await Promise.all(
    options.domains.flatMap((_, g) => options.classes.map((_, c) => ledger.availabilityOf(g + 1, c + 1))),
  );
  const curves = await Promise.all(options.classes.map((_, c) => ledger.curveOf(c + 1)));
  const weights = await Promise.all(options.classes.map((_, c) => ledger.classOf(c + 1)));
  return {
    operators: operatorAddresses.length,
    classes,
    domains,
    domainOf: Int32Array.from(records, ({ domain }, i) => (standing[i] === 1n ? Number(domain) - 1 : -1)),
    stake: Float64Array.from(records, ({ stake }, i) => (standing[i] === 1n ? weiToTokens(stake) : 0)),
    reliability: column(({ u }) => fromBillionths(u)),
    capacityRatio: column(({ x }) => fromBillionths(x)),
    served: column(({ served }) => Number(served)),
    weights: Float64Array.from(weights, ({ weight }) => Number(weight)),
    availability: Float64Array.from(availability, fromBillionths),
    curves: curves.map(({ kappas, alphas }) => ({ kappas: [...kappas], alphas: [...alphas] })),
    emissionPerDay: weiToTokens(await vault.currentRate()) * 86_400,
    ofPolicy: {},
  };
}

describe("ChainDriver.snapshot", () => {
  for (const seed of [1, 2, 3]) {
    describe(`given a random history (seed ${seed})`, () => {
      it("is what the contracts' views say, every fourth day", async () => {
        const policy = POLICY_NAMES[seed % POLICY_NAMES.length] ?? "EqualShare";
        const driver = await newDriver({ ...RANDOM_SCENE, policy });
        let day = 0;
        const afterDay = async (): Promise<void> => {
          if (++day % 4 !== 0) return;
          const { joined, opened, ...state } = await driver.snapshot();
          expect(state).to.deep.equal(await stateFromViews(driver));
          // Claims: one for each service that counts, no two alike.
          expect([...joined].map((join) => join > 0)).to.deep.equal([...state.reliability].map((u) => u > 0));
          expect(new Set(joined.filter((join) => join > 0)).size).to.equal(joined.filter((join) => join > 0).length);
          expect([...opened].every((open, cell) => open === 0 || (joined[cell] ?? 0) > 0)).to.equal(true);
        };
        await randomRun(driver, { seed, days: 16, afterDay });
        const state = await driver.snapshot();
        const serving = state.reliability.filter((u) => u > 0).length;
        expect(serving).to.be.within(5, 35);
        expect(Math.min(...state.reliability.filter((u) => u > 0))).to.be.at.least(0.5);
      });
    });
  }

  describe("given transactions that others sent meanwhile", () => {
    it("has them too", async () => {
      const driver = await newDriver();
      await driver.deployment.ledger.setWeight(2, 5n);
      await driver.deployment.vault.setEmissionRate(10n ** 15n);
      const state = await driver.snapshot();
      expect([...state.weights]).to.deep.equal([1, 5]);
      expect(state.emissionPerDay).to.equal(86.4);
    });
  });

  describe("given a budget that has run out", () => {
    it("shows no emission", async () => {
      const driver = await newDriver({ budget: 86_400 });
      await driver.advance(86_399);
      expect((await driver.snapshot()).emissionPerDay).to.equal(86_400);
      await driver.advance(1);
      expect((await driver.snapshot()).emissionPerDay).to.equal(0);
    });
  });

  describe("given a service below the least reliability", () => {
    it("records it, shows 0 and pays nothing, and an update above it counts", async () => {
      const driver = await newDriver();
      await driver.apply([{ kind: "enter", operator: 0, domain: 0 }]);
      const service = { operator: 0, classIndex: 0, capacityRatio: 1, served: 1 };
      await driver.report({ services: [{ ...service, reliability: 0.499_999_999 }] });
      expect((await driver.snapshot()).reliability[0]).to.equal(0);
      await driver.advance(3_600);
      expect((await driver.claim([0])).wei[0]).to.equal(0n);
      await driver.report({ services: [{ ...service, reliability: 0.5 }] });
      expect((await driver.snapshot()).reliability[0]).to.equal(0.5);
    });
  });
});

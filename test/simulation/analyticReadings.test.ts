import { expect } from "chai";
import { CORE_POLICIES } from "../../ignition/modules/Breadth.js";
import { intentOf } from "../../scripts/agents/intentOf.js";
import { presentOffer } from "../../scripts/agents/pricing/eligibleOffer.js";
import { quoteBound } from "../../scripts/agents/pricing/errorBound.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { coverage } from "../../scripts/metrics/coverage.js";
import { analyticReadings } from "../../scripts/simulation/analyticReadings.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";
import { EPOCH_SECONDS } from "../../scripts/simulation/epochWindow.js";
import { scenarioOffers } from "../../scripts/simulation/scenarioOffers.js";
import { startingStrategies } from "../../scripts/simulation/startingStrategies.js";
import { tinyChain } from "./tinyMarket.js";

/** {tokens} A claim's own floor, and a token's conversion to a number. */
const DUST = 1e-9;

describe("analyticReadings", () => {
  // Eight operators with random rigs in three domains, curves of two layers.
  const scenario = buildScenario({ seed: 4, operators: 8, domains: 3, layers: 2 });
  const table = scenarioOffers(scenario);
  // The last one stays out.
  const strategies = startingStrategies({ scenario, start: "random" }).with(7, 0);

  for (const policy of CORE_POLICIES) {
    it(`given ${policy} > the ledger holds what the pricer priced, and pays what it says, within the stated bound`, async () => {
      const chain = await tinyChain(scenario, { policy, epochs: 2 });
      const empty = await chain.snapshot();
      const pricer = pricerFor(policy)(empty);
      strategies.forEach((k, i) => {
        pricer.set(i, pricer.offer(i, table, k));
      });
      await chain.apply(
        [...strategies].flatMap((to, operator) => (to === 0 ? [] : [intentOf({ operator, from: 0, to }, table)])),
      );
      const readings = await analyticReadings(table).readings({ epoch: 0, strategies, pricer, state: empty });
      await chain.report({ services: readings });
      const state = await chain.snapshot();
      strategies.forEach((k, i) => {
        expect(presentOffer(state, i)).to.deep.equal(pricer.offer(i, table, k));
      });
      expect(coverage(state)).to.be.above(0.05);

      await chain.claim([...strategies.keys()]);
      const from = chain.elapsed;
      await chain.advance(EPOCH_SECONDS);
      const { tokens } = await chain.claim([...strategies.keys()]);
      const days = (chain.elapsed - from) / EPOCH_SECONDS;
      const now = pricerFor(policy)(state);
      const bound = quoteBound({ policy, state }) * days + DUST;
      tokens.forEach((paid, i) => {
        const priced = now.pay(i) * days;
        expect(paid, `operator ${i}`).to.be.within(priced - bound, priced + bound);
        // What was priced as everybody moved is the same, but for forecasts of volume: those follow later moves.
        if (policy !== "ServedVolume") expect(pricer.pay(i), `operator ${i}`).to.equal(now.pay(i));
      });
      expect(tokens[7]).to.equal(0);
      expect(tokens.reduce((a, b) => a + b)).to.be.above(0);
    });
  }
});

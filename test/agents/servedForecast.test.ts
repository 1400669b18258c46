import { expect } from "chai";
import fc from "fast-check";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { curveValue } from "../../scripts/workloads/successCurve.js";
import { game, play } from "./randomGame.js";

const SIZE = { operators: 5, strategies: 6, classes: 2, domains: 2 };

describe("the forecast of served requests", () => {
  it("any game > everybody's forecasts add up to S(X) of the requests, but for whole requests", () => {
    const playing = fc.array(fc.nat({ max: SIZE.strategies - 1 }), {
      minLength: SIZE.operators,
      maxLength: SIZE.operators,
    });
    fc.assert(
      fc.property(game(SIZE), playing, ({ state, table }, strategies) => {
        const pricer = play(pricerFor("ServedVolume")(state), table, strategies);
        const served = new Float64Array(SIZE.classes);
        const capacity = new Float64Array(SIZE.classes);
        strategies.forEach((k, i) => {
          const { services, domain } = pricer.offer(i, table, k);
          for (const service of services) {
            const r = state.availability[domain * SIZE.classes + service.classIndex] ?? 0;
            served[service.classIndex] = (served[service.classIndex] ?? 0) + service.served;
            capacity[service.classIndex] =
              (capacity[service.classIndex] ?? 0) + r * service.reliability * service.capacityRatio;
          }
        });
        state.curves.forEach((curve, c) => {
          const expected = 1_000 * curveValue(curve, capacity[c] ?? 0);
          expect(served[c]).to.be.within(expected - SIZE.operators / 2 - 1e-6, expected + SIZE.operators / 2 + 1e-6);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("alone with r u x = ln 2 > half of the 1,000 requests; beside an equal > 3/8 of them", () => {
    const [drawn] = fc.sample(game({ operators: 2, strategies: 2, classes: 1, domains: 1, layers: 1 }), {
      numRuns: 1,
      seed: 1,
    });
    if (drawn === undefined) throw new Error("no game");
    const state = { ...drawn.state, availability: Float64Array.of(0.8) };
    const table = {
      ...drawn.table,
      starts: Int32Array.of(0, 0, 1),
      classOf: Int32Array.of(0),
      reliability: Float64Array.of(0.75),
      capacityRatio: Float64Array.of(Math.LN2 / 0.6),
    };
    const pricer = pricerFor("ServedVolume")(state);
    const served = () => pricer.offer(0, table, 1).services[0]?.served;
    expect(served()).to.equal(500);
    pricer.set(1, pricer.offer(1, table, 1));
    expect(served()).to.equal(375);
    // All else fixed: the other's 500 stay, whatever the newcomer takes from them.
    expect(pricer.priceStrategies(0, table)[1]).to.be.within((1_000 * 375) / 875 - 1e-9, (1_000 * 375) / 875 + 1e-9);
  });
});

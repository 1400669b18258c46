import { expect } from "chai";
import fc from "fast-check";
import { CORE_POLICIES } from "../../ignition/modules/Breadth.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { certify } from "../../scripts/metrics/certificate.js";
import { assignments, type Game, game, play, stateWith } from "../agents/randomGame.js";

const SIZE = { operators: 3, strategies: 4, classes: 2, domains: 2 };

/** Under ServedVolume an offer is a forecast that moves with the others: no end state can be built from strategies alone. */
const TOLD = CORE_POLICIES.filter((name) => name !== "ServedVolume");

describe("certify", () => {
  // One class, one operator in each of two places under EqualShare: 1,000 tokens a day, half each.
  const [planted] = fc.sample(game({ operators: 2, strategies: 3, classes: 1, domains: 1, layers: 1 }), {
    numRuns: 1,
    seed: 1,
  });
  if (planted === undefined) throw new Error("no game");
  const shares: Game = {
    ...planted,
    table: {
      ...planted.table,
      starts: Int32Array.of(0, 0, 1, 2),
      classOf: Int32Array.of(0, 0),
      reliability: Float64Array.of(0.9, 0.8),
    },
    costs: Float64Array.of(0, 100, 40, 0, 700, 510),
  };
  const certifyAt = (playing: number[], allowed?: Uint8Array) =>
    certify({
      pricer: play(pricerFor("EqualShare")(shares.state), shares.table, playing),
      table: shares.table,
      playing,
      costs: shares.costs,
      tolerance: 1e-9,
      ...(allowed === undefined ? {} : { allowed }),
    });

  it("both in, the first at 100 instead of 40, the second at 700 of 500 tokens > they gain 60 and 200", () => {
    const { best, epsilon, epsilonShare, nashConv, wanting, priced } = certifyAt([1, 1]);
    expect(best).to.deep.equal([
      { operator: 0, strategy: 2, gain: 60 },
      { operator: 1, strategy: 0, gain: 200 },
    ]);
    expect({ epsilon, epsilonShare, nashConv, priced }).to.deep.equal({
      epsilon: 200,
      epsilonShare: 0.4,
      nashConv: 260,
      priced: 4,
    });
    expect(wanting.map(({ operator }) => operator)).to.deep.equal([1, 0]);
  });

  it("the same, but neither may play anything else > nobody wants to", () => {
    expect(certifyAt([1, 1], Uint8Array.of(0, 1, 0, 0, 1, 0))).to.include({
      epsilon: 0,
      epsilonShare: 0,
      nashConv: 0,
      priced: 0,
    });
  });

  it("the first in at 40, the second out > an equilibrium; both out > each wants all of it, and nobody is paid", () => {
    expect(certifyAt([2, 0])).to.include({ epsilon: 0, nashConv: 0 });
    expect(certifyAt([0, 0])).to.include({ epsilon: 960, epsilonShare: Number.POSITIVE_INFINITY, nashConv: 960 + 490 });
  });

  it("any small game, every assignment > epsilon is 0 exactly where no lone move pays, by pricing each end state anew", () => {
    fc.assert(
      fc.property(game(SIZE), fc.constantFrom(...TOLD), (each, policy) => {
        const { table, costs, state } = each;
        const nets = (playing: number[]) => {
          const pricer = pricerFor(policy)(stateWith(each, playing));
          return playing.map((k, i) => pricer.pay(i) - (costs[i * table.strategies + k] ?? 0));
        };
        for (const playing of assignments(SIZE.operators, SIZE.strategies)) {
          const pricer = play(pricerFor(policy)(state), table, playing);
          const { best } = certify({ pricer, table, playing, costs, tolerance: 0 });
          const now = nets(playing);
          for (const { operator, gain } of best) {
            let most = 0;
            for (let k = 0; k < table.strategies; k++) {
              const moved = nets(playing.with(operator, k))[operator] ?? 0;
              most = Math.max(most, moved - (now[operator] ?? 0));
            }
            expect(gain, `${policy} ${playing}`).to.be.within(most - 1e-9, most + 1e-9);
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});

import { expect } from "chai";
import fc from "fast-check";
import { claimsInOrder } from "../../scripts/agents/claimsInOrder.js";
import { PotentialTrack, potentialStep } from "../../scripts/metrics/potentialTrack.js";
import { game, stateWith } from "../agents/randomGame.js";

const SIZE = { operators: 6, strategies: 8, classes: 3, domains: 3 };
const move = fc.record({
  playing: fc.array(fc.nat({ max: SIZE.strategies - 1 }), { minLength: SIZE.operators, maxLength: SIZE.operators }),
  operator: fc.nat({ max: SIZE.operators - 1 }),
  to: fc.nat({ max: SIZE.strategies - 1 }),
});

describe("potentialStep", () => {
  it("P1: any lone move, any accepted curves > changes potential and net pay alike, within 1e-12 of the emission", () => {
    fc.assert(
      fc.property(game(SIZE), move, (each, { playing, operator, to }) => {
        const cost = (k: number) => each.costs[operator * SIZE.strategies + k] ?? 0;
        const { potential, net } = potentialStep({
          before: stateWith(each, playing),
          after: stateWith(each, playing.with(operator, to)),
          operator,
          costBefore: cost(playing[operator] ?? 0),
          costAfter: cost(to),
        });
        expect(potential - net).to.be.within(-1e-12 * each.state.emissionPerDay, 1e-12 * each.state.emissionPerDay);
      }),
      { numRuns: 200 },
    );
  });
});

describe("PotentialTrack", () => {
  // One class, one domain that is up 4/5 of the time, u = 3/4, plenty of capacity: C = 0.6 with one operator, 0.75 with two.
  const at = (...reliability: number[]) => ({
    operators: 2,
    classes: 1,
    domains: 1,
    domainOf: Int32Array.of(0, 0),
    stake: new Float64Array(2),
    reliability: Float64Array.from(reliability),
    capacityRatio: Float64Array.of(1_000, 1_000),
    served: new Float64Array(2),
    ...claimsInOrder({ classes: 1, reliability }),
    weights: Float64Array.of(1),
    availability: Float64Array.of(0.8),
    curves: [{ kappas: [1_000_000_000n], alphas: [1_000_000_000n] }],
    emissionPerDay: 1_000,
    ofPolicy: {},
  });

  it("a second operator at 100 tokens a day, then at 200 > up by 50, then a fall of 50", () => {
    const track = new PotentialTrack({ tolerance: 1e-9 });
    const entry = { before: at(0.75, 0), after: at(0.75, 0.75), operator: 1, costBefore: 0 };
    expect(track.add({ ...entry, costAfter: 100 }).potential).to.be.within(50 - 1e-9, 50 + 1e-9);
    expect(track.add({ ...entry, costAfter: 200 }).net).to.be.within(-50 - 1e-9, -50 + 1e-9);
    expect(track).to.include({ moves: 2, falls: 1 });
    expect(track.deepest).to.be.within(50 - 1e-9, 50 + 1e-9);
    expect(track.fallen).to.be.within(50 - 1e-9, 50 + 1e-9);
    expect(track.disagreement).to.be.within(0, 1e-9);
  });

  it("the other's reliability falls to 0.5 as the second enters > its own account says 300, the potential 100", () => {
    const track = new PotentialTrack({ tolerance: 1e-9 });
    const step = track.add({ before: at(0.75, 0), after: at(0.5, 0.75), operator: 1, costBefore: 0, costAfter: 0 });
    // C from 0.6 to 0.8 (1 - 1/8) = 0.7; the newcomer is paid 0.8 x 1/2 x 3/4 = 0.3 of the emission.
    expect(step.potential).to.be.within(100 - 1e-9, 100 + 1e-9);
    expect(step.net).to.be.within(300 - 1e-9, 300 + 1e-9);
    expect(track.disagreement).to.be.within(200 - 1e-9, 200 + 1e-9);
  });
});

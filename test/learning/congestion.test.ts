import { expect } from "chai";
import fc from "fast-check";
import { bestResponse } from "../../scripts/learning/rules/bestResponse.js";
import { betterResponse } from "../../scripts/learning/rules/betterResponse.js";
import { pureEquilibria } from "./equilibria.js";
import { congestionGame } from "./games.js";
import { play } from "./play.js";

const games = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 3 })).chain(([players, resources]) =>
  fc.record({
    game: fc
      .array(fc.array(fc.nat(20), { minLength: players, maxLength: players }), {
        minLength: resources,
        maxLength: resources,
      })
      .map((steps) => congestionGame(players, steps.map(cumulative))),
    start: fc.array(fc.nat(resources - 1), { minLength: players, maxLength: players }),
    seed: fc.nat(1000),
  }),
);

/** Delays that do not fall with the load. */
function cumulative(steps: readonly number[]): number[] {
  let delay = 0;
  return steps.map((step) => {
    delay += step;
    return delay;
  });
}

describe("congestion games", () => {
  // Pigou's network with four players: the delay of one link is its load, that of the other always 4.
  const pigou = congestionGame(4, [
    [1, 2, 3, 4],
    [4, 4, 4, 4],
  ]);

  it("given Pigou's network > its equilibria are 3 or 4 players on the link that congests", () => {
    const onFirst = pureEquilibria(pigou).map((profile) => profile.filter((k) => k === 0).length);
    expect(onFirst.sort()).to.deep.equal([3, 3, 3, 3, 4]);
  });

  it("given Pigou's network and all on the constant link > sequential best response moves three and rests", () => {
    const trajectory = play({
      game: pigou,
      rule: bestResponse(),
      order: "sequential",
      epochs: 3,
      start: [1, 1, 1, 1],
      seed: 1,
    });
    expect(trajectory.at(-1)).to.deep.equal([0, 0, 0, 1]);
  });

  for (const rule of [bestResponse(), betterResponse()]) {
    for (const order of ["sequential", "random"] as const) {
      it(`given ${rule.id}, ${order}, any delays and start > Rosenthal's potential rises until an equilibrium`, () => {
        fc.assert(
          fc.property(games, ({ game, start, seed }) => {
            const onMove = ({ before, after }: { before: readonly number[]; after: readonly number[] }) =>
              expect(game.potential(after)).to.be.greaterThan(game.potential(before));
            const end = play({ game, rule, order, epochs: 60, start, seed, onMove }).at(-1);
            expect(pureEquilibria(game)).to.deep.include(end);
          }),
        );
      });
    }
  }

  describe("two players, two equal links, both on the first, all moving at once", () => {
    const links = congestionGame(2, [
      [1, 2],
      [1, 2],
    ]);
    const from = { game: links, order: "simultaneous", start: [0, 0], seed: 1 } as const;

    it("given best response > they jump together for ever", () => {
      expect(play({ ...from, rule: bestResponse(), epochs: 4 })).to.deep.equal([
        [0, 0],
        [1, 1],
        [0, 0],
        [1, 1],
        [0, 0],
      ]);
    });

    it("given better response with inertia > they part and stay apart", () => {
      for (let seed = 0; seed < 20; seed++) {
        const trajectory = play({ ...from, rule: betterResponse({ inertia: 0.5 }), epochs: 60, seed });
        expect(pureEquilibria(links)).to.deep.include(trajectory.at(-1));
      }
    });
  });
});

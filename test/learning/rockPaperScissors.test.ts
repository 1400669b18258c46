import { expect } from "chai";
import { bestResponse } from "../../scripts/learning/rules/bestResponse.js";
import { regretMatching } from "../../scripts/learning/rules/regretMatching.js";
import { profiles } from "./equilibria.js";
import { bimatrixGame, type Game, ROCK_PAPER_SCISSORS } from "./games.js";
import { play } from "./play.js";

/** The period of the orbit into which a trajectory falls: the distance between the first two visits of its last profile. */
function period(trajectory: readonly (readonly number[])[]): number {
  const keys = trajectory.map((profile) => profile.join());
  const last = keys.length - 1;
  return last - keys.lastIndexOf(keys[last] ?? "", last - 1);
}

/** Share of each strategy in one player's play, over epochs and the given player. */
function timeAverage(trajectory: readonly (readonly number[])[], player: number): number[] {
  const counts = [0, 0, 0];
  for (const profile of trajectory) {
    const k = profile[player] ?? 0;
    counts[k] = (counts[k] ?? 0) + 1 / trajectory.length;
  }
  return counts;
}

describe("rock, paper, scissors", () => {
  // Simultaneous: (a, b) -> (b + 1, a + 1), so two epochs add (2, 2) and three swap the players.
  for (const start of profiles(ROCK_PAPER_SCISSORS)) {
    it(`given simultaneous best responses from ${start} > cycle for ever, period ${start[0] === start[1] ? 3 : 6}`, () => {
      const orbit = play({
        game: ROCK_PAPER_SCISSORS,
        rule: bestResponse(),
        order: "simultaneous",
        epochs: 30,
        start,
        seed: 1,
      });
      expect(orbit[1]).to.deep.equal([((start[1] ?? 0) + 1) % 3, ((start[0] ?? 0) + 1) % 3]);
      expect(period(orbit)).to.equal(start[0] === start[1] ? 3 : 6);
    });
  }

  it("given sequential best responses > cycle with period 3: the second player always wins", () => {
    const rule = bestResponse();
    const game = ROCK_PAPER_SCISSORS;
    const orbit = play({ game, rule, order: "sequential", epochs: 30, start: [0, 0], seed: 1 });
    expect(period(orbit)).to.equal(3);
    for (const profile of orbit.slice(1)) expect(game.payoff(profile, 1)).to.equal(1);
  });

  describe("regret matching against itself", function () {
    this.timeout(20_000);

    const averages = (game: Game, seed: number) => {
      const rule = regretMatching();
      const trajectory = play({ game, rule, order: "simultaneous", epochs: 20_000, start: [0, 0], seed });
      return [0, 1].map((player) => timeAverage(trajectory, player));
    };

    it("given the plain game > plays each a third of the time on average", () => {
      for (const seed of [1, 2]) {
        for (const shares of averages(ROCK_PAPER_SCISSORS, seed)) {
          for (const share of shares) expect(share).to.be.within(1 / 3 - 0.02, 1 / 3 + 0.02);
        }
      }
    });

    it("given stakes 1 (paper beats rock), 2 (rock beats scissors) and 3 > the equilibrium (3, 2, 1) / 6", () => {
      const stakes = bimatrixGame([
        [0, -1 / 3, 2 / 3],
        [1 / 3, 0, -1],
        [-2 / 3, 1, 0],
      ]);
      for (const shares of averages(stakes, 4)) {
        for (const [k, share] of shares.entries()) {
          expect(share).to.be.within((3 - k) / 6 - 0.03, (3 - k) / 6 + 0.03);
        }
      }
    });
  });
});

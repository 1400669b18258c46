import { expect } from "chai";
import { logLinear } from "../../scripts/learning/rules/logLinear.js";
import { choiceProbabilities } from "./choiceProbabilities.js";
import { profiles } from "./equilibria.js";
import { at, bimatrixGame, congestionGame, type Game, sum } from "./games.js";
import { observe, play } from "./play.js";

// Exact potential [[2, 0], [0, 1]]; the second term of each payoff depends on the other player alone.
const potential = [
  [2, 0],
  [0, 1],
];
const coordination = bimatrixGame(potential.map((row) => row.map((value, other) => value + (other === 0 ? -3 : 5))));

/** exp(potential / temperature) / Z over all profiles. */
function gibbs(game: Game, potentialOf: (profile: readonly number[]) => number, temperature: number) {
  const weights = profiles(game).map((profile) => Math.exp(potentialOf(profile) / temperature));
  return weights.map((weight) => weight / sum(weights));
}

/** The distribution that a chain over the profiles keeps, by iteration from the uniform one. */
function stationary(transitions: readonly (readonly number[])[]): number[] {
  let shares = transitions.map(() => 1 / transitions.length);
  for (let step = 0; step < 2000; step++) {
    shares = shares.map((_, to) => sum(shares.map((share, from) => share * at(at(transitions, from), to))));
  }
  return shares;
}

/** The chance of each next profile, from the rule's own probabilities, when one random player moves, or all at once. */
function chain(game: Game, temperature: number, order: "one" | "all"): number[][] {
  const rule = logLinear({ temperature });
  const all = profiles(game);
  return all.map((from) => {
    const choices = from.map((_, player) =>
      choiceProbabilities({ rule, state: null, observation: observe({ game, profile: from, player, scale: 1 }) }),
    );
    return all.map((to) => {
      const chances = to.map((k, player) => at(at(choices, player), k));
      if (order === "all") return chances.reduce((product, chance) => product * chance, 1);
      const alone = chances.map((chance, player) =>
        to.every((k, other) => other === player || k === at(from, other)) ? chance : 0,
      );
      return sum(alone) / game.players;
    });
  });
}

function frequencies(game: Game, trajectory: readonly (readonly number[])[]): number[] {
  const counts = new Map<string, number>();
  for (const profile of trajectory) counts.set(profile.join(), (counts.get(profile.join()) ?? 0) + 1);
  return profiles(game).map((profile) => (counts.get(profile.join()) ?? 0) / trajectory.length);
}

function expectWithin(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  for (const [k, share] of expected.entries()) {
    expect(at(actual, k), `profile ${k}`).to.be.within(share - tolerance, share + tolerance);
  }
}

describe("log-linear learning in potential games", function () {
  this.timeout(20_000);
  const exact = gibbs(coordination, (profile) => at(at(potential, at(profile, 0)), at(profile, 1)), 0.7);

  it("given one random player at a time > its chain keeps exp(potential / T) / Z", () => {
    expectWithin(stationary(chain(coordination, 0.7, "one")), exact, 2e-4);
  });

  for (const order of ["sequential", "random"] as const) {
    it(`given 60,000 epochs, ${order} > profiles as often as exp(potential / T) / Z says`, () => {
      const rule = logLinear({ temperature: 0.7 });
      const trajectory = play({ game: coordination, rule, order, epochs: 60_000, start: [1, 1], seed: 8 });
      expectWithin(frequencies(coordination, trajectory), exact, 0.015);
    });
  }

  it("given all at once > another distribution, more often out of step than Gibbs", () => {
    const rule = logLinear({ temperature: 0.7 });
    const together = stationary(chain(coordination, 0.7, "all"));
    const trajectory = play({
      game: coordination,
      rule,
      order: "simultaneous",
      epochs: 60_000,
      start: [1, 1],
      seed: 8,
    });
    expectWithin(frequencies(coordination, trajectory), together, 0.015);
    expect(at(together, 1) + at(together, 2)).to.be.greaterThan(at(exact, 1) + at(exact, 2) + 0.1);
  });

  it("given three players and two congested links > 60,000 epochs agree with Rosenthal's potential", () => {
    const links = congestionGame(3, [
      [1, 2, 4],
      [2, 2.5, 3],
    ]);
    const rule = logLinear({ temperature: 1 });
    const trajectory = play({ game: links, rule, order: "random", epochs: 60_000, start: [0, 0, 0], seed: 2 });
    expectWithin(frequencies(links, trajectory), gibbs(links, links.potential, 1), 0.015);
  });
});

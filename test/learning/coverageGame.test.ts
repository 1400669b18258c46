import { expect } from "chai";
import { randomStream } from "../../scripts/common/random.js";
import { bestResponse } from "../../scripts/learning/rules/bestResponse.js";
import { betterResponse } from "../../scripts/learning/rules/betterResponse.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { RULES } from "../../scripts/reference/rules.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";
import { type Cover, coverageGame } from "./coverageGame.js";
import { isEquilibrium, profiles, pureEquilibria } from "./equilibria.js";
import { at } from "./games.js";
import { play } from "./play.js";
import { FREE_KINDS, randomCoverage } from "./randomCoverage.js";

const KINDS = { ...FREE_KINDS, "with costs": { weighted: true, certain: false, domains: 2, cost: 0.5 } };

describe("coverage games", () => {
  // Weights 2 and 1; both players serve either for sure: alone on the first pays 2, alone on the second 1, a copy 0.
  const either: readonly Cover[] = [{ serves: [1, 0] }, { serves: [0, 1] }];
  const pair = coverageGame({ weights: [2, 1], covers: [either, either] });

  it("given two resources and two players > they part, in one of two equilibria", () => {
    expect(profiles(pair).map((profile) => [0, 1].map((player) => pair.payoff(profile, player)))).to.deep.equal([
      [0, 0],
      [2, 1],
      [1, 2],
      [0, 0],
    ]);
    expect(pureEquilibria(pair)).to.deep.equal([
      [0, 1],
      [1, 0],
    ]);
  });

  it("given both on one and best responses at once > they never part, and half of the time cover only the lesser", () => {
    const from = { game: pair, rule: bestResponse(), order: "simultaneous", epochs: 4, seed: 1 } as const;
    const values = play({ ...from, start: [0, 0] }).map((profile) => pair.value(profile));
    expect(values).to.deep.equal([2, 1, 2, 1, 2]);
  });

  it("given operators on the ledger > its marginal coverage is the game's pay", () => {
    const random = randomStream(9, "ledger");
    const billionths = (value: number) => BigInt(Math.round(value * 1e9));
    for (let instance = 0; instance < 25; instance++) {
      const weights = [3, 2, 5].map((weight) => weight / 10);
      const availability = [0.9, 0.8];
      const events: StateEvent[] = [3n, 2n, 5n].flatMap((weight, classId): StateEvent[] => [
        { type: "classAdded", classId: BigInt(classId), weight, kappas: [1_000_000_000n], alphas: [1_000_000_000n] },
        ...availability.map((up, domain): StateEvent => {
          return {
            type: "availabilityChanged",
            classId: BigInt(classId),
            domain: BigInt(domain),
            availability: billionths(up),
          };
        }),
      ]);
      const covers = ["ann", "bob", "cyd"].map((operator): Cover => {
        const domain = random.below(2);
        events.push({ type: "operatorChanged", operator, domain: BigInt(domain), stake: 0n });
        const serves = weights.map((_, classId) => {
          const [u, x] = [random.between(0.5, 0.99), random.between(0.1, 3)];
          events.push({
            type: "serviceChanged",
            operator,
            classId: BigInt(classId),
            u: billionths(u),
            x: billionths(x),
            served: 0n,
          });
          return u * (1 - Math.exp(-x));
        });
        return { serves, domain };
      });
      const game = coverageGame({ weights, availability, covers: covers.map((cover) => [cover]) });
      const state = events.reduce(applyEvent, EMPTY_STATE);
      for (const [player, operator] of ["ann", "bob", "cyd"].entries()) {
        const paid = RULES.MarginalCoverage.share(state, operator).toNumber();
        const expected = game.payoff([0, 0, 0], player);
        expect(paid).to.be.within(expected - 1e-8, expected + 1e-8); // inputs are rounded to 1e-9
      }
    }
  });

  for (const [name, kind] of Object.entries(KINDS)) {
    for (const rule of [bestResponse(), betterResponse()]) {
      it(`given 60 games, ${name}, ${rule.id} one at a time > value minus cost rises with every move until an equilibrium`, () => {
        const random = randomStream(2, name);
        let moves = 0;
        for (let instance = 0; instance < 60; instance++) {
          const game = coverageGame(randomCoverage(kind, random));
          const start = Array.from({ length: game.players }, () => random.below(3));
          const order = instance % 2 === 0 ? "sequential" : "random";
          const onMove = (move: { before: readonly number[]; after: readonly number[]; player: number }) => {
            const gain = game.payoff(move.after, move.player) - game.payoff(move.before, move.player);
            const rise = game.potential(move.after) - game.potential(move.before);
            expect(gain).to.be.greaterThan(0);
            expect(rise).to.be.within(gain - 1e-12, gain + 1e-12);
            moves++;
          };
          const end = play({ game, rule, order, epochs: 60, start, seed: instance, onMove }).at(-1) ?? [];
          expect(isEquilibrium(game, end)).to.equal(true);
        }
        expect(moves).to.be.greaterThan(30);
      });
    }
  }

  it("given any game > its best profile is an equilibrium", () => {
    const random = randomStream(3, "stability");
    for (const kind of Object.values(KINDS)) {
      for (let instance = 0; instance < 25; instance++) {
        const game = coverageGame(randomCoverage(kind, random));
        const all = profiles(game).sort((a, b) => game.potential(b) - game.potential(a));
        expect(isEquilibrium(game, at(all, 0))).to.equal(true);
      }
    }
  });
});

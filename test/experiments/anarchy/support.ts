import { expect } from "chai";
import type { RandomStream } from "../../../scripts/common/random.js";
import type { CoverGame } from "../../../scripts/experiments/anarchy/coverGame.js";

/** Asserts that two numbers are no further apart than so much. */
export function near(actual: number, expected: number, tolerance: number): void {
  expect(actual).to.be.within(expected - tolerance, expected + tolerance);
}

/** A plan for each operator, uniformly. */
export function anyProfile(game: CoverGame, stream: RandomStream): number[] {
  return game.plans.map((plans) => stream.below(plans.length));
}

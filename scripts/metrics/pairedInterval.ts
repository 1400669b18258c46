import { interval } from "../experiments/interval.js";

/**
 * Mean difference between two policies run on the same seeds, with the half-width of its 95% interval: Student's t on the
 * differences (Student 1908), which drops what the seeds have in common. Zero outside the interval: the policies differ.
 * A seed where either has no number is left out.
 *
 * @param first and second, one value per seed in the same order
 * @returns first - second; half is NaN with fewer than two seeds
 * @throws RangeError when lengths differ
 * @example pairedInterval({ first: [3, 5, 7], second: [1, 3, 5] }) // { mean: 2, half: 0 }
 */
export function pairedInterval({ first, second }: { first: readonly number[]; second: readonly number[] }): {
  mean: number;
  half: number;
} {
  if (first.length !== second.length) throw new RangeError(`${first.length} seeds against ${second.length}`);
  return interval(first.map((value, seed) => value - (second[seed] ?? Number.NaN)));
}

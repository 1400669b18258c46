import { mixture } from "./mixture.js";
import type { SweepPoint } from "./sweepPoint.js";

/** Points merged; pay is kept as a sum, so that a tie of means is seen as one. */
interface Block extends SweepPoint {
  readonly size: number;
  readonly paidSum: number;
}

/**
 * A sweep by emission with strictly rising pay: neighbours whose pay would not rise are merged into their mean until it
 * does (isotonic regression by pool adjacent violators: Ayer, Brunk, Ewing, Reid and Silverman 1955).
 *
 * @throws RangeError when the sweep is empty, an emission comes twice, or emission or pay is not finite
 * @example risingSweep(sweep).map(({ paid }) => paid) // strictly ascending
 */
export function risingSweep(sweep: readonly SweepPoint[]): SweepPoint[] {
  if (sweep.length === 0) throw new RangeError("the sweep is empty");
  const blocks: Block[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const point of sweep.toSorted((a, b) => a.emission - b.emission)) {
    const { emission, paid } = point;
    if (!Number.isFinite(emission) || !Number.isFinite(paid)) throw new RangeError(`emission ${emission} pays ${paid}`);
    if (emission === before) throw new RangeError(`emission ${emission} comes twice`);
    before = emission;
    let block: Block = { ...point, size: 1, paidSum: paid };
    for (let last = blocks.at(-1); last !== undefined && last.paid >= block.paid; last = blocks.at(-1)) {
      blocks.pop();
      const size = last.size + block.size;
      const paidSum = last.paidSum + block.paidSum;
      const merged = mixture({ low: last, high: block, share: block.size / size, paid: paidSum / size });
      block = { ...merged, size, paidSum };
    }
    blocks.push(block);
  }
  return blocks.map(({ emission, paid, outcomes }) => ({ emission, paid, outcomes }));
}

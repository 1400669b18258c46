import { mixture } from "./mixture.js";
import type { SweepPoint } from "./sweepPoint.js";

interface Block extends SweepPoint {
  readonly size: number;
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
    let block: Block = { ...point, size: 1 };
    for (let last = blocks.at(-1); last !== undefined && last.paid >= block.paid; last = blocks.at(-1)) {
      blocks.pop();
      const size = last.size + block.size;
      const share = block.size / size;
      const mean = last.paid + share * (block.paid - last.paid);
      block = { ...mixture({ low: last, high: block, share, paid: mean }), size };
    }
    blocks.push(block);
  }
  return blocks.map(({ emission, paid, outcomes }) => ({ emission, paid, outcomes }));
}

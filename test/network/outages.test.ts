import { expect } from "chai";
import { drawOutages, type OutageGroup } from "../../scripts/network/outages.js";
import { UpState } from "../../scripts/network/upState.js";

const group = (id: string, members: number[]): OutageGroup => ({
  id,
  members: Int32Array.from(members),
  meanUp: 90,
  meanDown: 10,
});
const draw = (groups: OutageGroup[], shocks: { start: number; duration: number; members: number[] }[] = [], seed = 1) =>
  drawOutages({
    operators: 3,
    domainOf: Int32Array.of(0, 0, 1),
    groups,
    shocks: shocks.map((shock) => ({ ...shock, name: "shock", members: Int32Array.from(shock.members) })),
    seconds: 1e6,
    seed,
  });

describe("drawOutages", () => {
  it("has the long-run availability and mean times of its group: 0.9, 90 s and 10 s within 3%", () => {
    const { first, from, until } = draw([group("a", [0])]);
    const count = (first[1] ?? 0) - (first[0] ?? 0);
    let down = 0;
    for (let k = 0; k < count; k++) down += (until[k] ?? 0) - (from[k] ?? 0);
    expect(down / 1e6 / 0.1).to.be.within(1 - 0.03, 1 + 0.03);
    expect(count / (1e6 / 100)).to.be.within(1 - 0.03, 1 + 0.03);
  });

  it("starts in the stationary state: down at time 0 in a tenth of 2,000 draws", () => {
    let down = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const state = new UpState(
        drawOutages({
          operators: 1,
          domainOf: Int32Array.of(0),
          groups: [group("a", [0])],
          shocks: [],
          seconds: 1,
          seed,
        }),
      );
      state.advance(0);
      down += 1 - (state.up[0] ?? 0);
    }
    expect(down / 2000).to.be.within(0.1 - 0.02, 0.1 + 0.02);
  });

  it("gives a group the same outages whoever else is there", () => {
    const alone = draw([group("a", [0])]);
    const together = draw([group("b", [1]), group("a", [0]), group("c", [2])]);
    expect(together.from.subarray(together.first[0], together.first[1])).to.deep.equal(alone.from);
  });

  it("merges overlapping outages and marks those that take the whole declared domain", () => {
    const { first, from, until, withDomain } = draw(
      [],
      [
        { start: 10, duration: 10, members: [0] },
        { start: 15, duration: 20, members: [0] },
        { start: 50, duration: 5, members: [0, 1] },
        { start: 52, duration: 5, members: [2] },
      ],
    );
    expect(Array.from(first)).to.deep.equal([0, 2, 3, 4]);
    expect(Array.from(from)).to.deep.equal([10, 50, 50, 52]);
    expect(Array.from(until)).to.deep.equal([35, 55, 55, 57]);
    expect(Array.from(withDomain)).to.deep.equal([0, 1, 1, 1]);
  });
});

describe("UpState", () => {
  it("follows the outages and knows the next one", () => {
    const state = new UpState(
      draw(
        [],
        [
          { start: 10, duration: 10, members: [0] },
          { start: 50, duration: 1, members: [0] },
        ],
      ),
    );
    const seen: [number, number, number][] = [];
    for (const now of [0, 9.9, 10, 19.9, 20, 55]) {
      state.advance(now);
      seen.push([now, state.up[0] ?? -1, state.nextDown[0] ?? -1]);
    }
    expect(seen).to.deep.equal([
      [0, 1, 10],
      [9.9, 1, 10],
      [10, 0, 10],
      [19.9, 0, 10],
      [20, 1, 50],
      [55, 1, Number.POSITIVE_INFINITY],
    ]);
  });
});

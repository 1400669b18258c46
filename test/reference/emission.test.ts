import { expect } from "chai";
import fc from "fast-check";
import { changeEmission, type Emission, emittedAt, NO_EMISSION } from "../../scripts/reference/emission.js";

describe("emission", () => {
  const tenAtThree: Emission = { funded: 10n, rate: 3n, settled: 0n, since: 100n };

  it("given 10 wei at 3 wei/s > emits 3 a second for three whole seconds and stops at 9", () => {
    expect([100n, 101n, 103n, 104n, 10_000n].map((time) => emittedAt(tenAtThree, time))).to.deep.equal([
      0n,
      3n,
      9n,
      9n,
      9n,
    ]);
  });

  it("given it ran dry at 103 and is refilled by 5 at 200 > emits 6 more from then on, nothing for the gap", () => {
    const refilled = changeEmission(tenAtThree, { time: 200n, amount: 5n });
    expect([200n, 201n, 202n, 300n].map((time) => emittedAt(refilled, time))).to.deep.equal([9n, 12n, 15n, 15n]);
  });

  it("given the rate falls from 10 to 1 after 5 s > the 50 emitted stay emitted", () => {
    const started = changeEmission(changeEmission(NO_EMISSION, { time: 0n, amount: 100n }), { time: 0n, rate: 10n });
    const slowed = changeEmission(started, { time: 5n, rate: 1n });
    expect([5n, 10n, 1_000n].map((time) => emittedAt(slowed, time))).to.deep.equal([50n, 55n, 100n]);
  });

  it("given rate 0 > stands still", () => {
    expect(emittedAt({ ...tenAtThree, rate: 0n }, 500n)).to.equal(0n);
  });

  it("given a time before it was settled > throws", () => {
    expect(() => emittedAt(tenAtThree, 99n)).to.throw(RangeError, "settled at 100");
  });

  it("given any fundings and rates > never falls, never passes what was funded, pays at most the rate", () => {
    const change = fc.record({
      wait: fc.bigInt(0n, 1_000n),
      amount: fc.bigInt(0n, 10_000n),
      rate: fc.bigInt(0n, 100n),
    });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        let emission = NO_EMISSION;
        let time = 0n;
        for (const { wait, amount, rate } of changes) {
          const before = emittedAt(emission, time);
          time += wait;
          const after = emittedAt(emission, time);
          expect(after >= before && after <= emission.funded && after - before <= wait * emission.rate).to.equal(true);
          emission = changeEmission(emission, { time, amount, rate });
          expect(emittedAt(emission, time)).to.equal(after);
        }
      }),
    );
  });
});

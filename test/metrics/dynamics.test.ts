import { expect } from "chai";
import fc from "fast-check";
import { type RandomStream, randomStream } from "../../scripts/common/random.js";
import { convergence } from "../../scripts/metrics/convergence.js";
import { externalRegret } from "../../scripts/metrics/externalRegret.js";
import { nashConv } from "../../scripts/metrics/nashConv.js";
import { priceOfAnarchy } from "../../scripts/metrics/priceOfAnarchy.js";

/** A run of one operator. */
const run = (...strategies: number[]): number[][] => strategies.map((strategy) => [strategy]);

/** A run of 60 operators, each epoch made from the last. */
function runOf(epochs: number, next: (before: readonly number[], epoch: number) => number[]): number[][] {
  const profiles: number[][] = [];
  let profile = new Array<number>(60).fill(0);
  for (let epoch = 0; epoch < epochs; epoch++) {
    profile = next(profile, epoch);
    profiles.push(profile);
  }
  return profiles;
}

describe("convergence", () => {
  it("given nobody who moves after epoch 2 > converged at 2", () => {
    const found = convergence({ profiles: run(5, 4, 7, 7, 7, 7) });
    expect(found).to.include({ kind: "converged", name: "converged", epoch: 2, period: 0 });
  });

  it("given nobody who ever moves > converged at 0", () => {
    expect(convergence({ profiles: run(1, 1, 1, 1) }).epoch).to.equal(0);
  });

  it("given rest of fewer epochs than asked for > has not converged", () => {
    expect(convergence({ profiles: run(5, 4, 7, 7, 7) })).to.include({ kind: "wandering", epoch: -1 });
    expect(convergence({ profiles: run(5, 4, 7, 7, 7), quiet: 2 })).to.include({ kind: "converged", epoch: 2 });
    expect(convergence({ profiles: run(7, 7, 7) })).to.include({ kind: "wandering", epoch: -1 });
  });

  it("given rest that is too short to count > is no cycle either", () => {
    expect(convergence({ profiles: run(5, 7, 7, 7, 7), quiet: 4 })).to.include({ kind: "wandering", period: 0 });
  });

  it("given rest, then a move at the end > has not converged", () => {
    expect(convergence({ profiles: run(7, 7, 7, 7, 7, 8) }).kind).to.equal("wandering");
  });

  it("given two operators that chase each other > cycle of period 4, and not 2 as one of them", () => {
    const profiles = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((t) => [t % 2, Math.floor(t / 2) % 2]);
    expect(convergence({ profiles })).to.include({ kind: "cycle", name: "cycle of period 4", period: 4, epoch: -1 });
  });

  it("given a period seen less than twice > is no cycle yet", () => {
    expect(convergence({ profiles: run(0, 1, 2, 0, 1) }).kind).to.equal("wandering");
    expect(convergence({ profiles: run(0, 1, 2, 0, 1, 2) })).to.include({ kind: "cycle", period: 3 });
  });

  it("given any word repeated after any start > finds its least period", () => {
    const word = fc.array(fc.nat(2), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(fc.nat(9), { maxLength: 5 }), fc.integer({ min: 2, max: 4 }), (each, start, times) => {
        const least = each.findIndex((_, p) => p > 0 && each.every((id, i) => id === each[(i + p) % each.length]));
        const profiles = run(...start, ...Array.from({ length: times }, () => each).flat());
        // Nothing moves in a word of one letter, and a word may end in a rest or in a shorter repetition.
        const found = convergence({ profiles, quiet: 1000 });
        if (each.every((id) => id === each[0])) return;
        const expected = least < 0 ? each.length : least;
        expect(found.kind).to.equal("cycle");
        expect(found.period).to.be.at.most(expected);
        const tail = profiles.slice(-2 * found.period).map(([id]) => id);
        expect(tail.slice(0, found.period)).to.deep.equal(tail.slice(found.period));
      }),
    );
  });

  it("given a share that swings every 8 epochs while operators draw at random > approximate cycle of period 8", () => {
    const stream = randomStream(1, "wave");
    const profiles = runOf(80, (before, epoch) => {
      const share = 0.5 + 0.4 * Math.sin((2 * Math.PI * epoch) / 8);
      return before.map(() => (stream.next() < share ? 1 : 0));
    });
    const found = convergence({ profiles });
    expect(found).to.include({
      kind: "approximate cycle",
      name: "approximate cycle of period 8",
      period: 8,
      epoch: -1,
    });
    expect(found.correlation).to.be.within(0.7, 1);
  });

  it("given a swing of 20 epochs > names its peak, not a lag on the way to it", () => {
    const stream = randomStream(1, "long wave");
    const profiles = runOf(200, (before, epoch) => {
      const share = 0.5 + 0.4 * Math.sin((2 * Math.PI * epoch) / 20);
      return before.map(() => (stream.next() < share ? 1 : 0));
    });
    expect(convergence({ profiles })).to.include({ kind: "approximate cycle", period: 20 });
  });

  it("given operators who only trade places > steady shares", () => {
    const stream = randomStream(2, "swap");
    const profiles = runOf(40, (before, epoch) => {
      if (epoch === 0) return before.map((_, i) => i % 5);
      const after = [...before];
      const one = stream.below(60);
      const other = (one + 1) % 60;
      [after[one], after[other]] = [after[other] ?? 0, after[one] ?? 0];
      return after;
    });
    expect(convergence({ profiles })).to.include({
      kind: "steady shares",
      name: "steady shares",
      epoch: -1,
      period: 0,
    });
  });

  it("given a drift from one strategy to the other > wandering", () => {
    const profiles = runOf(60, (before, epoch) => before.map((_, i) => (i < epoch ? 1 : 0)));
    expect(convergence({ profiles }).kind).to.equal("wandering");
  });

  const AIMLESS: Record<string, (stream: RandomStream) => (before: readonly number[], epoch: number) => number[]> = {
    "a drift with noise": (stream) => (before, epoch) => before.map(() => (stream.next() < epoch / 40 ? 1 : 0)),
    "fresh draws": (stream) => (before) => before.map(() => stream.below(2)),
    "slow random walks": (stream) => (before) => before.map((id) => (stream.next() < 0.05 ? stream.below(2) : id)),
    imitation: (stream) => (before) => {
      const seeded = before.every((id) => id === 0) ? before.map((_, i) => i % 2) : before;
      return seeded.map((id) => (stream.next() < 0.3 ? (seeded[stream.below(60)] ?? id) : id));
    },
  };
  for (const [name, start] of Object.entries(AIMLESS)) {
    it(`given ${name} between two strategies > is called a cycle in at most 4 of 100 runs of 40 epochs`, () => {
      let cycles = 0;
      for (let seed = 0; seed < 100; seed++) {
        const found = convergence({ profiles: runOf(40, start(randomStream(seed, name))) });
        if (found.period > 0) cycles += 1;
      }
      expect(cycles).to.be.at.most(4);
    });
  }

  it("given no epoch, or one > wandering: nothing was seen", () => {
    expect(convergence({ profiles: [] }).kind).to.equal("wandering");
    expect(convergence({ profiles: run(3) }).kind).to.equal("wandering");
  });

  it("given profiles that differ in length > says so", () => {
    expect(() => convergence({ profiles: [[1], [1, 2]] })).to.throw(RangeError, "2 operators, expected 1");
  });
});

describe("nashConv", () => {
  it("given gains 3, -1 and 2 > epsilon 3, NashConv 5, two want to move", () => {
    expect(nashConv([3, -1, 2])).to.deep.equal({ epsilon: 3, nashConv: 5, wanting: 2 });
  });

  it("given matching pennies played purely > the loser alone gains, by 2", () => {
    // Row wins 1 on a match, column wins 1 otherwise: at (heads, heads) column gains 2 by tails.
    expect(nashConv([0, 2])).to.deep.equal({ epsilon: 2, nashConv: 2, wanting: 1 });
  });

  it("given nobody who gains, or nobody > is an equilibrium", () => {
    expect(nashConv([-1, 0])).to.deep.equal({ epsilon: 0, nashConv: 0, wanting: 0 });
    expect(nashConv([])).to.deep.equal({ epsilon: 0, nashConv: 0, wanting: 0 });
  });

  it("given gains within rounding > nobody wants to move, and the gain is still reported", () => {
    expect(nashConv([1e-12], 1e-9)).to.deep.equal({ epsilon: 1e-12, nashConv: 1e-12, wanting: 0 });
  });

  it("given a gain that is no number > says so", () => {
    expect(() => nashConv([Number.NaN])).to.throw(RangeError, "not a number");
  });

  it("given any gains > epsilon is at most NashConv, which is at most epsilon times those who want to move", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 })), (gains) => {
        const found = nashConv(gains);
        expect(found.epsilon).to.be.at.most(found.nashConv);
        expect(found.nashConv).to.be.at.most(found.epsilon * found.wanting);
      }),
    );
  });
});

describe("externalRegret", () => {
  it("given 1 earned where the first strategy always pays 1 over three epochs > regret 2", () => {
    const alternatives = [
      [1, 0],
      [1, 0],
      [1, 3],
    ];
    expect(externalRegret({ realised: [0, 0, 1], alternatives })).to.deep.equal({ total: 2, perEpoch: 2 / 3, best: 0 });
  });

  it("given switching that beats every fixed strategy > is negative", () => {
    const alternatives = [
      [1, 0],
      [0, 1],
    ];
    expect(externalRegret({ realised: [1, 1], alternatives }).total).to.equal(-1);
  });

  it("given a fixed strategy played throughout > is 0 or more, 0 for the best", () => {
    const payoffs = fc.array(fc.tuple(fc.integer({ max: 9 }), fc.integer({ max: 9 }), fc.integer({ max: 9 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(payoffs, (alternatives) => {
        const totals = [0, 1, 2].map(
          (fixed) => externalRegret({ realised: alternatives.map((each) => each[fixed] ?? 0), alternatives }).total,
        );
        expect(Math.min(...totals)).to.equal(0);
      }),
    );
  });

  it("given no epoch, no strategy or numbers that differ > says so", () => {
    expect(() => externalRegret({ realised: [], alternatives: [] })).to.throw(RangeError);
    expect(() => externalRegret({ realised: [1], alternatives: [[]] })).to.throw(RangeError);
    expect(() => externalRegret({ realised: [1, 2], alternatives: [[1]] })).to.throw(RangeError, "2 realised");
    expect(() => externalRegret({ realised: [1, 2], alternatives: [[1], [1, 2]] })).to.throw(
      RangeError,
      "2 strategies",
    );
  });
});

describe("priceOfAnarchy", () => {
  it("given equilibria worth 9 and 6 of 12 > is one half", () => {
    expect(priceOfAnarchy({ equilibria: [9, 6], optimum: 12 })).to.equal(0.5);
  });

  it("given an equilibrium that does harm > is negative", () => {
    expect(priceOfAnarchy({ equilibria: [-3], optimum: 12 })).to.equal(-0.25);
  });

  it("given no equilibrium, or nothing to gain > is undefined", () => {
    expect(priceOfAnarchy({ equilibria: [], optimum: 12 })).to.be.NaN;
    expect(priceOfAnarchy({ equilibria: [1], optimum: 0 })).to.be.NaN;
  });
});

import { expect } from "chai";
import fc from "fast-check";
import { claimsInOrder } from "../../scripts/agents/claimsInOrder.js";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import { diversity } from "../../scripts/metrics/diversity.js";
import { hillNumber } from "../../scripts/metrics/hillNumber.js";
import { matchingSimilarity } from "../../scripts/metrics/matchingSimilarity.js";
import { rigKind } from "../../scripts/metrics/rigKind.js";
import { rigSimilarity } from "../../scripts/metrics/rigSimilarity.js";
import { serviceSimilarity } from "../../scripts/metrics/serviceSimilarity.js";
import { OUT, strategyOf } from "./strategyOf.js";

const counts = fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 });
const order = fc.oneof(fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY), fc.double({ min: 0, max: 20, noNaN: true }));

function expectNear(actual: number, expected: number, within = 1e-9): void {
  expect(actual).to.be.within(expected - within, expected + within);
}

describe("hillNumber", () => {
  it("given kinds that are equally common > is their number, whatever the order", () => {
    for (const q of [0, 0.5, 1, 2, 7, Number.POSITIVE_INFINITY]) expectNear(hillNumber([3, 3, 0, 3, 3], q), 4);
  });

  it("given shares 1/2, 1/4, 1/4 > is 3, 2 sqrt 2, 8/3 and 2 at orders 0, 1, 2 and infinity", () => {
    expectNear(hillNumber([2, 1, 1], 0), 3);
    expectNear(hillNumber([2, 1, 1], 1), 2 * Math.SQRT2);
    expectNear(hillNumber([2, 1, 1], 2), 8 / 3);
    expectNear(hillNumber([2, 1, 1], Number.POSITIVE_INFINITY), 2);
  });

  it("given an order close to 1 > is close to order 1, from both sides", () => {
    for (const q of [1 - 1e-6, 1 + 1e-6]) expectNear(hillNumber([5, 3, 1], q), hillNumber([5, 3, 1], 1), 1e-5);
  });

  it("given a very high order > is near the inverse of the largest share: nothing underflows", () => {
    expectNear(hillNumber([1, 999], 5000), 1000 / 999, 1e-3);
  });

  it("given nobody > is 0", () => {
    for (const q of [0, 1, 2, Number.POSITIVE_INFINITY]) {
      expect(hillNumber([], q)).to.equal(0);
      expect(hillNumber([0, 0], q)).to.equal(0);
    }
  });

  it("given any counts > lies between 1 and the number of kinds, and falls as the order rises", () => {
    fc.assert(
      fc.property(counts, order, order, (each, a, b) => {
        const kinds = each.filter((count) => count > 0).length;
        fc.pre(kinds > 0);
        const low = hillNumber(each, Math.min(a, b));
        const high = hillNumber(each, Math.max(a, b));
        expect(high).to.be.within(1 - 1e-9, kinds * (1 + 1e-9));
        // Near order 1 the general form divides by 1 - q.
        if (Math.min(Math.abs(a - 1), Math.abs(b - 1)) > 1e-6 || a === 1 || b === 1) {
          expect(high).to.be.at.most(low * (1 + 1e-6));
        }
      }),
    );
  });

  it("given every kind split into k equal kinds > is k times as large (replication principle, Hill 1973)", () => {
    fc.assert(
      fc.property(counts, order, fc.integer({ min: 1, max: 5 }), (each, q, k) => {
        fc.pre(Math.abs(q - 1) > 1e-6 || q === 1);
        const split = each.flatMap((count) => new Array<number>(k).fill(count));
        expectNear(hillNumber(split, q), k * hillNumber(each, q), 1e-6 * (1 + k * each.length));
      }),
    );
  });

  it("given a negative or infinite count, or order below 0 > says so", () => {
    expect(() => hillNumber([1, -1], 1)).to.throw(RangeError, "at least 0");
    expect(() => hillNumber([Number.POSITIVE_INFINITY], 1)).to.throw(RangeError, "finite");
    expect(() => hillNumber([1], -1)).to.throw(RangeError, "order");
    expect(() => hillNumber([1], Number.NaN)).to.throw(RangeError, "order");
  });
});

describe("diversity", () => {
  const nebius = strategyOf();
  const azure = strategyOf({ domain: "aws/Europe" });
  const small = strategyOf({ gpu: "A100-SXM-80GB" });

  it("given copies of one rig in two domains > counts one strategy, one hardware type, two domains", () => {
    expect(diversity([nebius, nebius, azure, azure, OUT])).to.deep.equal({
      active: 4,
      strategies: 1,
      domains: 2,
      hardware: 1,
      domainsUsed: 2,
    });
  });

  it("given more of the same GPU > counts another strategy and the same hardware type", () => {
    const { strategies, hardware } = diversity([nebius, strategyOf({ count: 2 })]);
    expectNear(strategies, 2);
    expect(hardware).to.equal(1);
  });

  it("given the order of models > does not count it", () => {
    const one = strategyOf({ models: ["llama-3.1-8b", "qwen2.5-7b"] });
    const two = strategyOf({ models: ["qwen2.5-7b", "llama-3.1-8b"] });
    expect(diversity([one, two]).strategies).to.equal(1);
  });

  it("given nobody active > is 0 throughout", () => {
    const nobody = { active: 0, strategies: 0, domains: 0, hardware: 0, domainsUsed: 0 };
    expect(diversity([OUT, OUT])).to.deep.equal(nobody);
    expect(diversity([])).to.deep.equal(nobody);
  });

  it("given a copy of the only operator in a second domain > effective domains rise, for they are more even", () => {
    const lopsided = [...new Array<typeof nebius>(9).fill(nebius), azure];
    expect(diversity([...lopsided, azure]).domains).to.be.above(diversity(lopsided).domains);
    expect(diversity([...lopsided, azure]).domainsUsed).to.equal(2);
  });

  it("given one more operator in the most used domain > effective domains never rise", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(nebius, azure, small, OUT), { minLength: 1, maxLength: 12 }), (profile) => {
        const tally = (domain: number): number => profile.filter((each) => each.domain === domain).length;
        const most = tally(nebius.domain) >= tally(azure.domain) ? nebius : azure;
        fc.pre(tally(most.domain) > 0);
        for (const q of [0, 1, 2, Number.POSITIVE_INFINITY]) {
          expect(diversity([...profile, most], q).domains).to.be.at.most(diversity(profile, q).domains + 1e-9);
        }
      }),
    );
  });
});

describe("rigKind", () => {
  it("names hardware, models and mode, and not the domain", () => {
    const { rig } = strategyOf({ count: 2, domain: "aws/Europe" });
    expect(rig && rigKind(rig)).to.equal("2xH100-SXM llama-3.1-8b/int4 VANILLA");
  });
});

describe("matchingSimilarity", () => {
  it("given three items of two traits > is the mean over the three pairs", () => {
    // Pairs share 1, 1 and 0 of two traits.
    const items = [
      ["H100", "aws"],
      ["H100", "gcp"],
      ["A100", "aws"],
    ];
    expectNear(matchingSimilarity(items), 1 / 3);
  });

  it("given any items > is the mean over all pairs one by one", () => {
    const item = fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom("a", "b", "c"), fc.constantFrom("x", "y"));
    fc.assert(
      fc.property(fc.array(item, { minLength: 2, maxLength: 10 }), (items) => {
        let sum = 0;
        let pairs = 0;
        items.forEach((one, i) => {
          for (const other of items.slice(i + 1)) {
            sum += one.filter((trait, t) => trait === other[t]).length / one.length;
            pairs += 1;
          }
        });
        expectNear(matchingSimilarity(items), sum / pairs);
      }),
    );
  });

  it("given fewer than two > is undefined", () => {
    expect(matchingSimilarity([])).to.be.NaN;
    expect(matchingSimilarity([["a"]])).to.be.NaN;
  });

  it("given traits that differ in number > says so", () => {
    expect(() => matchingSimilarity([["a"], ["a", "b"]])).to.throw(RangeError, "same traits");
    expect(() => matchingSimilarity([[], []])).to.throw(RangeError, "at least one");
  });
});

describe("rigSimilarity", () => {
  it("given all the same > is 1; those out are not counted", () => {
    expect(rigSimilarity([strategyOf(), strategyOf(), OUT])).to.equal(1);
  });

  it("given another provider, GPU type and mode > shares model family and region: 2 of 5", () => {
    const other = strategyOf({ gpu: "H200-SXM", domain: "aws/Europe", verification: "TEE" });
    expectNear(rigSimilarity([strategyOf(), other]), 0.4);
  });

  it("given two models of one family > they match", () => {
    expect(rigSimilarity([strategyOf(), strategyOf({ models: ["qwen2.5-7b"] })])).to.equal(1);
  });

  it("given one active operator or none > is undefined", () => {
    expect(rigSimilarity([strategyOf(), OUT])).to.be.NaN;
    expect(rigSimilarity([])).to.be.NaN;
  });
});

describe("serviceSimilarity", () => {
  /** Operators by the classes that they serve, all active unless a domain says otherwise. */
  function serving(sets: readonly (readonly number[])[], domainOf = sets.map(() => 0)): LedgerState {
    const classes = 4;
    const table = sets.flatMap((set) => Array.from({ length: classes }, (_, c) => (set.includes(c) ? 0.9 : 0)));
    return {
      operators: sets.length,
      classes,
      domains: 1,
      domainOf: Int32Array.from(domainOf),
      stake: new Float64Array(sets.length),
      reliability: Float64Array.from(table),
      capacityRatio: Float64Array.from(table),
      served: new Float64Array(table.length),
      ...claimsInOrder({ classes, reliability: table }),
      weights: new Float64Array(classes).fill(1),
      availability: new Float64Array(classes).fill(0.9),
      curves: [],
      emissionPerDay: 1,
      ofPolicy: {},
    };
  }

  it("given {0, 1}, {1, 2} and {0, 1} > is the mean of 1/3, 1/3 and 1", () => {
    expectNear(
      serviceSimilarity(
        serving([
          [0, 1],
          [1, 2],
          [0, 1],
        ]),
      ),
      5 / 9,
    );
  });

  it("given any sets > is the mean over all pairs one by one", () => {
    fc.assert(
      fc.property(fc.array(fc.subarray([0, 1, 2, 3], { minLength: 1 }), { minLength: 2, maxLength: 8 }), (sets) => {
        const overlaps = sets.flatMap((one, i) =>
          sets.slice(i + 1).map((other) => {
            const either = new Set([...one, ...other]).size;
            return (one.length + other.length - either) / either;
          }),
        );
        expectNear(serviceSimilarity(serving(sets)), overlaps.reduce((a, b) => a + b, 0) / overlaps.length);
      }),
    );
  });

  it("given operators that are out or serve nothing > does not count them", () => {
    expect(serviceSimilarity(serving([[0], [0], [], [3]], [0, 0, 0, -1]))).to.equal(1);
  });

  it("given fewer than two that serve > is undefined", () => {
    expect(serviceSimilarity(serving([[0], []]))).to.be.NaN;
  });
});

import { expect } from "chai";
import fc from "fast-check";
import { UserError } from "../../scripts/common/errors.js";
import { randomStream } from "../../scripts/common/random.js";
import { randomOrder } from "../../scripts/common/randomOrder.js";
import { ACTIVATION_ORDERS, activation } from "../../scripts/learning/activation.js";

const random = () => randomStream(11, "activation");

/** Who decides in the first epochs. */
function epochs(order: string, parameters: { operators: number; frequency: number; epochs: number }) {
  const stream = random();
  return Array.from(
    { length: parameters.epochs },
    (_, epoch) => activation({ order, epoch, random: stream, ...parameters }).operators,
  );
}

describe("activation", () => {
  describe("sequential", () => {
    it("given everybody every epoch > goes round in order", () => {
      expect(epochs("sequential", { operators: 3, frequency: 1, epochs: 2 })).to.deep.equal([
        [0, 1, 2],
        [0, 1, 2],
      ]);
    });

    it("given 2 of 5 per epoch > goes on where the last epoch stopped", () => {
      expect(epochs("sequential", { operators: 5, frequency: 0.4, epochs: 5 })).to.deep.equal([
        [0, 1],
        [2, 3],
        [4, 0],
        [1, 2],
        [3, 4],
      ]);
    });

    it("given half an operator per epoch > one every second epoch", () => {
      expect(epochs("sequential", { operators: 5, frequency: 0.1, epochs: 4 })).to.deep.equal([[], [0], [], [1]]);
    });
  });

  describe("random", () => {
    it("given everybody > each of the six orders of three equally often", () => {
      const counts = new Map<string, number>();
      for (const each of epochs("random", { operators: 3, frequency: 1, epochs: 6000 })) {
        counts.set(each.join(), (counts.get(each.join()) ?? 0) + 1);
      }
      expect(counts.size).to.equal(6);
      for (const count of counts.values()) expect(count).to.be.within(880, 1120); // 1000, sd 29
    });

    it("given a quarter > each operator equally often, never twice in an epoch", () => {
      const counts = Array.from({ length: 8 }, () => 0);
      for (const each of epochs("random", { operators: 8, frequency: 0.25, epochs: 4000 })) {
        expect(new Set(each).size).to.equal(2);
        for (const operator of each) counts[operator] = (counts[operator] ?? 0) + 1;
      }
      for (const count of counts) expect(count).to.be.within(880, 1120); // 1000, sd 27
    });
  });

  it("given each order > only simultaneous decisions do not see the earlier ones", () => {
    const sees = ACTIVATION_ORDERS.map(
      (order) => activation({ order, frequency: 1, epoch: 0, operators: 2, random: random() }).seesEarlierMoves,
    );
    expect(sees).to.deep.equal([true, true, false]);
  });

  it("given simultaneous and a share > a random subset, ascending", () => {
    const subsets = epochs("simultaneous", { operators: 4, frequency: 0.5, epochs: 200 }).map((each) => each.join());
    expect([...new Set(subsets)].sort()).to.deep.equal(["0,1", "0,2", "0,3", "1,2", "1,3", "2,3"]);
  });

  it("given any share > decisions add up to share x operators x epochs, rounded down", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ACTIVATION_ORDERS),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 30 }),
        (order, percent, operators) => {
          const all = epochs(order, { operators, frequency: percent / 100, epochs: 40 });
          expect(all.flat().length).to.equal(Math.floor((percent * operators * 40) / 100));
          for (const each of all) for (const operator of each) expect(operator).to.be.within(0, operators - 1);
        },
      ),
    );
  });

  it("given the same stream > the same decisions", () => {
    const parameters = { operators: 20, frequency: 0.3, epochs: 5 };
    expect(epochs("random", parameters)).to.deep.equal(epochs("random", parameters));
  });

  it("given an unknown order or a share outside (0, 1] > says what is allowed", () => {
    const wrong = (order: string, frequency: number) => () =>
      activation({ order, frequency, epoch: 0, operators: 2, random: random() });
    expect(wrong("parallel", 1)).to.throw(UserError, "use one of sequential, random, simultaneous");
    expect(wrong("random", 0)).to.throw(UserError, "decision frequency 0: use a number above 0 and at most 1");
    expect(wrong("random", 1.5)).to.throw(UserError, "decision frequency 1.5");
  });
});

describe("randomOrder", () => {
  it("given one item taken > draws one number", () => {
    const [taken, plain] = [random(), random()];
    const [first] = randomOrder(["a", "b", "c"], taken);
    expect(first).to.equal(["a", "b", "c"][plain.below(3)]);
    expect(taken.next()).to.equal(plain.next());
  });
});

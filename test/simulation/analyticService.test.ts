import { expect } from "chai";
import fc from "fast-check";
import { emptyNetwork, FIT, type Network } from "../../scripts/network/network.js";
import { analyticService } from "../../scripts/simulation/analyticService.js";
import { tokensAt } from "../../scripts/workloads/demandFigures.js";
import { shareUpTo } from "../../scripts/workloads/shareUpTo.js";
import type { WorkloadClass } from "../../scripts/workloads/workloadClass.js";

/** A class of 100 input and 16 output tokens; the analytic model looks at nothing else of it. */
function classOf(id: string, share: number): WorkloadClass {
  return {
    id,
    modelFamily: "any",
    hardware: { memoryBytes: 0, bandwidth: 0, confidential: false },
    ttftSeconds: 1,
    tpotSeconds: 1,
    verification: "VANILLA",
    region: "Europe",
    share,
    meanInputTokens: 100,
    meanOutputTokens: 16,
  };
}

/** Strategy 0 is out; strategy 1 has 4 places and fits all: 0.2 + 100 x 0.003 + 15 x 0.1 = 2 s each. */
function tableOf(classes: number): Network {
  const network = emptyNetwork({ operators: 2, classes, domains: 1 });
  network.slots[1] = 4;
  for (let c = 0; c < classes; c++) {
    const cell = classes + c;
    network.fit[cell] = FIT.fits;
    network.ttftBase[cell] = 0.2;
    network.prefill[cell] = 0.003;
    network.tpot[cell] = 0.1;
    network.faulty[cell] = 0.02;
    network.ttftTarget[c] = 1;
    network.tpotTarget[c] = 0.1;
  }
  return network;
}

const everything = (): number => 1;

describe("analyticService", () => {
  const common = { requestsPerSecond: 10, operatorAvailability: 0.9 };

  describe("given one rig and one class", () => {
    it("has x = 4 places over 10/s x 2 s = 0.2 and u = 0.9 x 0.98 = 0.882, in billionths", () => {
      const table = analyticService({
        ...common,
        network: tableOf(1),
        classes: [classOf("a", 1)],
        promptShare: everything,
      });
      expect([...table.capacityRatio]).to.deep.equal([0, 0.2]);
      expect([...table.reliability]).to.deep.equal([0, 0.882]);
    });

    it("counts the prompts that leave the first token in time: (1 - 0.2) / 0.003 = 266 tokens", () => {
      const asked: number[] = [];
      const table = analyticService({
        ...common,
        network: tableOf(1),
        classes: [classOf("a", 1)],
        promptShare: (_, tokens) => {
          asked.push(tokens);
          return 0.75;
        },
      });
      expect(asked[0]).to.be.within(266.66, 266.67);
      expect(table.reliability[1]).to.equal(0.6615);
    });

    it("serves nothing when tokens come too slowly, half of the prompts are too long, or the user is too far", () => {
      const spoil: ((network: Network) => void)[] = [
        (network) => network.tpotTarget.fill(0.0999),
        (network) => network.ttftBase.fill(1.01),
        (network) => network.fit.fill(FIT.incompatibleHardware),
      ];
      for (const change of spoil) {
        const network = tableOf(1);
        change(network);
        const table = analyticService({ ...common, network, classes: [classOf("a", 1)], promptShare: everything });
        expect([...table.reliability, ...table.capacityRatio]).to.deep.equal([0, 0, 0, 0]);
      }
      const half = analyticService({
        ...common,
        network: tableOf(1),
        classes: [classOf("a", 1)],
        promptShare: () => 0.5,
      });
      expect(half.reliability[1]).to.equal(0);
    });
  });

  describe("given several classes", () => {
    it("attributes places so that they count once: the sum of x times the class's own need is the rig's places", () => {
      fc.assert(
        fc.property(
          fc.array(fc.record({ share: fc.double({ min: 0.01, max: 1, noNaN: true }), isServed: fc.boolean() }), {
            minLength: 1,
            maxLength: 8,
          }),
          (rows) => {
            const network = tableOf(rows.length);
            rows.forEach(({ isServed }, c) => {
              if (!isServed) network.fit[rows.length + c] = FIT.noModel;
            });
            const classes = rows.map(({ share }, c) => classOf(`${c}`, share));
            const table = analyticService({ ...common, network, classes, promptShare: everything });
            let places = 0;
            rows.forEach(({ share, isServed }, c) => {
              const x = table.capacityRatio[rows.length + c] ?? 0;
              expect(x > 0).to.equal(isServed);
              places += x * 10 * share * 2;
            });
            if (rows.some(({ isServed }) => isServed)) expect(places).to.be.within(4 - 1e-6, 4 + 1e-6);
          },
        ),
      );
    });
  });
});

describe("shareUpTo", () => {
  const quantiles = [18, 19, 19, 20, 39, 54, 330, 586, 1479, 3176];

  it("inverts the drawing of lengths: every drawn length lies in the share up to it and not in that below", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (point) => {
        const tokens = tokensAt(quantiles, point);
        expect(shareUpTo(quantiles, tokens)).to.be.at.least(point - 1e-8);
        expect(shareUpTo(quantiles, tokens - 1)).to.be.at.most(point + 1e-8);
      }),
    );
  });

  it("is 0 below the shortest and 1 from the longest on; a quarter of prompts have 20 tokens or fewer", () => {
    expect(shareUpTo(quantiles, 17)).to.be.below(1e-8);
    expect(shareUpTo(quantiles, 3176)).to.equal(1);
    expect(shareUpTo(quantiles, 20)).to.be.within(0.25, 0.27);
  });
});

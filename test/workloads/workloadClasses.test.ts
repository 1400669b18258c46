import { expect } from "chai";
import fc from "fast-check";
import { loadCatalogue } from "../../scripts/workloads/catalogue.js";
import { demandFigures, meanTokens, tokensAt } from "../../scripts/workloads/demandFigures.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

describe("workloadClasses", () => {
  const classes = workloadClasses();

  it("are 24 to 48, with unique names and shares that sum to 1", () => {
    expect(classes.length).to.be.within(24, 48);
    expect(new Set(classes.map(({ id }) => id)).size).to.equal(classes.length);
    expect(sum(classes.map(({ share }) => share))).to.be.within(1 - 1e-12, 1 + 1e-12);
  });

  it("are skewed, rare ones included", () => {
    const shares = classes.map(({ share }) => share);
    expect(shares).to.deep.equal([...shares].sort((a, b) => b - a));
    console.log(
      `      ${classes.length} classes; the largest has ${(100 * (shares[0] ?? 0)).toFixed(1)}% of requests, ` +
        `the ten smallest ${(100 * sum(shares.slice(-10))).toFixed(2)}%, the smallest ${(100 * (shares.at(-1) ?? 0)).toFixed(3)}%`,
    );
    expect(shares[0]).to.be.greaterThan(0.1);
    expect(shares.at(-1)).to.be.below(0.001);
  });

  it("give each family its measured share", () => {
    // stats.json, servegen_mix_by_mean_rps, times the 0.996 that the assumed families leave.
    const mix = { small: 0.3686, mid: 0.5619, large: 0.0615, reason: 0.00503, vision: 0.00297 };
    for (const [family, share] of Object.entries(mix)) {
      const own = sum(classes.filter(({ modelFamily }) => modelFamily === family).map((entry) => entry.share));
      expect(own / 0.996, family).to.be.within(share - share * 0.002, share + share * 0.002);
    }
  });

  it("split a share over tier, mode and region, worked by hand", () => {
    // mid 0.5619 x 0.996, interactive 0.8, VANILLA 0.9, Europe 0.2180 of 0.9998.
    const europe = classes.find(({ id }) => id === "mid/interactive/VANILLA/Europe");
    expect(europe?.share).to.be.within(
      0.5619 * 0.996 * 0.8 * 0.9 * (0.218 / 0.9998) - 2e-5,
      0.5619 * 0.996 * 0.8 * 0.9 * (0.218 / 0.9998) + 2e-5,
    );
  });

  it("merge the small regions of a cell into the largest of them", () => {
    // small/interactive/TEE has 0.02937: Latin America 0.00288 and Middle East & Africa 0.00268 are below 0.004.
    const cell = classes.filter(({ id }) => id.startsWith("small/interactive/TEE/"));
    expect(cell.map(({ id }) => id.split("/").at(-1))).to.deep.equal([
      "APAC",
      "North America",
      "Europe",
      "Latin America+",
    ]);
    expect(cell.at(-1)?.region).to.equal("Latin America");
    expect(cell.at(-1)?.share).to.be.within(0.00556 - 1e-5, 0.00556 + 1e-5);
  });

  it("keep every family's share at any threshold, with fewer classes the higher it is", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.2, noNaN: true }),
        fc.double({ min: 0, max: 0.2, noNaN: true }),
        (a, b) => {
          const [low, high] = [a, b].map((smallestShare) => workloadClasses({ smallestShare }));
          const total = sum((low ?? []).map(({ share }) => share));
          const order = a <= b ? (low?.length ?? 0) >= (high?.length ?? 0) : (low?.length ?? 0) <= (high?.length ?? 0);
          return Math.abs(total - 1) < 1e-9 && order;
        },
      ),
      { numRuns: 40 },
    );
  });

  it("need confidential hardware exactly for TEE, and ZKML exactly for tabular models", () => {
    for (const { hardware, verification, modelFamily, id } of classes) {
      expect(hardware.confidential, id).to.equal(verification === "TEE");
      expect(verification === "ZKML", id).to.equal(modelFamily === "tabular");
    }
  });

  it("place every class in a region that the round trips know", () => {
    const catalogue = loadCatalogue();
    for (const { region } of classes) expect(catalogue.roundTripSeconds(region, region)).to.be.greaterThan(0);
  });
});

describe("demandFigures", () => {
  it("draw token lengths whose quantiles are the shipped ones", () => {
    const small = demandFigures().find(({ family }) => family === "small");
    const probabilities = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];
    expect(probabilities.map((probability) => tokensAt(small?.inputQuantiles ?? [], probability))).to.deep.equal(
      small?.inputQuantiles,
    );
    expect(tokensAt(small?.inputQuantiles ?? [], 0)).to.equal(small?.inputQuantiles[0]);
    expect(tokensAt(small?.inputQuantiles ?? [], 1)).to.equal(small?.inputQuantiles.at(-1));
  });

  it("interpolate geometrically between two quantiles, linearly from 0", () => {
    // Half way from the 25% to the 50% quantile: sqrt(10 x 40) = 20; from 75% to 90%: sqrt(40 x 90) = 60;
    // from 10% to 25%, where one end is 0: (0 + 10) / 2 = 5.
    const quantiles = [0, 0, 0, 10, 40, 40, 90, 90, 90, 90];
    expect(tokensAt(quantiles, 0.375)).to.equal(20);
    expect(tokensAt(quantiles, 0.825)).to.equal(60);
    expect(tokensAt(quantiles, 0.175)).to.equal(5);
  });

  it("have means within 15% of the measured ones", () => {
    // stats.json: mean input and output tokens of each ServeGen model; vision is text plus image tokens.
    const measured: Record<string, [number, number]> = {
      small: [119.7, 14.89],
      mid: [306.7, 50.76],
      large: [914.3, 155.1],
      reason: [1268, 1527],
      vision: [1222, 129.7],
    };
    for (const { family, inputQuantiles, outputQuantiles } of demandFigures()) {
      const means = measured[family];
      if (means === undefined) continue;
      expect(meanTokens(inputQuantiles) / means[0], `${family} input`).to.be.within(0.85, 1.15);
      expect(meanTokens(outputQuantiles) / means[1], `${family} output`).to.be.within(0.85, 1.15);
    }
  });
});

import { expect } from "chai";
import { openChain } from "../../scripts/chain/openChain.js";
import type { Row } from "../../scripts/experiments/experiment.js";
import { type PotentialSettings, potentialCell } from "../../scripts/experiments/potential/potentialCell.js";

/** A run of five operators by itself, as the runner runs it. */
async function run(settings: Partial<PotentialSettings>): Promise<{ steps: readonly Row[]; summary: Row }> {
  const { chain, close } = await openChain();
  try {
    const { tables } = await potentialCell(
      { operators: 5, domains: 2, layers: 1, start: "out", service: "analytic", rounds: 10, seed: 1, ...settings },
      {
        connect: async () => chain,
        progress: () => {},
        signal: new AbortController().signal,
        path: (value) => value,
      },
    );
    return { steps: tables.steps ?? [], summary: tables.summary?.[0] ?? {} };
  } finally {
    await close();
  }
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

describe("potentialCell", () => {
  for (const [start, layers] of [
    ["out", 1],
    ["random", 3],
    ["same", 2],
  ] as const) {
    it(`P1 on chain: best responses from ${start}, ${layers} layer(s) > each raises emission x coverage less cost by what the mover gains`, async () => {
      const { steps, summary } = await run({ start, layers });
      expect(summary).to.include({ falls: 0, settled: true, moves: steps.length });
      expect(steps.length).to.be.above(3);
      for (const { potential, pay, value, bound } of steps) {
        expect(Number(potential)).to.be.above(0);
        expect(Number(pay)).to.be.within(Number(value) - Number(bound), Number(value) + Number(bound));
        expect(Number(bound)).to.be.below(1e-9);
      }
    });
  }

  it("from out, the changes add up to the coverage in the end", async () => {
    const { steps, summary } = await run({ start: "out" });
    const value = sum(steps.map((step) => Number(step.value)));
    const end = Number(summary.emission) * Number(steps.at(-1)?.coverage);
    expect(value).to.be.within(end - 1e-9, end + 1e-9);
    expect(Number(summary.risen)).to.be.within(
      sum(steps.map((step) => Number(step.potential))) - 1e-9,
      sum(steps.map((step) => Number(step.potential))) + 1e-9,
    );
  });

  it("with measured services > a day for every decision, and the potential falls along the run", async () => {
    const { steps, summary } = await run({ service: "request", start: "random", rounds: 3 });
    expect(steps).to.have.length(15);
    const falls = steps.filter(({ potential, bound }) => Number(potential) < -Number(bound));
    expect(summary).to.include({ steps: 15, falls: falls.length });
    expect(falls.length).to.be.above(0);
    expect(Number(summary.deepest)).to.equal(Math.max(...steps.map(({ potential }) => -Number(potential))));
    expect(Number(summary.fallen)).to.be.within(Number(summary.deepest), Number(summary.deepest) * falls.length);
  });
});

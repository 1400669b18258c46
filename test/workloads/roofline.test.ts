import { expect } from "chai";
import Table from "cli-table3";
import fc from "fast-check";
import type { Gpu } from "../../scripts/workloads/gpu.js";
import type { Model } from "../../scripts/workloads/model.js";
import { decodeSeconds, EFFICIENCY, prefillSeconds, weightBytes } from "../../scripts/workloads/roofline.js";
import { type RooflineError, rooflineErrors } from "../../scripts/workloads/rooflineErrors.js";

/** Round numbers: 1 TB/s, 100 TFLOPS in 16 bits, 200 in 8. */
const gpu: Gpu = {
  id: "round",
  memoryBytes: 80e9,
  bandwidth: 1e12,
  flops16: 100e12,
  flops8: 200e12,
  hasFp8: true,
  confidential: false,
  usdPerHour: 1,
};

/** 10 billion parameters, 100 kB of cache per token. */
const model: Model = {
  id: "round",
  family: "round",
  modality: "text",
  parameters: 10e9,
  activeParameters: 10e9,
  experts: 1,
  expertsPerToken: 1,
  kvBytesPerToken: 100_000,
  flopPerOutput: 20e9,
  proveSeconds: Number.POSITIVE_INFINITY,
};

const perfect = { compute: 1, mixture: 1, bandwidth: 1 };

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const deviation = ({ error }: RooflineError): number => Math.log1p(error) ** 2;

/** Which rows choose which efficiency. */
const FITS = {
  compute: (row: RooflineError) => row.kind === "Offline" && row.model !== "mixtral-8x7b",
  mixture: (row: RooflineError) => row.kind === "Offline" && row.model === "mixtral-8x7b",
  bandwidth: (row: RooflineError) => row.kind === "Latency",
};

/** The rows that choose an efficiency, at each value of it on a grid of 0.01. */
function fitTable(name: keyof typeof FITS) {
  return Array.from({ length: 50 }, (_, index) => (index + 10) / 100).map((value) => ({
    value,
    rows: rooflineErrors({ ...EFFICIENCY, [name]: value }).filter(FITS[name]),
  }));
}

/** Grid entry with the least squares of the logarithm, one row left out or none. */
function choose(table: ReturnType<typeof fitTable>, left?: number) {
  const costs = table.map((entry) => ({
    ...entry,
    cost: entry.rows.reduce((sum, row, index) => (index === left ? sum : sum + deviation(row)), 0),
  }));
  return costs.reduce((a, b) => (b.cost < a.cost ? b : a));
}

describe("roofline", () => {
  describe("decodeSeconds", () => {
    it("is the time to read the weights when one sequence decodes", () => {
      // 20 GB of 16-bit weights and 1,000 x 100 kB of cache at 1 TB/s.
      const placement = { gpu, count: 1, model, precision: "bf16" as const, efficiency: perfect };
      expect(decodeSeconds({ placement, batch: 1, contextTokens: 1000 })).to.be.within(0.0201 - 1e-12, 0.0201 + 1e-12);
    });

    it("is the time to compute when the batch is large", () => {
      // 1,000 sequences x 20 GFLOP at 100 TFLOPS = 0.2 s, against 0.02 s for the weights.
      const placement = { gpu, count: 1, model, precision: "bf16" as const, efficiency: perfect };
      expect(decodeSeconds({ placement, batch: 1000, contextTokens: 0 })).to.be.within(0.2 - 1e-12, 0.2 + 1e-12);
    });

    it("halves with two GPUs and, for 8-bit weights, with a GPU that has them", () => {
      const bf16 = { gpu, count: 1, model, precision: "bf16" as const, efficiency: perfect };
      const one = decodeSeconds({ placement: bf16, batch: 4, contextTokens: 500 });
      expect(decodeSeconds({ placement: { ...bf16, count: 2 }, batch: 4, contextTokens: 500 })).to.be.within(
        one / 2 - 1e-12,
        one / 2 + 1e-12,
      );
      expect(decodeSeconds({ placement: { ...bf16, precision: "fp8" }, batch: 4, contextTokens: 500 })).to.be.within(
        one / 2 - 1e-12,
        one / 2 + 1e-12,
      );
    });

    it("reads all experts of a mixture at large batch and only the active ones at batch 1", () => {
      // 8 experts of 1 GB parameters, 2 used, 2 GB shared: 10 in all, 4 active.
      const mixture: Model = {
        ...model,
        activeParameters: 4e9,
        experts: 8,
        expertsPerToken: 2,
        kvBytesPerToken: 0,
        flopPerOutput: 0,
      };
      const placement = { gpu, count: 1, model: mixture, precision: "fp8" as const, efficiency: perfect };
      expect(decodeSeconds({ placement, batch: 1, contextTokens: 0 })).to.be.within(0.004 - 1e-12, 0.004 + 1e-12);
      // Two tokens leave a given expert unread with probability 0.75^2: 2 + 8 x 0.4375 = 5.5 GB.
      expect(decodeSeconds({ placement, batch: 2, contextTokens: 0 })).to.be.within(0.0055 - 1e-12, 0.0055 + 1e-12);
      expect(decodeSeconds({ placement, batch: 200, contextTokens: 0 })).to.be.within(0.01 - 1e-12, 0.01 + 1e-12);
    });

    it("never falls with the batch while tokens per second never fall either", () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 255 }), fc.integer({ min: 0, max: 8192 }), (batch, contextTokens) => {
          const placement = { gpu, count: 1, model, precision: "int4" as const };
          const now = decodeSeconds({ placement, batch, contextTokens });
          const next = decodeSeconds({ placement, batch: batch + 1, contextTokens });
          return next >= now && (batch + 1) / next >= (batch / now) * (1 - 1e-12);
        }),
      );
    });
  });

  it("prefillSeconds is 2 FLOP per active parameter", () => {
    // 20 GFLOP at 100 TFLOPS.
    const placement = { gpu, count: 1, model, precision: "bf16" as const, efficiency: perfect };
    expect(prefillSeconds(placement)).to.be.within(2e-4 - 1e-15, 2e-4 + 1e-15);
  });

  it("weightBytes counts group scales of 4-bit weights", () => {
    expect([weightBytes(model, "bf16"), weightBytes(model, "fp8"), weightBytes(model, "int4")]).to.deep.equal([
      20e9, 10e9, 5.35e9,
    ]);
  });

  describe("against published measurements", () => {
    const errors = rooflineErrors();
    const tables = { compute: fitTable("compute"), mixture: fitTable("mixture"), bandwidth: fitTable("bandwidth") };

    it("prints every error", () => {
      const print = new Table({
        head: ["measurement", "GPU", "model", "measured", "roofline", "error"],
        style: { compact: true, head: [], border: [] },
      });
      for (const { kind, gpu: name, model: id, measured, predicted, error } of errors) {
        print.push([kind, name, id, measured, predicted.toPrecision(4), `${Math.round(100 * error)}%`]);
      }
      console.log(print.toString());
      for (const kind of ["Offline", "Server", "Interactive", "Latency"] as const) {
        const of = errors.filter((row) => row.kind === kind).map(({ error }) => Math.abs(error));
        console.log(
          `      ${kind}: ${of.length} rows, median error ${Math.round(100 * median(of))}%, largest ${Math.round(100 * Math.max(...of))}%`,
        );
      }
      expect(errors).to.have.length(32);
    });

    it("uses the efficiencies that the measurements choose, on a grid of 0.01", () => {
      expect({
        compute: choose(tables.compute).value,
        mixture: choose(tables.mixture).value,
        bandwidth: choose(tables.bandwidth).value,
      }).to.deep.equal(EFFICIENCY);
    });

    it("states the error on rows it was not fitted to: leave one out", () => {
      for (const [name, table] of Object.entries(tables)) {
        const held =
          table[0]?.rows.map((_, left) => Math.abs(choose(table, left).rows[left]?.error ?? Number.NaN)) ?? [];
        const largest = Math.round(100 * Math.max(...held));
        console.log(
          `      ${name}, left out: ${held.length} rows, median error ${Math.round(100 * median(held))}%, largest ${largest}%`,
        );
        if (name !== "mixture") expect(median(held)).to.be.below(0.3);
      }
    });

    it("ranks GPUs on one model, and models on one GPU, as measured", () => {
      const offline = errors.filter(({ kind }) => kind === "Offline");
      const value = (gpuId: string, modelId: string): RooflineError => {
        const row = offline.find((entry) => entry.gpu === gpuId && entry.model === modelId);
        if (row === undefined) throw new Error(`no row ${gpuId} ${modelId}`);
        return row;
      };
      for (const [better, worse] of [
        [value("H100-SXM", "llama-3.1-8b"), value("L40S", "llama-3.1-8b")],
        [value("H200-SXM", "llama-3.1-405b"), value("H100-SXM", "llama-3.1-405b")],
        [value("H200-SXM", "mixtral-8x7b"), value("H200-SXM", "llama-3.1-70b")],
        [value("H100-SXM", "llama-3.1-70b"), value("H100-SXM", "llama-3.1-405b")],
      ] as const) {
        expect(better.measured).to.be.greaterThan(worse.measured);
        expect(better.predicted).to.be.greaterThan(worse.predicted);
      }
    });
  });
});

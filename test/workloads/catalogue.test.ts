import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { catalogueEntry, loadCatalogue } from "../../scripts/workloads/catalogue.js";
import { needsSharedData } from "./sharedData.js";

const folder = new URL("../../data/", import.meta.url);

function readJson(url: URL | string): unknown {
  return JSON.parse(readFileSync(url, "utf8"));
}

interface Origin {
  source?: unknown;
  assumed?: unknown;
  reason?: unknown;
}

/** Paths of numbers with neither a known source nor a reasoned assumption on them or above them. */
function unsourced(node: unknown, sources: Set<string>, path: string): string[] {
  if (typeof node === "number") return [path];
  if (typeof node !== "object" || node === null) return [];
  const { source, assumed, reason } = node as Origin;
  if (typeof source === "string" && sources.has(source)) return [];
  if (assumed === true && typeof reason === "string" && reason.length > 0) return [];
  return Object.entries(node).flatMap(([key, child]) => unsourced(child, sources, `${path}/${key}`));
}

describe("catalogue", () => {
  describe("data files", () => {
    it("give every number a listed source or mark it assumed with a reason", () => {
      const sources = new Set(Object.keys(readJson(new URL("sources.json", folder)) as object));
      const files = readdirSync(folder).filter((name) => name !== "sources.json");
      expect(files).to.include.members([
        "hardware.json",
        "models.json",
        "domains.json",
        "verification.json",
        "demand.json",
      ]);
      for (const name of files) expect(unsourced(readJson(new URL(name, folder)), sources, name)).to.deep.equal([]);
    });

    it("are found out when a number has none", () => {
      expect(
        unsourced({ a: { value: 1, source: "gone" }, b: { value: 2, assumed: true, reason: "" } }, new Set(), "x"),
      ).to.deep.equal(["x/a/value", "x/b/value"]);
    });

    it("agree with the shared catalogue on every GPU and model", function () {
      const path = needsSharedData(this, "catalogue.json");
      type Cell = { value: number | boolean | null };
      const shared = readJson(path) as {
        hardware: Record<string, Record<string, Cell>>;
        models: Record<string, Record<string, Cell>>;
      };
      const { gpus, models } = loadCatalogue();
      for (const gpu of gpus.values()) {
        const entry = shared.hardware[gpu.id];
        expect(gpu.memoryBytes, gpu.id).to.equal(Number(entry?.vram_gb?.value) * 1e9);
        expect(gpu.bandwidth, gpu.id).to.equal(Number(entry?.mem_bw_gbps?.value) * 1e9);
        expect(gpu.flops16, gpu.id).to.equal(Number(entry?.bf16_dense_tflops?.value) * 1e12);
        expect(gpu.hasFp8, gpu.id).to.equal(typeof entry?.fp8_dense_tflops?.value === "number");
        expect(gpu.confidential, gpu.id).to.equal(entry?.gpu_tee?.value === true);
      }
      let compared = 0;
      for (const model of models.values()) {
        const entry = shared.models[model.id];
        if (entry === undefined) continue;
        compared += 1;
        expect(model.parameters, model.id).to.equal(entry.params?.value);
        expect(model.activeParameters, model.id).to.equal(entry.active_params?.value);
        expect(model.kvBytesPerToken, model.id).to.equal(entry.kv_bytes_per_token_fp16?.value ?? 0);
      }
      expect(compared).to.be.greaterThan(10);
    });
  });

  describe("loadCatalogue", () => {
    const catalogue = loadCatalogue();

    it("knows where confidential computing exists", () => {
      const confidential = [...catalogue.gpus.values()].filter((gpu) => gpu.confidential).map(({ id }) => id);
      expect(confidential.sort()).to.deep.equal(["H100-SXM", "H200-SXM"]);
    });

    it("has provers for the small tabular models only", () => {
      const proven = [...catalogue.models.values()].filter(({ proveSeconds }) => Number.isFinite(proveSeconds));
      expect(proven.map(({ family }) => family)).to.deep.equal(["tabular", "tabular"]);
      expect(Math.max(...proven.map(({ parameters }) => parameters))).to.be.below(1e6);
    });

    it("takes proving times from the published table, where a language model takes 15 minutes", () => {
      type Proof = { framework: string; parameters: number; proveSeconds: number };
      const { zkmlProofs } = readJson(new URL("verification.json", folder)) as { zkmlProofs: { proofs: Proof[] } };
      const proofs = zkmlProofs.proofs;
      for (const { parameters, proveSeconds, family } of catalogue.models.values()) {
        if (family !== "tabular") continue;
        const published = proofs.filter((proof) => proof.parameters === parameters).map((proof) => proof.proveSeconds);
        expect(Math.min(...published)).to.equal(proveSeconds);
      }
      expect(Math.max(...proofs.map((proof) => proof.proveSeconds))).to.equal(900);
    });

    it("derives the time between failures from availability and repair time", () => {
      // RunPod floor 0.98 and 2.7 h repairs: 2.7 x 0.98 / 0.02 = 132.3 h, 5.5 days.
      const domain = catalogueEntry("domain", catalogue.domains, "runpod/Europe");
      expect(domain.mtbfHours).to.be.within(132.3 - 1e-9, 132.3 + 1e-9);
      for (const { availability, mtbfHours, mttrHours } of catalogue.domains.values()) {
        expect(mtbfHours / (mtbfHours + mttrHours)).to.be.within(availability - 1e-12, availability + 1e-12);
        expect(availability).to.be.at.most(0.9999);
      }
    });

    it("has a symmetric round trip between any two regions of its domains", () => {
      const regions = [...new Set([...catalogue.domains.values()].map(({ region }) => region))];
      expect(regions).to.have.length(5);
      for (const from of regions) {
        for (const to of regions) {
          expect(catalogue.roundTripSeconds(from, to)).to.equal(catalogue.roundTripSeconds(to, from));
        }
      }
      expect(catalogue.roundTripSeconds("Europe", "North America")).to.equal(0.075);
    });

    it("names what is allowed when an entry is unknown", () => {
      expect(() => catalogueEntry("GPU", catalogue.gpus, "H999")).to.throw(
        /unknown GPU "H999"; allowed: H200-SXM, H100/,
      );
      expect(() => catalogue.roundTripSeconds("Europe", "Mars")).to.throw('regions "Europe" and "Mars"');
    });
  });
});

import { expect } from "chai";
import Table from "cli-table3";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import { buildRig } from "../../scripts/workloads/buildRig.js";
import { catalogueEntry, loadCatalogue } from "../../scripts/workloads/catalogue.js";
import { classLoad } from "../../scripts/workloads/classLoad.js";
import { fitSuccessCurve } from "../../scripts/workloads/fitSuccessCurve.js";
import { fitsClass } from "../../scripts/workloads/fitsClass.js";
import { type ServiceProfile, serviceProfile, slotsInTime } from "../../scripts/workloads/serviceProfile.js";
import type { WorkloadClass } from "../../scripts/workloads/workloadClass.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";

const catalogue = loadCatalogue();
const [anyDomain] = catalogue.domains.values();

/** Eight H200 in the user's region with the first catalogue model that serves the class. */
function referenceProfile(workload: WorkloadClass): ServiceProfile {
  const gpu = catalogueEntry("GPU", catalogue.gpus, "H200-SXM");
  if (anyDomain === undefined) throw new Error("no domain");
  for (const model of catalogue.models.values()) {
    if (model.family !== workload.modelFamily) continue;
    const rig = buildRig({
      gpu,
      count: 8,
      models: [{ model, precision: "fp8" }],
      domain: { ...anyDomain, region: workload.region },
      verification: workload.verification,
    });
    if (fitsClass(rig, workload) === "fits") return serviceProfile({ rig, workload, catalogue });
  }
  throw new Error(`no model for ${workload.id}`);
}

describe("classLoad", () => {
  it("is rate x share x service time", () => {
    // 100/s, a tenth of them this class, 0.05 + 100 x 0.001 + 10 x 0.02 + 0.05 = 0.4 s each: 4 at once.
    const [first] = workloadClasses();
    if (first === undefined) throw new Error("no class");
    const workload = { ...first, share: 0.1, meanInputTokens: 100, meanOutputTokens: 11 };
    const profile = { ttftBase: 0.05, prefillPerToken: 0.001, step: Float64Array.of(0, 0.02), verify: 0.05, slots: 1 };
    expect(classLoad({ workload, requestsPerSecond: 100, profile, concurrency: 1 })).to.be.within(4 - 1e-12, 4 + 1e-12);
  });

  it("gives every default class a curve that the ledger takes, its error printed", () => {
    const table = new Table({
      head: ["class", "Erlangs at 20/s", "kappas", "alphas", "error (largest)"],
      style: { compact: true, head: [], border: [] },
    });
    const decimals = (values: readonly bigint[]): string =>
      values.map((value) => (Number(value) / 1e9).toFixed(2)).join(" ");
    for (const workload of workloadClasses()) {
      const profile = referenceProfile(workload);
      const concurrency = Math.max(1, Math.floor(slotsInTime(profile, workload) / 2));
      const load = classLoad({ workload, requestsPerSecond: 20, profile, concurrency });
      const { curve, rmsError, maxError } = fitSuccessCurve({ load, layers: 2 });
      table.push([
        workload.id,
        load.toPrecision(2),
        decimals(curve.kappas),
        decimals(curve.alphas),
        `${rmsError.toFixed(4)} (${maxError.toFixed(4)})`,
      ]);
      expect(acceptedCurve(curve, "partialSums"), workload.id).to.equal(true);
      expect(maxError, workload.id).to.be.below(0.1);
    }
    console.log(table.toString());
  });
});

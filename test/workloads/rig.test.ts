import { expect } from "chai";
import fc from "fast-check";
import { buildRig } from "../../scripts/workloads/buildRig.js";
import { catalogueEntry, loadCatalogue } from "../../scripts/workloads/catalogue.js";
import { fitsClass } from "../../scripts/workloads/fitsClass.js";
import type { Rig } from "../../scripts/workloads/rig.js";
import { serviceProfile, slotsInTime } from "../../scripts/workloads/serviceProfile.js";
import { serviceTime } from "../../scripts/workloads/serviceTime.js";
import type { WorkloadClass } from "../../scripts/workloads/workloadClass.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";

const catalogue = loadCatalogue();
const gpu = (id: string) => catalogueEntry("GPU", catalogue.gpus, id);
const model = (id: string) => catalogueEntry("model", catalogue.models, id);
const domain = catalogueEntry("domain", catalogue.domains, "nebius/Europe");

function rig(overrides: Partial<Parameters<typeof buildRig>[0]> = {}): Rig {
  return buildRig({
    gpu: gpu("H100-SXM"),
    count: 1,
    models: [{ model: model("llama-3.1-8b"), precision: "fp8" }],
    domain,
    verification: "VANILLA",
    ...overrides,
  });
}

const workload: WorkloadClass = {
  id: "small/interactive/VANILLA/Europe",
  modelFamily: "small",
  hardware: { memoryBytes: 10e9, bandwidth: 500e9, confidential: false },
  ttftSeconds: 0.45,
  tpotSeconds: 0.04,
  verification: "VANILLA",
  region: "Europe",
  share: 1,
  meanInputTokens: 100,
  meanOutputTokens: 20,
};

describe("buildRig", () => {
  it("refuses a model that does not fit, and says by how much", () => {
    // Llama 3.1 70B in 16 bits is 141.1 GB; one H100 gives 72 GB.
    const models = [{ model: model("llama-3.1-70b"), precision: "bf16" as const }];
    expect(() => rig({ models })).to.throw(
      "llama-3.1-70b does not fit on 1 x H100-SXM: 69.1 GB too much for 72.0 GB usable",
    );
    // Two leave 2.9 GB of cache room, at 4,096 tokens x 327,680 bytes a slot.
    expect(rig({ models, count: 2 }).slots).to.equal(2);
    expect(rig({ models, count: 4 }).slots).to.be.greaterThan(50);
  });

  it("takes as many slots as the cache room holds", () => {
    // RTX 4090: 21.6 GB usable less 16.06 GB of weights leaves 5.54 GB; 4,096 tokens x 131,072 bytes = 0.537 GB a slot.
    const built = rig({ gpu: gpu("RTX-4090"), models: [{ model: model("llama-3.1-8b"), precision: "bf16" }] });
    expect(built.slots).to.equal(10);
  });

  it("accepts fewer slots than fit and refuses more", () => {
    const parameters = { gpu: gpu("RTX-4090"), models: [{ model: model("llama-3.1-8b"), precision: "bf16" as const }] };
    expect(rig({ ...parameters, slots: 3 }).slots).to.equal(3);
    expect(() => rig({ ...parameters, slots: 11 })).to.throw("slots must be an integer in 1..10");
    expect(() => rig({ ...parameters, slots: 0 })).to.throw("slots must be an integer in 1..10");
  });

  it("charges every loaded model's weights", () => {
    const both = ["llama-3.1-8b", "qwen3-32b"].map((id) => ({ model: model(id), precision: "bf16" as const }));
    expect(() => rig({ models: both })).to.throw("llama-3.1-8b + qwen3-32b does not fit");
    expect(rig({ models: both, count: 2 }).models).to.have.length(2);
  });

  it("runs TEE only on GPUs with confidential computing and ZKML only where a prover exists", () => {
    expect(() =>
      rig({ gpu: gpu("RTX-4090"), models: [{ model: model("qwen2.5-7b"), precision: "int4" }], verification: "TEE" }),
    ).to.throw("RTX-4090 has no confidential computing");
    expect(rig({ verification: "TEE" }).verification).to.equal("TEE");
    expect(() => rig({ verification: "ZKML" })).to.throw("no practical ZKML prover for llama-3.1-8b");
    expect(
      rig({ models: [{ model: model("onnx-mlp-784x56x10"), precision: "bf16" }], verification: "ZKML" }).slots,
    ).to.equal(256);
  });
});

describe("fitsClass", () => {
  it("stops at gate 1 without a model of the family, before any other reason", () => {
    expect(fitsClass(rig(), { ...workload, modelFamily: "large", verification: "TEE" })).to.equal("noModel");
  });

  it("stops at gate 2 when memory, bandwidth or confidential computing are missing", () => {
    const need = workload.hardware;
    for (const hardware of [
      { ...need, memoryBytes: 81e9 },
      { ...need, bandwidth: 3351e9 },
    ]) {
      expect(fitsClass(rig(), { ...workload, hardware })).to.equal("incompatibleHardware");
    }
    const models = [{ model: model("llama-3.1-8b"), precision: "fp8" as const }];
    const confidential = { ...workload, hardware: { ...need, confidential: true }, verification: "TEE" as const };
    expect(fitsClass(rig({ gpu: gpu("L40S"), models }), confidential)).to.equal("incompatibleHardware");
    expect(fitsClass(rig({ verification: "TEE" }), confidential)).to.equal("fits");
  });

  it("stops at gate 6 when the mode is not offered; every rig serves VANILLA", () => {
    expect(fitsClass(rig(), { ...workload, verification: "TEE" })).to.equal("unverified");
    expect(fitsClass(rig({ verification: "TEE" }), workload)).to.equal("fits");
  });

  it("lets some rig serve every default class, from its own region", () => {
    const options = [...catalogue.models.values()].map(({ id }) => id);
    for (const target of workloadClasses()) {
      const served = options.some((id) => {
        const candidate = rig({
          gpu: gpu("H200-SXM"),
          count: 8,
          models: [{ model: model(id), precision: "fp8" }],
          domain: { ...domain, region: target.region },
          verification:
            target.verification === "ZKML" && !Number.isFinite(model(id).proveSeconds)
              ? "VANILLA"
              : target.verification,
        });
        if (fitsClass(candidate, target) !== "fits") return false;
        const profile = serviceProfile({ rig: candidate, workload: target, catalogue });
        const one = serviceTime({
          profile,
          inputTokens: target.meanInputTokens,
          outputTokens: target.meanOutputTokens,
          concurrency: 1,
        });
        return one.ttft <= target.ttftSeconds && one.tpot <= target.tpotSeconds;
      });
      expect(served, target.id).to.equal(true);
    }
  });
});

describe("serviceProfile", () => {
  it("adds the round trip between user and rig to the first token", () => {
    const home = serviceProfile({ rig: rig(), workload, catalogue });
    const away = serviceProfile({ rig: rig(), workload: { ...workload, region: "North America" }, catalogue });
    // Frankfurt to London 13 ms, London to Washington 75 ms.
    expect(away.ttftBase - home.ttftBase).to.be.within(0.062 - 1e-12, 0.062 + 1e-12);
  });

  it("is slower by the published factor under TEE, and signs the result", () => {
    const plain = serviceProfile({ rig: rig(), workload, catalogue });
    const tee = serviceProfile({
      rig: rig({ verification: "TEE" }),
      workload: { ...workload, verification: "TEE" },
      catalogue,
    });
    expect((tee.step[8] ?? 0) / (plain.step[8] ?? 1)).to.be.within(1.07 - 1e-9, 1.07 + 1e-9);
    expect(tee.prefillPerToken / plain.prefillPerToken).to.be.within(1.07 - 1e-9, 1.07 + 1e-9);
    expect([plain.verify, tee.verify]).to.deep.equal([0, 0.01]);
  });

  it("delivers a ZKML answer after its published proving time", () => {
    const proven = workloadClasses().find(({ verification }) => verification === "ZKML");
    if (proven === undefined) throw new Error("no ZKML class");
    const prover = rig({ models: [{ model: model("onnx-mlp-784x56x10"), precision: "bf16" }], verification: "ZKML" });
    const profile = serviceProfile({ rig: prover, workload: proven, catalogue });
    expect(serviceTime({ profile, inputTokens: 1, outputTokens: 1, concurrency: 1 }).ttft).to.be.within(
      2.657 + catalogue.roundTripSeconds(proven.region, "Europe") - 1e-6,
      2.657 + catalogue.roundTripSeconds(proven.region, "Europe") + 1e-6,
    );
  });

  it("rises with the batch, and slotsInTime is the last batch in time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...workloadClasses().filter(({ modelFamily }) => modelFamily === "small")),
        (target) => {
          const profile = serviceProfile({ rig: rig(), workload: target, catalogue });
          const slots = slotsInTime(profile, target);
          const rising = profile.step
            .slice(1)
            .every((seconds, index, all) => index === 0 || seconds >= (all[index - 1] ?? 0));
          const last = slots === 0 || (profile.step[slots] ?? 0) <= target.tpotSeconds;
          const next = slots === profile.slots || (profile.step[slots + 1] ?? 0) > target.tpotSeconds;
          return rising && last && next;
        },
      ),
    );
  });

  it("has no slots in time for a class whose mean request waits too long for its first token", () => {
    // 50 ms base and 1 ms per input token: 100 tokens take 150 ms, however few requests there are.
    const profile = {
      ttftBase: 0.05,
      prefillPerToken: 0.001,
      step: Float64Array.of(0, 0.01, 0.02, 0.03),
      verify: 0,
      slots: 3,
    };
    const target = { ...workload, meanInputTokens: 100, ttftSeconds: 0.16, tpotSeconds: 0.02 };
    expect(slotsInTime(profile, target)).to.equal(2);
    expect(slotsInTime(profile, { ...target, ttftSeconds: 0.14 })).to.equal(0);
    expect(slotsInTime(profile, { ...target, tpotSeconds: 0.005 })).to.equal(0);
  });

  it("needs a model of the family", () => {
    expect(() => serviceProfile({ rig: rig(), workload: { ...workload, modelFamily: "large" }, catalogue })).to.throw(
      "no model of family large",
    );
  });
});

describe("serviceTime", () => {
  // 50 ms base, 1 ms per input token, 10 ms a step alone and 20 ms in twos, 5 ms to sign.
  const profile = {
    ttftBase: 0.05,
    prefillPerToken: 0.001,
    step: Float64Array.of(0, 0.01, 0.02),
    verify: 0.005,
    slots: 2,
  };

  it("adds first token, further tokens and verification", () => {
    const time = serviceTime({ profile, inputTokens: 100, outputTokens: 11, concurrency: 2 });
    expect(time.ttft).to.be.within(0.15 - 1e-12, 0.15 + 1e-12);
    expect(time.tpot).to.equal(0.02);
    expect(time.total).to.be.within(0.15 + 10 * 0.02 + 0.005 - 1e-12, 0.15 + 10 * 0.02 + 0.005 + 1e-12);
  });

  it("refuses a concurrency that the rig has not", () => {
    for (const concurrency of [0, 3, 1.5]) {
      expect(() => serviceTime({ profile, inputTokens: 1, outputTokens: 1, concurrency })).to.throw(
        "must be an integer in 1..2",
      );
    }
  });
});

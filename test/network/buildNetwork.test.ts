import { expect } from "chai";
import { UserError } from "../../scripts/common/errors.js";
import { randomStream } from "../../scripts/common/random.js";
import { buildNetwork } from "../../scripts/network/buildNetwork.js";
import { FIT } from "../../scripts/network/network.js";
import { randomRig } from "../../scripts/network/randomRig.js";
import { holdSeconds, isInTime } from "../../scripts/network/serviceOutcome.js";
import { shockOn } from "../../scripts/network/shockOn.js";
import { loadCatalogue } from "../../scripts/workloads/catalogue.js";
import { fitsClass } from "../../scripts/workloads/fitsClass.js";
import type { Rig } from "../../scripts/workloads/rig.js";
import { serviceProfile } from "../../scripts/workloads/serviceProfile.js";
import { serviceTime } from "../../scripts/workloads/serviceTime.js";
import { workloadClasses } from "../../scripts/workloads/workloadClasses.js";

const classes = workloadClasses();
const catalogue = loadCatalogue();
const stream = randomStream(1, "rigs");
const rigs = Array.from({ length: 40 }, () => randomRig({ stream, classes, catalogue, maxSlots: 16 }));
const { network, domains, groups } = buildNetwork({ rigs, classes, catalogue });

describe("buildNetwork", () => {
  it("lists a class where the mean request comes in time at a full batch, and says what else a rig lacks first", () => {
    const counts = { declined: 0, slowFirst: 0, modeLacking: 0 };
    rigs.forEach((rig, operator) => {
      classes.forEach((workload, c) => {
        const fit = network.fit[operator * classes.length + c];
        const needs = fitsClass(rig, workload);
        if (needs === "noModel" || needs === "incompatibleHardware") {
          expect(fit).to.equal(FIT[needs]);
          return;
        }
        const { ttft, tpot } = serviceTime({
          profile: serviceProfile({ rig, workload, catalogue }),
          inputTokens: workload.meanInputTokens,
          outputTokens: workload.meanOutputTokens,
          concurrency: rig.slots,
        });
        const comesInTime = ttft <= workload.ttftSeconds && tpot <= workload.tpotSeconds;
        expect(fit).to.equal(comesInTime ? FIT[needs] : FIT.tooSlow);
        if (!comesInTime) counts.declined += 1;
        if (ttft > workload.ttftSeconds) counts.slowFirst += 1;
        if (!comesInTime && needs === "unverified") counts.modeLacking += 1;
      });
    });
    for (const [what, count] of Object.entries(counts)) expect(count, what).to.be.above(0);
  });

  it("charges a request what the roofline says at a full batch, on every rig and class that fits", () => {
    let checked = 0;
    rigs.forEach((rig, operator) => {
      classes.forEach((workload, c) => {
        const cell = operator * classes.length + c;
        if (network.fit[cell] !== FIT.fits) return;
        const profile = serviceProfile({ rig, workload, catalogue });
        const { total, ttft, tpot } = serviceTime({
          profile,
          inputTokens: 300,
          outputTokens: 50,
          concurrency: rig.slots,
        });
        expect(holdSeconds(network, cell, 300, 50)).to.be.within(total - 1e-9, total + 1e-9);
        expect(isInTime(network, cell, c, 300, 0)).to.equal(
          ttft <= workload.ttftSeconds && tpot <= workload.tpotSeconds,
        );
        checked += 1;
      });
    });
    expect(checked).to.be.above(100);
  });

  it("has one outage group per domain, with its members, and one per operator", () => {
    expect(groups.length).to.equal(domains.length + rigs.length);
    domains.forEach((domain, index) => {
      const members = rigs.flatMap((rig, operator) => (rig.domain.id === domain.id ? [operator] : []));
      expect(Array.from(groups[index]?.members ?? [])).to.deep.equal(members);
      const { meanUp = 0, meanDown = 0 } = groups[index] ?? {};
      expect(meanUp / (meanUp + meanDown)).to.be.within(domain.availability - 1e-9, domain.availability + 1e-9);
    });
  });
});

describe("randomRig", () => {
  it("draws only rigs that serve a class in time", () => {
    rigs.forEach((_, operator) => {
      expect(classes.some((_, c) => network.fit[operator * classes.length + c] === FIT.fits)).to.equal(true);
    });
  });

  it("draws a rig for the class that is asked for and lists it, every class", () => {
    const asked = classes.flatMap((workload) => [workload, workload, workload]);
    const drawn = asked.map((workload) => randomRig({ stream, classes, catalogue, maxSlots: 16, workload }));
    const { network } = buildNetwork({ rigs: drawn, classes: asked, catalogue });
    asked.forEach(({ id }, i) => {
      expect(network.fit[i * asked.length + i], id).to.equal(FIT.fits);
    });
  });
});

describe("shockOn", () => {
  it("takes down every rig of a provider, region, GPU type, model family or the TEE vendor, and no other", () => {
    const [rig] = rigs;
    if (rig === undefined) throw new Error("no rig");
    const membersOf = (text: string): number[] => Array.from(shockOn(text, rigs).members);
    const all = (test: (other: Rig) => boolean): number[] => rigs.flatMap((other, i) => (test(other) ? [i] : []));
    expect(membersOf(`provider:${rig.domain.provider}:1:2`)).to.deep.equal(
      all(({ domain }) => domain.provider === rig.domain.provider),
    );
    expect(membersOf(`region:${rig.domain.region}:1:2`)).to.deep.equal(
      all(({ domain }) => domain.region === rig.domain.region),
    );
    expect(membersOf(`gpu:${rig.gpu.id}:1:2`)).to.deep.equal(all(({ gpu }) => gpu.id === rig.gpu.id));
    expect(membersOf("tee:all:1:2")).to.deep.equal(all(({ verification }) => verification === "TEE"));
    expect(membersOf("family:small:1:2")).to.deep.equal(all(({ models }) => models[0]?.model.family === "small"));
    const { start, duration } = shockOn("tee:all:1:2", rigs);
    expect([start, duration]).to.deep.equal([3600, 7200]);
  });

  it("says what is allowed", () => {
    expect(() => shockOn("moon:x:1:2", rigs)).to.throw(UserError, "allowed: provider, region, gpu, family, tee");
    expect(() => shockOn("provider:nobody:1:2", rigs)).to.throw(UserError, "nobody has provider");
    expect(() => shockOn("tee:all:1:-2", rigs)).to.throw(UserError, "kind:value:startHour:hours");
  });
});

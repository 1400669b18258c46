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
  it("charges a request what the roofline says at a full batch, on every rig and class that fits", () => {
    let checked = 0;
    rigs.forEach((rig, operator) => {
      classes.forEach((workload, c) => {
        const cell = operator * classes.length + c;
        expect(network.fit[cell]).to.equal(FIT[fitsClass(rig, workload)]);
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
      const serves = classes.some((workload, c) => {
        const cell = operator * classes.length + c;
        return network.fit[cell] === FIT.fits && (network.tpot[cell] ?? 0) <= workload.tpotSeconds;
      });
      expect(serves).to.equal(true);
    });
  });

  it("draws a rig for the class that is asked for, every class", () => {
    for (const workload of classes) {
      expect(fitsClass(randomRig({ stream, classes, catalogue, maxSlots: 16, workload }), workload)).to.equal("fits");
    }
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

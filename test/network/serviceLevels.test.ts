import { expect } from "chai";
import { betaQuantile } from "../../scripts/common/betaQuantile.js";
import { domainAvailability } from "../../scripts/network/domainAvailability.js";
import { ledgerReport } from "../../scripts/network/ledgerReport.js";
import { FIT, type Network } from "../../scripts/network/network.js";
import { outageCorrelation } from "../../scripts/network/outageCorrelation.js";
import { drawOutages, type OutageGroup } from "../../scripts/network/outages.js";
import { Prober } from "../../scripts/network/prober.js";
import { routerNamed } from "../../scripts/network/routerNamed.js";
import { serviceLevels } from "../../scripts/network/serviceLevels.js";
import { Simulator } from "../../scripts/network/simulator.js";
import { Tally } from "../../scripts/network/tally.js";
import { exponential, openNetwork, poissonRequests } from "./helpers.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const tokens = (classes: number) => ({
  input: new Float64Array(classes),
  output: new Float64Array(classes).fill(1 + 10e6),
});

/** Two domains of `perDomain` operators and two classes; operators are up 97% of the time while their domain is, domains 95%. */
function fleet(perDomain: number): { network: Network; groups: OutageGroup[] } {
  const operators = 2 * perDomain;
  const network = openNetwork({ operators, classes: 2, slots: 8 });
  for (let i = 0; i < operators; i++) network.domainOf[i] = i % 2;
  network.faulty.fill(0.05);
  const groups: OutageGroup[] = [0, 1].map((domain) => ({
    id: `domain ${domain}`,
    members: Int32Array.from({ length: perDomain }, (_, k) => 2 * k + domain),
    meanUp: 0.95 * 54 * HOUR,
    meanDown: 0.05 * 54 * HOUR,
  }));
  for (let i = 0; i < operators; i++) {
    groups.push({
      id: `operator ${i}`,
      members: Int32Array.of(i),
      meanUp: 0.97 * 90 * HOUR,
      meanDown: 0.03 * 90 * HOUR,
    });
  }
  return { network, groups };
}

/** Measures a network over some days under a given load of its places. */
function measure(options: {
  network: Network;
  groups: OutageGroup[];
  days: number;
  load: number;
  seed: number;
  staleness?: number;
}) {
  const { network, groups, days, load, seed, staleness = 60 } = options;
  const seconds = days * DAY;
  const { operators, classes, domainOf } = network;
  const outages = drawOutages({ operators, domainOf, groups, shocks: [], seconds, seed });
  const simulator = new Simulator({ network, outages, router: routerNamed("uniform"), seed, staleness });
  const places = network.slots.reduce((a, b) => a + b, 0);
  const hold = 10;
  const rate = (load * places) / hold;
  for (const batch of poissonRequests({
    rate,
    count: Math.floor(rate * seconds),
    classes,
    seed,
    service: exponential(hold),
  })) {
    simulator.run(batch);
  }
  const probes = new Prober({ network, outages, seed, interval: 300, tokens: tokens(classes) }).until(seconds);
  const levels = serviceLevels({ tally: simulator.tally, probes, seconds });
  return { tally: simulator.tally, probes, levels, seconds, rate };
}

describe("betaQuantile", () => {
  it("inverts the closed forms: Beta(1, 1), Beta(n, 1), Beta(1, n), the median of a symmetric one", () => {
    expect(betaQuantile(0.1, 1, 1)).to.be.within(0.1 - 1e-12, 0.1 + 1e-12);
    expect(betaQuantile(0.1, 9, 1)).to.be.within(0.1 ** (1 / 9) - 1e-12, 0.1 ** (1 / 9) + 1e-12);
    expect(betaQuantile(0.1, 1, 9)).to.be.within(1 - 0.9 ** (1 / 9) - 1e-12, 1 - 0.9 ** (1 / 9) + 1e-12);
    expect(betaQuantile(0.5, 40.5, 40.5)).to.be.within(0.5 - 1e-12, 0.5 + 1e-12);
  });

  it("inverts the binomial tail: P(Beta(k, n - k + 1) <= p) = P(Bin(n, p) >= k)", () => {
    // P(Bin(10, 0.3) >= 4) = 0.3503892816
    expect(betaQuantile(0.3503892816, 4, 7)).to.be.within(0.3 - 1e-9, 0.3 + 1e-9);
  });
});

describe("serviceLevels", () => {
  describe("given a newcomer", () => {
    it("starts at the prior's tenth of nothing, and low after one perfect hour", () => {
      const { network } = fleet(2);
      const hour = measure({ network, groups: [], days: 1 / 24, load: 0.3, seed: 1 });
      // 1 h is 0.37 independent looks, all good: the 0.1 quantile of Beta(1 + 0.37 x 0.95, ...) lies below 0.2.
      expect(Math.max(...hour.levels.reliability)).to.be.below(0.2);
      const unseen = openNetwork({ operators: 1 });
      unseen.fit.fill(FIT.noModel);
      const nothing = measure({ network: unseen, groups: [], days: 1 / 24, load: 0.3, seed: 1 });
      expect(Array.from(nothing.levels.reliability)).to.deep.equal([0]);
    });

    it("rises with time towards the truth and not above it", () => {
      const { network } = fleet(2);
      const means = [1, 10, 60].map((days) => {
        const { levels } = measure({ network, groups: [], days, load: 0.02, seed: 2 });
        return levels.reliability.reduce((a, b) => a + b, 0) / levels.reliability.length;
      });
      expect(means[0]).to.be.below(means[1] ?? 0);
      expect(means[1]).to.be.below(means[2] ?? 0);
      // Never down and 5% faulty: the truth is 0.95.
      expect(means[2]).to.be.within(0.9, 0.95);
    });
  });

  describe("given the simulator's hidden truth u = 0.97 x 0.95", () => {
    it("is above the truth in at most 10% of cases, as the quantile says, and within 0.06 of it on average after 60 days", () => {
      const truth = 0.97 * 0.95;
      const all = [1, 2, 3, 4].flatMap((seed) => {
        const { network, groups } = fleet(10);
        return Array.from(measure({ network, groups, days: 60, load: 0.003, seed }).levels.reliability);
      });
      const above = all.filter((u) => u > truth).length / all.length;
      const bias = all.reduce((sum, u) => sum + u - truth, 0) / all.length;
      expect(above).to.be.at.most(0.1);
      expect(bias).to.be.within(-0.06, 0);
    });
  });

  describe("given crowded operators", () => {
    it("does not take a refusal for unreliability", () => {
      const { network } = fleet(2);
      const [idle, crowded] = [0.05, 1.5].map((load) => measure({ network, groups: [], days: 2, load, seed: 3 }));
      expect(crowded?.tally.successRate()).to.be.below(0.75);
      expect(crowded?.levels.reliability[0]).to.be.within(
        (idle?.levels.reliability[0] ?? 0) - 0.01,
        (idle?.levels.reliability[0] ?? 0) + 0.01,
      );
    });
  });

  describe("given the true capacity and loads", () => {
    it("attributes 8 places by what was served: two classes of equal demand get half each, within 5%", () => {
      const { network } = fleet(3);
      const { levels, rate } = measure({ network, groups: [], days: 1, load: 0.5, seed: 4 });
      const erlangs = (rate / 2) * 10;
      for (const x of levels.capacityRatio) expect(x / (4 / erlangs)).to.be.within(1 - 0.05, 1 + 0.05);
    });

    it("attributes by demand what has served nothing yet: a newcomer's share is that of its classes", () => {
      const { network } = fleet(2);
      const { probes, rate } = measure({ network, groups: [], days: 1, load: 0.5, seed: 4 });
      const tally = new Tally(network);
      tally.demand.set([rate * DAY * 0.75, rate * DAY * 0.25]);
      const { capacityRatio } = serviceLevels({ tally, probes, seconds: DAY });
      // x = 8 places / (rate x 10 s), the same in both classes.
      for (const x of capacityRatio) expect(x).to.be.within(8 / (rate * 10) - 1e-6, 8 / (rate * 10) + 1e-6);
    });

    it("reads free capacity as (8 places - what other classes use) / the class's erlangs, within 5%", () => {
      const { network } = fleet(3);
      const { probes, rate, tally, seconds } = measure({ network, groups: [], days: 1, load: 0.5, seed: 4 });
      const levels = serviceLevels({ tally, probes, seconds, attribution: "free" });
      const erlangs = (rate / 2) * 10;
      const others = ((tally.at(0, 0) / 0.95 / seconds) * 10) / 6;
      for (const x of levels.capacityRatio) expect(x / ((8 - others) / erlangs)).to.be.within(1 - 0.05, 1 + 0.05);
    });

    it("sees the peak from traffic alone where it was reached, and never more than the places", () => {
      const { network } = fleet(2);
      const { tally, levels } = measure({ network, groups: [], days: 1, load: 1.2, seed: 5 });
      expect(Array.from(tally.peak)).to.deep.equal([8, 8, 8, 8]);
      expect(Array.from(levels.peak)).to.deep.equal([8, 8, 8, 8]);
    });

    it("shows identities on one machine its places once", () => {
      const { network } = fleet(2);
      network.machineOf.set([0, 0, 0, 3]);
      const { levels } = measure({ network, groups: [], days: 1, load: 0.1, seed: 6 });
      expect(Array.from(levels.peak)).to.deep.equal([3, 3, 2, 8]);
    });
  });
});

describe("domainAvailability", () => {
  it("is unbiased within the pull of its prior: mean of 12 runs within 0.01 of the truth 0.95", () => {
    const estimates = Array.from({ length: 12 }, (_, seed) => {
      const { network, groups } = fleet(10);
      const { probes, seconds } = measure({ network, groups, days: 60, load: 1e-4, seed });
      return Array.from(domainAvailability({ probes, domains: 2, seconds }));
    }).flat();
    expect(estimates.reduce((a, b) => a + b, 0) / estimates.length).to.be.within(0.95 - 0.01, 0.95 + 0.01);
  });

  it("is the prior when nothing was seen, and never above 0.9999", () => {
    const { network } = fleet(2);
    const none = measure({ network, groups: [], days: 0.001, load: 0.001, seed: 1 });
    expect(domainAvailability({ probes: none.probes, domains: 2, seconds: 0 })[0]).to.be.within(
      0.99 - 1e-12,
      0.99 + 1e-12,
    );
    const long = measure({ network, groups: [], days: 60, load: 1e-4, seed: 1 });
    const prior = { mean: 0.99999, looks: 1, independence: 1 };
    expect(domainAvailability({ probes: long.probes, domains: 2, seconds: long.seconds, prior })[0]).to.equal(0.9999);
  });
});

describe("outageCorrelation", () => {
  /** Three declared domains; the last two are in truth one. */
  function pairs(seed: number) {
    const network = openNetwork({ operators: 9 });
    for (let i = 0; i < 9; i++) network.domainOf[i] = Math.floor(i / 3);
    const group = (id: string, members: number[]): OutageGroup => ({
      id,
      members: Int32Array.from(members),
      meanUp: 50 * HOUR,
      meanDown: 3 * HOUR,
    });
    const groups = [group("truly 0", [0, 1, 2]), group("truly 1", [3, 4, 5, 6, 7, 8])];
    const { probes } = measure({ network, groups, days: 60, load: 1e-4, seed });
    return outageCorrelation({ probes, domains: 3, seed });
  }

  it("shows the declared domain that is not independent, and no other, in each of five runs", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const [first, ...rest] = pairs(seed);
      expect([first?.first, first?.second]).to.deep.equal([1, 2]);
      expect(first?.correlation).to.be.above(0.99);
      expect(first?.pValue).to.be.below(0.01);
      for (const { pValue } of rest) expect(pValue).to.be.above(0.01);
    }
  });
});

describe("ledgerReport", () => {
  it("is in parts per billion, within the ledger's limits, with no entry where nothing was seen", () => {
    const { network, groups } = fleet(2);
    network.fit[0] = FIT.noModel;
    const { tally, levels, probes, seconds } = measure({ network, groups, days: 1, load: 0.2, seed: 7 });
    const availability = domainAvailability({ probes, domains: 2, seconds });
    const report = ledgerReport({ network, tally, levels, availability });
    expect(report.services.length).to.equal(7);
    for (const { operator, classIndex, u, x, served } of report.services) {
      expect(u > 0n && u <= 999_000_000n && x > 0n).to.equal(true);
      expect(served).to.equal(BigInt(tally.served(operator, classIndex)));
    }
    expect(report.demand.map(({ weight }) => weight)).to.deep.equal(Array.from(tally.demand, BigInt));
    expect(report.availability.length).to.equal(4);
    for (const { availability: r } of report.availability) expect(r <= 999_900_000n).to.equal(true);
  });
});

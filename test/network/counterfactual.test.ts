import { expect } from "chai";
import fc from "fast-check";
import { randomStream } from "../../scripts/common/random.js";
import { counterfactual } from "../../scripts/network/counterfactual.js";
import { DifferenceReplay } from "../../scripts/network/differenceReplay.js";
import { emptyNetwork, FIT, type Network } from "../../scripts/network/network.js";
import type { Outages } from "../../scripts/network/outages.js";
import type { Router } from "../../scripts/network/router.js";
import { ROUTERS } from "../../scripts/network/routerNamed.js";
import { Simulator } from "../../scripts/network/simulator.js";
import type { RequestBatch } from "../../scripts/workloads/demand.js";
import { noOutages, openNetwork, outagesOf, requests } from "./helpers.js";

/** A crowded random network with outages, shared machines, slow and faulty operators, and requests for it. */
function scenario(seed: number): { network: Network; outages: Outages; batches: RequestBatch[] } {
  const stream = randomStream(seed, "scenario");
  const operators = 2 + stream.below(40);
  const classes = 1 + stream.below(5);
  const network = emptyNetwork({ operators, classes, domains: 3 });
  for (let i = 0; i < operators; i++) {
    network.domainOf[i] = stream.below(3);
    network.slots[i] = 1 + stream.below(4);
    if (i > 0 && stream.next() < 0.2) network.machineOf[i] = i - 1;
    for (let c = 0; c < classes; c++) {
      const cell = i * classes + c;
      network.fit[cell] = stream.next() < 0.5 ? FIT.fits : FIT.noModel;
      network.tpot[cell] = stream.between(0.01, 0.03);
      network.prefill[cell] = stream.between(0.001, 0.004);
      network.faulty[cell] = stream.next() < 0.2 ? 0.3 : 0;
    }
  }
  network.ttftTarget.fill(0.5);
  const groups = Array.from({ length: operators }, (_, i) => ({
    id: `operator ${i}`,
    members: Int32Array.of(i),
    meanUp: 200,
    meanDown: 50,
  }));
  const rate = (stream.between(0.3, 1.5) * operators * 2) / 2;
  let now = 0;
  const rows = Array.from({ length: 3000 }, () => {
    now += stream.exponential(1 / rate);
    return { time: now, classIndex: stream.below(classes), input: stream.below(200), seconds: 0 };
  });
  const batch = requests(rows);
  for (let row = 0; row < batch.length; row++) batch.outputTokens[row] = 1 + Math.floor(stream.exponential(100));
  const half = (from: number, until: number): RequestBatch => ({
    length: until - from,
    time: batch.time.slice(from, until),
    classIndex: batch.classIndex.slice(from, until),
    inputTokens: batch.inputTokens.slice(from, until),
    outputTokens: batch.outputTokens.slice(from, until),
  });
  return { network, outages: outagesOf(network, groups, now, seed), batches: [half(0, 1000), half(1000, 3000)] };
}

/** Served with everybody minus served without each operator, by one full replay each. */
function byFullReplays(
  options: { network: Network; outages: Outages; router: Router; staleness: number },
  batches: RequestBatch[],
): number[] {
  const servedWithout = (absent: number): number[] => {
    const simulator = new Simulator({ ...options, seed: 9, absent });
    for (const batch of batches) simulator.run(batch);
    return Array.from({ length: options.network.classes }, (_, c) => simulator.tally.at(c, 0));
  };
  const all = servedWithout(-1);
  return Array.from({ length: options.network.operators }, (_, i) => i).flatMap((absent) =>
    servedWithout(absent).map((served, c) => (all[c] ?? 0) - served),
  );
}

describe("Counterfactual replay", () => {
  for (const router of ROUTERS) {
    describe(`given ${router.name} routing`, () => {
      it("counts exactly what one full replay per operator counts, on random crowded networks", () => {
        fc.assert(
          fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0, 3), (seed, staleness) => {
            const { network, outages, batches } = scenario(seed);
            const options = { network, outages, router, staleness };
            const absentees = Int32Array.from({ length: network.operators }, (_, i) => i);
            const replay = new DifferenceReplay({ ...options, seed: 9, absentees });
            for (const batch of batches) replay.run(batch);
            expect(Array.from(replay.lost)).to.deep.equal(byFullReplays(options, batches));
          }),
          { numRuns: 12, seed: 3 },
        );
      });
    });
  }

  describe("given the only operator of a class", () => {
    it("loses without it everything it served", () => {
      const network = openNetwork({ operators: 2, classes: 2 });
      network.fit.set([FIT.fits, FIT.noModel, FIT.noModel, FIT.fits]);
      const replay = new DifferenceReplay({
        network,
        outages: noOutages(network),
        router: ROUTERS[0] as Router,
        seed: 1,
        absentees: Int32Array.of(0, 1),
      });
      replay.run(requests([0, 1, 2].map((time) => ({ time, classIndex: time === 1 ? 1 : 0 }))));
      expect(Array.from(replay.lost)).to.deep.equal([2, 0, 0, 1]);
    });
  });

  describe("given threads", () => {
    it("gives the same counts with one, two and three", async () => {
      const { network, outages, batches } = scenario(11);
      const absentees = Int32Array.from({ length: network.operators }, (_, i) => i);
      const counts = await Promise.all(
        [1, 2, 3].map((threads) =>
          counterfactual({ network, outages, router: "uniform", seed: 9, absentees, batches, threads }),
        ),
      );
      expect(counts[1]).to.deep.equal(counts[0]);
      expect(counts[2]).to.deep.equal(counts[0]);
    });

    it("replays in full where requests wait", async () => {
      const network = openNetwork({ operators: 2, waiting: 5 });
      const rows = [0, 0.1, 0.2].map((time) => ({ time, seconds: 1 }));
      network.ttftTarget.fill(0.95);
      const { lost } = await counterfactual({
        network,
        outages: noOutages(network),
        router: "least-loaded",
        seed: 1,
        absentees: Int32Array.of(0, 1),
        batches: [requests(rows)],
        threads: 1,
      });
      // Alone, an operator keeps the second waiting 0.9 s and the third 1.8 s, which is too slow.
      expect(Array.from(lost)).to.deep.equal([1, 1]);
    });
  });
});

import { expect } from "chai";
import { routerNamed } from "../../scripts/network/routerNamed.js";
import { Simulator } from "../../scripts/network/simulator.js";
import { exponential, noOutages, openNetwork, poissonRequests } from "./helpers.js";

/** Erlang's loss formula by its recursion: the share refused by c servers at a erlangs. */
function erlangB(servers: number, erlangs: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (erlangs * blocked) / (c + erlangs * blocked);
  return blocked;
}

const SERVICES: Record<string, (uniform: () => number) => number> = {
  "exponential (M/M/c/c)": exponential(1),
  "constant (M/D/c/c)": () => 1,
  // Squared coefficient of variation 4.6: one request in ten is nine times as long as the others on average.
  "two-phase hyperexponential (M/G/c/c)": (uniform) => exponential(uniform() < 0.1 ? 5 : 5 / 9)(uniform),
};

/** Latencies of all requests, or the share not served. */
function run(options: {
  operators: number;
  slots: number;
  waiting: number;
  router: string;
  rate: number;
  count: number;
  seed: number;
  service: (uniform: () => number) => number;
}): { latency: Float32Array; refused: number } {
  const network = openNetwork(options);
  const simulator = new Simulator({
    network,
    outages: noOutages(network),
    router: routerNamed(options.router),
    seed: options.seed,
    recordsAble: false,
  });
  const latency = new Float32Array(options.count);
  let done = 0;
  for (const batch of poissonRequests(options)) {
    simulator.run(batch);
    latency.set(simulator.outcomes.latency.subarray(0, batch.length), done);
    done += batch.length;
  }
  return { latency, refused: 1 - simulator.tally.successRate() };
}

describe("Queueing theory", () => {
  describe("given one operator with c places and nobody waiting", () => {
    for (const [name, service] of Object.entries(SERVICES)) {
      for (const [servers, erlangs] of [
        [1, 0.5],
        [8, 6],
        [32, 32],
      ] as const) {
        it(`loses the share of Erlang B: ${name}, c = ${servers}, a = ${erlangs}, within 3% of it over 3 seeds`, () => {
          const losses = [1, 2, 3].map(
            (seed) =>
              run({
                operators: 1,
                slots: servers,
                waiting: 0,
                router: "uniform",
                rate: erlangs,
                count: 400_000,
                seed,
                service,
              }).refused,
          );
          const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
          expect(mean / erlangB(servers, erlangs)).to.be.within(1 - 0.03, 1 + 0.03);
        });
      }
    }
  });

  describe("given one slot and an unlimited queue (M/M/1)", () => {
    it("has exponential sojourn times of rate mu - lambda: quantiles within 3% at load 0.5 and 0.8", () => {
      for (const load of [0.5, 0.8]) {
        const { latency } = run({
          operators: 1,
          slots: 1,
          waiting: 5000,
          router: "uniform",
          rate: load,
          count: 1_000_000,
          seed: 4,
          service: exponential(1),
        });
        latency.sort();
        for (const p of [0.5, 0.9, 0.99]) {
          const expected = -Math.log(1 - p) / (1 - load);
          expect((latency[Math.floor(p * latency.length)] ?? 0) / expected, `load ${load}, p ${p}`).to.be.within(
            1 - 0.03,
            1 + 0.03,
          );
        }
      }
    });
  });

  describe("given c slots and an unlimited queue (M/M/c)", () => {
    it("lets wait the share of Erlang C, within 3%", () => {
      const [servers, erlangs] = [4, 3];
      const blocked = erlangB(servers, erlangs);
      const erlangC = blocked / (1 - (erlangs / servers) * (1 - blocked));
      const network = openNetwork({ operators: 1, slots: servers, waiting: 5000 });
      // A target of zero for the first token makes "too slow" of everybody who waits.
      network.ttftTarget.fill(0);
      const simulator = new Simulator({
        network,
        outages: noOutages(network),
        router: routerNamed("uniform"),
        seed: 5,
      });
      for (const batch of poissonRequests({ rate: erlangs, count: 1_000_000, seed: 5, service: exponential(1) })) {
        simulator.run(batch);
      }
      expect((1 - simulator.tally.successRate()) / erlangC).to.be.within(1 - 0.03, 1 + 0.03);
    });
  });

  describe("given 500 single-server queues", () => {
    const fleet = { operators: 500, slots: 1, waiting: 200, count: 1_500_000, service: exponential(1) };
    const meanAfterWarmUp = (latency: Float32Array): number => {
      const steady = latency.subarray(latency.length / 5);
      return steady.reduce((sum, value) => sum + value, 0) / steady.length;
    };

    it("power of two choices has the mean sojourn of its fluid limit, sum over i of load^(2^i - 2), within 3%", () => {
      for (const load of [0.7, 0.9]) {
        const { latency } = run({ ...fleet, router: "power-of-two", rate: 500 * load, seed: 6 });
        let expected = 0;
        for (let i = 1; i <= 12; i++) expected += load ** (2 ** i - 2);
        expect(meanAfterWarmUp(latency) / expected, `load ${load}`).to.be.within(1 - 0.03, 1 + 0.03);
      }
    });

    it("uniform routing has that of M/M/1, within 3%: far worse", () => {
      const { latency } = run({ ...fleet, router: "uniform", rate: 500 * 0.7, seed: 7 });
      expect(meanAfterWarmUp(latency) * (1 - 0.7)).to.be.within(1 - 0.03, 1 + 0.03);
    });
  });
});

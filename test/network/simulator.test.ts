import { expect } from "chai";
import { GATES } from "../../scripts/network/gate.js";
import { FIT, type Network } from "../../scripts/network/network.js";
import { drawOutages, type Shock } from "../../scripts/network/outages.js";
import { routerNamed } from "../../scripts/network/routerNamed.js";
import { Simulator } from "../../scripts/network/simulator.js";
import { openNetwork, requests } from "./helpers.js";

/** Names of the gates at which the requests ended, operators down during `down` seconds. */
function gatesOf(options: {
  network: Network;
  rows: Parameters<typeof requests>[0];
  down?: { operators: number[]; start: number; duration: number }[];
  router?: string;
  staleness?: number;
}): string[] {
  const { network, rows, down = [], router = "round-robin", staleness = 0 } = options;
  const shocks: Shock[] = down.map(({ operators, start, duration }, index) => ({
    name: `shock ${index}`,
    members: Int32Array.from(operators),
    start,
    duration,
  }));
  const { operators, domainOf } = network;
  const outages = drawOutages({ operators, domainOf, groups: [], shocks, seconds: 1000, seed: 1 });
  const simulator = new Simulator({ network, outages, router: routerNamed(router), seed: 1, staleness });
  const batch = requests(rows);
  simulator.run(batch);
  return Array.from(simulator.outcomes.gate.subarray(0, batch.length), (gate) => GATES[gate] ?? "?");
}

describe("Simulator", () => {
  describe("given a request that nothing stops", () => {
    it("serves it", () => {
      expect(gatesOf({ network: openNetwork({ operators: 1 }), rows: [{ time: 1 }] })).to.deep.equal(["served"]);
    });
  });

  describe("given one thing wrong", () => {
    it("says no model when nobody who is up has it", () => {
      const network = openNetwork({ operators: 2 });
      network.fit.set([FIT.noModel, FIT.fits]);
      const down = [{ operators: [1], start: 5, duration: 10 }];
      expect(gatesOf({ network, rows: [{ time: 1 }, { time: 6 }, { time: 20 }], down })).to.deep.equal([
        "served",
        "no model",
        "served",
      ]);
    });

    it("says incompatible hardware when the model runs only where the class cannot", () => {
      const network = openNetwork({ operators: 1 });
      network.fit.fill(FIT.incompatibleHardware);
      expect(gatesOf({ network, rows: [{ time: 1 }] })).to.deep.equal(["incompatible hardware"]);
    });

    it("says no capacity when every place is taken, and serves again when one is free", () => {
      const network = openNetwork({ operators: 2 });
      const rows = [0, 1, 2, 9.9, 10.1].map((time) => ({ time, seconds: 10 }));
      expect(gatesOf({ network, rows })).to.deep.equal(["served", "served", "no capacity", "no capacity", "served"]);
    });

    it("says misrouted when the router tried the wrong ones", () => {
      // Uniform sends requests to two operators, one of them full for the whole test, and does not try a refusal again.
      const network = openNetwork({ operators: 2 });
      const rows = [{ time: 0, seconds: 900 }, ...Array.from({ length: 50 }, (_, i) => ({ time: i + 1 }))];
      const gates = gatesOf({ network, rows, router: "uniform" }).slice(1);
      expect(new Set(gates)).to.deep.equal(new Set(["served", "misrouted"]));
      expect(gatesOf({ network, rows, router: "least-loaded" }).slice(1)).to.deep.equal(Array(50).fill("served"));
    });

    it("says too slow above the target for the first token, for a later token, and for what breaks off", () => {
      const network = openNetwork({ operators: 1 });
      network.prefill.fill(0.01);
      network.ttftTarget.fill(1);
      expect(
        gatesOf({
          network,
          rows: [
            { time: 0, input: 100 },
            { time: 9, input: 101 },
          ],
        }),
      ).to.deep.equal(["served", "too slow"]);
      network.tpotTarget.fill(0.5e-6);
      expect(gatesOf({ network, rows: [{ time: 0 }] })).to.deep.equal(["too slow"]);
      network.tpotTarget.fill(1);
      const down = [{ operators: [0], start: 5, duration: 1 }];
      expect(gatesOf({ network, rows: [{ time: 1, seconds: 10 }], down })).to.deep.equal(["too slow"]);
    });

    it("says too slow when nobody who is up can serve the class in time, with or without a free place", () => {
      const network = openNetwork({ operators: 2, classes: 2 });
      // Operator 0 declines class 0, operator 1 lists it and goes down; both serve class 1.
      network.fit.set([FIT.tooSlow, FIT.fits, FIT.fits, FIT.fits]);
      const down = [{ operators: [1], start: 5, duration: 10 }];
      const rows = [{ time: 1 }, { time: 6 }, { time: 7, classIndex: 1, seconds: 5 }, { time: 8 }, { time: 20 }];
      expect(gatesOf({ network, rows, down })).to.deep.equal(["served", "too slow", "served", "too slow", "served"]);
    });

    it("says no capacity when who lists the class is full, though who declines it is not", () => {
      const network = openNetwork({ operators: 2 });
      network.fit.set([FIT.tooSlow, FIT.fits]);
      const rows = [{ time: 0, seconds: 10 }, { time: 1 }];
      expect(gatesOf({ network, rows })).to.deep.equal(["served", "no capacity"]);
    });

    it("says unverified when the mode is not offered or the response does not verify", () => {
      const network = openNetwork({ operators: 1 });
      network.fit.fill(FIT.unverified);
      expect(gatesOf({ network, rows: [{ time: 1 }] })).to.deep.equal(["unverified"]);
      network.fit.fill(FIT.fits);
      network.faulty.fill(1);
      expect(gatesOf({ network, rows: [{ time: 1 }] })).to.deep.equal(["unverified"]);
    });
  });

  describe("given several things wrong", () => {
    it("names the first gate", () => {
      const network = openNetwork({ operators: 2 });
      network.fit.set([FIT.incompatibleHardware, FIT.unverified]);
      network.faulty.fill(1);
      network.ttftTarget.fill(-1);
      const down = [
        { operators: [1], start: 10, duration: 10 },
        { operators: [0], start: 15, duration: 5 },
      ];
      expect(gatesOf({ network, rows: [{ time: 1 }, { time: 11 }, { time: 16 }], down })).to.deep.equal([
        "unverified",
        "incompatible hardware",
        "no model",
      ]);
      network.fit.set([FIT.tooSlow, FIT.unverified]);
      expect(gatesOf({ network, rows: [{ time: 1 }, { time: 11 }, { time: 16 }], down })).to.deep.equal([
        "unverified",
        "too slow",
        "no model",
      ]);
      network.fit.set([FIT.noModel, FIT.fits]);
      expect(gatesOf({ network, rows: [{ time: 1, seconds: 5 }, { time: 2 }] })).to.deep.equal([
        "too slow",
        "no capacity",
      ]);
    });
  });

  describe("given an old view", () => {
    it("goes on sending to an operator that went down until the view is taken again", () => {
      const network = openNetwork({ operators: 2 });
      const down = [{ operators: [0], start: 5, duration: 100 }];
      const rows = Array.from({ length: 40 }, (_, i) => ({ time: 4 + i * 0.5 }));
      const outages = drawOutages({
        operators: 2,
        domainOf: network.domainOf,
        groups: [],
        shocks: [{ name: "down", members: Int32Array.of(0), start: 5, duration: 100 }],
        seconds: 100,
        seed: 1,
      });
      const simulator = new Simulator({
        network,
        outages,
        router: routerNamed("uniform"),
        seed: 1,
        staleness: 10,
        retries: 0,
      });
      const batch = requests(rows);
      simulator.run(batch);
      const failedAt = rows.flatMap(({ time }, row) => (simulator.outcomes.gate[row] === 0 ? [] : [time]));
      expect(failedAt.length).to.be.above(0);
      expect(Math.min(...failedAt)).to.be.at.least(5);
      expect(Math.max(...failedAt)).to.be.below(10);
      expect(gatesOf({ network, rows, down, router: "uniform" })).to.deep.equal(Array(40).fill("served"));
    });
  });

  describe("given a retry", () => {
    it("goes to another operator when the connection fails", () => {
      const network = openNetwork({ operators: 2 });
      const down = [{ operators: [0], start: 5, duration: 100 }];
      const rows = Array.from({ length: 40 }, (_, i) => ({ time: 5.1 + i * 0.1 }));
      expect(gatesOf({ network, rows, down, router: "uniform", staleness: 1000 })).to.deep.equal(
        Array(40).fill("served"),
      );
    });
  });

  describe("given identities on one machine", () => {
    it("shares its places among them", () => {
      const network = openNetwork({ operators: 2, slots: 2 });
      network.machineOf.set([0, 0]);
      const rows = [0, 1, 2].map((time) => ({ time, seconds: 10 }));
      expect(gatesOf({ network, rows, router: "least-loaded" })).to.deep.equal(["served", "served", "no capacity"]);
    });
  });

  describe("given the tally", () => {
    it("counts each request once and who could have served it", () => {
      const network = openNetwork({ operators: 2 });
      const simulator = new Simulator({
        network,
        outages: drawOutages({ operators: 2, domainOf: network.domainOf, groups: [], shocks: [], seconds: 9, seed: 1 }),
        router: routerNamed("round-robin"),
        seed: 1,
      });
      simulator.run(requests([0, 1, 2].map((time) => ({ time, seconds: 10 }))));
      const { tally } = simulator;
      expect(tally.demand[0]).to.equal(3);
      expect([tally.at(0, 0), tally.at(0, 3)]).to.deep.equal([2, 1]);
      // Both could serve the first, only the second operator the second, nobody the third.
      expect(Array.from(tally.ableCount)).to.deep.equal([1, 1, 1]);
      expect(Array.from(tally.pivotal)).to.deep.equal([0, 1]);
      expect(Array.from(tally.shapley)).to.deep.equal([0.5, 1.5]);
      expect(Array.from(tally.peak)).to.deep.equal([1, 1]);
      expect(tally.successRate()).to.equal(2 / 3);
    });
  });
});

import { expect } from "chai";
import { type Epoch, epochs } from "../../scripts/network/epochs.js";
import { routerNamed } from "../../scripts/network/routerNamed.js";
import { Simulator } from "../../scripts/network/simulator.js";
import type { RequestBatch } from "../../scripts/workloads/demand.js";
import { noOutages, openNetwork, requests } from "./helpers.js";

const fresh = (): Simulator => {
  const network = openNetwork({ operators: 2, slots: 3 });
  return new Simulator({ network, outages: noOutages(network), router: routerNamed("uniform"), seed: 1 });
};

async function split(batches: Iterable<RequestBatch>, seconds = 50): Promise<Epoch[]> {
  const all: Epoch[] = [];
  for await (const epoch of epochs({ simulator: fresh(), batches, epochSeconds: 10, seconds })) all.push(epoch);
  return all;
}

describe("epochs", () => {
  const times = [1, 9.999, 10, 11, 12, 31, 49.9, 50, 51];
  const rows = times.map((time) => ({ time, seconds: 5 }));

  it("counts each request in its epoch, those without requests too, and none after the end", async () => {
    const all = await split([requests(rows)]);
    expect(all.map(({ tally }) => tally.demand[0])).to.deep.equal([2, 3, 0, 1, 1]);
    expect(all.map(({ start, end }) => [start, end])).to.deep.equal([
      [0, 10],
      [10, 20],
      [20, 30],
      [30, 40],
      [40, 50],
    ]);
  });

  it("does not depend on how the rows are cut into batches", async () => {
    const whole = await split([requests(rows)]);
    const cut = await split(rows.map((row) => requests([row])));
    expect(cut.map(({ tally }) => tally.byGate)).to.deep.equal(whole.map(({ tally }) => tally.byGate));
  });

  it("ends with a shorter epoch where the length is not a multiple", async () => {
    const all = await split([requests(rows)], 25);
    expect(all.map(({ end }) => end)).to.deep.equal([10, 20, 25]);
  });
});

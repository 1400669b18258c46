import { expect } from "chai";
import { encodeAvailability, encodeDemand, encodeServices } from "../../scripts/chain/reportCodec.js";
import { domainAvailability } from "../../scripts/network/domainAvailability.js";
import { ledgerReport } from "../../scripts/network/ledgerReport.js";
import { marginalCoverage } from "../../scripts/network/marginalCoverage.js";
import { serviceLevels } from "../../scripts/network/serviceLevels.js";
import { type SimulateSettings, simulateNetwork } from "../../scripts/network/simulateNetwork.js";
import { newChain } from "../helpers/chain.js";
import { BILLION, EAST, newWorld, RATE, type World } from "../helpers/world.js";

const connection = await newChain();
const SECONDS = 1_000n;
/** Entries per transaction, well under its gas. */
const BATCH = 20;
const SETTINGS: SimulateSettings = {
  demand: "generated",
  operators: 8,
  hours: 30,
  router: "power-of-two",
  seed: 5,
  load: 0.2,
  thinning: 1,
  family: "",
  staleness: 0,
  retries: -1,
  slots: 2,
  epochMinutes: 600,
  shock: "",
};

/** Does something with every batch of a list. */
async function inBatches<T>(entries: readonly T[], send: (batch: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < entries.length; first += BATCH) await send(entries.slice(first, first + BATCH));
}

/** A world with the network's classes, domains and operators; a class or domain has its index and an offset as id. */
async function worldOf(classes: number, domains: readonly { id: string }[], domainOf: Int32Array): Promise<World> {
  const world = await newWorld(connection);
  for (let c = 0; c < classes; c++) await world.addClass({});
  for (const { id } of domains.slice(2)) await world.listDomain(id.slice(0, 31), 990_000_000n);
  for (const [i, domain] of domainOf.entries()) await world.register(world.operator(i), { domain: EAST + domain });
  return world;
}

describe("ledgerReport", () => {
  it("is taken by the ledger as it is, and MarginalCoverage then pays what the measurements say", async function () {
    this.timeout(120_000);
    const { network, total, probes, seconds, domains } = await simulateNetwork(SETTINGS);
    const levels = serviceLevels({ tally: total, probes, seconds });
    const availability = domainAvailability({ probes, domains: domains.length, seconds });
    const report = ledgerReport({ network, tally: total, levels, availability });
    const world = await worldOf(network.classes, domains, network.domainOf);
    const { ledger } = world.system;
    await inBatches(report.availability, (batch) =>
      world.do(() =>
        ledger.reportAvailability(
          encodeAvailability(
            batch.map(({ domain, classIndex, availability: r }) => {
              return { domain: EAST + domain, classId: classIndex + 1, availability: r };
            }),
          ),
        ),
      ),
    );
    await inBatches(report.demand, (batch) =>
      world.do(() =>
        ledger.reportDemand(encodeDemand(batch.map(({ classIndex, weight }) => ({ classId: classIndex + 1, weight })))),
      ),
    );
    await inBatches(report.services, (batch) =>
      world.do(() =>
        ledger.reportServices(
          encodeServices(
            batch.map(({ operator, classIndex, ...level }) => {
              return { operator: world.operator(operator).address, classId: classIndex + 1, ...level };
            }),
          ),
        ),
      ),
    );
    for (const { operator, classIndex, u, x, served } of report.services) {
      const stored = await ledger.measurementOf(world.operator(operator), classIndex + 1);
      expect([stored.u, stored.x, stored.served]).to.deep.equal([u, x, served]);
    }
    // What is below uMin is measured and not paid.
    const least = Number(await ledger.minReliability()) / 1e9;
    const paid = { ...levels, reliability: levels.reliability.map((u) => (u < least ? 0 : u)) };
    const one = { kappas: [BILLION], alphas: [BILLION] };
    const expected = marginalCoverage({
      domainOf: network.domainOf,
      levels: paid,
      availability,
      weights: total.demand,
      curves: Array.from(total.demand, () => one),
    });
    const before = await Promise.all(Array.from(expected, (_, i) => world.earned(world.operator(i))));
    await world.advance(SECONDS);
    for (const [i, share] of expected.entries()) {
      const gain = (await world.earned(world.operator(i))) - (before[i] ?? 0n);
      const seen = Number(gain) / Number(SECONDS * RATE);
      expect(seen, `operator ${i}`).to.be.within(share - 1e-7, share + 1e-7);
    }
    expect(expected.filter((share) => share > 0.001).length).to.be.at.least(4);
  });
});

import { expect } from "chai";
import { UserError } from "../../scripts/common/errors.js";
import { FIT } from "../../scripts/network/network.js";
import { ROUTERS, routerNamed } from "../../scripts/network/routerNamed.js";
import { Simulator } from "../../scripts/network/simulator.js";
import { noOutages, openNetwork, requests } from "./helpers.js";

/** How many of the requests each operator took; a request a second, `seconds` long. */
function shares(
  router: string,
  options: { slots?: number[]; busy?: number; count?: number; tpot?: number[]; staleness?: number } = {},
): number[] {
  const { slots = [100, 100, 100, 100], busy = 0, count = 4000, tpot, staleness = 0 } = options;
  const network = openNetwork({ operators: slots.length });
  network.slots.set(slots);
  if (tpot) network.tpot.set(tpot);
  const simulator = new Simulator({
    network,
    outages: noOutages(network),
    router: routerNamed(router),
    seed: 1,
    staleness,
  });
  simulator.run(requests(Array.from({ length: count }, (_, time) => ({ time, seconds: busy }))));
  return slots.map((_, operator) => simulator.tally.attemptsOf(operator, 0, 0));
}

describe("Routers", () => {
  it("are found by name, and an unknown name lists them", () => {
    for (const router of ROUTERS) expect(routerNamed(router.name)).to.equal(router);
    expect(() => routerNamed("best")).to.throw(UserError, 'unknown router "best": use one of uniform, round-robin');
  });

  for (const router of ROUTERS) {
    it(`${router.name} never sends a request to an operator that does not fit`, () => {
      const network = openNetwork({ operators: 3, slots: 4 });
      network.fit[1] = FIT.unverified;
      const simulator = new Simulator({ network, outages: noOutages(network), router, seed: 1 });
      simulator.run(requests(Array.from({ length: 500 }, (_, time) => ({ time, seconds: 3 }))));
      expect(simulator.tally.attemptsOf(1, 0, 0)).to.equal(0);
      expect(simulator.tally.at(0, 0)).to.equal(500);
    });
  }

  it("uniform gives four operators a quarter each, within four standard errors", () => {
    for (const share of shares("uniform")) expect(share).to.be.within(1000 - 110, 1000 + 110);
  });

  it("round-robin gives exactly a quarter each", () => {
    expect(shares("round-robin")).to.deep.equal([1000, 1000, 1000, 1000]);
  });

  it("least-loaded fills operators in proportion to their places", () => {
    const [small = 0, large = 0] = shares("least-loaded", { slots: [10, 30], busy: 20, count: 4000 });
    expect(large / small).to.be.within(2.5, 3.5);
  });

  it("latency-aware prefers the fast one, and the slow one only gets what the fast one has no place for", () => {
    expect(shares("latency-aware", { slots: [10, 10], busy: 5, tpot: [1e-6, 2e-6] })[1]).to.equal(0);
    expect(shares("latency-aware", { slots: [2, 10], busy: 5, tpot: [1e-6, 2e-6] })[1]).to.be.above(0);
  });

  it("power-of-two with old loads does worse than with true ones (herding)", () => {
    const served = (staleness: number): number =>
      shares("power-of-two", { slots: Array(20).fill(1), busy: 14, count: 4000, staleness }).reduce((a, b) => a + b, 0);
    expect(served(0)).to.be.above(served(60));
  });
});

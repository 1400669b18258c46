import { expect } from "chai";
import { Prober } from "../../scripts/network/prober.js";
import { noOutages, openNetwork } from "./helpers.js";

describe("Prober", () => {
  describe("given a rig that is in time for prompts of up to 100 tokens, and a mean prompt of 150", () => {
    const network = openNetwork({ operators: 1 });
    network.prefill.fill(0.01);
    network.ttftTarget.fill(1);
    const options = {
      network,
      outages: noOutages(network),
      seed: 1,
      interval: 10,
      tokens: { input: Float64Array.of(150), output: Float64Array.of(1) },
    };

    it("fails every probe of mean length", () => {
      const { tried, served } = new Prober(options).until(10_000);
      expect(tried[0]).to.be.above(900);
      expect(served[0]).to.equal(0);
    });

    it("serves a quarter of probes whose lengths are drawn from 0 to 400, within 3 standard deviations", () => {
      const { tried, served } = new Prober({ ...options, promptTokens: (_, point) => 400 * point }).until(10_000);
      const count = tried[0] ?? 0;
      const slack = 3 * Math.sqrt(count * 0.25 * 0.75);
      expect(served[0]).to.be.within(0.25 * count - slack, 0.25 * count + slack);
    });
  });
});

import { expect } from "chai";
import { counterfactual } from "../../scripts/network/counterfactual.js";
import { FIT } from "../../scripts/network/network.js";
import type { OutageGroup } from "../../scripts/network/outages.js";
import { openNetwork, outagesOf, poissonRequests } from "./helpers.js";

/** Three operators in two domains, two classes; operator 2 serves both. Long-run shares of time up: */
const OPERATOR_UP = [0.9, 0.8, 0.7];
const DOMAIN_UP = [0.95, 0.85];
const DOMAIN_OF = [0, 0, 1];
const SERVES = [
  [true, false],
  [true, true],
  [true, true],
];

/** Expected success per class by enumerating all 2^5 states, without the operators in `absent`. */
function enumerate(absent: readonly number[]): [number, number] {
  const success: [number, number] = [0, 0];
  const chances = [...OPERATOR_UP, ...DOMAIN_UP];
  for (let state = 0; state < 32; state++) {
    const isUp = (part: number): boolean => ((state >> part) & 1) === 1;
    const probability = chances.reduce((product, up, part) => product * (isUp(part) ? up : 1 - up), 1);
    for (const c of [0, 1] as const) {
      const isAble = SERVES.some(
        (serves, i) => serves[c] && !absent.includes(i) && isUp(i) && isUp(3 + (DOMAIN_OF[i] ?? 0)),
      );
      if (isAble) success[c] += probability;
    }
  }
  return success;
}

describe("Coverage of a small network", () => {
  it("equals the enumeration of all states, and each counterfactual the enumeration without the operator, within 0.01", async () => {
    const network = openNetwork({ operators: 3, classes: 2, slots: 1000 });
    network.domainOf.set(DOMAIN_OF);
    SERVES.forEach((serves, i) => {
      serves.forEach((yes, c) => {
        network.fit[i * 2 + c] = yes ? FIT.fits : FIT.noModel;
      });
    });
    const renewal = (id: string, members: number[], up: number): OutageGroup => ({
      id,
      members: Int32Array.from(members),
      meanUp: 100 * up,
      meanDown: 100 * (1 - up),
    });
    const groups = [
      ...OPERATOR_UP.map((up, i) => renewal(`operator ${i}`, [i], up)),
      ...DOMAIN_UP.map((up, g) =>
        renewal(
          `domain ${g}`,
          [0, 1, 2].filter((i) => DOMAIN_OF[i] === g),
          up,
        ),
      ),
    ];
    // 40,000 cycles of 100 s; a request every 4 s, over at once, routed with a live view and enough retries.
    const { served, lost } = await counterfactual({
      network,
      outages: outagesOf(network, groups, 4e6),
      router: "power-of-two",
      seed: 1,
      retries: 3,
      absentees: Int32Array.of(0, 1, 2),
      batches: poissonRequests({ rate: 0.25, count: 1_000_000, classes: 2, seed: 1, service: () => 0 }),
      threads: 1,
    });
    const all = enumerate([]);
    for (const c of [0, 1] as const) {
      expect((served[c] ?? 0) / 500_000, `class ${c}`).to.be.within(all[c] - 0.01, all[c] + 0.01);
      for (const i of [0, 1, 2]) {
        const marginal = (lost[i * 2 + c] ?? 0) / 500_000;
        expect(marginal, `class ${c} without ${i}`).to.be.within(
          all[c] - enumerate([i])[c] - 0.01,
          all[c] - enumerate([i])[c] + 0.01,
        );
      }
    }
  });
});

import { expect } from "chai";
import { randomStream } from "../../../scripts/common/random.js";
import { applyEvent } from "../../../scripts/reference/applyEvent.js";
import { quadratureErrorBound, SHARE_UNIT } from "../../../scripts/reference/errorBound.js";
import { RULES } from "../../../scripts/reference/rules.js";
import { EMPTY_STATE } from "../../../scripts/reference/state.js";
import { newChain } from "../../helpers/chain.js";
import { SemivalueStand, type StandService } from "../../helpers/semivalueStand.js";

const BILLION = 1_000_000_000n;
const connection = await newChain();

/** What the reference says of one class with these services; one with u = 0 is not there. */
function exactShares(name: "Shapley" | "Gairing", services: readonly StandService[]): number[] {
  let state = applyEvent(EMPTY_STATE, {
    type: "classAdded",
    classId: 1n,
    weight: 1n,
    kappas: [BILLION],
    alphas: [BILLION],
  });
  state = applyEvent(state, { type: "availabilityChanged", classId: 1n, domain: 0n, availability: BILLION / 2n });
  services.forEach(({ u, x }, i) => {
    state = applyEvent(state, { type: "serviceChanged", operator: `${i}`, classId: 1n, u, x, served: 0n });
  });
  return services.map((_, i) => RULES[name].share(state, `${i}`).toNumber());
}

for (const name of ["Shapley", "Gairing"] as const) {
  describe(`${name} against its exact reference`, () => {
    for (const [seed, size] of [3, 7, 12, 25, 60].entries()) {
      it(`given ${size} random members, of which some change and some leave > every share within the bound`, async () => {
        const random = randomStream(seed, `test/semivalues/${name}`);
        const draw = (): StandService => ({
          u: random.next() < 0.2 ? 999_000_000n : BigInt(500 + random.below(499)) * 1_000_000n,
          x: BigInt(Math.round(10 ** random.between(-4, 1) * 1e9)),
        });
        const stand = await SemivalueStand.create(connection, name);
        const services = Array.from({ length: size }, draw);
        await stand.join(...services);
        for (let i = 0; i < size; i += 4) {
          const next = i % 8 === 0 ? draw() : { u: 0n, x: 0n };
          services[i] = next;
          await stand.change(i, next);
        }
        const shares = await stand.shares();
        // Doubles and the floors of 10^24 wei add 1e-15.
        const rounding = (2 * size + 2) * SHARE_UNIT + 1e-15;
        exactShares(name, services).forEach((exact, i) => {
          const lowest = exact - rounding - quadratureErrorBound(size);
          expect(shares[i], `${i}`).to.be.within(lowest, exact + rounding);
        });
        const paid = shares.reduce((sum, share) => sum + share, 0);
        expect(await stand.earnedShare(), "put down as owed").to.be.within(paid - 1e-15, paid + 2 ** -31);
      });
    }
  });
}

/** {members} How many at p = 0.999 fit the sums of a class: ln(1 - s p) of the largest node s, 300,000 times, is 2^80 wad. */
const MOST = { Shapley: 301_850, Gairing: 298_539 };

for (const name of ["Shapley", "Gairing"] as const) {
  it(`${name}, given as many members as a class can hold > one more is refused, and whoever leaves can leave`, async () => {
    const sure: StandService = { u: 999_000_000n, x: 1_000n * BILLION };
    const stand = await SemivalueStand.create(connection, name);
    await stand.join(sure);
    await stand.multiply(BigInt(MOST[name] - 1));
    await stand.join(sure);
    let refused = "";
    await stand.join(sure).catch((error: unknown) => {
      refused = String(error);
    });
    expect(refused).to.contain("SemivalueClassFull");
    await stand.change(0);
    await stand.join(sure);
  });
}

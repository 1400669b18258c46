import { expect } from "chai";
import { CoveragePolicy__factory } from "../../../typechain-types/factories/contracts/policies/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer, sumEarned } from "../../helpers/profile.js";
import { BILLION, newWorld, TOKEN } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const HONEST = [BILLION, 0n];
/** S(X) = 1 + 10 e^-X - 11 e^-2X rises to 3.27 at X = ln 2.2: no share of success, and no ledger would take it. */
const WRONG = [-10n * BILLION, 11n * BILLION];
/** ln 2.2 */
const AT_THE_TOP = 788_457_360n;

/** A paid MarginalCoverage and the ledger's own voice: what only a broken ledger could say, said in its name. */
async function fixture() {
  const world = await newWorld(connection);
  const { ledger, vault } = world.system;
  await world.addClass({ kappas: [BILLION, 2n * BILLION], alphas: HONEST });
  const [ann, bob] = [world.operator(0), world.operator(1)];
  for (const operator of [ann, bob]) await world.register(operator);
  await world.measure(ann, 1, { u: 999_000_000n, x: AT_THE_TOP });
  await world.advance(100);
  const voice = await connection.ethers.getImpersonatedSigner(await ledger.getAddress());
  await connection.networkHelpers.setBalance(await ledger.getAddress(), TOKEN);
  const say = async (alphas: bigint[]) => world.paid.connect(voice).onAlphas(await vault.emitted(), 1, alphas);
  const policy = CoveragePolicy__factory.connect(await world.paid.getAddress(), world.system.deployer);
  return { world, ann, bob, say, policy, vault };
}

describe("backstop: a curve gone wrong", () => {
  it("given R above W > everybody is scaled by W / R, an event says so, and liability stays within what is emitted", async () => {
    const { world, ann, bob, say, policy, vault } = await loadFixture(fixture);
    await expect(world.do(() => say(WRONG))).to.emit(policy, "BackstopEngaged");
    const { earnedWeightX32, totalWeight } = await policy.earnedWeight();
    expect(earnedWeightX32).to.be.above(3n * totalWeight * 2n ** 32n);
    const [owed, emitted] = [await vault.owed(), await vault.emitted()];
    const quoted = await world.paid.quote(ann, await presentOffer(world, ann));
    const gain = await world.gain(ann, 1_000);
    // All of the emission, not 3.2 times as much, less what R is rounded up by; and as quoted.
    expect(gain).to.be.within(1_000n * TOKEN - TOKEN / 10n ** 5n, 1_000n * TOKEN + TOKEN / 10n ** 5n);
    expect(gain).to.be.within(1_000n * quoted - 1_003n, 1_000n * quoted + 1_003n);
    expect((await vault.owed()) - owed).to.be.at.most((await vault.emitted()) - emitted);

    await world.measure(bob, 1, { u: 700_000_000n, x: BILLION / 20n });
    for (let hour = 0; hour < 20; hour++) {
      await world.advance(3_600);
      await world.claim(ann, [1]);
      expect((await vault.owed()) + (await vault.totalPaid())).to.be.at.most(await vault.emitted());
    }
  });

  it("given the curve is mended > released, with the event, and pay is what it was", async () => {
    const { world, ann, say, policy } = await loadFixture(fixture);
    const before = await world.paid.quote(ann, await presentOffer(world, ann));
    await world.do(() => say(WRONG));
    await world.advance(50);
    const kept = await world.earned(ann);
    await expect(world.do(() => say(HONEST))).to.emit(policy, "BackstopReleased");
    expect(await world.earned(ann)).to.be.within(kept - 1n, kept + 1n);
    expect(await world.paid.quote(ann, await presentOffer(world, ann))).to.equal(before);
  });

  it("given a curve that falls, so that Bob's joining does harm > claims stop at what accrued, and exits work", async () => {
    const { world, ann, bob, say, vault } = await loadFixture(fixture);
    await world.do(() => say(WRONG));
    await world.measure(bob, 1, { u: 999_000_000n, x: 20n * BILLION });
    await world.advance(1_000);
    for (const operator of [ann, bob]) await world.leave(operator, [1]);
    // Bob's contribution is negative and floored at 0, so more shows as earned than has accrued for all together.
    expect(await sumEarned(world, [ann, bob])).to.be.above(await vault.owed());
    const owed = await vault.owed();
    expect((await world.claim(ann, [1])) + (await world.claim(bob, [1]))).to.be.at.most(owed);
    expect((await vault.owed()) + (await vault.totalPaid())).to.be.at.most(await vault.emitted());
  });
});

import { expect } from "chai";
import { newChain } from "../../helpers/chain.js";
import { FUNDS, newWorld, TOKEN } from "../../helpers/world.js";
import { share, within } from "./handComputed.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;

/** Ann has 100 tokens at stake and serves; Bob has 300 and serves nothing yet; one token per second. */
async function fixture() {
  const world = await newWorld(connection, { paid: "StakeWeighted" });
  await world.addClass({ weight: 1n });
  const [ann, bob] = [world.operator(0), world.operator(1)];
  await world.register(ann, { stake: 100n * TOKEN });
  await world.register(bob, { stake: 300n * TOKEN });
  await world.measure(ann, 1);
  return { world, ann, bob };
}

/** A sequence of Synthetix StakingRewards worked out by hand: stake, stake more, withdraw, getReward, exit, period finished. */
describe("StakeWeighted as Synthetix StakingRewards", () => {
  it("given stake, getReward, withdraw and exit > each second is shared by the stakes of that second", async () => {
    const { world, ann, bob } = await loadFixture(fixture);
    const { registry } = world.system;
    const expectEarned = async (annParts: bigint, bobParts: bigint) => {
      within(await world.earned(ann), annParts);
      within(await world.earned(bob), bobParts);
    };
    // Ann alone: 1,000 s of one token.
    await world.advance(1_000);
    await expectEarned(1_000n * TOKEN, 0n);
    // Bob stakes 300 beside Ann's 100: a quarter and three quarters.
    await world.measure(bob, 1);
    await world.advance(1_000);
    await expectEarned(1_250n * TOKEN, 750n * TOKEN);
    // Ann stakes 300 more: 400 of 700.
    await world.provide(ann, 300n * TOKEN);
    await world.do(() => registry.connect(ann).topUp(300n * TOKEN));
    await world.advance(1_000);
    await expectEarned(1_250n * TOKEN + share(1_000, 4, 7), 750n * TOKEN + share(1_000, 3, 7));
    // getReward: what was earned is paid and starts again at 0.
    within(await world.claim(bob, [1]), 750n * TOKEN + share(1_000, 3, 7));
    // Ann withdraws 200: 200 of 500.
    await world.do(() => registry.connect(ann).requestWithdrawal(200n * TOKEN, []));
    await world.advance(1_000);
    await expectEarned(1_650n * TOKEN + share(1_000, 4, 7), 600n * TOKEN);
    // Ann exits: Bob alone.
    await world.do(() => registry.connect(ann).requestWithdrawal(200n * TOKEN, [1]));
    await world.advance(1_000);
    await expectEarned(1_650n * TOKEN + share(1_000, 4, 7), 1_600n * TOKEN);
  });

  it("given the period finished > nothing more; a new notifyRewardAmount goes on from there", async () => {
    const { world, ann } = await loadFixture(fixture);
    await world.advance(10_000_000);
    const finished = await world.earned(ann);
    // The second in which Bob registered went to nobody.
    expect(finished).to.be.above(FUNDS - 10n * TOKEN);
    await world.advance(1_000);
    expect(await world.earned(ann)).to.equal(finished);
    await world.fund(500n * TOKEN);
    await world.advance(1_000);
    within(await world.earned(ann), finished + 500n * TOKEN);
  });
});

import { expect } from "chai";
import { newChain } from "../../helpers/chain.js";
import { type Call, pokeEverySecond } from "../../helpers/poke.js";
import { EAST, newWorld, RATE, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;

/** Ann and Eve, the attacker, serve one class from one domain as reliably as can be recorded: the odds are 999. */
async function sharedDomain(rate: bigint) {
  const world = await newWorld(connection, { shadows: ["FlatMarginalCoverage", "EqualShare"] });
  await world.addClass({ weight: 7n });
  const [ann, eve] = [world.operator(0), world.operator(1)];
  for (const operator of [ann, eve]) {
    await world.register(operator);
    await world.measure(operator, 1, { u: 999_000_000n, x: 10n ** 12n });
  }
  await world.setRate(rate);
  return { world, ann, eve };
}

async function full() {
  return sharedDomain(RATE);
}
async function sevenWei() {
  return sharedDomain(7n);
}

async function claimOf(world: World, operator: string): Promise<Call> {
  const { vault } = world.system;
  return {
    from: world.operator(5).address,
    to: await vault.getAddress(),
    data: vault.interface.encodeFunctionData("claim", [operator, [1]]),
  };
}

describe("dust and rounding", () => {
  for (const { title, fixture, pokes } of [
    { title: "1 token a second", fixture: full, pokes: 2_000 },
    { title: "7 wei a second, where every claim rounds", fixture: sevenWei, pokes: 10_000 },
  ]) {
    it(`${pokes} claims, one a second, at ${title}: the farmer gains at most 0 and loses at most 1 wei`, async () => {
      const quiet = await loadFixture(fixture);
      await quiet.world.advance(pokes);
      const expected = await quiet.world.earned(quiet.eve);
      const others = await quiet.world.earned(quiet.ann);

      const { world, ann, eve } = await loadFixture(fixture);
      const before = await world.system.token.balanceOf(eve);
      await pokeEverySecond(connection, [await claimOf(world, eve.address)], pokes);
      const farmed = (await world.system.token.balanceOf(eve)) - before + (await world.earned(eve));
      expect(farmed).to.be.within(expected - 1n, expected);
      expect(await world.earned(ann)).to.be.within(others - 1n, others);
    });
  }

  it("10,000 settlements of class and cell: the victim loses less than 80 wei, Eve gains 0", async () => {
    // Eve moves to the domain that she is in, a leave and a join, each of which settles class and cell and floors A in
    // units of 2^-18 wei: at odds of 999 at most 2 x 2 x 999 / 2^18 = 0.0153 wei a move.
    const quiet = await loadFixture(full);
    await quiet.world.advance(5_000);
    const expected = await quiet.world.earned(quiet.ann);
    const hers = await quiet.world.earned(quiet.eve);

    const { world, ann, eve } = await loadFixture(full);
    const { registry } = world.system;
    const move: Call = {
      from: eve.address,
      to: await registry.getAddress(),
      data: registry.interface.encodeFunctionData("move", [EAST, [1]]),
    };
    await pokeEverySecond(connection, [move], 5_000);
    const [loss, gain] = [expected - (await world.earned(ann)), (await world.earned(eve)) - hers];
    console.info(
      `        measured: the victim of 10,000 settlements loses ${loss} wei, the attacker gains ${gain} wei`,
    );
    expect(loss).to.be.within(0n, 80n);
    expect(gain).to.be.at.most(0n);
    expect((await world.earned(ann)) + (await world.earned(eve))).to.be.at.most(await world.paid.liability());
  });

  it("250 joins and leaves in one second: the sums are the very same bits, nobody's pay changes by a wei", async () => {
    const { world, ann, eve } = await loadFixture(full);
    const rate = await world.gain(ann, 1_000);
    const before = await world.earned(ann);
    for (let i = 0; i < 250; i++) {
      await world.leave(eve, [1]);
      await world.measure(eve, 1, { u: BigInt(500_000_000 + i * 1_999_983), x: BigInt(1 + i) ** 3n });
    }
    await world.leave(eve, [1]);
    expect(await world.earned(ann)).to.equal(before);
    await world.measure(eve, 1, { u: 999_000_000n, x: 10n ** 12n });
    const again = await world.gain(ann, 1_000);
    expect(again).to.be.within(rate - 2n, rate + 2n);
  });
});

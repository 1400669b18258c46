import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import Table from "cli-table3";
import { toBillionths } from "../../../scripts/common/units.js";
import { splittingGain } from "../../../scripts/reference/splittingGain.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer } from "../../helpers/profile.js";
import { BILLION, EAST, newWorld, WEST, type World } from "../../helpers/world.js";
import { expectAtMost, expectClose } from "../../reference/closeTo.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
/** So much capacity that what is left is "somebody able is up". */
const PLENTY = 1_000n * BILLION;
const IDENTITIES = 8;

/** Three domains (the third as good as the first), one class, eight registered operators in the east, more elsewhere. */
async function fixture() {
  const world = await newWorld(connection, { shadows: ["FlatMarginalCoverage", "EqualShare"] });
  await world.listDomain("north", 990_000_000n);
  await world.addClass({});
  for (let i = 0; i < IDENTITIES; i++) await world.register(world.operator(i), { domain: EAST });
  return world;
}

/** {wei/s} What the operator is paid now. */
async function pay(world: World, operator: HardhatEthersSigner): Promise<number> {
  return Number(await world.paid.quote(operator, await presentOffer(world, operator)));
}

async function total(world: World, operators: readonly HardhatEthersSigner[]): Promise<number> {
  let sum = 0;
  for (const operator of operators) sum += await pay(world, operator);
  return sum;
}

function told(text: string): void {
  console.info(`        known weakness, measured: ${text}`);
}

describe("known weaknesses of the rule, measured on chain", () => {
  it("a copy that claims a fresh failure domain which is none: 100 times what a copy in the true domain earns", async () => {
    const world = await loadFixture(fixture);
    const [ann, bob, eve] = [world.operator(0), world.operator(1), world.operator(2)];
    for (const operator of [ann, bob, eve]) await world.measure(operator, 1, { u: 990_000_000n, x: PLENTY });
    const honest = await pay(world, eve);
    await world.do(() => world.system.registry.connect(eve).move(3, [1]));
    const claimed = await pay(world, eve);
    // Two rivals with q = 0.01: in their domain r q^2 u, in one of its own f r u with f = 1 - r (1 - q^2).
    const expected = ((1 - 0.99 * (1 - 1e-4)) * 0.99 * 0.99) / (0.99 * 1e-4 * 0.99);
    expectClose(claimed / honest, expected, 1e-6 * expected);
    told(
      `a copy in a declared domain of its own is paid ${(claimed / honest).toFixed(1)} times a copy in the true one`,
    );
    expectAtMost(100, claimed / honest);
  });

  it("taking a rival down, or flooding it until its service falls: one's own pay rises by the factor 1 / q of the rival", async () => {
    const world = await loadFixture(fixture);
    const [rival, eve] = [world.operator(0), world.operator(1)];
    await world.do(() => world.system.registry.connect(rival).move(WEST, []));
    for (const operator of [rival, eve]) await world.measure(operator, 1, { u: 900_000_000n, x: PLENTY });
    const before = await pay(world, eve);
    await world.advance(1);
    await world.measure(rival, 1, { u: 600_000_000n, x: PLENTY });
    const flooded = await pay(world, eve);
    await world.leave(rival, [1]);
    const gone = await pay(world, eve);
    const west = (u: number) => 1 - 0.9 * u;
    expectClose(flooded / before, west(0.6) / west(0.9), 1e-9);
    expectClose(gone / before, 1 / west(0.9), 1e-9);
    told(
      `pay rises ${(flooded / before).toFixed(2)} times with the rival flooded, ${(gone / before).toFixed(2)} times with it gone`,
    );
  });

  it("a measurement over-claimed: u from 0.9 to 0.999 raises one's own pay by 11%, and takes 99% of a copy's", async () => {
    const world = await loadFixture(fixture);
    const [ann, eve] = [world.operator(0), world.operator(1)];
    for (const operator of [ann, eve]) await world.measure(operator, 1, { u: 900_000_000n, x: PLENTY });
    const [hers, others] = [await pay(world, eve), await pay(world, ann)];
    await world.advance(1);
    await world.measure(eve, 1, { u: 999_000_000n, x: PLENTY });
    expectClose((await pay(world, eve)) / hers, 0.999 / 0.9, 1e-6);
    expectClose((await pay(world, ann)) / others, 0.001 / 0.1, 1e-6);
    told("only the limits on how fast a report may rise, and slashing, stand against it");
  });

  it("collusion: of two perfect copies one leaves, and the two together gain; alone neither gains by leaving", async () => {
    const world = await loadFixture(fixture);
    const pair = [world.operator(0), world.operator(1)] as const;
    for (const operator of pair) await world.measure(operator, 1, { u: 900_000_000n, x: PLENTY });
    const both = await total(world, pair);
    const alone = await pay(world, pair[1]);
    await world.leave(pair[0], [1]);
    const left = await total(world, pair);
    expectClose(left / both, 1 / (2 * 0.1), 1e-6);
    expect(await pay(world, pair[0])).to.equal(0);
    expectAtMost(1, alone);
    told(`two copies that share their pay gain ${(left / both).toFixed(1)} times by one leaving`);
  });

  it("P7, splitting into k identities: the table, on chain and in exact arithmetic", async () => {
    const divided = new Table({ head: ["u", "x", "k = 2", "k = 4", "k = 8", "undivided, k = 2", "k = 4", "k = 8"] });
    for (const u of [0.5, 0.75, 0.999]) {
      for (const x of [0.1, 1, 4]) {
        const cells: string[] = [];
        for (const share of [true, false]) {
          const world = await loadFixture(fixture);
          const whole = { u: toBillionths(u), x: toBillionths(x) };
          const eves = Array.from({ length: IDENTITIES }, (_, i) => world.operator(i));
          const one = eves[0];
          if (one === undefined) throw new RangeError();
          await world.measure(one, 1, whole);
          const single = await pay(world, one);
          for (const k of [2, 4, 8]) {
            const each = share ? whole.x / BigInt(k) : whole.x;
            for (const eve of eves.slice(0, k)) {
              await world.advance(1);
              await world.measure(eve, 1, { u: whole.u, x: each });
            }
            const gain = (await total(world, eves.slice(0, k))) / single;
            const exact = splittingGain({ k, u: whole.u, x: whole.x, each, kappa: BILLION }).toNumber();
            // Where next to nothing is paid, what is left is the 2^-56 that p is rounded to.
            expectClose(gain, exact, 1e-7 * exact + 1e-15);
            if (share) expectAtMost(gain, 1, 1e-7);
            cells.push(gain.toFixed(4));
          }
        }
        divided.push([String(u), String(x), ...cells]);
      }
    }
    console.info(
      `        P7: pay of k identities over pay of one; capacity divided (never above 1) or shown k times\n${divided}`,
    );
  });
});

import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { encodeAvailability } from "../../scripts/chain/reportCodec.js";
import { Exact } from "../../scripts/reference/exact.js";
import { SEMIVALUES } from "../../scripts/reference/semivalues.js";
import {
  CAPACITY_EXAMPLE,
  LAYERS_EXAMPLE,
  WORKED_EXAMPLE,
  type WorkedExample,
} from "../../scripts/reference/workedExample.js";
import { MarginalCoverage__factory } from "../../typechain-types/factories/contracts/policies/index.js";
import { newChain } from "../helpers/chain.js";
import { POLICY_GROUPS } from "../helpers/policyGroups.js";
import { newWorld, TOKEN, type World } from "../helpers/world.js";
import { expectClose } from "../reference/closeTo.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const SECONDS = 1_000n;

/** The example on chain, with the policies listening; in the examples without stake everybody has the least. */
async function exampleWorld(
  chain: NetworkConnection,
  example: WorkedExample,
  policies: readonly PolicyName[],
): Promise<World> {
  const world = await newWorld(chain, { shadows: policies.filter((name) => name !== "MarginalCoverage") });
  const { ledger } = world.system;
  for (const { weight, kappas, alphas } of example.classes) {
    await world.addClass({ weight, kappas: [...kappas], alphas: [...alphas] });
  }
  const reports = example.classes.flatMap(({ id: classId }) =>
    example.domains.map(({ id, availability }) => ({ domain: Number(id), classId: Number(classId), availability })),
  );
  await world.do(() => ledger.reportAvailability(encodeAvailability(reports)));
  for (const [i, { domain, stake }] of example.operators.entries()) {
    await world.register(world.operator(i), { domain: Number(domain), stake: stake === 0n ? 100n * TOKEN : stake });
  }
  for (const [i, { services }] of example.operators.entries()) {
    for (const { classId, u, x, served } of services) {
      await world.measure(world.operator(i), Number(classId), { u, x, served });
    }
  }
  return world;
}

describe("the worked examples of docs and reference, paid on chain", () => {
  for (const { title, example, within } of [
    // Round numbers all through: what is left is the rounding of p, M and b at 1 in 2^56 and finer.
    { title: "two classes, three domains", example: WORKED_EXAMPLE, within: 10_000n },
    // ln 2 in parts per billion leaves eight decimals.
    { title: "capacity of ln 2", example: CAPACITY_EXAMPLE, within: 10n ** 13n },
    { title: "a negative layer", example: LAYERS_EXAMPLE, within: 10n ** 13n },
  ]) {
    it(`${title} > coverage ${example.expected.coverage}, and ${example.expected.marginalSum} of it is earned`, async () => {
      const world = await exampleWorld(connection, example, []);
      const policy = MarginalCoverage__factory.connect(await world.paid.getAddress(), world.system.deployer);
      const weights = example.classes.map(({ weight }) => weight);
      const total = weights.reduce((sum, weight) => sum + weight, 0n);
      let covered = new Exact(0);
      for (const [i, weight] of weights.entries()) {
        covered = covered.plus(new Exact((await policy.coverage(i + 1)).toString()).times(weight.toString()));
      }
      const relative = Number(within) / 1e21;
      expectClose(covered.div(total.toString()).div(new Exact(2).pow(120)), example.expected.coverage, relative);
      const { earnedWeightX32, totalWeight } = await policy.earnedWeight();
      expect(totalWeight).to.equal(total);
      // R is rounded up to 2^-30 of a unit of weight for every cell.
      const earned = new Exact(earnedWeightX32.toString()).div(new Exact(2).pow(32)).div(total.toString());
      expectClose(earned, example.expected.marginalSum, relative + 5e-9);
    });

    for (const group of POLICY_GROUPS) {
      const told = group.filter((policy) => example.expected.shares[policy] !== undefined);
      const fixture = () => exampleWorld(connection, example, told);
      for (const policy of told) {
        const shares = example.expected.shares[policy] ?? {};
        const text = Object.entries(shares)
          .map(([name, share]) => `${name} ${Number(share) * 1_000}`)
          .join(", ");
        it(`${title}, 1,000 tokens in 1,000 s > ${policy} pays ${text}`, async () => {
          const world = await loadFixture(fixture);
          const rule = world.policy(policy);
          const everyone = example.operators.map(({ name }, i) => ({ name, operator: world.operator(i) }));
          const before = await Promise.all(everyone.map(({ operator }) => rule.earned(operator)));
          await world.advance(SECONDS);
          for (const [i, { name, operator }] of everyone.entries()) {
            const expected = BigInt(new Exact(shares[name] ?? 0).times(1e18).times(Number(SECONDS)).toFixed(0));
            // A semivalue withholds 2^-40 of what it pays.
            const withheld = policy in SEMIVALUES ? expected / 2n ** 40n : 0n;
            expect((await rule.earned(operator)) - (before[i] ?? 0n), name).to.be.within(
              expected - withheld - within,
              expected - withheld + within,
            );
          }
        });
      }
    }
  }
});

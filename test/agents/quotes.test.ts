import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";
import { CORE_POLICIES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { claimsInOrder } from "../../scripts/agents/claimsInOrder.js";
import type { LedgerState, ProfileOffer } from "../../scripts/agents/ledgerState.js";
import { quoteBound } from "../../scripts/agents/pricing/errorBound.js";
import { offerTable } from "../../scripts/agents/pricing/offerTable.js";
import { pricerFor } from "../../scripts/agents/pricing/pricerFor.js";
import { randomStream } from "../../scripts/common/random.js";
import { toBillionths } from "../../scripts/common/units.js";
import { certify } from "../../scripts/metrics/certificate.js";
import { checkAgainstQuote, type Quote } from "../../scripts/metrics/checkAgainstQuote.js";
import { POLICY_GROUPS } from "../helpers/policyGroups.js";
import { newWorld, STAKE, type World } from "../helpers/world.js";

const BILLION = 1_000_000_000n;
const CLASSES = [
  { weight: 4n, kappas: [BILLION], alphas: [BILLION] },
  { weight: 1n, kappas: [500_000_000n, 2n * BILLION], alphas: [700_000_000n, 300_000_000n] },
  // Retired classes and classes without demand weigh nothing.
  { weight: 0n, kappas: [BILLION], alphas: [BILLION] },
  { weight: 3n, kappas: [BILLION, 2n * BILLION], alphas: [1_250_000_000n, -250_000_000n] },
];
/** Shared, east and west of every world, and north, from which nobody serves at first. */
const AVAILABILITY = [0.9, 0.99, 0.9, 0.75];
const OPERATORS = 8;
const STRATEGIES = 30;
const DAY = 86_400;

const connection = await hre.network.create({ network: "default", override: { allowBlocksWithSameTimestamp: true } });

/** Eight operators at random service levels, some too unreliable to count, one that serves nothing, one that never came. */
async function fixture(policies: readonly PolicyName[]): Promise<{ world: World; state: LedgerState }> {
  const world = await newWorld(connection, { shadows: policies.filter((name) => name !== "MarginalCoverage") });
  await world.listDomain("north", 750_000_000n);
  for (const each of CLASSES) await world.addClass(each);
  const random = randomStream(1, "test/quotes");
  const cells = OPERATORS * CLASSES.length;
  const state = {
    operators: OPERATORS,
    classes: CLASSES.length,
    domains: AVAILABILITY.length,
    domainOf: new Int32Array(OPERATORS).fill(-1),
    stake: new Float64Array(OPERATORS),
    reliability: new Float64Array(cells),
    capacityRatio: new Float64Array(cells),
    served: new Float64Array(cells),
    weights: Float64Array.from(CLASSES, ({ weight }) => Number(weight)),
    availability: Float64Array.from(AVAILABILITY.flatMap((r) => CLASSES.map(() => r))),
    curves: CLASSES,
    joined: new Float64Array(cells),
    opened: new Uint8Array(cells),
    emissionPerDay: DAY,
    ofPolicy: {},
  };
  for (let i = 0; i < OPERATORS - 1; i++) {
    const domain = i % 3;
    await world.register(world.operator(i), { domain, stake: STAKE * BigInt(i + 1) });
    state.domainOf[i] = domain;
    state.stake[i] = 1_000 * (i + 1);
    for (let c = 0; c < CLASSES.length && i > 0; c++) {
      if (random.next() < 0.4) continue;
      const level = {
        u: toBillionths(random.between(0.4, 0.999)),
        x: toBillionths(random.exponential(0.5)),
        served: BigInt(random.below(1_000)),
      };
      await world.measure(world.operator(i), c + 1, level);
      if (level.u < 500_000_000n) continue;
      const cell = i * CLASSES.length + c;
      state.reliability[cell] = Number(level.u) / 1e9;
      state.capacityRatio[cell] = Number(level.x) / 1e9;
      state.served[cell] = Number(level.served);
    }
  }
  return { world, state: { ...state, ...claimsInOrder({ classes: CLASSES.length, reliability: state.reliability }) } };
}

async function coreFixture() {
  return fixture(CORE_POLICIES);
}

function quoteOn(world: World): Quote {
  return async (policy, operator, { stake, domain, services }: ProfileOffer) => {
    const quoted = await world.policy(policy).quote(world.operator(operator), {
      stake: parseEther(String(stake)),
      domain: Math.max(domain, 0),
      services: services.map(({ classIndex, reliability, capacityRatio, served }) => ({
        classId: classIndex + 1,
        service: { u: toBillionths(reliability), x: toBillionths(capacityRatio), served: BigInt(served) },
      })),
    });
    return (Number(quoted) / 1e18) * DAY;
  };
}

/** Random strategies from all domains; a third of the services too unreliable to count. */
function strategies() {
  const random = randomStream(2, "test/quotes/strategies");
  const service = {
    strategies: STRATEGIES,
    classes: CLASSES.length,
    reliability: new Float64Array(STRATEGIES * CLASSES.length),
    capacityRatio: new Float64Array(STRATEGIES * CLASSES.length),
  };
  for (let cell = CLASSES.length; cell < service.reliability.length; cell++) {
    if (random.next() < 0.3) continue;
    service.reliability[cell] = Math.round(random.between(0.25, 0.999) * 1e9) / 1e9;
    service.capacityRatio[cell] = Math.round(random.exponential(0.5) * 1e9) / 1e9;
  }
  return offerTable({
    service,
    domains: Array.from({ length: STRATEGIES }, (_, k) => (k === 0 ? -1 : k % AVAILABILITY.length)),
    stakes: new Float64Array(OPERATORS).fill(2_000),
    requests: [4_000, 1_000, 0, 3_000],
  });
}

describe("the pricers against the deployed contracts", () => {
  const table = strategies();
  const situation = {
    table,
    playing: new Int32Array(OPERATORS),
    costs: new Float64Array(OPERATORS * STRATEGIES),
    tolerance: 0,
  };

  for (const policies of POLICY_GROUPS) {
    const fixtureOfGroup = () => fixture(policies);
    for (const policy of policies) {
      it(`${policy} > best and random deviations as quoted, within the stated bound`, async () => {
        const { world, state } = await connection.networkHelpers.loadFixture(fixtureOfGroup);
        const pricer = pricerFor(policy)(state);
        const certificate = certify({ ...situation, pricer });
        expect(certificate.wanting.length, "somebody wants to serve").to.be.above(0);
        const bound = quoteBound({ policy, state });
        expect(bound / state.emissionPerDay).to.be.below(1e-12);
        const check = { ...situation, pricer, certificate, bound, seed: 3, samples: 60 };
        const { checked, largest } = await checkAgainstQuote({ ...check, quote: quoteOn(world) });
        // Everybody's best deviation, and what it offers now where that is another.
        const others = certificate.best.filter(({ strategy }) => strategy !== 0).length;
        expect(checked).to.equal(60 + OPERATORS + others);
        expect(largest).to.be.within(0, bound);
      });
    }
  }

  it("given a quote that is off by a billionth of the emission > names operator, strategy and both prices", async () => {
    const { world, state } = await connection.networkHelpers.loadFixture(coreFixture);
    const pricer = pricerFor("MarginalCoverage")(state);
    const certificate = certify({ ...situation, pricer });
    const quote: Quote = async (...asked) => (await quoteOn(world)(...asked)) + 1e-9 * state.emissionPerDay;
    const bound = quoteBound({ policy: "MarginalCoverage", state });
    const failed = await checkAgainstQuote({ ...situation, pricer, certificate, bound, quote, seed: 3 }).then(
      () => "agreed",
      (error: Error) => error.message,
    );
    expect(failed).to.match(/^operator 0, strategy \d+ under MarginalCoverage: priced .*, quoted .* tokens a day/);
  });
});

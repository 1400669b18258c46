import { expect } from "chai";
import { randomStream } from "../../scripts/common/random.js";
import { Exact } from "../../scripts/reference/exact.js";
import { Replay } from "../../scripts/reference/replay.js";
import type { RuleName } from "../../scripts/reference/rules.js";
import { FlatMarginalCoverage__factory } from "../../typechain-types/factories/contracts/policies/index.js";
import { IRewardPolicy__factory } from "../../typechain-types/index.js";
import { newChain } from "../helpers/chain.js";
import { historyFromLogs, parse, reader, type TimedLog } from "../helpers/rebuild.js";
import { stakesFromLogs } from "../helpers/stakesFromLogs.js";
import { HAPPENINGS } from "../helpers/variedHistory.js";
import { BILLION, newWorld, TOKEN, type World } from "../helpers/world.js";

const connection = await newChain();
const STEPS = 400;
const OPERATORS = 8;
/** {emitted} What a coverage rule may be off: p is rounded to 2^-56 = 1.4e-17, and 1 / (1 - p) is at most 1,000. */
const COVERAGE_BOUND = 1.4e-14;
/** {wei} What a proportional rule may be off: each of 2,000 settlements floors once at 2^-32 wei and once at less. */
const PROPORTIONAL_BOUND = 2;

/** A world with four classes, all five rules and `STEPS` random happenings, with a policy exchange in the middle. */
async function played(seed: number) {
  const world = await newWorld(connection, {
    shadows: ["FlatMarginalCoverage", "EqualShare", "StakeWeighted", "ServedVolume"],
    parameters: { unbondingDelay: 3_000n, maxAge: 20_000n, reliabilityRise: 2_000_000n, capacityRise: 20_000_000n },
  });
  const { ledger, deployer } = world.system;
  const rules = new Map<string, RuleName>();
  for (const [name, policy] of world.system.policies) rules.set(await policy.getAddress(), name);
  await world.listDomain("south", 700_000_000n);
  await world.addClass({ weight: 4n });
  await world.addClass({ weight: 2n ** 42n });
  const kappas = [BILLION / 2n, 2n * BILLION];
  await world.addClass({ weight: 3n * 2n ** 40n, kappas, alphas: [BILLION + 60_000_000n, -60_000_000n] });
  const random = randomStream(seed, "events");
  const deck = HAPPENINGS.flatMap(([name, weight, happening]) => Array(weight).fill({ name, happening }) as Deck);
  const happened = new Map<string, number>();
  for (let step = 0; step < STEPS; step++) {
    if (step === 60) await world.addClass({ weight: 2n ** 41n });
    if (step === 200) {
      const successor = await new FlatMarginalCoverage__factory(deployer).deploy(ledger);
      rules.set(await successor.getAddress(), "FlatMarginalCoverage");
      await world.do(() => ledger.dropPolicy(world.policy("FlatMarginalCoverage")));
      await exchange(world, await successor.getAddress());
    }
    if (step === 300) await world.do(() => ledger.retireClass(2, 4));
    const { name, happening } = random.pick(deck);
    await happening(world, random, world.operator(random.below(OPERATORS))).then(
      () => happened.set(name, (happened.get(name) ?? 0) + 1),
      () => undefined,
    );
    await world.advance(random.below(600));
  }
  return { world, rules, happened };
}

type Deck = { name: string; happening: (typeof HAPPENINGS)[number][2] }[];

async function exchange(world: World, successor: string): Promise<void> {
  const { ledger } = world.system;
  await world.do(() => ledger.addPolicy(successor));
  await world.do(() => ledger.importClasses(successor, 99));
  for (let i = 0; i < OPERATORS; i++) {
    const operator = world.operator(i).address;
    await world.do(() => ledger.importServices(successor, Array<string>(4).fill(operator), [1, 2, 3, 4]));
  }
  await world.do(() => ledger.promote(successor));
  // Some of what the old one owes is claimed from it later on.
  await world.advance(100);
  await world.do(() => world.system.vault.claimFrozen(world.paid, world.operator(1), [1, 2, 3, 4]));
}

/** The logs of ledger, vault and registry with their times, and nothing else. */
async function logsOf(world: World): Promise<TimedLog[]> {
  const { ledger, vault, registry } = world.system;
  const times = new Map<number, bigint>();
  const logs: TimedLog[] = [];
  const addresses = new Set(await Promise.all([ledger, vault, registry].map((each) => each.getAddress())));
  const { ethers } = connection;
  for (const log of await ethers.provider.getLogs({ address: [...addresses], fromBlock: 0 })) {
    const time =
      times.get(log.blockNumber) ?? BigInt((await ethers.provider.getBlock(log.blockNumber))?.timestamp ?? 0);
    times.set(log.blockNumber, time);
    logs.push({ log, time });
  }
  return logs;
}

describe("every balance rebuilt from events alone", () => {
  for (const seed of [1, 2]) {
    it(`seed ${seed}: ${STEPS} happenings of every kind > pay, claims, stakes and vault from the logs`, async () => {
      const { world, rules, happened } = await played(seed);
      const { vault, registry, token, ledger } = world.system;
      expect([...happened.keys()].sort()).to.deep.equal(HAPPENINGS.map(([name]) => name).sort());
      const logs = await logsOf(world);
      const replay = new Replay(historyFromLogs(logs, rules));
      replay.advanceTo(await world.now());

      const emitted = await vault.emitted();
      expect(replay.emitted).to.equal(emitted);
      let worst = 0;
      for (const [address, rule] of rules) {
        const policy = IRewardPolicy__factory.connect(address, world.system.deployer);
        // A shadow that was dropped accrues what nobody will ever be paid; it is no longer told what happens.
        if ((await ledger.policyState(address)) === 5n) continue;
        for (let i = 0; i < OPERATORS; i++) {
          const operator = world.operator(i).address;
          const chain = (await policy.earned(operator)) + replay.paid(address, operator);
          const error = Math.abs(new Exact(chain.toString()).minus(replay.accrued(address, operator)).toNumber());
          const coverage = rule.endsWith("MarginalCoverage");
          const bound = (coverage ? COVERAGE_BOUND * Number(emitted) : 0) + PROPORTIONAL_BOUND + 4;
          expect(error <= bound, `${rule} ${operator} is off by ${error} wei of at most ${bound}`).to.equal(true);
          if (coverage) worst = Math.max(worst, error / Number(emitted));
        }
      }

      const stakes = stakesFromLogs(logs);
      let held = 0n;
      for (let i = 0; i < OPERATORS; i++) {
        const operator = world.operator(i).address;
        const { stake, unbonding } = stakes.get(operator) ?? { stake: 0n, unbonding: 0n };
        const record = await registry.operatorOf(operator);
        expect([stake, unbonding]).to.deep.equal([record.stake, record.unbonding]);
        held += stake + unbonding;
      }
      expect(await token.balanceOf(registry)).to.equal(held);
      expect(await token.balanceOf(vault)).to.equal(vaultBalance(logs));
      const accruing = (Number(await vault.owed()) / 1e18).toFixed(0);
      console.info(
        `        ${logs.length} logs; worst error of a coverage rule ${worst.toExponential(1)} of what was emitted ` +
          `(${(Number(emitted) / Number(TOKEN)).toFixed(0)} tokens, ${accruing} owed)`,
      );
    });
  }
});

/** {wei} What the vault must hold: what came in less what went out. */
function vaultBalance(logs: readonly TimedLog[]): bigint {
  let balance = 0n;
  for (const log of logs) {
    const event = parse(log);
    if (event?.name === "Funded") balance += reader(event.args).integer("amount");
    if (event && ["Claimed", "SurplusReturned", "UnemittedReturned"].includes(event.name)) {
      balance -= reader(event.args).integer("amount");
    }
  }
  return balance;
}

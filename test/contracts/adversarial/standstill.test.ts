import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { Signer } from "ethers";
import { CORE_POLICIES, POLICY_NAMES, type PolicyName } from "../../../ignition/modules/Breadth.js";
import { type RandomStream, randomStream } from "../../../scripts/common/random.js";
import {
  ClassWeighted__factory,
  DistinctBreadth__factory,
  HexDensity__factory,
  QueryRebate__factory,
  SignalAllocated__factory,
  TargetShare__factory,
} from "../../../typechain-types/index.js";
import { newChain } from "../../helpers/chain.js";
import { presentOffer } from "../../helpers/profile.js";
import { BILLION, newWorld, STAKE, TOKEN, type World } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const DEEP = process.env.BREADTH_DEEP === "1";
const [HISTORIES, STEPS] = DEEP ? [20, 60] : [1, 24];
const OPERATORS = 5;
const CLASSES = [1, 2, 3, 4, 5, 6];
const REASON = `0x${"11".repeat(32)}`;
/** {wei} What rounding down to whole wei, class by class, may take or give at a standstill. */
const DUST = BigInt(CLASSES.length);
/** {1e-12} What quote and accounting may differ by beside whole wei. */
const PRECISION = 1_000_000_000_000n;

interface Play {
  readonly world: World;
  readonly policy: PolicyName;
  readonly stream: RandomStream;
  readonly operators: readonly HardhatEthersSigner[];
}

type Action = (play: Play) => Promise<unknown>;

const below = ({ stream }: Play, bound: number) => stream.below(bound);
const anyone = (play: Play): HardhatEthersSigner => play.stream.pick(play.operators);
const anyClass = ({ stream }: Play): number => stream.pick(CLASSES);
const edge = ({ stream }: Play, usual: bigint, most: bigint): bigint =>
  stream.pick([0n, 1n, usual, usual, usual, most]);

/** Whether it went through: what is refused changes nothing. */
async function attempt(action: Promise<unknown>): Promise<void> {
  await action.catch(() => undefined);
}

const services = async ({ world }: Play, operator: HardhatEthersSigner): Promise<number[]> =>
  (await world.system.ledger.servicesOf(operator)).map(Number);

/** The paid policy with its own functions, called by governance unless said otherwise. */
async function paidAs<T>(
  { world }: Play,
  factory: { connect(address: string, runner: Signer): T },
  caller: Signer = world.system.deployer,
): Promise<T> {
  return factory.connect(await world.paid.getAddress(), caller);
}

const ACTIONS: Readonly<Record<string, Action>> = {
  measure: (play) =>
    play.world.measure(anyone(play), anyClass(play), {
      u: play.stream.pick([0n, 499_999_999n, 500_000_000n, 900_000_000n, 999_000_000n]),
      x: edge(play, BILLION / 3n, 2n ** 64n - 1n),
      served: edge(play, BigInt(below(play, 1_000)), 2n ** 64n - 1n),
    }),
  leave: async (play) => {
    const operator = anyone(play);
    const served = await services(play, operator);
    if (served.length > 0) await play.world.leave(operator, [play.stream.pick(served)]);
  },
  move: async (play) => {
    const operator = anyone(play);
    const served = await services(play, operator);
    await attempt(play.world.do(() => play.world.system.registry.connect(operator).move(below(play, 3), served)));
  },
  topUp: async (play) => {
    const operator = anyone(play);
    await play.world.provide(operator, STAKE);
    await play.world.do(() => play.world.system.registry.connect(operator).topUp(STAKE));
  },
  slash: (play) =>
    attempt(
      play.world.do(() =>
        play.world.system.registry.slash(anyone(play), STAKE / 3n, play.world.operator(9), REASON, CLASSES),
      ),
    ),
  jail: async (play) => {
    const { registry } = play.world.system;
    const operator = anyone(play);
    await play.world.do(() => registry.jail(operator, 0, REASON, CLASSES));
    await attempt(play.world.do(() => registry.connect(operator).reactivate()));
  },
  weigh: (play) => play.world.do(() => play.world.system.ledger.setWeight(anyClass(play), edge(play, 7n, 2n ** 50n))),
  claim: (play) => play.world.claim(anyone(play), [anyClass(play), anyClass(play), 7, 0, ...CLASSES]),
};

/** What a rule lets somebody change beside what the ledger tells it. */
const SETTERS: Readonly<Partial<Record<PolicyName, Readonly<Record<string, Action>>>>> = {
  ClassWeighted: {
    setPoints: async (play) => {
      const rule = await paidAs(play, ClassWeighted__factory);
      await play.world.do(() => rule.setPoints([anyClass(play)], [edge(play, 5n, 2n ** 64n - 1n)]));
    },
    clearPoints: async (play) => {
      const rule = await paidAs(play, ClassWeighted__factory);
      await play.world.do(() => rule.clearPoints([anyClass(play)]));
    },
  },
  SignalAllocated: {
    bond: async (play) => {
      const { world } = play;
      const curator = anyone(play);
      const rule = await paidAs(play, SignalAllocated__factory, curator);
      await world.do(() => world.system.token.transfer(curator, TOKEN));
      await world.do(() => world.system.token.connect(curator).approve(rule, TOKEN));
      await world.do(() => rule.bond(anyClass(play), 1 + below(play, 1_000)));
    },
    unbond: async (play) => {
      const rule = await paidAs(play, SignalAllocated__factory, anyone(play));
      await attempt(play.world.do(() => rule.unbond(anyClass(play), 1 + below(play, 300))));
    },
    allocate: async (play) => {
      const rule = await paidAs(play, SignalAllocated__factory, anyone(play));
      const points = CLASSES.map(() => play.stream.pick([0, 1, 3, 2 ** 32 - 1]));
      await play.world.do(() => rule.allocate(CLASSES, points));
    },
  },
  TargetShare: {
    adjust: async (play) => {
      await play.world.advance(86_400);
      const rule = await paidAs(play, TargetShare__factory, anyone(play));
      await atStandstill(play, () => play.world.do(() => rule.adjust([anyClass(play), anyClass(play), 9, ...CLASSES])));
    },
    setBounds: async (play) => {
      const rule = await paidAs(play, TargetShare__factory);
      const [least, most] = play.stream.pick([
        [1n, 1n],
        [BILLION / 2n, 2n * BILLION],
        [16n * BILLION, 16n * BILLION],
      ]);
      await play.world.do(() => rule.setBounds(anyClass(play), least ?? 1n, most ?? 1n));
    },
  },
  QueryRebate: {
    setFee: async (play) => {
      const rule = await paidAs(play, QueryRebate__factory);
      await play.world.do(() => rule.setFee(edge(play, TOKEN, 2n ** 96n - 1n)));
      for (const operator of play.operators) await play.world.do(() => rule.refresh(operator));
    },
  },
  HexDensity: {
    place: async (play) => {
      const rule = await paidAs(play, HexDensity__factory);
      await play.world.do(() => rule.place(anyClass(play), below(play, 2), below(play, 2)));
    },
  },
  DistinctBreadth: {
    setComputeUnits: async (play) => {
      const rule = await paidAs(play, DistinctBreadth__factory);
      await attempt(play.world.do(() => rule.setComputeUnits(anyClass(play), 2 ** 24 - 1)));
    },
  },
};

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const earnings = ({ world, operators }: Play) => Promise.all(operators.map((each) => world.earned(each)));

/** What everybody has earned and received is, to a few wei, the same before and after. */
async function atStandstill(play: Play, action: () => Promise<unknown>): Promise<void> {
  const { world } = play;
  const before = await earnings(play);
  const paid = await world.system.vault.totalPaid();
  await action();
  const after = await earnings(play);
  const sum = (all: readonly bigint[]) => all.reduce((total, each) => total + each, 0n);
  const out = (await world.system.vault.totalPaid()) - paid;
  after.forEach((earned, i) => {
    if (out === 0n) expect(abs(earned - (before[i] ?? 0n)), `operator ${i}`).to.be.at.most(DUST);
  });
  expect(abs(sum(after) + out - sum(before)), "moved at a standstill").to.be.at.most(DUST * BigInt(OPERATORS));
}

/** Time passes: everybody is paid what was quoted, and all of it is there. */
async function letTimePass(play: Play): Promise<void> {
  const { world, operators, stream } = play;
  const seconds = stream.pick([1n, 3_600n, 100_000n]);
  const before = await earnings(play);
  const quotes = await Promise.all(
    operators.map(async (each) => world.paid.quote(each, await presentOffer(world, each))),
  );
  await world.advance(seconds);
  const after = await earnings(play);
  after.forEach((earned, i) => {
    const [gain, quoted] = [earned - (before[i] ?? 0n), quotes[i] ?? 0n];
    const slack = DUST + (quoted * seconds) / PRECISION;
    expect(gain, `operator ${i}`).to.be.within(quoted * seconds - slack, (quoted + 1n) * seconds + slack);
  });
  const { vault } = world.system;
  const owed = await world.paid.liability();
  expect(after.reduce((total, each) => total + each, 0n)).to.be.at.most(owed);
  expect(owed + (await vault.totalPaid())).to.be.at.most(await vault.emitted());
}

async function sceneOf(policy: PolicyName): Promise<World> {
  const world = await newWorld(connection, { paid: policy, parameters: { supply: 2n ** 100n } });
  for (const classId of CLASSES) await world.addClass({ weight: BigInt(classId % 4) });
  await world.fund(2n ** 91n);
  await world.setRate(2n ** 67n);
  for (let i = 0; i < OPERATORS; i++) {
    await world.register(world.operator(i), { domain: i % 3, stake: STAKE * BigInt(1 + i) });
  }
  return world;
}

/**
 * Whatever anybody does, the ledger, governance, curators or operators, the past is settled first: at a standstill nothing moves,
 * and as time passes everybody is paid what was quoted.
 */
describe("every rule but the core ones (policies, events) under everything that can be changed", () => {
  for (const policy of POLICY_NAMES.filter((name) => !CORE_POLICIES.includes(name))) {
    const scene = () => sceneOf(policy);
    const actions = Object.entries({ ...ACTIONS, ...SETTERS[policy] });
    const measure = ACTIONS.measure as Action;
    for (let history = 0; history < HISTORIES; history++) {
      it(`${policy}, history ${history} > nothing moves at a standstill, pay is what was quoted, all that is owed is there`, async () => {
        const world = await loadFixture(scene);
        const operators = Array.from({ length: OPERATORS }, (_, i) => world.operator(i));
        const play: Play = { world, policy, operators, stream: randomStream("standstill", `${policy}/${history}`) };
        for (let i = 0; i < 8; i++) await measure(play);
        for (let step = 0; step < STEPS; step++) {
          const [name, action] = play.stream.pick(
            step % 3 === 0 && SETTERS[policy] ? Object.entries(SETTERS[policy]) : actions,
          );
          try {
            if (name === "adjust") await action(play);
            else await atStandstill(play, () => action(play));
            await letTimePass(play);
          } catch (error) {
            throw new Error(`step ${step}, ${name}: ${error instanceof Error ? error.message : error}`);
          }
        }
        for (const operator of operators) await world.leave(operator, await services(play, operator));
        for (const operator of operators) {
          const earned = await world.earned(operator);
          expect(await world.claim(operator, [...CLASSES, ...CLASSES])).to.equal(earned);
        }
        expect(await world.system.ledger.serviceCount()).to.equal(0n);
      });
    }
  }
});

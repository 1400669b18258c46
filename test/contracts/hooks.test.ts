import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { POLICY_NAMES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { textTable } from "../../scripts/common/textTable.js";
import { type HookStand, HookStand__factory, IRewardPolicy__factory } from "../../typechain-types/index.js";
import { newChain } from "../helpers/chain.js";
import { newWorld } from "../helpers/world.js";

const HOOKS = IRewardPolicy__factory.createInterface();
const STAND = HookStand__factory.createInterface();
const TOKEN = 10n ** 18n;
/** {1} Classes of the default network. */
const CLASSES = 45;
/** {1} Classes of one operator up to which a rule that settles all of them at once fits a listener's allowance. */
const LISTENED = 16;
const FOUR_LAYERS = {
  kappas: [500_000_000n, 1_000_000_000n, 2_000_000_000n, 4_000_000_000n],
  alphas: [250_000_000n, 250_000_000n, 250_000_000n, 250_000_000n],
};
const GONE = { u: 0n, x: 0n, served: 0n };

interface Level {
  readonly u: bigint;
  readonly x: bigint;
  readonly served: bigint;
}

const level = (i: number): Level => ({ u: 900_000_000n, x: 1_000_000_000n + BigInt(i), served: 100n + BigInt(i) });
const address = (i: number): string => `0x${(i + 0x10000).toString(16).padStart(40, "0")}`;

/** A policy on a stand that is its ledger and vault, with members and emission; every hook is a transaction of its own. */
class Stage {
  #emitted = 0n;
  readonly #serving = new Map<string, Level>();

  private constructor(
    readonly stand: HookStand,
    readonly policy: string,
  ) {}

  static async open({ ethers }: NetworkConnection, rule: PolicyName, classes: number): Promise<Stage> {
    const stand = await ethers.deployContract("HookStand");
    await stand.setClassCount(classes);
    const policy = await (await ethers.deployContract(rule, [stand])).getAddress();
    const stage = new Stage(stand, policy);
    await stage.tell([HOOKS.encodeFunctionData("start", [0n])]);
    for (let classId = 1; classId <= classes; classId++) {
      await stage.tell([
        HOOKS.encodeFunctionData("onClassAdded", [classId, FOUR_LAYERS]),
        HOOKS.encodeFunctionData("onWeight", [0n, classId, 1_000n + BigInt(classId)]),
      ]);
    }
    await stage.emit();
    return stage;
  }

  /** {gas} What each hook used. */
  async tell(hooks: string[]): Promise<number[]> {
    const receipt = await (await this.stand.tell(this.policy, hooks, { gasLimit: 16_000_000 })).wait();
    return (receipt?.logs ?? []).flatMap((log) => {
      const found = STAND.parseLog(log);
      return found?.name === "HookTold" ? [Number(found.args.gasUsed)] : [];
    });
  }

  async one(hook: string): Promise<number> {
    await this.emit();
    const [gas = Number.NaN] = await this.tell([hook]);
    return gas;
  }

  async emit(): Promise<void> {
    await this.stand.emitMore(TOKEN);
    this.#emitted += TOKEN;
  }

  /** Calldata of a change of one service; without a level it ends. */
  change(operator: number, classId: number, to: Level = GONE, domain = 1): string {
    const key = `${operator}/${classId}`;
    const before = this.#serving.get(key) ?? GONE;
    this.#serving.set(key, to);
    const member = { operator: address(operator), domain, stake: 1_000n * TOKEN };
    return HOOKS.encodeFunctionData("onServices", [this.#emitted, classId, [{ member, before, current: to }]]);
  }

  stake(operator: number, stake: bigint): string {
    const member = { operator: address(operator), domain: 1, stake };
    return HOOKS.encodeFunctionData("onStake", [this.#emitted, member, 1_000n * TOKEN]);
  }

  weight(classId: number, weight: bigint): string {
    return HOOKS.encodeFunctionData("onWeight", [this.#emitted, classId, weight]);
  }

  /** Everybody in everything, one hook after the other. */
  async fill(operators: readonly number[], classIds: readonly number[]): Promise<void> {
    for (const classId of classIds) {
      await this.tell(operators.map((operator) => this.change(operator, classId, level(operator))));
    }
  }
}

interface Dearest {
  readonly hook: string;
  readonly gas: number;
}

type Scene = (connection: NetworkConnection, rule: PolicyName) => Promise<Dearest>;

/** One class of four layers, five members in two domains: first join ever, join from a fresh domain, and all that may follow. */
const ordinary: Scene = async (connection, rule) => {
  const stage = await Stage.open(connection, rule, 2);
  const found: Dearest[] = [{ hook: "the first join of a class", gas: await stage.one(stage.change(1, 1, level(1))) }];
  await stage.fill([2, 3, 4, 5], [1]);
  found.push({ hook: "a join from a fresh domain", gas: await stage.one(stage.change(6, 1, level(6), 2)) });
  found.push({ hook: "a measurement", gas: await stage.one(stage.change(6, 1, level(7), 2)) });
  found.push({ hook: "a change of stake", gas: await stage.one(stage.stake(1, 2_000n * TOKEN)) });
  found.push({ hook: "a change of weight", gas: await stage.one(stage.weight(1, 7n)) });
  found.push({ hook: "the first of six leaves", gas: await stage.one(stage.change(1, 1)) });
  return dearest(found);
};

/** An operator that serves so many classes: what it holds in each may depend on its stake and on how many they are. */
const serving =
  (classes: number): Scene =>
  async (connection, rule) => {
    const stage = await Stage.open(connection, rule, classes);
    const all = Array.from({ length: classes }, (_, c) => c + 1);
    await stage.fill([1, 2], all.slice(0, -1));
    const join = await stage.one(stage.change(1, classes, level(1)));
    const stake = await stage.one(stage.stake(1, 2_000n * TOKEN));
    const leave = await stage.one(stage.change(1, 1));
    return dearest([
      { hook: `a join of the ${classes}th class`, gas: join },
      { hook: `a change of stake in ${classes} classes`, gas: stake },
      { hook: `a leave of one of ${classes} classes`, gas: leave },
    ]);
  };

/** HexDensity: 47 siblings are settled when the 48th class is occupied; beyond them seven families and seven modalities may be. */
const siblings: Scene = async (connection, rule) => {
  const stage = await Stage.open(connection, rule, 48);
  const { ethers } = connection;
  const policy = await ethers.getContractAt("HexDensity", stage.policy);
  // N = 47: the limit of the classes doubles with the 48th.
  await policy.setLevel(0, 1, 4, 47);
  await stage.fill(
    [1, 2],
    Array.from({ length: 47 }, (_, c) => c + 1),
  );
  const usual = await stage.one(stage.change(3, 1, level(3)));
  const crossing = await stage.one(stage.change(4, 48, level(4)));
  const gas = Math.ceil(crossing + (14 * (crossing - usual)) / 47);
  return { hook: "48 classes and, by their share, 8 families and 8 modalities cross their targets", gas };
};

/** DistinctBreadth: operators in 1, 2, 3, ... classes; one more class moves the median from group to group. */
const median: Scene = async (connection, rule) => {
  const stage = await Stage.open(connection, rule, 12);
  for (let operator = 1; operator <= 10; operator++) {
    await stage.fill(
      [operator],
      Array.from({ length: operator }, (_, c) => c + 1),
    );
  }
  const found: Dearest[] = [];
  for (let classId = 1; classId <= 12; classId++) {
    const hook = classId === 1 ? "a join that moves the median" : "a further class that moves the median";
    found.push({ hook, gas: await stage.one(stage.change(20, classId, level(classId))) });
  }
  for (let operator = 1; operator <= 10; operator++) {
    found.push({ hook: "a leave that moves the median", gas: await stage.one(stage.change(operator, 1)) });
  }
  return dearest(found);
};

const SCENES: Readonly<Partial<Record<PolicyName, readonly Scene[]>>> = {
  ClassWeighted: [serving(LISTENED)],
  SignalAllocated: [serving(LISTENED)],
  HexDensity: [siblings],
  DistinctBreadth: [serving(CLASSES), median],
};

function dearest(all: readonly Dearest[]): Dearest {
  return all.reduce((most, each) => (each.gas > most.gas ? each : most));
}

describe("the dearest hook of every rule", () => {
  const rows: string[][] = [];
  let connection: NetworkConnection;
  let allowance: number;
  const row = (rule: PolicyName, { hook, gas }: Dearest): void => {
    rows.push([rule, hook, gas.toLocaleString("en-US"), `${Math.round((gas / allowance) * 100)}%`]);
  };
  before(async () => {
    connection = await newChain();
    const { ledger } = (await newWorld(connection)).system;
    allowance = Number(await ledger.LISTENER_GAS());
  });

  for (const rule of POLICY_NAMES) {
    it(`${rule} > less than a listener has`, async () => {
      const scenes = [ordinary, ...(SCENES[rule] ?? [])];
      const found: Dearest[] = [];
      for (const scene of scenes) found.push(await scene(connection, rule));
      const most = dearest(found);
      row(rule, most);
      expect(most.gas).to.be.below(allowance);
    });
  }

  for (const rule of ["ClassWeighted", "SignalAllocated"] as const) {
    it(`${rule} with ${CLASSES} classes > more than a listener has: it can be paid, but a shadow of it would be dropped`, async () => {
      const most = await serving(CLASSES)(connection, rule);
      row(rule, most);
      expect(most.gas).to.be.within(allowance, 6 * allowance);
    });
  }

  after(() => {
    console.log(textTable({ head: ["rule", "its dearest hook", "gas", "of a listener's"], rows, right: [2, 3] }));
  });
});

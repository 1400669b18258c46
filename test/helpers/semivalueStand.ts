import { AbiCoder, type BaseContract, keccak256 } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import type { SemivalueName } from "../../scripts/reference/semivalues.js";

/** A member's service; u and x in parts per billion. */
export interface StandService {
  readonly u: bigint;
  readonly x: bigint;
}

/** {members} Joins in one hook. */
const BATCH = 125;
const PLENTY = 1_000_000_000_000n;
/** {wei} Emitted to see what everybody gets of it. */
const EMISSION = 10n ** 24n;
const NODES = 16n;
/** Where the policy's storage holds its totals and, behind them, its classes. */
const TOTALS_SLOT = 1;
const CLASSES_SLOT = 2;
const NOTHING: StandService = { u: 0n, x: 0n };

/** So much capacity that e^-x is nothing: p = u. */
export function reliable(u: bigint): StandService {
  return { u, x: PLENTY };
}

/** A policy alone with one class, which all of the emission is for (contracts/mocks/PolicyStand.sol); members from 0. */
export class SemivalueStand {
  readonly #services: StandService[] = [];

  readonly #connection: NetworkConnection;

  private constructor(
    connection: NetworkConnection,
    readonly stand: BaseContract,
    readonly policy: BaseContract,
  ) {
    this.#connection = connection;
  }

  static async create(connection: NetworkConnection, name: SemivalueName): Promise<SemivalueStand> {
    const { ethers } = connection;
    const stand = await ethers.deployContract("PolicyStand");
    const policy = await ethers.deployContract(name, [await stand.getAddress()]);
    const created = new SemivalueStand(connection, stand, policy);
    await created.#send("put", policy);
    return created;
  }

  get members(): number {
    return this.#services.length;
  }

  /** One after the other. @returns gas of the last hook */
  async join(...services: readonly StandService[]): Promise<number> {
    let gas = 0;
    for (const service of services) gas = await this.#send("join", 1, { ...service, served: 0n });
    this.#services.push(...services);
    return gas;
  }

  /** As many with the same service, in batches. */
  async joinAlike(count: number, service: StandService): Promise<void> {
    for (let joined = 0; joined < count; joined += BATCH) {
      await this.#send("join", Math.min(BATCH, count - joined), { ...service, served: 0n });
    }
    for (let i = 0; i < count; i++) this.#services.push(service);
  }

  /**
   * `factor` times as many members as there are, for each one `factor` - 1 more with its service: the sums over members are
   * exact integers, so theirs are `factor` times what they were. Only the first of each can be asked for.
   */
  async multiply(factor: bigint): Promise<void> {
    const address = await this.policy.getAddress();
    const { networkHelpers } = this.#connection;
    const base = BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(["uint32", "uint256"], [1, CLASSES_SLOT])));
    for (let node = 1n; node <= NODES; node++) {
      const word = BigInt(await networkHelpers.getStorageAt(address, base + node));
      const [a, lnM, odds] = [word % 2n ** 112n, (word >> 112n) % 2n ** 80n, word >> 192n];
      const next = a | ((lnM * factor) << 112n) | ((odds * factor) << 192n);
      await networkHelpers.setStorageAt(address, base + node, next);
    }
    // R forgets the class, and takes it in again as somebody comes and goes.
    const totals = BigInt(await networkHelpers.getStorageAt(address, TOTALS_SLOT));
    await networkHelpers.setStorageAt(address, TOTALS_SLOT, totals & ~((2n ** 96n - 1n) << 64n));
    await this.join(reliable(1_000_000n));
    await this.change(this.members - 1);
  }

  /** A member has another service, or leaves. @returns gas */
  change(member: number, next: StandService = NOTHING): Promise<number> {
    const before = this.#services[member] ?? NOTHING;
    this.#services[member] = next;
    return this.#send("change", addressOf(member), { ...before, served: 0n }, { ...next, served: 0n });
  }

  /** @returns gas */
  claim(member: number): Promise<number> {
    return this.#send("claim", addressOf(member));
  }

  /** Emits, and says what part of it each of the members was given, by default all. */
  async shares(members: readonly number[] = [...this.#services.keys()]): Promise<number[]> {
    const before = await Promise.all(members.map((member) => this.#earned(member)));
    await this.#send("emitMore", EMISSION);
    const after = await Promise.all(members.map((member) => this.#earned(member)));
    return after.map((earned, i) => Number(earned - (before[i] ?? 0n)) / Number(EMISSION));
  }

  /** {share} What of the emission is put down as owed, and of what. */
  async earnedShare(): Promise<number> {
    const [earnedWeight, weight] = await this.policy.getFunction("earnedWeight")();
    return Number(earnedWeight) / Number(weight << 32n);
  }

  async #earned(member: number): Promise<bigint> {
    return this.policy.getFunction("earned")(addressOf(member));
  }

  async #send(name: string, ...args: readonly unknown[]): Promise<number> {
    const receipt = await (await this.stand.getFunction(name)(...args)).wait();
    return Number(receipt?.gasUsed ?? 0n);
  }
}

function addressOf(member: number): string {
  return `0x${(member + 1).toString(16).padStart(40, "0")}`;
}

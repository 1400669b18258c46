import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { encodeAvailability, encodeDemand, encodeServices } from "../../scripts/chain/reportCodec.js";
import type { RandomStream } from "../../scripts/common/random.js";
import { BILLION, RATE, STAKE, TOKEN, type World } from "./world.js";

const REASON = `0x${"11".repeat(32)}`;
const JAILED = 2n;
const CLASSES = 4;
const DOMAINS = 4;

/** Something that may happen; it may also be refused, which changes nothing. */
export type Happening = (world: World, random: RandomStream, operator: HardhatEthersSigner) => Promise<unknown>;

const level = (random: RandomStream) => ({
  u: BigInt(400_000_000 + random.below(599_000_001)),
  x: BigInt(random.below(4_000_000_000)),
  served: BigInt(random.below(1_000)),
});
const aClass = (random: RandomStream) => 1 + random.below(CLASSES);
const aStake = (random: RandomStream) => (STAKE * BigInt(1 + random.below(300))) / 100n;

/** All that can happen to the system but the policy exchange, by name and with its weight. */
export const HAPPENINGS: readonly (readonly [name: string, weight: number, happening: Happening])[] = [
  [
    "report",
    14,
    (world, random) => {
      const services = Array.from({ length: 1 + random.below(6) }, () => ({
        operator: world.operator(random.below(8)).address,
        classId: aClass(random),
        ...level(random),
      }));
      return world.do(() => world.system.ledger.reportServices(encodeServices(services)));
    },
  ],
  [
    "join",
    4,
    (world, random, operator) => world.register(operator, { domain: random.below(DOMAINS), stake: aStake(random) }),
  ],
  ["leave", 2, (world, random, operator) => world.leave(operator, [aClass(random), aClass(random)])],
  ["claim", 5, (world, _, operator) => world.do(() => world.system.vault.claim(operator, [1, 2, 3, 4]))],
  ["expire", 3, (world, random, operator) => world.do(() => world.system.ledger.expire(operator, aClass(random)))],
  [
    "demand",
    2,
    (world, random) => {
      const demand = encodeDemand([{ classId: aClass(random), weight: BigInt(random.below(50)) * 2n ** 40n }]);
      return world.do(() => world.system.ledger.reportDemand(demand));
    },
  ],
  [
    "availability",
    2,
    (world, random) => {
      const availability = BigInt(1 + random.below(999_900_000));
      const batch = encodeAvailability([{ domain: random.below(DOMAINS), classId: aClass(random), availability }]);
      return world.do(() => world.system.ledger.reportAvailability(batch));
    },
  ],
  [
    "alphas",
    1,
    (world, random) => {
      const second = BigInt(random.below(1_300_000_000)) - 300_000_000n;
      return world.do(() => world.system.ledger.setAlphas(3, [BILLION - second, second]));
    },
  ],
  [
    "move",
    3,
    async (world, random, operator) => {
      const services = [...(await world.system.ledger.servicesOf(operator))];
      return world.do(() => world.system.registry.connect(operator).move(random.below(DOMAINS), services));
    },
  ],
  [
    "top up",
    2,
    async (world, random, operator) => {
      const amount = aStake(random);
      await world.provide(operator, amount);
      return world.do(() => world.system.registry.connect(operator).topUp(amount));
    },
  ],
  [
    "request withdrawal",
    2,
    async (world, random, operator) => {
      const { stake } = await world.system.registry.operatorOf(operator);
      const amount = random.below(2) === 0 ? stake : stake / 3n;
      return world.do(() => world.system.registry.connect(operator).requestWithdrawal(amount, [1, 2, 3, 4]));
    },
  ],
  ["withdraw", 3, (world, _, operator) => world.do(() => world.system.registry.connect(operator).withdraw())],
  [
    "slash",
    1,
    (world, random, operator) =>
      world.do(() =>
        world.system.registry.slash(operator, aStake(random), world.signers[15] ?? operator, REASON, [1, 2]),
      ),
  ],
  [
    "jail",
    1,
    async (world, _, operator) => {
      const until = (await world.now()) + 2_000n;
      return world.do(() => world.system.registry.jail(operator, until, REASON, [1, 3]));
    },
  ],
  [
    "reactivate",
    2,
    async (world) => {
      const { registry } = world.system;
      for (const operator of world.signers.slice(1, 9)) {
        if ((await registry.statusOf(operator)) === JAILED)
          await world.do(() => registry.connect(operator).reactivate());
      }
    },
  ],
  ["rate", 1, (world, random) => world.setRate((RATE * BigInt(random.below(400))) / 100n)],
  ["fund", 1, (world, random) => world.fund(TOKEN * BigInt(1 + random.below(50_000)))],
  [
    "roll over",
    1,
    async (world) => {
      const half = (await world.system.vault.surplus()) / 2n;
      return world.do(() => world.system.vault.rollOver(half));
    },
  ],
  ["return surplus", 1, (world, _, operator) => world.do(() => world.system.vault.returnSurplus(operator, 7n * TOKEN))],
  [
    "return unemitted",
    1,
    async (world, _, operator) => {
      const { vault } = world.system;
      const some = ((await vault.budget()) - (await vault.emitted())) / 4n;
      return world.do(() => vault.returnUnemitted(operator, some));
    },
  ],
  ["dry", 1, (world) => world.advance(100_000)],
];

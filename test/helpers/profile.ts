import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { OfferStruct } from "../../typechain-types/contracts/interfaces/IRewardPolicy.js";
import type { World } from "./world.js";

/** The classes that every policy row is tested with: plain, plain with less demand, and with a negative layer. */
export const CLASSES = [
  { weight: 4n },
  { weight: 1n },
  { weight: 3n, kappas: [1_000_000_000n, 2_000_000_000n], alphas: [1_250_000_000n, -250_000_000n] },
];
export const CLASS_IDS = [1, 2, 3];

/** The operator's present profile, as an offer. */
export async function presentOffer(world: World, operator: HardhatEthersSigner): Promise<OfferStruct> {
  const { ledger } = world.system;
  const record = await ledger.operatorOf(operator);
  const services = await Promise.all(
    (await ledger.servicesOf(operator)).map(async (classId) => {
      const { u, x, served } = await ledger.measurementOf(operator, classId);
      return { classId, service: { u, x, served } };
    }),
  );
  return { stake: record.stake, domain: record.domain, services };
}

/** {wei} Everybody's earnings under the paying policy, added up. */
export async function sumEarned(world: World, operators: readonly HardhatEthersSigner[]): Promise<bigint> {
  let sum = 0n;
  for (const operator of operators) sum += await world.earned(operator);
  return sum;
}

import type { ContractTransactionReceipt } from "ethers";
import type { World } from "./world.js";

const SERVICE = { u: 900_000_000n, x: 1_000_000_000n, served: 1n };
const NONE = { u: 0n, x: 0n, served: 0n };

/**
 * Tells the paid policy, as if the ledger did, that these operators now serve a class or no longer do: for crowds that never
 * registered. The vault pays them like any other.
 *
 * @example await serveDirectly(world, { classId: 1, operators: ["0x…"], serves: true })
 */
export async function serveDirectly(
  world: World,
  { classId, operators, serves }: { classId: number; operators: readonly string[]; serves: boolean },
): Promise<ContractTransactionReceipt> {
  const { ethers, networkHelpers } = world.connection;
  const ledger = await world.system.ledger.getAddress();
  await networkHelpers.setBalance(ledger, 10n ** 18n);
  const policy = world.paid.connect(await ethers.getImpersonatedSigner(ledger));
  const emitted = await world.system.vault.emitted();
  const changes = operators.map((operator) => ({
    member: { operator, domain: 1, stake: 1n },
    before: serves ? NONE : SERVICE,
    current: serves ? SERVICE : NONE,
  }));
  return world.do(() => policy.onServices(emitted, classId, changes));
}

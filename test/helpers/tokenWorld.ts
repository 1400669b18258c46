import type { NetworkConnection } from "hardhat/types/network";
import {
  AccessManager__factory,
  BreadthToken__factory,
  CoverageLedger__factory,
  IRewardPolicy__factory,
  MarginalCoverage__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/index.js";
import { TOKEN, WIDE_LIMITS, World } from "./world.js";

/** {wei} Least stake in a world with a strange token. */
export const MIN_STAKE = 100n * TOKEN;

/** The system wired by hand around any ERC-20 as stake and reward token; the deployer is admin and reporter. */
export async function newTokenWorld(connection: NetworkConnection, tokenAddress: string): Promise<World> {
  const signers = await connection.ethers.getSigners();
  const [deployer] = signers;
  if (deployer === undefined) throw new Error("the network has no account to deploy from");
  const manager = await new AccessManager__factory(deployer).deploy(deployer);
  const vault = await new RewardVault__factory(deployer).deploy(tokenAddress, manager);
  const ledger = await new CoverageLedger__factory(deployer).deploy(vault, manager, 900_000_000n, {
    minReliability: 500_000_000n,
    maxAge: 3_600n,
    ...WIDE_LIMITS,
  });
  const registry = await new OperatorRegistry__factory(deployer).deploy(
    tokenAddress,
    ledger,
    manager,
    MIN_STAKE,
    86_400n,
  );
  const rule = await new MarginalCoverage__factory(deployer).deploy(ledger);
  const policy = IRewardPolicy__factory.connect(await rule.getAddress(), deployer);
  const system = {
    manager,
    token: BreadthToken__factory.connect(tokenAddress, deployer),
    vault,
    ledger,
    registry,
    policies: new Map([["MarginalCoverage" as const, policy]]),
    deployer,
    provider: connection.ethers.provider,
  };
  const world = new World(connection, system, signers, policy);
  await world.do(() => vault.getFunction("connect")(ledger));
  await world.do(() => ledger.getFunction("connect")(registry));
  await world.do(() => ledger.setReporter(deployer));
  await world.do(() => ledger.addPolicy(policy));
  await world.do(() => ledger.promote(policy));
  await world.listDomain("east", 990_000_000n);
  await world.addClass({});
  return world;
}

import type { Provider, Signer } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { breadthModule, CORE_POLICIES, type PolicyName } from "../../ignition/modules/Breadth.js";
import type {
  AccessManager,
  BreadthToken,
  CoverageLedger,
  IRewardPolicy,
  OperatorRegistry,
  RewardVault,
} from "../../typechain-types/index.js";
import {
  AccessManager__factory,
  BreadthToken__factory,
  CoverageLedger__factory,
  IRewardPolicy__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/index.js";

export interface DeployOptions {
  /** The policy that is paid; MarginalCoverage by default. */
  paid?: PolicyName;
  /** Policies that run as shadows; by default the other core policies. At most twelve. */
  shadows?: readonly PolicyName[];
  /** Module parameters other than the defaults, for example `{ minStake: 1n }`. */
  parameters?: Record<string, bigint | string>;
  /** Name of the journal that Ignition keeps for a chain outside this process; by default one per chain. */
  deploymentId?: string;
}

/** The deployed system, typed. */
export interface Deployment {
  manager: AccessManager;
  token: BreadthToken;
  vault: RewardVault;
  ledger: CoverageLedger;
  registry: OperatorRegistry;
  /** Policies by name, as many as were deployed. */
  policies: Map<PolicyName, IRewardPolicy>;
  /** The deployer: admin, governor and, unless the parameters say otherwise, slasher, guardian and reporter. */
  deployer: Signer;
  provider: Provider;
}

/**
 * Deploys the whole system with the Ignition module on whatever network the connection is to.
 *
 * @example const { vault } = await deploy(await hre.network.create(), { paid: "EqualShare", shadows: [] });
 */
export async function deploy(connection: NetworkConnection, options: DeployOptions = {}): Promise<Deployment> {
  const paid = options.paid ?? "MarginalCoverage";
  const shadows = options.shadows ?? CORE_POLICIES.filter((name) => name !== paid);
  const { ignition, ethers } = connection;
  const deployed = await ignition.deploy(breadthModule({ paid, shadows }), {
    parameters: { Breadth: options.parameters ?? {} },
    ...(options.deploymentId === undefined ? {} : { deploymentId: options.deploymentId }),
    config: { blockPollingInterval: 50 },
  });
  const [deployer] = await ethers.getSigners();
  if (deployer === undefined) throw new Error("the network has no account to deploy from");
  const at = async (name: string): Promise<string> => {
    const contract = (deployed as Record<string, { getAddress(): Promise<string> }>)[name];
    if (contract === undefined) throw new Error(`the module did not deploy ${name}`);
    return contract.getAddress();
  };
  const policies = new Map<PolicyName, IRewardPolicy>();
  for (const name of [paid, ...shadows]) policies.set(name, IRewardPolicy__factory.connect(await at(name), deployer));
  return {
    manager: AccessManager__factory.connect(await at("manager"), deployer),
    token: BreadthToken__factory.connect(await at("token"), deployer),
    vault: RewardVault__factory.connect(await at("vault"), deployer),
    ledger: CoverageLedger__factory.connect(await at("ledger"), deployer),
    registry: OperatorRegistry__factory.connect(await at("registry"), deployer),
    policies,
    deployer,
    provider: ethers.provider,
  };
}

import { encodeBytes32String, type LogDescription } from "ethers";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { type Deployment, deploy } from "../../scripts/chain/deploy.js";
import {
  CoverageLedger__factory,
  IRewardPolicy__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
  SystemReader__factory,
} from "../../typechain-types/index.js";
import { groupOf } from "../helpers/policyGroups.js";
import { RawChain, type RawLog } from "./rawChain.js";

export const TOKEN = 10n ** 18n;
export const BILLION = 1_000_000_000n;
/** {wei} */
export const MIN_STAKE = 100n * TOKEN;
/** {wei} Of each operator, in its pocket. */
const POCKET = 1_000_000n * TOKEN;
export const OPERATOR_COUNT = 6;
/** An estimate made a second earlier may be too low: a second's emission writes more. */
const GAS = { gasLimit: 16_000_000 };

export const INTERFACES = {
  vault: RewardVault__factory.createInterface(),
  ledger: CoverageLedger__factory.createInterface(),
  registry: OperatorRegistry__factory.createInterface(),
  policy: IRewardPolicy__factory.createInterface(),
  reader: SystemReader__factory.createInterface(),
};

const known = new WeakMap<RawLog, LogDescription>();

/** A log decoded, once for all the histories that begin with it; undefined if the contract has no such event. */
export function parsed(contract: Exclude<keyof typeof INTERFACES, "reader">, log: RawLog): LogDescription | undefined {
  const found = known.get(log) ?? INTERFACES[contract].parseLog(log) ?? undefined;
  if (found !== undefined) known.set(log, found);
  return found;
}

/** The deployed system as a history starts from it, with all addresses as the node writes them (lower case). */
export interface System {
  readonly chain: RawChain;
  readonly deployer: string;
  readonly vault: string;
  readonly ledger: string;
  readonly registry: string;
  readonly reader: string;
  /** Rule by policy address: five at work, then five that governance may exchange them for. */
  readonly rules: ReadonlyMap<string, PolicyName>;
  readonly spares: readonly string[];
  readonly operators: readonly string[];
  /** Everything that happened so far, with its time: where an event mirror starts. */
  readonly past: readonly { readonly time: bigint; readonly logs: readonly RawLog[] }[];
  readonly deployment: Deployment;
}

/**
 * Deploys the system: `paid` is paid, the `shadows` (by default the others of its group)
 * listen, another of each of the group wait. Three domains, the vault
 * funded; operators have tokens that the registry may take, the first four are registered.
 */
export async function newSystem(paid: PolicyName, shadows?: readonly PolicyName[]): Promise<System> {
  const chain = await RawChain.create();
  const group = groupOf(paid);
  const { connection } = chain;
  const { ethers } = connection;
  const deployment = await deploy(connection, {
    paid,
    shadows: shadows ?? group.filter((name) => name !== paid),
    parameters: { minStake: MIN_STAKE },
  });
  const { token, vault, ledger, registry, deployer, policies } = deployment;
  const rules = new Map<string, PolicyName>();
  for (const [name, policy] of policies) rules.set(lower(await policy.getAddress()), name);
  const spares: string[] = [];
  for (const name of group) {
    const spare = lower(await (await ethers.deployContract(name, [ledger])).getAddress());
    rules.set(spare, name);
    spares.push(spare);
  }
  const reader = await ethers.deployContract("SystemReader");
  await token.approve(vault, 2n ** 255n);
  await vault.fund(10_000n * TOKEN);
  await vault.setEmissionRate(TOKEN / 100n);
  for (const [name, availability] of [
    ["east", 999_900_000n],
    ["west", 900_000_000n],
    ["moon", 500_000_000n],
  ] as const) {
    await ledger.listDomain(encodeBytes32String(name), availability);
  }
  // Curators bond tokens on classes.
  for (const [policy, rule] of rules) if (rule === "SignalAllocated") await token.approve(policy, POCKET);
  const signers = (await ethers.getSigners()).slice(1, 1 + OPERATOR_COUNT);
  for (const [i, signer] of signers.entries()) {
    await token.transfer(signer, POCKET);
    await token.connect(signer).approve(registry, POCKET);
    if (i < 4) await registry.connect(signer).register(MIN_STAKE * BigInt(i + 1), i, GAS);
  }
  await chain.syncTime();
  return {
    chain,
    deployer: lower(await deployer.getAddress()),
    vault: lower(await vault.getAddress()),
    ledger: lower(await ledger.getAddress()),
    registry: lower(await registry.getAddress()),
    reader: lower(await reader.getAddress()),
    rules,
    spares,
    operators: signers.map(({ address }) => lower(address)),
    past: await everythingSoFar(chain),
    deployment,
  };
}

function lower(address: string): string {
  return address.toLowerCase();
}

/** All logs of the chain, block by block. */
async function everythingSoFar({ connection: { ethers } }: RawChain): Promise<System["past"]> {
  const logs = await ethers.provider.getLogs({ fromBlock: 0, toBlock: "latest" });
  const past: { time: bigint; logs: RawLog[] }[] = [];
  const times = new Map<number, bigint>();
  for (const { blockNumber, address, topics, data } of logs) {
    let time = times.get(blockNumber);
    if (time === undefined) {
      const block = await ethers.provider.getBlock(blockNumber);
      time = BigInt(block?.timestamp ?? 0);
      times.set(blockNumber, time);
    }
    past.push({ time, logs: [{ address: lower(address), topics: [...topics], data }] });
  }
  return past;
}

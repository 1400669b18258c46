import { type Interface, ZeroAddress } from "ethers";
import { ROLES } from "../../ignition/modules/Breadth.js";
import type { Deployment } from "./deploy.js";

/** One role as the chain has it. */
export interface RoleHolding {
  role: string;
  /** Accounts that hold the role now. */
  holders: string[];
  /** Functions that only the role may call, by contract. */
  functions: { contract: string; names: string[] }[];
}

/**
 * Who may call what, read from the access manager's events and rights and from the ledger's reporter: nothing is taken
 * from the deployment script. The admin role holds what no other role was given.
 *
 * @example for (const { role, holders } of await readRoles(deployment)) console.log(role, holders);
 */
export async function readRoles(deployment: Deployment): Promise<RoleHolding[]> {
  const { manager, vault, ledger, registry } = deployment;
  const targets: [string, string, Interface][] = [
    ["RewardVault", await vault.getAddress(), vault.interface],
    ["CoverageLedger", await ledger.getAddress(), ledger.interface],
    ["OperatorRegistry", await registry.getAddress(), registry.interface],
  ];
  const holdersOf = async (id: bigint): Promise<string[]> => {
    const granted = await manager.queryFilter(manager.filters.RoleGranted(id));
    const accounts = [...new Set(granted.map(({ args }) => args.account))];
    const holds = await Promise.all(accounts.map((account) => manager.hasRole(id, account)));
    return accounts.filter((_, i) => holds[i]?.isMember);
  };
  const functionsOf = async (id: bigint): Promise<RoleHolding["functions"]> => {
    const found: RoleHolding["functions"] = [];
    for (const [contract, address, abi] of targets) {
      const names: string[] = [];
      for (const fragment of writes(abi)) {
        if ((await manager.getTargetFunctionRole(address, fragment.selector)) === id) names.push(fragment.name);
      }
      if (names.length > 0) found.push({ contract, names });
    }
    return found;
  };

  const holdings: RoleHolding[] = [
    {
      role: "admin",
      holders: await holdersOf(await manager.ADMIN_ROLE()),
      functions: [
        { contract: "AccessManager", names: ["grantRole", "revokeRole", "setTargetFunctionRole", "setTargetClosed"] },
        { contract: "RewardVault", names: ["connect"] },
        { contract: "CoverageLedger", names: ["connect"] },
      ],
    },
  ];
  for (const [role, id] of Object.entries(ROLES)) {
    holdings.push({ role, holders: await holdersOf(id), functions: await functionsOf(id) });
  }
  const reporter = await ledger.reporter();
  holdings.push({
    role: "reporter",
    holders: reporter === ZeroAddress ? [] : [reporter],
    functions: [{ contract: "CoverageLedger", names: ["reportServices", "reportDemand", "reportAvailability"] }],
  });
  return holdings;
}

function writes(abi: Interface) {
  const all: { name: string; selector: string }[] = [];
  abi.forEachFunction((fragment) => {
    if (!fragment.constant) all.push(fragment);
  });
  return all;
}

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { ContractFuture as AnyContractFuture, Future } from "@nomicfoundation/ignition-core";
import type { Interface } from "ethers";
import { CORE_RULE_NAMES, RULE_NAMES, type RuleName } from "../../scripts/reference/rules.js";
import {
  CoverageLedger__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/factories/contracts/index.js";

type ContractFuture = AnyContractFuture<string>;

export type PolicyName = RuleName;

/** Every policy there is: one for each rule of `scripts/reference/rules.ts`. */
export const POLICY_NAMES: readonly PolicyName[] = RULE_NAMES;

/** The policies that run when nobody says which. */
export const CORE_POLICIES: readonly PolicyName[] = CORE_RULE_NAMES;

/** Roles of the AccessManager; the admin role is OpenZeppelin's 0. */
export const ROLES = { governor: 1n, slasher: 2n, guardian: 3n } as const;

/** What each role may call. */
export const ROLE_FUNCTIONS = {
  governor: {
    vault: ["setEmissionRate", "rollOver", "returnSurplus", "returnUnemitted"],
    ledger: [
      "setReporter",
      "setLimits",
      "addClass",
      "setAlphas",
      "setWeight",
      "retireClass",
      "listDomain",
      "addPolicy",
      "startShadow",
      "promote",
      "dropPolicy",
    ],
    registry: ["setMinStake", "setUnbondingDelay"],
  },
  slasher: { vault: [], ledger: [], registry: ["slash", "jail"] },
  guardian: { vault: ["pause", "unpause"], ledger: ["pause", "unpause"], registry: ["pause", "unpause"] },
} as const;

const TOKEN = 10n ** 18n;

const INTERFACES = {
  vault: RewardVault__factory.createInterface(),
  ledger: CoverageLedger__factory.createInterface(),
  registry: OperatorRegistry__factory.createInterface(),
};

function selectorsOf(target: keyof typeof INTERFACES, names: readonly string[]): string[] {
  return names.map((name) => {
    const fragment = (INTERFACES[target] as Interface).getFunction(name);
    if (fragment === null) throw new Error(`${target} has no function ${name}`);
    return fragment.selector;
  });
}

export interface BreadthOptions {
  /** The policy that is paid. */
  paid: PolicyName;
  /** Policies that accrue beside it what they would have paid. */
  shadows: readonly PolicyName[];
}

/**
 * The whole system: access manager, token, vault, ledger, registry and policies, wired, with the roles' rights set and
 * granted. The deployer keeps the admin role, which can hand everything over.
 *
 * @example breadthModule({ paid: "EqualShare", shadows: [] })
 */
export const breadthModule = (options: BreadthOptions) =>
  buildModule("Breadth", (m) => {
    const deployer = m.getAccount(0);
    const accounts = {
      governor: m.getParameter("governor", deployer),
      slasher: m.getParameter("slasher", deployer),
      guardian: m.getParameter("guardian", deployer),
    };
    const reporter = m.getParameter("reporter", deployer);
    const supply = m.getParameter("supply", 1_000_000_000n * TOKEN);
    const minStake = m.getParameter("minStake", 100n * TOKEN);
    const unbondingDelay = m.getParameter("unbondingDelay", 7n * 86_400n);
    // {1e-9} Domain 0, shared by all that are in none, is taken to be up nine tenths of the time.
    const sharedAvailability = m.getParameter("sharedAvailability", 900_000_000n);
    const minReliability = m.getParameter("minReliability", 500_000_000n);
    const maxAge = m.getParameter("maxAge", 6n * 3_600n);
    // {1e-9/s} From nothing to full reliability takes a quarter of an hour.
    const reliabilityRise = m.getParameter("reliabilityRise", 1_111_111n);
    // {1e-9/s} Capacity for the class's whole demand once more with each second.
    const capacityRise = m.getParameter("capacityRise", 1_000_000_000n);

    const manager = m.contract("AccessManager", [deployer]);
    const token = m.contract("BreadthToken", [deployer, supply]);
    const vault = m.contract("RewardVault", [token, manager]);
    const ledger = m.contract("CoverageLedger", [
      vault,
      manager,
      sharedAvailability,
      { minReliability, maxAge, reliabilityRise, capacityRise },
    ]);
    const registry = m.contract("OperatorRegistry", [token, ledger, manager, minStake, unbondingDelay]);
    const targets = { vault, ledger, registry };

    let last: Future = m.call(vault, "connect", [ledger], { id: "connect_vault" });
    const next = (call: (after: Future[]) => Future): void => {
      last = call([last]);
    };
    next((after) => m.call(ledger, "connect", [registry], { id: "connect_ledger", after }));

    for (const role of ["governor", "slasher", "guardian"] as const) {
      next((after) => m.call(manager, "labelRole", [ROLES[role], role], { id: `label_${role}`, after }));
      for (const target of ["vault", "ledger", "registry"] as const) {
        const selectors = selectorsOf(target, ROLE_FUNCTIONS[role][target]);
        if (selectors.length === 0) continue;
        next((after) =>
          m.call(manager, "setTargetFunctionRole", [targets[target], selectors, ROLES[role]], {
            id: `rights_${role}_${target}`,
            after,
          }),
        );
      }
      next((after) => m.call(manager, "grantRole", [ROLES[role], accounts[role], 0n], { id: `grant_${role}`, after }));
    }
    // The deployer sets the system up as governor, whoever else governs it; the admin can revoke this.
    next((after) => m.call(manager, "grantRole", [ROLES.governor, deployer, 0n], { id: "grant_deployer", after }));
    next((after) => m.call(ledger, "setReporter", [reporter], { after }));

    const policies: Record<string, ContractFuture> = {};
    for (const name of [options.paid, ...options.shadows]) {
      const policy = m.contract(name, [ledger]);
      policies[name] = policy;
      next((after) => m.call(ledger, "addPolicy", [policy], { id: `add_${name}`, after }));
      const step = name === options.paid ? "promote" : "startShadow";
      next((after) => m.call(ledger, step, [policy], { id: `${step}_${name}`, after }));
    }
    return { manager, token, vault, ledger, registry, ...policies };
  });

/** `MarginalCoverage` is paid, the other core policies run as its shadows. */
export default breadthModule({
  paid: "MarginalCoverage",
  shadows: CORE_POLICIES.filter((name) => name !== "MarginalCoverage"),
});

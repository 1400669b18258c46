import type { Interface, LogDescription } from "ethers";
import type { RuleName } from "../../scripts/reference/rules.js";
import {
  ClassWeighted__factory,
  DistinctBreadth__factory,
  HexDensity__factory,
  SignalAllocated__factory,
  TargetShare__factory,
} from "../../typechain-types/index.js";
import type { RawLog } from "./rawChain.js";

/** One figure of a class that a policy publishes; undefined when it takes it back. */
export interface Figure {
  readonly name: string;
  readonly classId: bigint;
  readonly value: bigint | undefined;
}

/** The contracts that have figures of their own; QueryRebate's fee reaches operators one by one, and stays at its default. */
export const PUBLISHING = {
  ClassWeighted: ClassWeighted__factory.createInterface() as Interface,
  SignalAllocated: SignalAllocated__factory.createInterface() as Interface,
  TargetShare: TargetShare__factory.createInterface() as Interface,
  HexDensity: HexDensity__factory.createInterface() as Interface,
  DistinctBreadth: DistinctBreadth__factory.createInterface() as Interface,
} as const satisfies Partial<Record<RuleName, Interface>>;

export type PublishingRule = keyof typeof PUBLISHING;

export function isPublishing(rule: RuleName): rule is PublishingRule {
  return rule in PUBLISHING;
}

/** What policies publish beyond the ledger, off their events: `NetworkState.ofPolicy` of the reference. */
export class Published {
  /** {wei} Bonded on a class, by `policy/class`. */
  readonly #bonded = new Map<string, bigint>();

  /** The figures that an event of a policy changes. */
  take(rule: RuleName, log: RawLog): Figure[] {
    if (!isPublishing(rule)) return [];
    const found = PUBLISHING[rule].parseLog(log);
    if (found === null) return [];
    const { args } = found;
    const classId: bigint = args.classId;
    switch (found.name) {
      case "PointsChanged":
        return [{ name: "points", classId, value: args.byDemand ? undefined : args.points }];
      case "SignalBonded":
      case "SignalTaken":
        return [{ name: "bonded", classId, value: this.#signal(log.address, found) }];
      case "Adjusted":
        return [{ name: "coefficients", classId, value: args.coefficient }];
      case "ClassPlaced":
        return [
          { name: "family", classId, value: args.family },
          { name: "modality", classId, value: args.modality },
        ];
      case "ComputeUnitsChanged":
        return [{ name: "computeUnits", classId, value: args.units }];
      default:
        return [];
    }
  }

  #signal(policy: string, { name, args }: LogDescription): bigint {
    const key = `${policy}/${args.classId}`;
    const change: bigint = name === "SignalBonded" ? args.amount : -args.amount;
    const bonded = (this.#bonded.get(key) ?? 0n) + change;
    this.#bonded.set(key, bonded);
    return bonded;
  }
}

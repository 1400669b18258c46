import type { PolicyName } from "../../ignition/modules/Breadth.js";

/** One class as the chain had it at the end. */
export interface ClassOutcome {
  name: string;
  /** Share of all demand weight, in [0, 1]. */
  share: number;
  layers: number;
  /** Operators with an eligible service, by name. */
  servers: string[];
  /** Success rate just after the first reports, in [0, 1]. */
  coverageFirst: number;
  /** Success rate at the end, in [0, 1]. */
  coverageLast: number;
}

/** One operator as the chain had it at the end. */
export interface OperatorOutcome {
  name: string;
  domain: string;
  /** {wei} */
  stake: bigint;
  /** {wei} What each rule paid or would have paid. */
  earned: Map<PolicyName, bigint>;
  /** D_i at the end, as a share of the emission, by class where it is measured; empty without a live measurement. */
  marginal: Map<string, number>;
  /** The best reliability that it was last measured with; undefined without a live measurement. */
  reliability: number | undefined;
  /** {h} When it stopped counting, and why, if it did. */
  ended?: { hour: number; reason: "jailed" | "expired" };
}

/** What happened in a day, read from the chain. */
export interface DemoOutcome {
  classes: ClassOutcome[];
  operators: OperatorOutcome[];
  /** {1} Below it a service is measured and earns nothing. */
  minReliability: number;
  /** All in wei. */
  money: {
    funded: bigint;
    emitted: bigint;
    paid: bigint;
    owed: bigint;
    surplus: bigint;
    balance: bigint;
    /** {wei} The sum of what every operator can still claim, each rounded down. */
    claimable: bigint;
  };
}

import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { UserError } from "../common/errors.js";
import { DAY_SECONDS, fromBillionths, tokensToWei } from "../common/units.js";
import type { SuccessCurve } from "../workloads/successCurve.js";
import type { ClassTraits } from "./policySetUp.js";

export interface ChainDriverOptions {
  readonly connection: NetworkConnection;
  /** The policy that is paid. */
  readonly policy: PolicyName;
  readonly shadows?: readonly PolicyName[];
  readonly classes: readonly {
    readonly curve: SuccessCurve;
    readonly weight: bigint;
    /** For policies that ask for them; by default one family, one modality and one compute unit. */
    readonly traits?: ClassTraits;
  }[];
  /** {token} What a request pays on average, for policies that ask for it; by default 0.001. */
  readonly requestFee?: number;
  /** `availability` in [0, 0.9999]; names of at most 31 bytes. */
  readonly domains: readonly { readonly name: string; readonly availability: number }[];
  /** Tokens that each operator bonds when it enters, and tokens that it owns at the start. */
  readonly operators: readonly { readonly stake: number; readonly capital: number }[];
  /** {token/day} On chain it is whole wei per second, rounded down. */
  readonly emissionPerDay: number;
  /** {token} What the vault is funded with. */
  readonly budget: number;
  readonly unbondingDays: number;
  /** {s} After it a measurement may be expired. */
  readonly maxAgeSeconds: number;
  readonly keys: "impersonated" | "real";
  /** Bounds of reports: by default u and x may rise at once, and a service needs u of at least 0.5. */
  readonly limits?: {
    /** {1e-9} */
    readonly minReliability?: bigint;
    /** {1e-9/s} */
    readonly reliabilityRise?: bigint;
    /** {1e-9/s} */
    readonly capacityRise?: bigint;
  };
}

/** What the Ignition module is told. @param supply {wei} Of the token. */
export function moduleParameters(options: ChainDriverOptions, supply: bigint): Record<string, bigint> {
  const { operators, unbondingDays, maxAgeSeconds, limits = {} } = options;
  const least = operators.reduce((least, { stake }) => Math.min(least, stake), Number.POSITIVE_INFINITY);
  return {
    supply,
    minStake: tokensToWei(least),
    unbondingDelay: BigInt(Math.round(unbondingDays * DAY_SECONDS)),
    maxAge: BigInt(maxAgeSeconds),
    minReliability: limits.minReliability ?? 500_000_000n,
    reliabilityRise: limits.reliabilityRise ?? 2n ** 32n - 1n,
    capacityRise: limits.capacityRise ?? 2n ** 64n - 1n,
  };
}

/** {token} What the accumulators are proved for: 2^92 - 1 wei. */
const MOST_TOKENS = fromBillionths((2n ** 92n - 1n) / 1_000_000_000n);

/** @throws UserError for parameters that the contracts cannot take */
export function requireValid(options: ChainDriverOptions): void {
  const { operators, classes, domains, emissionPerDay, budget, unbondingDays, maxAgeSeconds } = options;
  const require = (condition: boolean, text: string): void => {
    if (!condition) throw new UserError(text);
  };
  require(operators.length > 0, "a run needs at least one operator");
  require(classes.length > 0, "a run needs at least one class");
  require(domains.length > 0, "a run needs at least one failure domain");
  require(operators.every(({ stake }) => stake > 0), "every operator's stake must be above 0 tokens");
  require(operators.every(({ capital }) => capital >= 0), "an operator's capital must not be negative");
  require(emissionPerDay >= 0, `emission per day must not be negative, got ${emissionPerDay}`);
  require(budget > 0 &&
    budget < MOST_TOKENS, `the budget must be above 0 and below ${MOST_TOKENS} tokens, got ${budget}`);
  require(unbondingDays >= 0 && unbondingDays <= 90, `unbonding takes 0 to 90 days, got ${unbondingDays}`);
  require(Number.isInteger(maxAgeSeconds) &&
    maxAgeSeconds > 0 &&
    maxAgeSeconds < 2 ** 32, `a measurement's age is whole seconds from 1 to ${2 ** 32 - 1}, got ${maxAgeSeconds}`);
}

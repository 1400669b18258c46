import { UserError } from "../common/errors.js";
import { type Figure, readData } from "./readData.js";
import type { VerificationMode } from "./verificationMode.js";

/** What users pay in one model family, USD. */
export type FamilyPrice =
  | { readonly usdPerMillionInput: number; readonly usdPerMillionOutput: number }
  | { readonly usdPerRequest: number };

/** Published prices of `data/prices.json`. */
export interface Prices {
  family(family: string): FamilyPrice;
  /** Factor on the price for a verification mode. */
  readonly premium: Readonly<Record<VerificationMode, number>>;
}

type PriceEntry =
  | { usdPerMillionInput: Figure<number>; usdPerMillionOutput: Figure<number> }
  | { usdPerRequest: Figure<number> };

/**
 * The shipped prices.
 *
 * @throws UserError, from `family`, for a family without a price.
 * @example loadPrices().family("small") // { usdPerMillionInput: 0.03, usdPerMillionOutput: 0.05 }
 */
export function loadPrices(): Prices {
  const file = readData<{
    families: Record<string, PriceEntry>;
    premium: Record<VerificationMode, Figure<number>>;
  }>("prices.json");
  const { VANILLA, TEE, ZKML } = file.premium;
  return {
    premium: { VANILLA: VANILLA.value, TEE: TEE.value, ZKML: ZKML.value },
    family: (family) => {
      const entry = file.families[family];
      if (entry === undefined) {
        throw new UserError(`no price for family "${family}"; known: ${Object.keys(file.families).join(", ")}`);
      }
      return "usdPerRequest" in entry
        ? { usdPerRequest: entry.usdPerRequest.value }
        : {
            usdPerMillionInput: entry.usdPerMillionInput.value,
            usdPerMillionOutput: entry.usdPerMillionOutput.value,
          };
    },
  };
}

import hre from "hardhat";
import { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import type { ChainDriverOptions } from "../../scripts/chain/driverOptions.js";

/** One layer, S(X) = 1 - e^-X. */
export const PLAIN = { kappas: [1_000_000_000n], alphas: [1_000_000_000n] };

/** So much capacity that the least double of e^-x is nothing on chain: q = 1 - u. */
export const PLENTY = 64;

/** One token a second; two classes of equal weight, two domains up 99% of the time, three operators with 1,000 tokens. */
export const SMALL = {
  policy: "MarginalCoverage",
  classes: [
    { curve: PLAIN, weight: 1n },
    { curve: PLAIN, weight: 1n },
  ],
  domains: [
    { name: "vast/Europe", availability: 0.99 },
    { name: "runpod/US", availability: 0.99 },
  ],
  operators: [
    { stake: 100, capital: 1_000 },
    { stake: 200, capital: 1_000 },
    { stake: 300, capital: 1_000 },
  ],
  emissionPerDay: 86_400,
  budget: 10_000_000,
  unbondingDays: 7,
  maxAgeSeconds: 3 * 86_400,
  keys: "impersonated",
} as const satisfies Omit<ChainDriverOptions, "connection">;

/** A driver on a fresh chain in this process. */
export async function newDriver(options: Partial<ChainDriverOptions> = {}): Promise<ChainDriver> {
  const connection = await hre.network.create();
  return ChainDriver.create({ ...SMALL, connection, ...options });
}

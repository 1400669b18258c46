import { encodeBytes32String } from "ethers";
import { BreadthToken__factory, CoverageLedger__factory, RewardVault__factory } from "../../typechain-types/index.js";
import { UserError } from "../common/errors.js";
import { toBillionths } from "../common/units.js";
import type { SuccessCurve } from "../workloads/successCurve.js";
import type { ChainTransaction } from "./BlockSender.js";
import { calldata } from "./calldata.js";
import { type GasBounds, TRANSACTION_GAS } from "./gasBounds.js";

const token = BreadthToken__factory.createInterface();
const vault = RewardVault__factory.createInterface();
const ledger = CoverageLedger__factory.createInterface();

export interface SetUp {
  readonly addresses: { readonly token: string; readonly vault: string; readonly ledger: string };
  readonly classes: readonly { readonly curve: SuccessCurve; readonly weight: bigint }[];
  /** `availability` in [0, 0.9999]. */
  readonly domains: readonly { readonly name: string; readonly availability: number }[];
  /** {wei} What the vault is funded with. */
  readonly budget: bigint;
  /** {wei/s} */
  readonly emissionRate: bigint;
  /** What each operator is given. */
  readonly capital: readonly { readonly address: string; readonly wei: bigint }[];
  readonly gas: GasBounds;
}

/**
 * What a deployed system needs before operators come: domains, classes, funds, capital, and the emission that starts with it.
 *
 * @throws UserError for a domain's name that does not fit 31 bytes
 * @example await sender.send(setUpTransactions(setUp), start);
 */
export function setUpTransactions(setUp: SetUp): ChainTransaction[] {
  const { addresses, classes, domains, budget, emissionRate, capital, gas } = setUp;
  const ask = (to: string, functionName: string, data: string, limit: number): ChainTransaction => ({
    operator: undefined,
    to,
    data,
    gas: Math.min(limit, TRANSACTION_GAS),
    functionName,
  });
  const ofLedger = (name: "listDomain" | "addClass", values: unknown[]): ChainTransaction =>
    ask(addresses.ledger, name, ledger.encodeFunctionData(name as "listDomain", values as never), 4 * gas.standing);
  return [
    ...domains.map(({ name, availability }) => ofLedger("listDomain", [nameBytes(name), toBillionths(availability)])),
    ...classes.map(({ curve, weight }) => ofLedger("addClass", [curve, weight])),
    ask(addresses.token, "approve", token.encodeFunctionData("approve", [addresses.vault, budget]), gas.token),
    ask(addresses.vault, "fund", vault.encodeFunctionData("fund", [budget]), gas.standing),
    ask(addresses.vault, "setEmissionRate", vault.encodeFunctionData("setEmissionRate", [emissionRate]), gas.standing),
    ...capital.map(({ address, wei }) => ask(addresses.token, "transfer", calldata.transfer(address, wei), gas.token)),
  ];
}

function nameBytes(name: string): string {
  try {
    return encodeBytes32String(name);
  } catch {
    throw new UserError(`a domain's name must fit 31 bytes, got "${name}"`);
  }
}

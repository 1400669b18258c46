import { dataSlice, HDNodeWallet, id } from "ethers";
import { UserError } from "../common/errors.js";
import { type JsonRpc, toQuantity } from "./jsonRpc.js";

/** What is signed and sent. */
export interface Envelope {
  readonly to: string;
  readonly data: string;
  readonly gas: number;
  readonly gasPrice: bigint;
  readonly nonce: number;
}

/** The operators' accounts. */
export interface Accounts {
  /** Lower-case addresses by operator. */
  readonly addresses: readonly string[];
  /** Hands a transaction of an operator to the node. @returns its hash */
  send(operator: number, envelope: Envelope): Promise<string>;
}

export interface AccountOptions {
  rpc: JsonRpc;
  count: number;
  keys: "impersonated" | "real";
  /** Pays for the real accounts' gas. */
  deployer: string;
}

/** The mnemonic of Hardhat's own development accounts; the operators' keys are in its second account (BIP-44). */
const MNEMONIC = "test test test test test test test test test test test junk";
const OPERATORS_PATH = "m/44'/60'/1'/0";
/** {wei} Of ETH, for gas: the deployer of a development node has 10,000 ETH. */
const GAS_MONEY = 5n * 10n ** 18n;
const MOST_REAL_ACCOUNTS = 1_900;

/**
 * One account per operator: `impersonated`, which a development node signs for, or `real`, with a key of its own, signed
 * here and funded by the deployer. Derivation of real keys takes some milliseconds each.
 *
 * @throws UserError for more real accounts than the deployer can fund
 * @example const accounts = await createAccounts({ rpc, count: 60, keys: "impersonated", deployer });
 */
export async function createAccounts(options: AccountOptions): Promise<Accounts> {
  return options.keys === "real" ? realAccounts(options) : impersonatedAccounts(options);
}

async function impersonatedAccounts({ rpc, count }: AccountOptions): Promise<Accounts> {
  const addresses = Array.from({ length: count }, (_, i) => dataSlice(id(`breadth/operator/${i}`), 0, 20));
  await Promise.all(
    addresses.map(async (address) => {
      await rpc("hardhat_impersonateAccount", [address]);
      await rpc("hardhat_setBalance", [address, toQuantity(10n ** 24n)]);
    }),
  );
  return {
    addresses,
    send: async (operator, { to, data, gas, gasPrice, nonce }) => {
      const [from] = addresses.slice(operator, operator + 1);
      const quantities = { gas: toQuantity(gas), gasPrice: toQuantity(gasPrice), nonce: toQuantity(nonce) };
      return String(await rpc("eth_sendTransaction", [{ from, to, data, ...quantities }]));
    },
  };
}

async function realAccounts({ rpc, count, deployer }: AccountOptions): Promise<Accounts> {
  if (count > MOST_REAL_ACCOUNTS) {
    throw new UserError(`real keys are funded for at most ${MOST_REAL_ACCOUNTS} operators, got ${count}`);
  }
  const parent = HDNodeWallet.fromPhrase(MNEMONIC, undefined, OPERATORS_PATH);
  const wallets = Array.from({ length: count }, (_, i) => parent.deriveChild(i));
  const chainId = BigInt(String(await rpc("eth_chainId")));
  for (const { address } of wallets) {
    const held = BigInt(String(await rpc("eth_getBalance", [address, "latest"])));
    if (held >= GAS_MONEY) continue;
    await rpc("eth_sendTransaction", [{ from: deployer, to: address, value: toQuantity(GAS_MONEY - held) }]);
  }
  return {
    addresses: wallets.map(({ address }) => address.toLowerCase()),
    send: async (operator, { gas, ...rest }) => {
      const wallet = wallets[operator];
      if (wallet === undefined) throw new RangeError(`no operator ${operator}`);
      const signed = await wallet.signTransaction({ ...rest, type: 0, chainId, gasLimit: gas });
      return String(await rpc("eth_sendRawTransaction", [signed]));
    },
  };
}

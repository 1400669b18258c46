import {
  BreadthToken__factory,
  CoverageLedger__factory,
  MarginalCoverage__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/index.js";

const token = BreadthToken__factory.createInterface();
const vault = RewardVault__factory.createInterface();
const registry = OperatorRegistry__factory.createInterface();
const ledger = CoverageLedger__factory.createInterface();
const policy = MarginalCoverage__factory.createInterface();

const SELECTORS = {
  transfer: token.getFunction("transfer").selector,
  approve: token.getFunction("approve").selector,
  register: registry.getFunction("register").selector,
  topUp: registry.getFunction("topUp").selector,
  requestWithdrawal: registry.getFunction("requestWithdrawal").selector,
  withdraw: registry.getFunction("withdraw").selector,
  move: registry.getFunction("move").selector,
  leaveClasses: registry.getFunction("leaveClasses").selector,
  claim: vault.getFunction("claim").selector,
  reportServices: ledger.getFunction("reportServices").selector,
  reportDemand: ledger.getFunction("reportDemand").selector,
  reportAvailability: ledger.getFunction("reportAvailability").selector,
  earned: policy.getFunction("earned").selector,
  coverage: policy.getFunction("coverage").selector,
};

const word = (value: bigint | number): string => value.toString(16).padStart(64, "0");
const address = (value: string): string => value.slice(2).toLowerCase().padStart(64, "0");
const list = (values: readonly number[]): string => word(values.length) + values.map(word).join("");

function bytes(hex: string): string {
  const body = hex.slice(2);
  return word(body.length / 2) + body.padEnd(Math.ceil(body.length / 64) * 64, "0");
}

/**
 * Calldata of what the driver sends thousands of times, put together by hand: some ten times faster than a general encoder,
 * which the tests hold it to. Amounts in wei, ids as on chain (1-based), addresses and bytes as hex.
 *
 * @example calldata.register(10n ** 21n, 1) // "0x..."
 */
export const calldata = {
  transfer: (to: string, amount: bigint): string => SELECTORS.transfer + address(to) + word(amount),
  approve: (spender: string, amount: bigint): string => SELECTORS.approve + address(spender) + word(amount),
  register: (amount: bigint, domain: number): string => SELECTORS.register + word(amount) + word(domain),
  topUp: (amount: bigint): string => SELECTORS.topUp + word(amount),
  requestWithdrawal: (amount: bigint, classIds: readonly number[]): string =>
    SELECTORS.requestWithdrawal + word(amount) + word(64) + list(classIds),
  withdraw: (): string => SELECTORS.withdraw,
  move: (domain: number, classIds: readonly number[]): string =>
    SELECTORS.move + word(domain) + word(64) + list(classIds),
  leaveClasses: (classIds: readonly number[]): string => SELECTORS.leaveClasses + word(32) + list(classIds),
  claim: (operator: string, classIds: readonly number[]): string =>
    SELECTORS.claim + address(operator) + word(64) + list(classIds),
  reportServices: (batch: string): string => SELECTORS.reportServices + word(32) + bytes(batch),
  reportDemand: (batch: string): string => SELECTORS.reportDemand + word(32) + bytes(batch),
  reportAvailability: (batch: string): string => SELECTORS.reportAvailability + word(32) + bytes(batch),
  earned: (operator: string): string => SELECTORS.earned + address(operator),
  coverage: (classId: number): string => SELECTORS.coverage + word(classId),
};

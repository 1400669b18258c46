import { parse, reader, type TimedLog } from "./rebuild.js";

/** {wei} What an operator has in the registry. */
export interface StakeAccount {
  readonly stake: bigint;
  readonly unbonding: bigint;
}

/** Everybody's stake, from the registry's events alone. */
export function stakesFromLogs(logs: readonly TimedLog[]): Map<string, StakeAccount> {
  const accounts = new Map<string, StakeAccount>();
  const change = (operator: string, stake: bigint, unbonding: bigint) => {
    const before = accounts.get(operator) ?? { stake: 0n, unbonding: 0n };
    accounts.set(operator, { stake: before.stake + stake, unbonding: before.unbonding + unbonding });
  };
  for (const log of logs) {
    const event = parse(log);
    if (event === undefined) continue;
    const { text, integer } = reader(event.args);
    switch (event.name) {
      case "OperatorRegistered":
        change(text("operator"), integer("stake"), 0n);
        break;
      case "StakeToppedUp":
        change(text("operator"), integer("amount"), 0n);
        break;
      case "WithdrawalRequested":
        change(text("operator"), -integer("amount"), integer("amount"));
        break;
      case "StakeWithdrawn":
        change(text("operator"), 0n, -integer("amount"));
        break;
      case "OperatorSlashed":
        change(text("operator"), -integer("fromStake"), -integer("fromUnbonding"));
        break;
    }
  }
  return accounts;
}

import { UserError } from "../common/errors.js";

/** A transaction that the chain refused: who called what, and the contract's own reason with its values. */
export class ChainError extends UserError {
  /** For example `withdraw`. */
  readonly functionName: string;
  /** Index of the operator; undefined when the deployer or reporter sent it. */
  readonly operator: number | undefined;
  /** For example `RegistryStillUnbonding(until: 2000604800, nowAt: 2000086401)`. */
  readonly reason: string;

  constructor(parameters: { functionName: string; operator: number | undefined; reason: string }) {
    const { functionName, operator, reason } = parameters;
    super(`${functionName} of ${operator === undefined ? "the reporter" : `operator ${operator}`} reverted: ${reason}`);
    this.functionName = functionName;
    this.operator = operator;
    this.reason = reason;
  }
}

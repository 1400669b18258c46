import { type ErrorFragment, Interface } from "ethers";
import {
  AccessManager__factory,
  BreadthToken__factory,
  CoverageLedger__factory,
  EqualShare__factory,
  FlatMarginalCoverage__factory,
  MarginalCoverage__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/index.js";

/** Every custom error of every contract, and the two that Solidity itself raises. */
function errorsOfAll(): Interface {
  const fragments = new Map<string, ErrorFragment>();
  const factories = [
    AccessManager__factory,
    BreadthToken__factory,
    CoverageLedger__factory,
    EqualShare__factory,
    FlatMarginalCoverage__factory,
    MarginalCoverage__factory,
    OperatorRegistry__factory,
    RewardVault__factory,
  ];
  for (const factory of factories) {
    factory.createInterface().forEachError((fragment) => fragments.set(fragment.selector, fragment));
  }
  return new Interface([...fragments.values(), "error Error(string reason)", "error Panic(uint256 code)"]);
}

let errors: Interface | undefined;

/**
 * The name and values of an ABI-encoded revert reason.
 *
 * @example decodeRevert("0x") // "without a reason"
 */
export function decodeRevert(data: string): string {
  if (data === "0x") return "without a reason";
  errors ??= errorsOfAll();
  const parsed = errors.parseError(data);
  if (parsed === null) return `unknown error ${data}`;
  const values = parsed.fragment.inputs.map(({ name }, i) => `${name}: ${String(parsed.args[i])}`);
  return `${parsed.name}(${values.join(", ")})`;
}

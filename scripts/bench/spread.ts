import type { PolicyName } from "../../ignition/modules/Breadth.js";
import type { GasOperation, GasRow } from "./gasRow.js";

/** How one operation's gas depends on how many operators there are. */
export interface Spread {
  policy: PolicyName;
  operation: GasOperation;
  classes: number;
  /** Gas by crowd size. */
  gas: Map<number, number>;
  /** Most over least gas, 1 when it does not depend on the crowd at all. */
  ratio: number;
}

/** Groups rows that differ in the crowd only. */
export function spreadOf(rows: readonly GasRow[]): Spread[] {
  const groups = new Map<string, Spread>();
  for (const { policy, operation, classes, operators, gas } of rows) {
    const key = `${policy}/${operation}/${classes}`;
    const group = groups.get(key) ?? { policy, operation, classes, gas: new Map<number, number>(), ratio: 1 };
    group.gas.set(operators, gas);
    group.ratio = Math.max(...group.gas.values()) / Math.min(...group.gas.values());
    groups.set(key, group);
  }
  return [...groups.values()];
}

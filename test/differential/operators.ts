import type { LogDescription } from "ethers";
import type { StateEvent } from "../../scripts/reference/history.js";
import { type NetworkState, operatorOf, type ServiceLevel } from "../../scripts/reference/state.js";

/** What the ledger's events say about operators, beyond what the rules see of them. */
export class Operators {
  /** {s} When each (operator, class) in force was last measured, by `operator/class`. */
  readonly measured = new Map<string, { readonly operator: string; readonly classId: bigint }>();
  readonly active = new Set<string>();

  /** The classes that an operator is measured in, eligible or not, ascending. */
  classesOf(operator: string): bigint[] {
    const classes = [...this.measured.values()].filter((each) => each.operator === operator);
    return classes.map(({ classId }) => classId).sort((a, b) => Number(a - b));
  }

  /** A ledger event about an operator as what it changes for the rules. */
  take({ name, args }: LogDescription, state: NetworkState): StateEvent[] {
    if (args.operator === undefined) return [];
    const operator = (args.operator as string).toLowerCase();
    const { stake, domain } = operatorOf(state, operator);
    const classId: bigint = args.classId;
    const key = `${operator}/${classId}`;
    switch (name) {
      case "OperatorChanged":
        if (args.active) this.active.add(operator);
        else this.active.delete(operator);
        return [{ type: "operatorChanged", operator, domain, stake: args.stake }];
      case "OperatorMoved":
        return moved({ operator, domain: args.domain }, state);
      case "Measured": {
        this.measured.set(key, { operator, classId });
        const level = args.eligible ? { u: args.u, x: args.x, served: args.served } : { u: 0n, x: 0n, served: 0n };
        return [{ type: "serviceChanged", operator, classId, ...level }];
      }
      case "ServiceEnded":
        this.measured.delete(key);
        return [{ type: "serviceChanged", operator, classId, u: 0n, x: 0n, served: 0n }];
      default:
        return [];
    }
  }
}

/** A move is a leave and a join in each class, also one to the domain where the operator is: it goes to the end of every queue. */
function moved({ operator, domain }: { operator: string; domain: bigint }, state: NetworkState): StateEvent[] {
  const { stake, services } = operatorOf(state, operator);
  const change = (classId: bigint, { u, x, served }: ServiceLevel): StateEvent => {
    return { type: "serviceChanged", operator, classId, u, x, served };
  };
  return [
    ...[...services.keys()].map((classId) => change(classId, { u: 0n, x: 0n, served: 0n })),
    { type: "operatorChanged", operator, domain, stake },
    ...[...services].map(([classId, level]) => change(classId, level)),
  ];
}

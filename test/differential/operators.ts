import type { LogDescription } from "ethers";
import type { StateEvent } from "../../scripts/reference/history.js";
import { type NetworkState, operatorOf } from "../../scripts/reference/state.js";

const NOTHING = { type: "serviceChanged", u: 0n, x: 0n, served: 0n } as const;

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
    const { stake, domain, services } = operatorOf(state, operator);
    const classId: bigint = args.classId;
    const key = `${operator}/${classId}`;
    switch (name) {
      case "OperatorChanged":
        if (args.active) this.active.add(operator);
        else this.active.delete(operator);
        return [{ type: "operatorChanged", operator, domain, stake: args.stake }];
      case "OperatorMoved":
        // A leave and a join in every class, also when the domain is the same.
        return [
          ...[...services.keys()].map((each): StateEvent => ({ ...NOTHING, operator, classId: each })),
          { type: "operatorChanged", operator, domain: args.domain, stake },
          ...[...services].map(([each, { u, x, served }]): StateEvent => {
            return { type: "serviceChanged", operator, classId: each, u, x, served };
          }),
        ];
      case "Measured": {
        this.measured.set(key, { operator, classId });
        const level = args.eligible ? { u: args.u, x: args.x, served: args.served } : { u: 0n, x: 0n, served: 0n };
        return [{ type: "serviceChanged", operator, classId, ...level }];
      }
      case "ServiceEnded":
        this.measured.delete(key);
        return [{ ...NOTHING, operator, classId }];
      default:
        return [];
    }
  }
}

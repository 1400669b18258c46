import { claimsInOrder } from "../../scripts/agents/claimsInOrder.js";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import type { NetworkState } from "../../scripts/reference/state.js";

/** The reference model's state as the columns that agents read; operators in the order of the state. */
export function ledgerStateOf(state: NetworkState, domainIds: readonly bigint[]): LedgerState {
  const classIds = [...state.classes.keys()];
  const profiles = [...state.operators].map(([, profile]) => profile);
  const level = (pick: "u" | "x" | "served", unit: number): Float64Array =>
    Float64Array.from(
      profiles.flatMap(({ services }) => classIds.map((id) => Number(services.get(id)?.[pick] ?? 0n) / unit)),
    );
  return {
    operators: profiles.length,
    classes: classIds.length,
    domains: domainIds.length,
    domainOf: Int32Array.from(profiles, ({ domain }) => domainIds.indexOf(domain)),
    stake: Float64Array.from(profiles, ({ stake }) => Number(stake) / 1e18),
    reliability: level("u", 1e9),
    capacityRatio: level("x", 1e9),
    served: level("served", 1),
    ...claimsInOrder({ classes: classIds.length, reliability: level("u", 1e9) }),
    weights: Float64Array.from(state.classes.values(), ({ weight }) => Number(weight)),
    availability: Float64Array.from(
      domainIds.flatMap((domain) =>
        [...state.classes.values()].map(({ availability }) => Number(availability.get(domain) ?? 0n) / 1e9),
      ),
    ),
    curves: [...state.classes.values()].map(({ kappas, alphas }) => ({ kappas, alphas })),
    emissionPerDay: 1,
    ofPolicy: {},
  };
}

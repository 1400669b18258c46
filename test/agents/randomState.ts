import fc from "fast-check";
import type { LedgerState, ProfileOffer } from "../../scripts/agents/ledgerState.js";
import { toBillionths } from "../../scripts/common/units.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { EMPTY_STATE, type NetworkState, type Profile } from "../../scripts/reference/state.js";
import { DOMAIN_IDS, OPERATORS, CLASS_IDS as REFERENCE_CLASSES } from "../reference/arbitraries.js";

const TOKEN = 1e18;

/**
 * What the reference knows, as columns of numbers: the very same network for the pricers. Operators are those of the
 * reference's arbitraries in order, whether they ever joined or not.
 *
 * @example ledgerStateOf(events.reduce(applyEvent, EMPTY_STATE), 1_000)
 */
export function ledgerStateOf(network: NetworkState, emissionPerDay: number): LedgerState {
  const classes = REFERENCE_CLASSES.map((id) => {
    const found = network.classes.get(id);
    if (found === undefined) throw new RangeError(`no class ${id}`);
    return found;
  });
  const operators = OPERATORS.map((name) => network.operators.get(name));
  const services = operators.flatMap((operator) => REFERENCE_CLASSES.map((id) => operator?.services.get(id)));
  const ratio = (billionths: bigint | undefined) => Number(billionths ?? 0n) / 1e9;
  return {
    operators: operators.length,
    classes: classes.length,
    domains: DOMAIN_IDS.length,
    domainOf: Int32Array.from(operators, (operator) => (operator === undefined ? -1 : Number(operator.domain))),
    stake: Float64Array.from(operators, (operator) => Number(operator?.stake ?? 0n) / TOKEN),
    reliability: Float64Array.from(services, (service) => ratio(service?.u)),
    capacityRatio: Float64Array.from(services, (service) => ratio(service?.x)),
    served: Float64Array.from(services, (service) => Number(service?.served ?? 0n)),
    joined: Float64Array.from(services, (service) => Number(service?.joined ?? 0n)),
    opened: Uint8Array.from(services, (service) => (service?.opened ? 1 : 0)),
    weights: Float64Array.from(classes, ({ weight }) => Number(weight)),
    availability: Float64Array.from(
      DOMAIN_IDS.flatMap((id) => classes.map(({ availability }) => ratio(availability.get(id)))),
    ),
    curves: classes.map(({ kappas, alphas }) => ({ kappas, alphas })),
    emissionPerDay,
    ofPolicy: {},
  };
}

/** A reference profile as an offer. */
export function offerOf({ stake, domain, services }: Profile): ProfileOffer {
  return {
    stake: Number(stake) / TOKEN,
    domain: Number(domain),
    services: [...services]
      .filter(([, { u }]) => u > 0n)
      .map(([id, { u, x, served }]) => ({
        classIndex: Number(id) - 1,
        reliability: Number(u) / 1e9,
        capacityRatio: Number(x) / 1e9,
        served: Number(served),
      })),
  };
}

/** Index of one of the reference's operators. */
export const operatorIndex = fc.nat({ max: OPERATORS.length - 1 });

/** The way back: columns of numbers as the reference's network. */
export function networkOf(state: LedgerState): NetworkState {
  const { operators, classes, domains } = state;
  const events: StateEvent[] = [];
  for (let c = 0; c < classes; c++) {
    const { kappas = [], alphas = [] } = state.curves[c] ?? {};
    events.push({ type: "classAdded", classId: BigInt(c + 1), weight: BigInt(state.weights[c] ?? 0), kappas, alphas });
    for (let g = 0; g < domains; g++) {
      const availability = toBillionths(state.availability[g * classes + c] ?? 0);
      events.push({ type: "availabilityChanged", domain: BigInt(g), classId: BigInt(c + 1), availability });
    }
  }
  for (let i = 0; i < operators; i++) {
    const domain = state.domainOf[i] ?? -1;
    if (domain < 0) continue;
    events.push({ type: "operatorChanged", operator: `${i}`, domain: BigInt(domain), stake: 0n });
    for (let c = 0; c < classes; c++) {
      const u = toBillionths(state.reliability[i * classes + c] ?? 0);
      const x = toBillionths(state.capacityRatio[i * classes + c] ?? 0);
      events.push({ type: "serviceChanged", operator: `${i}`, classId: BigInt(c + 1), u, x, served: 0n });
    }
  }
  return events.reduce(applyEvent, EMPTY_STATE);
}

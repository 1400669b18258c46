import { toBillionths, tokensToWei } from "../../common/units.js";
import { applyEvent } from "../../reference/applyEvent.js";
import type { StateEvent } from "../../reference/history.js";
import { EMPTY_STATE, type NetworkState, type Profile } from "../../reference/state.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";

/**
 * Columns of numbers as the reference's exact state: operators are named by their indices, ids are those of the chain.
 * Services come in claim order, so that ranks and openers are the ledger's.
 *
 * @example RULES.EqualShare.share(networkStateOf(state), "3")
 */
export function networkStateOf(state: LedgerState): NetworkState {
  const { operators, classes, domains } = state;
  const events: StateEvent[] = [];
  for (let c = 0; c < classes; c++) {
    const { kappas = [], alphas = [] } = state.curves[c] ?? {};
    events.push({ type: "classAdded", classId: BigInt(c + 1), weight: BigInt(state.weights[c] ?? 0), kappas, alphas });
    for (let g = 0; g < domains; g++) {
      const availability = toBillionths(state.availability[g * classes + c] ?? 0);
      events.push({ type: "availabilityChanged", domain: BigInt(g + 1), classId: BigInt(c + 1), availability });
    }
  }
  for (let i = 0; i < operators; i++) {
    const domain = state.domainOf[i] ?? -1;
    if (domain < 0) continue;
    const stake = tokensToWei(state.stake[i] ?? 0);
    events.push({ type: "operatorChanged", operator: `${i}`, domain: BigInt(domain + 1), stake });
  }
  const cells = [...state.joined.keys()].filter((cell) => (state.reliability[cell] ?? 0) > 0);
  cells.sort((a, b) => (state.joined[a] ?? 0) - (state.joined[b] ?? 0));
  for (const cell of cells) {
    events.push({
      type: "serviceChanged",
      operator: `${Math.floor(cell / classes)}`,
      classId: BigInt((cell % classes) + 1),
      u: toBillionths(state.reliability[cell] ?? 0),
      x: toBillionths(state.capacityRatio[cell] ?? 0),
      served: BigInt(state.served[cell] ?? 0),
    });
  }
  const ofPolicy = Object.fromEntries(
    Object.entries(state.ofPolicy).map(([name, values]) => [
      name,
      new Map(Array.from(values, (value, c) => [BigInt(c + 1), BigInt(value)])),
    ]),
  );
  return { ...events.reduce(applyEvent, EMPTY_STATE), ofPolicy };
}

/** An offer whose services all count, as the reference's profile. */
export function profileOf({ stake, domain, services }: ProfileOffer): Profile {
  return {
    stake: tokensToWei(stake),
    domain: BigInt(domain + 1),
    services: new Map(
      services.map(({ classIndex, reliability, capacityRatio, served }) => [
        BigInt(classIndex + 1),
        { u: toBillionths(reliability), x: toBillionths(capacityRatio), served: BigInt(Math.round(served)) },
      ]),
    ),
  };
}

import { BILLION } from "../common/units.js";
import { replaceMember } from "./cell.js";
import { failure } from "./failure.js";
import {
  type ClassId,
  type ClassState,
  classOf,
  type DomainId,
  type NetworkState,
  type OperatorId,
  type OperatorState,
  operatorOf,
  type Profile,
  type Service,
  type ServiceLevel,
  type Totals,
} from "./state.js";

/**
 * The state with the operator's whole profile replaced: stake, domain and services; a class left out is left, and
 * so is one with u = 0. A move to another domain takes every service along.
 *
 * @example setProfile(state, "ann", { stake: 0n, domain: 1n, services: new Map([[1n, { u: 9n * 10n ** 8n, x: 10n ** 9n, served: 0n }]]) })
 */
export function setProfile(state: NetworkState, operator: OperatorId, profile: Profile): NetworkState {
  const before = operatorOf(state, operator);
  const services = new Map<ClassId, Service>();
  let { joins } = state;
  for (const [classId, level] of profile.services) {
    if (level.u === 0n) continue;
    const { kappas, flat } = classOf(state, classId);
    const known = before.services.get(classId);
    const stays = known !== undefined && before.domain === profile.domain;
    if (!stays) joins += 1n;
    const others = (flat?.members ?? 0) - (known === undefined ? 0 : 1);
    const claim = stays ? known : { joined: joins, opened: others === 0 };
    services.set(classId, measured({ level, known, claim, kappas }));
  }
  const after: OperatorState = { stake: profile.stake, domain: profile.domain, services };
  const classes = new Map(state.classes);
  for (const classId of new Set([...before.services.keys(), ...services.keys()])) {
    const moved = moveService({ state: classOf(state, classId), classId, before, after });
    classes.set(classId, moved);
  }
  return {
    ...state,
    classes,
    operators: state.operators.with(operator, after),
    totals: addTotals(addTotals(state.totals, before, -1n), after, 1n),
    joins,
  };
}

/** q and o of a service level, taken over from `known` where u and x are the same. */
function measured({
  level: { u, x, served },
  known,
  claim: { joined, opened },
  kappas,
}: {
  level: ServiceLevel;
  known: Service | undefined;
  claim: Pick<Service, "joined" | "opened">;
  kappas: readonly bigint[];
}): Service {
  if (known && known.u === u && known.x === x) return { ...known, served, joined, opened };
  const layers = kappas.map((kappa) => failure({ u, x, kappa }));
  const flat = layers[kappas.indexOf(BILLION)] ?? failure({ u, x, kappa: BILLION });
  return { u, x, served, joined, opened, layers, flat: [flat] };
}

/** The class after the operator's service in it went from `before` (in its domain) to `after` (in its domain). */
function moveService({
  state,
  classId,
  before,
  after,
}: {
  state: ClassState;
  classId: ClassId;
  before: OperatorState;
  after: OperatorState;
}): ClassState {
  const left = before.services.get(classId);
  const joined = after.services.get(classId);
  const sameQ = left?.layers === joined?.layers;
  if (sameQ && before.domain === after.domain) return state;
  const cells = new Map(state.cells);
  const replace = (domain: DomainId, out: Service | undefined, into: Service | undefined) => {
    const cell = replaceMember({ cell: cells.get(domain), before: out?.layers, after: into?.layers });
    if (cell) cells.set(domain, cell);
    else cells.delete(domain);
  };
  if (before.domain === after.domain) {
    replace(after.domain, left, joined);
  } else {
    if (left) replace(before.domain, left, undefined);
    if (joined) replace(after.domain, undefined, joined);
  }
  const flat = sameQ ? state.flat : replaceMember({ cell: state.flat, before: left?.flat, after: joined?.flat });
  return { ...state, cells, flat };
}

function addTotals(totals: Totals, { stake, services }: OperatorState, sign: 1n | -1n): Totals {
  if (services.size === 0) return totals;
  let served = 0n;
  for (const service of services.values()) served += service.served;
  return {
    operators: totals.operators + sign,
    stake: totals.stake + sign * stake,
    served: totals.served + sign * served,
  };
}

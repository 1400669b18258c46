import type { Cell } from "./cell.js";
import type { Failure } from "./failure.js";
import { OperatorTable } from "./operatorTable.js";

export type OperatorId = string;
export type ClassId = bigint;
export type DomainId = bigint;

/** A live and eligible service level, as reported: u (above 0) and x in parts per billion, served in requests. */
export interface ServiceLevel {
  readonly u: bigint;
  readonly x: bigint;
  readonly served: bigint;
}

/** What an operator is to the rules: bonded stake (wei), failure domain, and its live eligible services. */
export interface Profile {
  readonly stake: bigint;
  readonly domain: DomainId;
  readonly services: ReadonlyMap<ClassId, ServiceLevel>;
}

/** A service level with q and o, computed once when it is set: on each layer of its class, and on the flat curve. */
export interface Service extends ServiceLevel {
  /** The number of the join, ascending over the whole history: claim order. A move to another domain is a leave and a join. */
  readonly joined: bigint;
  /** Whether it joined while nobody else served the class. */
  readonly opened: boolean;
  readonly layers: readonly Failure[];
  readonly flat: readonly [Failure];
}

export interface OperatorState extends Profile {
  readonly services: ReadonlyMap<ClassId, Service>;
}

export interface ClassState {
  /** Demand weight, an integer; 0 once retired. */
  readonly weight: bigint;
  /** Steepness of each layer, parts per billion; fixed for the life of the class. */
  readonly kappas: readonly bigint[];
  /** Weight of each layer, parts per billion, signed; they sum to 1e9. */
  readonly alphas: readonly bigint[];
  /** r per domain, parts per billion. */
  readonly availability: ReadonlyMap<DomainId, bigint>;
  /** The class's members by failure domain. */
  readonly cells: ReadonlyMap<DomainId, Cell>;
  /** The class's members in one cell, on the flat curve kappa = 1. */
  readonly flat: Cell | undefined;
}

/** Sums over the operators with at least one live eligible service. */
export interface Totals {
  readonly operators: bigint;
  readonly stake: bigint;
  readonly served: bigint;
}

/** All that a rule may look at. Immutable: every update returns a new state that shares what did not change. */
export interface NetworkState {
  readonly classes: ReadonlyMap<ClassId, ClassState>;
  readonly operators: OperatorTable<OperatorState>;
  readonly totalWeight: bigint;
  readonly totals: Totals;
  /** Joins so far. */
  readonly joins: bigint;
  /** What a policy publishes beyond the ledger, by name and class, in the policy's own integers; empty for most rules. */
  readonly ofPolicy: Readonly<Record<string, ReadonlyMap<ClassId, bigint>>>;
}

export const EMPTY_STATE: NetworkState = {
  classes: new Map(),
  operators: OperatorTable.empty(),
  totalWeight: 0n,
  totals: { operators: 0n, stake: 0n, served: 0n },
  joins: 0n,
  ofPolicy: {},
};

const NOBODY: OperatorState = { stake: 0n, domain: 0n, services: new Map() };

const NEW_CLASS: ClassState = {
  weight: 0n,
  kappas: [],
  alphas: [],
  availability: new Map(),
  cells: new Map(),
  flat: undefined,
};

/** The class of that id. @throws RangeError if there is none */
export function classOf(state: NetworkState, classId: ClassId): ClassState {
  const found = state.classes.get(classId);
  if (!found) throw new RangeError(`no class ${classId}`);
  return found;
}

/** The operator's profile; one never heard of has no stake and no service. */
export function operatorOf(state: NetworkState, operator: OperatorId): OperatorState {
  return state.operators.get(operator) ?? NOBODY;
}

/** The state with one class added, or with some of its parameters changed; members stay as they are. */
export function setClass(
  state: NetworkState,
  classId: ClassId,
  change: Partial<Pick<ClassState, "weight" | "kappas" | "alphas" | "availability">>,
): NetworkState {
  const before = state.classes.get(classId);
  if (!before && !change.kappas) throw new RangeError(`no class ${classId}`);
  const after = { ...(before ?? NEW_CLASS), ...change };
  if (after.kappas.length !== after.alphas.length) throw new RangeError("one alpha for each kappa");
  if (before && change.kappas) throw new RangeError("the kappas of a class are fixed for its life");
  return {
    ...state,
    classes: new Map(state.classes).set(classId, after),
    totalWeight: state.totalWeight + after.weight - (before?.weight ?? 0n),
  };
}

import fc from "fast-check";
import type { LedgerState } from "../../scripts/agents/ledgerState.js";
import { type OfferTable, offerTable } from "../../scripts/agents/pricing/offerTable.js";
import type { Pricer } from "../../scripts/agents/pricing/pricer.js";
import { curve } from "../reference/arbitraries.js";

/** A game in which nobody takes part yet. */
export interface Game {
  readonly state: LedgerState;
  readonly table: OfferTable;
  /** Tokens per day, index `operator * strategies + strategy`. */
  readonly costs: Float64Array;
}

const DEFAULT_CURVE = { kappas: [1_000_000_000n], alphas: [1_000_000_000n] };

const billionths = (min: number, max: number) =>
  fc.integer({ min: min * 1e9, max: max * 1e9 }).map((ratio) => ratio / 1e9);

/**
 * Small games: strategy 0 is staying out, the others are random services from random domains; costs around what a service
 * earns, so that some operators take part and some do not.
 */
export function game(size: {
  operators: number;
  strategies: number;
  classes: number;
  domains: number;
  /** 1: default curves; otherwise any accepted curve. */
  layers?: 1;
}): fc.Arbitrary<Game> {
  const { operators, strategies, classes, domains, layers } = size;
  const many = <T>(arbitrary: fc.Arbitrary<T>, length: number) =>
    fc.array(arbitrary, { minLength: length, maxLength: length });
  const plain: typeof curve = fc.constant<{ kappas: bigint[]; alphas: bigint[] }>(DEFAULT_CURVE);
  return fc
    .record({
      weights: many(fc.integer({ min: 0, max: 100 }), classes),
      curves: many(layers === 1 ? plain : curve, classes),
      availability: many(billionths(0.3, 0.9999), domains * classes),
      reliability: many(fc.oneof(fc.constant(0), billionths(0.5, 0.999)), strategies * classes),
      capacityRatio: many(billionths(0, 3), strategies * classes),
      domainOf: many(fc.integer({ min: 0, max: domains - 1 }), strategies),
      costs: many(fc.double({ min: 0, max: 300, noNaN: true }), operators * strategies),
    })
    .map((drawn) => {
      const table = offerTable({
        service: {
          strategies,
          classes,
          reliability: Float64Array.from(drawn.reliability),
          capacityRatio: Float64Array.from(drawn.capacityRatio),
        },
        domains: drawn.domainOf.map((domain, k) => (k === 0 ? -1 : domain)),
        stakes: new Float64Array(operators).fill(100),
        requests: new Float64Array(classes).fill(1_000),
      });
      const state: LedgerState = {
        operators,
        classes,
        domains,
        domainOf: new Int32Array(operators).fill(-1),
        stake: new Float64Array(operators),
        reliability: new Float64Array(operators * classes),
        capacityRatio: new Float64Array(operators * classes),
        served: new Float64Array(operators * classes),
        weights: Float64Array.from(drawn.weights),
        availability: Float64Array.from(drawn.availability),
        curves: drawn.curves,
        emissionPerDay: 1_000,
        joined: new Float64Array(operators * classes),
        opened: new Uint8Array(operators * classes),
        ofPolicy: {},
      };
      const costs = Float64Array.from(drawn.costs, (cost, cell) => (cell % strategies === 0 ? 0 : cost));
      return { state, table, costs };
    });
}

/** Every operator takes up its strategy. */
export function play(pricer: Pricer, table: OfferTable, strategies: ArrayLike<number>): Pricer {
  for (let i = 0; i < strategies.length; i++) pricer.set(i, pricer.offer(i, table, strategies[i] ?? 0));
  return pricer;
}

/** The state once every operator has taken up its strategy. */
export function stateWith({ state, table }: Game, strategies: ArrayLike<number>): LedgerState {
  const after = {
    ...state,
    domainOf: state.domainOf.slice(),
    stake: state.stake.slice(),
    reliability: state.reliability.slice(),
    capacityRatio: state.capacityRatio.slice(),
  };
  for (let i = 0; i < strategies.length; i++) {
    const k = strategies[i] ?? 0;
    after.domainOf[i] = table.domainOf[k] ?? -1;
    after.stake[i] = k === 0 ? 0 : (table.stakes[i] ?? 0);
    for (let e = table.starts[k] ?? 0; e < (table.starts[k + 1] ?? 0); e++) {
      const cell = i * state.classes + (table.classOf[e] ?? 0);
      after.reliability[cell] = table.reliability[e] ?? 0;
      after.capacityRatio[cell] = table.capacityRatio[e] ?? 0;
    }
  }
  return after;
}

/** All assignments of strategies to operators. */
export function* assignments(operators: number, strategies: number): Generator<number[]> {
  for (let code = 0; code < strategies ** operators; code++) {
    yield Array.from({ length: operators }, (_, i) => Math.floor(code / strategies ** i) % strategies);
  }
}

/** What the gas of a system's transactions depends on. */
export interface GasShape {
  /** Layers of the largest success curve, 1 to 4. */
  readonly layers: number;
  /** Policies that listen beside the paid one. */
  readonly listeners: number;
  /** Nodes of all quadratures: 16 for each semivalue among the paid policy and the listeners, none by default. */
  readonly nodes?: number;
}

/** {gas} The most that one transaction may use: a chain since Osaka refuses 2^24 and more. */
export const TRANSACTION_GAS = 16_000_000;

/**
 * {gas} What the entries of one report may use: beside shadows the ledger wants 5 M left at every hook (eight services x
 * 600,000 x 64/63 + 100,000), and the local chain mines larger transactions more slowly.
 */
const BATCH_GAS = 8_000_000;

/**
 * Upper bounds of gas, from docs/gas.md with room to spare: they size batches and set limits, so that nothing has to be
 * estimated. A transaction that passes its limit is an error like any other revert.
 *
 * @example gasBounds({ layers: 4, listeners: 0 }).measure // 120_000
 */
export function gasBounds({ layers, listeners, nodes = 0 }: GasShape) {
  const more = layers - 1;
  return {
    batch: BATCH_GAS,
    /** A service that is measured again. */
    measure: 60_000 + 20_000 * more + 30_000 * listeners + 12_000 * nodes,
    /** A service that is measured for the first time. */
    join: 200_000 + 45_000 * more + 160_000 * listeners + 28_000 * nodes,
    weight: 70_000 + 20_000 * more + 60_000 * listeners + 10_000 * nodes,
    availability: 90_000 + 25_000 * more + 60_000 * listeners,
    /** A transfer or an approval. */
    token: 100_000,
    /** Registering, topping up, withdrawing: without classes. */
    standing: 400_000 + 250_000 * listeners + (listeners > 0 ? 1_000_000 : 0),
    /** What leaving a class takes. */
    leave: 100_000 + 30_000 * more + 100_000 * listeners + 12_000 * nodes,
    /** What moving a class to another domain takes. */
    move: 300_000 + 75_000 * more + 250_000 * listeners + 24_000 * nodes,
    /** What claiming one more class takes. */
    claim: 30_000 + 15_000 * more + 6_000 * nodes,
  };
}

export type GasBounds = ReturnType<typeof gasBounds>;

/** What the gas of a system's transactions depends on. */
export interface GasShape {
  /** Layers of the largest success curve, 1 to 4. */
  readonly layers: number;
  /** Policies that listen beside the paid one. */
  readonly listeners: number;
  /** What the policies' changes take over those of a rule that settles one class at a time (`policyGasFactor`); default 1. */
  readonly factor?: number;
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
export function gasBounds({ layers, listeners, factor = 1 }: GasShape) {
  const more = layers - 1;
  return {
    batch: BATCH_GAS,
    /** A service that is measured again. */
    measure: factor * (60_000 + 20_000 * more + 30_000 * listeners),
    /** A service that is measured for the first time. */
    join: factor * (200_000 + 45_000 * more + 160_000 * listeners),
    weight: factor * (70_000 + 20_000 * more + 60_000 * listeners),
    availability: factor * (90_000 + 25_000 * more + 60_000 * listeners),
    /** A transfer or an approval. */
    token: 100_000,
    /** Registering, topping up, withdrawing: without classes. */
    standing: factor * (400_000 + 250_000 * listeners + (listeners > 0 ? 1_000_000 : 0)),
    /** What leaving a class takes. */
    leave: factor * (100_000 + 30_000 * more + 100_000 * listeners),
    /** What moving a class to another domain takes. */
    move: factor * (300_000 + 75_000 * more + 250_000 * listeners),
    /** What claiming one more class takes. */
    claim: factor * (30_000 + 15_000 * more),
  };
}

export type GasBounds = ReturnType<typeof gasBounds>;

import type { HeatColumn } from "../../report/heatTable.js";

/** One column of the policy matrix, of the table `summary` after `withGrowth`. */
export interface MatrixColumn extends HeatColumn {
  readonly group: "service" | "gains" | "money and gas";
  /** What it means, with its unit. */
  readonly text: string;
}

const percent = (value: number): string => (100 * value).toFixed(Math.abs(value) >= 10 ? 0 : 1);
const fixed =
  (digits: number) =>
  (value: number): string =>
    value.toFixed(digits);
const thousands = (value: number): string => (value / 1000).toFixed(1);
/** No colour where nothing is gained; a gain of all its pay again is as bad as colours get. */
const GAIN: readonly [number, number] = [1, -1];

/** Everything that the matrix compares, in the order of its tables. */
export const MATRIX_COLUMNS: readonly MatrixColumn[] = [
  {
    title: "success %",
    column: "success",
    group: "service",
    as: percent,
    text: "share of simulated requests served, mean over the run's last epochs",
    scale: [0, 1],
  },
  {
    title: "worst %",
    column: "worstSuccess",
    group: "service",
    as: percent,
    text: "the same requests with the worst single failure domain down throughout",
    scale: [0, 1],
  },
  {
    title: "rigs",
    column: "strategiesEffective",
    group: "service",
    as: fixed(1),
    text: "effective number of rigs (Hill number of order 1), wherever they stand",
    scale: null,
  },
  {
    title: "domains",
    column: "domainsEffective",
    group: "service",
    as: fixed(1),
    text: "effective number of failure domains",
    scale: null,
  },
  {
    title: "active",
    column: "active",
    group: "service",
    as: fixed(0),
    text: "operators that take part",
    scale: null,
  },
  {
    title: "of best %",
    column: "welfareShare",
    group: "service",
    as: percent,
    text: "V x coverage less cost, over that of the best assignment found",
    scale: [0, 1],
  },
  {
    title: "epsilon %",
    column: "epsilonShare",
    group: "service",
    as: percent,
    text: "the most that one operator could still gain by another strategy, as a share of the mean pay of those paid",
    scale: GAIN,
  },
  {
    title: "alignment",
    column: "alignment",
    group: "service",
    as: fixed(2),
    text: "Pearson correlation over operators of pay with the share of requests lost without it, by replay",
    scale: [0, 1],
  },
  {
    title: "split %",
    column: "splitShare",
    group: "gains",
    as: percent,
    text: "splitting into 2 to 5 identities (the best number), capacity, requests and stake divided, each with the least stake",
    scale: GAIN,
  },
  {
    title: "undivided %",
    column: "undividedShare",
    group: "gains",
    as: percent,
    text: "the same, every identity shown to have the whole capacity",
    scale: GAIN,
  },
  {
    title: "copy %",
    column: "copyShare",
    group: "gains",
    as: percent,
    text: "doing what the best-paid other operator does, less what that costs more to run",
    scale: GAIN,
  },
  {
    title: "answers %",
    column: "answersShare",
    group: "gains",
    as: percent,
    text: "answering probes without capacity in every class not served (u = 0.999, x = 1e-9, no request served)",
    scale: GAIN,
  },
  {
    title: "forged %",
    column: "forgedShare",
    group: "gains",
    as: percent,
    text: "a false measurement of u = 0.999 and x = 1 in every class",
    scale: GAIN,
  },
  {
    title: "fresh %",
    column: "freshShare",
    group: "gains",
    as: percent,
    text: "declaring a failure domain of one's own, the rig where it was",
    scale: GAIN,
  },
  {
    title: "take down %",
    column: "takeDownShare",
    group: "gains",
    as: percent,
    text: "the rival whose absence pays most taken down",
    scale: GAIN,
  },
  {
    title: "paid/day",
    column: "paid",
    group: "money and gas",
    as: fixed(0),
    text: "tokens paid a day",
  },
  {
    title: "of emitted %",
    column: "paidShare",
    group: "money and gas",
    as: percent,
    text: "share of the emission that is paid",
    scale: null,
  },
  {
    title: "per point",
    column: "paidPerPoint",
    group: "money and gas",
    as: fixed(1),
    text: "tokens paid a day for each percent of requests served",
  },
  {
    title: "join k",
    column: "joinGas",
    group: "money and gas",
    as: thousands,
    text: "thousand gas for a service measured for the first time, in the run's first reports",
  },
  {
    title: "measure k",
    column: "measureGas",
    group: "money and gas",
    as: thousands,
    text: "thousand gas for a service measured again, in batches",
  },
  {
    title: "claim k",
    column: "claimGas",
    group: "money and gas",
    as: thousands,
    text: "thousand gas for a claim in all classes of an operator",
  },
  {
    title: "claim 1 k",
    column: "claimOneGas",
    group: "money and gas",
    as: thousands,
    text: "thousand gas for a claim in one class",
  },
  {
    title: "upkeep k",
    column: "upkeepGas",
    group: "money and gas",
    as: thousands,
    text: "thousand gas a day for what the rule wants called beside",
  },
  {
    title: "growth",
    column: "growth",
    group: "money and gas",
    as: fixed(3),
    text: "gas of measuring one service again and claiming in one class, over the same in the small network",
    scale: [1.1, 0.9],
  },
];

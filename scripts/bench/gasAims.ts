import { CORE_POLICIES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { ANCHORS } from "./anchors.js";
import type { GasOperation, GasRow } from "./gasRow.js";
import { spreadOf } from "./spread.js";

/** An aim and what was measured for it. */
export interface GasAim {
  aim: string;
  /** The value must be below it. */
  below: number;
  /** The worst over all crowd sizes. */
  measured: number;
  met: boolean;
}

const POLICY: PolicyName = "MarginalCoverage";
/** Most and least gas over all crowd sizes may differ by this much. */
const SPREAD = 0.01;

/** The aims for MarginalCoverage with one layer and no shadows, from measured rows alone. */
export function gasAims(rows: readonly GasRow[]): GasAim[] {
  const alone = rows.filter(({ shadows, layers }) => shadows.length === 0 && layers === 1);
  const own = alone.filter(({ policy }) => policy === POLICY);
  const worst = (operation: GasOperation, classes: number): number =>
    Math.max(...own.filter((row) => row.operation === operation && row.classes === classes).map(({ gas }) => gas));
  const anchor = (call: string): number => ANCHORS.find((entry) => entry.call === call)?.gas ?? Number.NaN;
  const most = Math.max(...own.map(({ classes }) => classes));
  const core = alone.filter(({ policy }) => CORE_POLICIES.includes(policy));
  const spread = Math.max(...spreadOf(core).map(({ ratio }) => ratio - 1));

  const aims: [string, number, number][] = [
    ["claim of one class, below StakingRewards' getReward", anchor("getReward"), worst("claim", 1)],
    [
      `each further class of a claim, up to ${most}`,
      16_000,
      Math.round((worst("claim", most) - worst("claim", 1)) / (most - 1)),
    ],
    ["first join of a class by a newcomer, below StakingRewards' stake", anchor("stake"), worst("join", 1)],
    ["first join of a class by an operator of another, likewise", anchor("stake"), worst("join another", 1)],
    ["steady measurement of one operator and class inside a batch of 100", 30_000, worst("measure of 100", 1)],
    ["most over least gas as operators grow, core policies, less 1", SPREAD, spread],
  ];
  return aims.map(([aim, below, measured]) => {
    if (!Number.isFinite(measured)) throw new Error(`nothing was measured for "${aim}"`);
    return { aim, below, measured, met: measured < below };
  });
}

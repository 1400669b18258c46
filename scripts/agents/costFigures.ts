import { type Figure, readData } from "../workloads/readData.js";

/** What rigs and changes cost, from `data/costs.json`. */
export interface CostFigures {
  /** Factor on the list price of a GPU, by provider; a provider that is not here has no published price. */
  readonly providerFactors: ReadonlyMap<string, number>;
  /** Share of a rent that is power, 0 to 1. */
  readonly powerShare: number;
  /** Half-widths of the operators' multipliers around 1. */
  readonly spread: { readonly power: number; readonly capital: number };
  /** Share by which an operator runs cheaper in its home region. */
  readonly homeDiscount: number;
  /** Least and most tokens at the start. */
  readonly capital: readonly [number, number];
  /** Pareto index of capital where it is unequal. */
  readonly capitalTail: number;
  /** Share of its capital that an operator bonds. */
  readonly stakeShare: number;
  /** Days of the new rig's rent that a change costs. */
  readonly switchingDays: Readonly<Record<"enter" | "hardware" | "domain" | "models", number>>;
}

interface CostFile {
  providerFactors: Record<string, Figure<number>>;
  powerShare: Figure<number>;
  spread: { power: Figure<number>; capital: Figure<number> };
  homeDiscount: Figure<number>;
  capital: Figure<[number, number]>;
  capitalTail: Figure<number>;
  stakeShare: Figure<number>;
  switchingDays: Record<"enter" | "hardware" | "domain" | "models", Figure<number>>;
}

/** @example loadCostFigures().providerFactors.get("aws") // 2.56 */
export function loadCostFigures(): CostFigures {
  const file = readData<CostFile>("costs.json");
  const { enter, hardware, domain, models } = file.switchingDays;
  return {
    providerFactors: new Map(Object.entries(file.providerFactors).map(([id, { value }]) => [id, value])),
    powerShare: file.powerShare.value,
    spread: { power: file.spread.power.value, capital: file.spread.capital.value },
    homeDiscount: file.homeDiscount.value,
    capital: file.capital.value,
    capitalTail: file.capitalTail.value,
    stakeShare: file.stakeShare.value,
    switchingDays: { enter: enter.value, hardware: hardware.value, domain: domain.value, models: models.value },
  };
}

import { UserError } from "../common/errors.js";
import { type ClientFigures, type ModelFigures, QUANTILES } from "./calibrateDemand.js";
import { type Figure, readData } from "./readData.js";

/** What the generator and the class rule know of one model family's demand. */
export interface FamilyDemand {
  readonly family: string;
  /** Share of all requests. */
  readonly share: number;
  readonly hourProfile: readonly number[];
  readonly clients: readonly ClientFigures[];
  readonly inputQuantiles: readonly number[];
  readonly outputQuantiles: readonly number[];
}

type Assumed<T> = T | Figure<T>;

interface DemandFile {
  models: Record<string, ModelFigures>;
  others: Record<
    string,
    {
      share: Figure<number>;
      hourProfile: Assumed<number[]>;
      clients: Assumed<ClientFigures[]>;
      inputQuantiles: Assumed<number[]>;
      outputQuantiles: Assumed<number[]>;
    }
  >;
}

/**
 * Demand of every family as shipped: ServeGen's models by their measured rates, then the families whose share is
 * assumed, which take it off the measured ones in proportion.
 *
 * @example demandFigures().find(({ family }) => family === "small")?.share
 */
export function demandFigures(): FamilyDemand[] {
  const { models, others } = readData<DemandFile>("demand.json");
  const assumed = Object.entries(others).map(
    ([family, figures]): FamilyDemand => ({
      family,
      share: figures.share.value,
      hourProfile: plain(figures.hourProfile),
      clients: plain(figures.clients),
      inputQuantiles: plain(figures.inputQuantiles),
      outputQuantiles: plain(figures.outputQuantiles),
    }),
  );
  const left = 1 - assumed.reduce((total, { share }) => total + share, 0);
  const rate = Object.values(models).reduce((total, { meanRps }) => total + meanRps, 0);
  const measured = Object.entries(models).map(
    ([model, figures]): FamilyDemand => ({
      ...figures,
      family: familyOfModel(model),
      share: (left * figures.meanRps) / rate,
    }),
  );
  return [...measured, ...assumed];
}

/**
 * The family that stands for a model named in a ServeGen file.
 *
 * @example familyOfModel("m-small") // "small"
 */
export function familyOfModel(model: string): string {
  const { familyOf } = readData<{ familyOf: Record<string, Figure<string>> }>("models.json");
  const family = familyOf[model];
  if (family === undefined) {
    throw new UserError(`unknown model "${model}"; allowed: ${Object.keys(familyOf).join(", ")}`);
  }
  return family.value;
}

/**
 * Inverse distribution through the quantiles, rounded: geometric between two of them (lengths are closer to log-uniform
 * than to uniform there), linear where one is 0, flat beyond 1% and 99.9%.
 *
 * @example tokensAt(family.inputQuantiles, 0.5) // the median
 */
export function tokensAt(quantiles: readonly number[], probability: number): number {
  let index = 0;
  while (index < QUANTILES.length - 1 && probability > (QUANTILES[index + 1] ?? 1)) index += 1;
  const low = QUANTILES[index] ?? 0;
  const high = QUANTILES[index + 1] ?? 1;
  const from = quantiles[index] ?? 0;
  const to = quantiles[index + 1] ?? from;
  const weight = Math.min(1, Math.max(0, (probability - low) / (high - low)));
  return Math.round(from > 0 && to > 0 ? from * (to / from) ** weight : from + (to - from) * weight);
}

/** Mean of the distribution that {@link tokensAt} draws from, before rounding. */
export function meanTokens(quantiles: readonly number[]): number {
  let mean = (QUANTILES[0] ?? 0) * (quantiles[0] ?? 0) + (1 - (QUANTILES.at(-1) ?? 1)) * (quantiles.at(-1) ?? 0);
  for (let index = 0; index + 1 < QUANTILES.length; index += 1) {
    const mass = (QUANTILES[index + 1] ?? 0) - (QUANTILES[index] ?? 0);
    mean += mass * meanBetween(quantiles[index] ?? 0, quantiles[index + 1] ?? 0);
  }
  return mean;
}

function meanBetween(from: number, to: number): number {
  return from > 0 && to > from ? (to - from) / Math.log(to / from) : (from + to) / 2;
}

function plain<T>(figure: Assumed<T>): T {
  return typeof figure === "object" && figure !== null && "value" in figure ? figure.value : (figure as T);
}

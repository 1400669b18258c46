import { readRows } from "./readRows.js";

/** One client of a measured service: a share of its requests and how they come. */
export interface ClientFigures {
  /** Share of the model's requests. */
  readonly share: number;
  /** Rate-weighted median of the inter-arrival coefficient of variation; Poisson has 1. */
  readonly arrivalCv: number;
  /** Coefficient of variation of its 10-minute rates about the model's hour profile. */
  readonly rateCv: number;
  /** Correlation of that deviation from one 10-minute window to the next. */
  readonly rateCorrelation: number;
}

/** What the demand generator knows of one model. */
export interface ModelFigures {
  readonly meanRps: number;
  /** Rate in each hour of the day over the mean rate, 24 numbers. */
  readonly hourProfile: readonly number[];
  /** Clients with at least 1% of the requests, largest first; the others are pooled. */
  readonly clients: readonly ClientFigures[];
  readonly inputQuantiles: readonly number[];
  readonly outputQuantiles: readonly number[];
}

/** The probabilities of `inputQuantiles` and `outputQuantiles`. */
export const QUANTILES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999] as const;

const WINDOW = 600;
const SMALLEST_SHARE = 0.01;

/**
 * Figures of one ServeGen model from its measured windows: this is what `data/demand.json` ships, and a test computes
 * it again from the files.
 *
 * @example await calibrateDemand({ model: "m-small", ratesPath, lengthsPath, days: 14 })
 */
export async function calibrateDemand(parameters: {
  model: string;
  ratesPath: string;
  lengthsPath: string;
  days: number;
}): Promise<ModelFigures> {
  const { model, ratesPath, lengthsPath, days } = parameters;
  const windows = new Map<string, Map<number, { rate: number; cv: number }>>();
  const times = new Set<number>();
  for await (const row of readRows(ratesPath)) {
    if (row.text("model") !== model) continue;
    const client = windows.get(row.text("client")) ?? new Map();
    windows.set(row.text("client"), client);
    const start = row.number("window_start_s", { from: 0 });
    times.add(start);
    client.set(start, { rate: row.number("rate_rps", { from: 0 }), cv: row.number("iat_cv", { from: 0 }) });
  }
  const total = sum([...windows.values()].flatMap((client) => [...client.values()].map(({ rate }) => rate)));
  const meanRps = (total * WINDOW) / (days * 86_400);
  const hourProfile = profile(windows, meanRps, days);
  const starts = [...times].sort((a, b) => a - b);
  const clients = [...windows.values()]
    .map((client) => clientFigures(client, { total, starts, hourProfile, mean: WINDOW / (days * 86_400) }))
    .filter(({ share }) => share >= SMALLEST_SHARE)
    .sort((a, b) => b.share - a.share);
  return {
    meanRps: round(meanRps),
    hourProfile: hourProfile.map(round),
    clients,
    inputQuantiles: await inputQuantiles(lengthsPath, model),
    outputQuantiles: await pooledQuantiles(lengthsPath, model, "output_tokens"),
  };
}

function profile(windows: Map<string, Map<number, { rate: number }>>, meanRps: number, days: number): number[] {
  const hours = new Array<number>(24).fill(0);
  for (const client of windows.values()) {
    for (const [start, { rate }] of client) {
      const hour = Math.floor(start / 3600) % 24;
      hours[hour] = (hours[hour] ?? 0) + rate;
    }
  }
  return hours.map((rate) => rate / (days * 6) / meanRps);
}

function clientFigures(
  client: Map<number, { rate: number; cv: number }>,
  model: { total: number; starts: number[]; hourProfile: number[]; mean: number },
): ClientFigures {
  const volume = sum([...client.values()].map(({ rate }) => rate));
  const mean = volume * model.mean;
  const relative = model.starts.map((start) => {
    const hour = model.hourProfile[Math.floor(start / 3600) % 24] ?? 1;
    return (client.get(start)?.rate ?? 0) / (mean * hour);
  });
  const centre = sum(relative) / relative.length;
  const deviations = relative.map((value) => value - centre);
  const variance = sum(deviations.map((value) => value * value));
  const lagged = sum(deviations.slice(1).map((value, index) => value * (deviations[index] ?? 0)));
  return {
    share: round(volume / model.total),
    arrivalCv: round(weightedMedian([...client.values()].map(({ rate, cv }) => ({ value: cv, weight: rate })))),
    rateCv: round(Math.sqrt(variance / relative.length) / centre),
    rateCorrelation: round(variance === 0 ? 0 : lagged / variance),
  };
}

/** A multimodal input is its text and image tokens; adding their quantiles keeps the mean and assumes they rise together. */
async function inputQuantiles(path: string, model: string): Promise<number[]> {
  const parts: number[][] = [];
  for (const field of ["input_tokens", "text_tokens", "image_tokens"]) {
    parts.push(await pooledQuantiles(path, model, field));
  }
  return QUANTILES.map((_, index) => sum(parts.map((part) => part[index] ?? 0)));
}

/** Quantiles of the mixture over clients and 6-hour windows, each weighted by its requests. */
async function pooledQuantiles(path: string, model: string, field: string): Promise<number[]> {
  const names = ["p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "p99.9"];
  const points: { value: number; weight: number }[] = [];
  for await (const row of readRows(path)) {
    if (row.text("model") !== model || row.text("field") !== field) continue;
    const weight = row.number("requests_in_window_est", { from: 0 });
    const values = names.map((name) => row.number(name, { from: 0 }));
    // Each part of the distribution is represented by points evenly spaced between its two quantiles.
    for (let index = 0; index + 1 < values.length; index += 1) {
      const low = values[index] ?? 0;
      const high = values[index + 1] ?? low;
      const mass = (QUANTILES[index + 1] ?? 1) - (QUANTILES[index] ?? 0);
      for (let part = 0; part < 8; part += 1) {
        points.push({ value: low + ((high - low) * (part + 0.5)) / 8, weight: (weight * mass) / 8 });
      }
    }
    points.push(
      { value: values[0] ?? 0, weight: weight * 0.01 },
      { value: values.at(-1) ?? 0, weight: weight * 0.001 },
    );
  }
  points.sort((a, b) => a.value - b.value);
  return QUANTILES.map((probability) => Math.round(weightedQuantile(points, probability)));
}

function weightedMedian(points: { value: number; weight: number }[]): number {
  return weightedQuantile(
    points.sort((a, b) => a.value - b.value),
    0.5,
  );
}

function weightedQuantile(sorted: { value: number; weight: number }[], probability: number): number {
  const target = probability * sum(sorted.map(({ weight }) => weight));
  let passed = 0;
  for (const { value, weight } of sorted) {
    passed += weight;
    if (passed >= target) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Four significant digits: more would claim a precision that the measurement has not. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

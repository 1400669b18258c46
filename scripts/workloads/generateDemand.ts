import { UserError } from "../common/errors.js";
import { type RandomStream, randomStream } from "../common/random.js";
import { classAssigner } from "./assignClass.js";
import type { Demand, RequestBatch } from "./demand.js";
import { demandFigures, type FamilyDemand, tokensAt } from "./demandFigures.js";
import { type ArrivalWindow, expandWindows } from "./expandWindows.js";
import { gammaGap, sampleNormal } from "./sampleGap.js";
import type { WorkloadClass } from "./workloadClass.js";

/** Demand made here: its batches need no waiting. */
export interface GeneratedDemand extends Demand {
  batches(): Iterable<RequestBatch>;
}

/** Length of a window in which a client's rate is constant, seconds; ServeGen's. */
const WINDOW = 600;

/**
 * Requests like the measured ones, without any download: each family's mean rate follows its hour profile; each client
 * of at least 1% of a model has its measured share, its own slow rate changes (lognormal, correlated from window to
 * window) and Gamma gaps of its measured coefficient of variation; the many small ones together are Poisson. Token
 * lengths follow the measured quantiles, input and output independently. A family's classes are drawn by their shares.
 *
 * @throws UserError on a rate or length of time that is not positive.
 * @example for (const batch of generateDemand({ classes, requestsPerSecond: 5, hours: 24, seed: 1 }).batches()) {}
 */
export function generateDemand(parameters: {
  classes: readonly WorkloadClass[];
  /** Mean over a day of all families together. */
  requestsPerSecond: number;
  hours: number;
  seed: number | string;
  /** Hour of the day at which it starts, 0 to 23. */
  startHour?: number;
  /** Families' shares of all requests, where they are not the measured ones. */
  familyShares?: ReadonlyMap<string, number>;
}): GeneratedDemand {
  const { classes, requestsPerSecond, hours, seed, startHour = 0, familyShares } = parameters;
  if (!(requestsPerSecond > 0)) throw new UserError(`requests per second must be above 0, got ${requestsPerSecond}`);
  if (!(hours > 0)) throw new UserError(`hours must be above 0, got ${hours}`);
  const families = demandFigures()
    .filter(({ family }) => classes.some(({ modelFamily }) => modelFamily === family))
    .map((figures) => ({ ...figures, share: familyShares?.get(figures.family) ?? figures.share }));
  return { classes, batches: () => batches({ classes, families, requestsPerSecond, hours, seed, startHour }) };
}

interface Client {
  readonly family: number;
  /** Mean requests per second. */
  readonly rate: number;
  readonly arrivalCv: number;
  readonly rateCv: number;
  readonly rateCorrelation: number;
}

function* batches(parameters: {
  classes: readonly WorkloadClass[];
  families: readonly FamilyDemand[];
  requestsPerSecond: number;
  hours: number;
  seed: number | string;
  startHour: number;
}): Generator<RequestBatch> {
  const { classes, families, requestsPerSecond, hours, seed, startHour } = parameters;
  const clients = families.flatMap((family, index) => clientsOf(family, index, requestsPerSecond));
  const assigners = families.map(({ family }) => classAssigner({ classes, family }));
  const windows = windowsOf({ clients, families, hours, startHour, random: randomStream(seed, "demand/rates") });
  const assigned = randomStream(seed, "demand/classes");
  const lengths = randomStream(seed, "demand/lengths");
  for (const { length, time, client } of expandWindows(windows, randomStream(seed, "demand/arrivals"))) {
    const classIndex = new Uint16Array(length);
    const inputTokens = new Int32Array(length);
    const outputTokens = new Int32Array(length);
    for (let row = 0; row < length; row += 1) {
      const familyIndex = clients[client[row] ?? 0]?.family ?? 0;
      const family = families[familyIndex];
      const assign = assigners[familyIndex];
      if (family === undefined || assign === undefined) throw new RangeError(`no family ${familyIndex}`);
      classIndex[row] = assign(assigned);
      inputTokens[row] = tokensAt(family.inputQuantiles, lengths.next());
      outputTokens[row] = Math.max(1, tokensAt(family.outputQuantiles, lengths.next()));
    }
    if (length > 0) yield { length, time, classIndex, inputTokens, outputTokens };
  }
}

function clientsOf(family: FamilyDemand, index: number, requestsPerSecond: number): Client[] {
  const rate = requestsPerSecond * family.share;
  const listed = family.clients.map((client) => ({ ...client, family: index, rate: rate * client.share }));
  const rest = 1 - family.clients.reduce((total, { share }) => total + share, 0);
  if (rest < 1e-9) return listed;
  return [...listed, { family: index, rate: rate * rest, arrivalCv: 1, rateCv: 0, rateCorrelation: 0 }];
}

function* windowsOf(parameters: {
  clients: readonly Client[];
  families: readonly FamilyDemand[];
  hours: number;
  startHour: number;
  random: RandomStream;
}): Generator<ArrivalWindow> {
  const { clients, families, hours, startHour, random } = parameters;
  const end = hours * 3600;
  const level = clients.map(() => sampleNormal(random));
  const gaps = clients.map(({ arrivalCv }) => gammaGap(arrivalCv));
  for (let start = 0; start < end; start += WINDOW) {
    const hour = Math.floor(startHour + start / 3600) % 24;
    yield {
      start,
      seconds: Math.min(WINDOW, end - start),
      clients: clients.map(({ family, rate, rateCv, rateCorrelation }, client) => {
        const sigma = Math.sqrt(Math.log1p(rateCv * rateCv));
        const factor = Math.exp(sigma * (level[client] ?? 0) - (sigma * sigma) / 2);
        const profile = families[family]?.hourProfile[hour] ?? 1;
        // Gauss-Markov: variance 1 and the measured correlation of neighbouring windows.
        level[client] =
          rateCorrelation * (level[client] ?? 0) + Math.sqrt(1 - rateCorrelation ** 2) * sampleNormal(random);
        return { client, rate: rate * profile * factor, gap: gaps[client] ?? gammaGap(1) };
      }),
    };
  }
}

import { UserError } from "../common/errors.js";
import { randomStream } from "../common/random.js";
import { loadCatalogue } from "../workloads/catalogue.js";
import type { Demand } from "../workloads/demand.js";
import { generateDemand } from "../workloads/generateDemand.js";
import type { Rig } from "../workloads/rig.js";
import { openTrace } from "../workloads/traces/openTrace.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import { workloadClasses } from "../workloads/workloadClasses.js";
import { type BuiltNetwork, buildNetwork } from "./buildNetwork.js";
import { type Epoch, epochs } from "./epochs.js";
import { drawOutages } from "./outages.js";
import { placeSecondsPerRequest } from "./placesPerRequest.js";
import { Prober, type ProbeTally } from "./prober.js";
import { randomRig } from "./randomRig.js";
import { routerNamed } from "./routerNamed.js";
import { shockOn } from "./shockOn.js";
import { Simulator } from "./simulator.js";
import { Tally } from "./tally.js";

/** What the person at the terminal may set. */
export interface SimulateSettings {
  /** A trace file, or `generated` for demand like the measured one. */
  readonly demand: string;
  readonly operators: number;
  readonly hours: number;
  readonly router: string;
  readonly seed: number;
  /** Offered load over all places, of generated demand. */
  readonly load: number;
  /** Share of the rates of a ServeGen window file. */
  readonly thinning: number;
  /** Model family of all rows of a trace, or empty for the file's own. */
  readonly family: string;
  /** Age of the gateway's view, seconds. */
  readonly staleness: number;
  /** Second and later tries; -1: the router's own. */
  readonly retries: number;
  /** Places per rig at most. */
  readonly slots: number;
  readonly epochMinutes: number;
  /** Scheduled shocks, comma-separated, as `shockOn` reads them; or empty. */
  readonly shock: string;
}

/** Mean seconds between looks at all operators. */
const PROBE_INTERVAL = 300;

/** A simulated network, what was counted in every epoch, and in all. */
export interface SimulatedNetwork extends BuiltNetwork {
  readonly rigs: readonly Rig[];
  readonly classes: readonly WorkloadClass[];
  readonly epochs: readonly Epoch[];
  readonly total: Tally;
  readonly probes: ProbeTally;
  /** Simulated; less than was asked for when it was stopped. */
  readonly seconds: number;
}

/**
 * The request network alone: random rigs, measured failures, demand from a file or the generator, one router.
 *
 * @param progress told the share done, 0 to 1
 * @param stop ends the run after the epoch that is under way
 * @throws UserError on a setting out of range, an unknown router, or a malformed trace
 * @example await simulateNetwork({ ...settings, demand: "generated", operators: 60, hours: 24, router: "uniform", seed: 1 })
 */
export async function simulateNetwork(
  settings: SimulateSettings,
  progress: (share: number) => void = () => {},
  stop?: AbortSignal,
): Promise<SimulatedNetwork> {
  requireSettings(settings);
  const router = routerNamed(settings.router);
  const { seed, operators, hours } = settings;
  const seconds = hours * 3600;
  const classes = workloadClasses();
  const catalogue = loadCatalogue();
  const stream = randomStream(seed, "rigs");
  const rigs = Array.from({ length: operators }, () =>
    randomRig({ stream, classes, catalogue, maxSlots: settings.slots }),
  );
  const built = buildNetwork({ rigs, classes, catalogue });
  const { network, groups } = built;
  const shocks = settings.shock === "" ? [] : settings.shock.split(",").map((text) => shockOn(text, rigs));
  const demand = await demandOf(settings, classes, built);
  const outages = drawOutages({ operators, domainOf: network.domainOf, groups, shocks, seconds, seed });
  const { staleness } = settings;
  const retries = settings.retries < 0 ? router.retries : settings.retries;
  const simulator = new Simulator({ network, outages, router, seed, staleness, retries });
  const total = new Tally(network);
  const all: Epoch[] = [];
  const epochSeconds = settings.epochMinutes * 60;
  for await (const epoch of epochs({ simulator, batches: demand.batches(), epochSeconds, seconds })) {
    total.add(epoch.tally);
    all.push(epoch);
    progress(epoch.end / seconds);
    if (stop?.aborted) break;
  }
  const done = all.at(-1)?.end ?? 0;
  if (simulator.requests === 0) throw new UserError(`${settings.demand} has no request in the first ${hours} hours`);
  const tokens = {
    input: Float64Array.from(classes, ({ meanInputTokens }) => meanInputTokens),
    output: Float64Array.from(classes, ({ meanOutputTokens }) => meanOutputTokens),
  };
  const probes = new Prober({ network, outages, seed, interval: PROBE_INTERVAL, tokens }).until(done);
  return { ...built, rigs, classes, epochs: all, total, probes, seconds: done };
}

async function demandOf(settings: SimulateSettings, classes: WorkloadClass[], built: BuiltNetwork): Promise<Demand> {
  const { seed, hours, load, thinning, family } = settings;
  if (settings.demand !== "generated") {
    return openTrace({ path: settings.demand, classes, seed, thinning, ...(family === "" ? {} : { family }) });
  }
  const places = built.network.slots.reduce((a, b) => a + b, 0);
  const requestsPerSecond = (load * places) / placeSecondsPerRequest(built.network, classes);
  return generateDemand({ classes, requestsPerSecond, hours, seed });
}

function requireSettings(settings: SimulateSettings): void {
  const whole = (name: "operators" | "slots" | "retries" | "seed", low: number, high: number): void => {
    const value = settings[name];
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new UserError(`--${name} must be a whole number from ${low} to ${high}, got ${value}`);
    }
  };
  const within = (name: "hours" | "load" | "staleness" | "epochMinutes", low: number, high: number): void => {
    const value = settings[name];
    const option = name === "epochMinutes" ? "epoch-minutes" : name;
    if (!(value >= low && value <= high))
      throw new UserError(`--${option} must be from ${low} to ${high}, got ${value}`);
  };
  whole("operators", 1, 10_000);
  whole("slots", 1, 256);
  whole("retries", -1, 7);
  whole("seed", 0, Number.MAX_SAFE_INTEGER);
  within("hours", 0.01, 24 * 366);
  within("load", 0.001, 100);
  within("staleness", 0, 86_400);
  within("epochMinutes", 0.1, 1440);
}

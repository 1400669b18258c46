import { randomStream } from "../common/random.js";
import { buildNetwork } from "../network/buildNetwork.js";
import { GATES } from "../network/gate.js";
import { drawOutages } from "../network/outages.js";
import { placeSecondsPerRequest } from "../network/placesPerRequest.js";
import { randomRig } from "../network/randomRig.js";
import { routerNamed } from "../network/routerNamed.js";
import { Simulator } from "../network/simulator.js";
import type { Tally } from "../network/tally.js";
import { loadCatalogue } from "../workloads/catalogue.js";
import { generateDemand } from "../workloads/generateDemand.js";
import type { Rig } from "../workloads/rig.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import { workloadClasses } from "../workloads/workloadClasses.js";

/** What newcomers do: copy the most common rig, draw one at random, or serve the classes with the most failed requests. */
export const STRATEGIES = ["copy", "random", "fill"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Written before any run. */
export const NEWCOMER_HYPOTHESES = [
  "H1  At 200 operators, success is highest when newcomers fill the least covered class and lowest when they copy.",
  "H2  Copies stop helping: from 80 to 200 operators success rises by less than 1 percentage point.",
  "H3  Filling reaches with 60 operators what copying does not reach with 200.",
] as const;

export interface NewcomersSettings {
  readonly strategy: Strategy;
  readonly seed: number;
  /** Numbers of operators, ascending; the first is the founding population, of random rigs. */
  readonly operators: readonly number[];
  readonly hours: number;
  readonly maxSlots: number;
  /** Offered place-seconds per second over the places of `loadOperators` random rigs; the demand is the same throughout. */
  readonly load: number;
  readonly loadOperators: number;
  readonly router: string;
}

/** Success at one size of the network. */
export interface NewcomersStep {
  readonly operators: number;
  readonly success: number;
  /** Share of requests that ended at each of `GATES`. */
  readonly gates: readonly number[];
  readonly domains: number;
}

/** Grows one network by one strategy under the same demand, and runs the requests at every size. */
export function newcomers(settings: NewcomersSettings): NewcomersStep[] {
  const { strategy, seed, operators, hours, maxSlots, load, loadOperators, router } = settings;
  const classes = workloadClasses();
  const catalogue = loadCatalogue();
  const draw = { stream: randomStream(seed, "rigs"), classes, catalogue, maxSlots };
  const many = Array.from({ length: loadOperators }, () => randomRig(draw));
  const reference = buildNetwork({ rigs: many, classes, catalogue }).network;
  const places = reference.slots.reduce((a, b) => a + b, 0);
  const requestsPerSecond = (load * places) / placeSecondsPerRequest(reference, classes);
  const seconds = hours * 3600;
  const rigs = many.slice(0, operators[0] ?? 0);
  const stream = randomStream(seed, `newcomers/${strategy}`);
  const steps: NewcomersStep[] = [];
  let tally: Tally | undefined;
  for (const count of operators) {
    if (tally) {
      rigs.push(...join({ strategy, count: count - rigs.length, rigs, tally, draw: { ...draw, stream } }));
    }
    const { network, groups, domains } = buildNetwork({ rigs, classes, catalogue });
    const outages = drawOutages({ operators: count, domainOf: network.domainOf, groups, shocks: [], seconds, seed });
    const simulator = new Simulator({ network, outages, router: routerNamed(router), seed, recordsAble: false });
    for (const batch of generateDemand({ classes, requestsPerSecond, hours, seed }).batches()) simulator.run(batch);
    tally = simulator.tally;
    const { byGate } = tally;
    const gates = GATES.map((_, gate) => {
      let ended = 0;
      for (let cell = gate; cell < byGate.length; cell += GATES.length) ended += byGate[cell] ?? 0;
      return ended / simulator.requests;
    });
    steps.push({ operators: count, success: tally.successRate(), gates, domains: domains.length });
  }
  return steps;
}

/** The rigs of `count` newcomers who see the present rigs and the last tally. */
function join(parameters: {
  strategy: Strategy;
  count: number;
  rigs: readonly Rig[];
  tally: Tally;
  draw: Parameters<typeof randomRig>[0];
}): Rig[] {
  const { strategy, count, rigs, tally, draw } = parameters;
  const { classes } = draw;
  const failed = classes.map((_, c) => (tally.demand[c] ?? 0) - tally.at(c, 0));
  return Array.from({ length: count }, () => {
    if (strategy === "copy") return mostCommon(rigs);
    if (strategy === "random") return randomRig(draw);
    const worst = failed.indexOf(Math.max(...failed));
    // One newcomer is not enough for the worst class: it is taken to mend half of what fails there.
    failed[worst] = (failed[worst] ?? 0) / 2;
    return randomRig({ ...draw, workload: classes[worst] as WorkloadClass });
  });
}

/** The rig (hardware, model, mode and domain) that most operators have; the first of them where several tie. */
function mostCommon(rigs: readonly Rig[]): Rig {
  const counts = new Map<string, { rig: Rig; count: number }>();
  for (const rig of rigs) {
    const models = rig.models.map(({ model, precision }) => `${model.id} ${precision}`).join("+");
    const key = [rig.gpu.id, rig.count, models, rig.verification, rig.domain.id].join("/");
    const entry = counts.get(key) ?? { rig, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  return [...counts.values()].reduce((a, b) => (b.count > a.count ? b : a)).rig;
}

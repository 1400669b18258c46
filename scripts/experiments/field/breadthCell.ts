import { mean } from "simple-statistics";
import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { type RandomStream, randomStream } from "../../common/random.js";
import { randomOrder } from "../../common/randomOrder.js";
import { DAY_SECONDS } from "../../common/units.js";
import { classCoverage } from "../../metrics/classCoverage.js";
import { coverage } from "../../metrics/coverage.js";
import { buildScenario } from "../../simulation/buildScenario.js";
import type { Scenario } from "../../simulation/scenario.js";
import type { CellContext, CellResult, Row } from "../experiment.js";
import { PayDays, type Shown } from "./payDays.js";

export interface BreadthSettings {
  readonly policy: string;
  readonly operators: number;
  /** Classes of a narrow and of a broad operator. */
  readonly narrow: number;
  readonly broad: number;
  readonly seed: number;
}

/** Shares of the operators that are broad; the first step is one operator. */
export const BROAD_SHARES = [0, 0.25, 0.5, 0.75, 1] as const;
/** Reliability of every service, and capacity of every operator as a share of its equal part of all requests. */
const RELIABILITY = 0.95;
const CAPACITY = 1.2;
/** Operators whose gain from being broad is asked for on each day. */
const ASKED = 6;

/**
 * Days on which more and more operators, in an order drawn once, spread the same capacity and the same served requests over
 * more classes. Each day the deployed contract is asked what a few of them would be paid broad and what narrow, all else as
 * it is; and what a newcomer would be paid for the least covered classes, and for the best covered.
 */
export async function breadthCell(settings: BreadthSettings, context: CellContext): Promise<CellResult> {
  const { seed, operators, narrow, broad } = settings;
  const scenario = buildScenario({ seed, operators: operators + 1 });
  const stream = randomStream(seed, "breadth");
  const capacity = CAPACITY / operators;
  const profiles = Array.from({ length: operators }, () => {
    const domain = stream.below(scenario.domains.length);
    const classes = drawnClasses(scenario, stream, broad);
    const offer = (count: number): Shown => ({ domain, services: spread(scenario, classes.slice(0, count), capacity) });
    return { narrow: offer(narrow), broad: offer(broad) };
  });
  const order = [
    ...randomOrder(
      profiles.map((_, operator) => operator),
      stream,
    ),
  ];
  const counts = [...new Set([0, 1, ...BROAD_SHARES.map((share) => Math.round(share * operators))])].sort(
    (a, b) => a - b,
  );
  context.progress(0.1, "deployment");
  const bed = await PayDays.open({
    chain: await context.connect(),
    policy: settings.policy as PolicyName,
    // A request is one unit of compute in every class, so that served work is the same however it is spread.
    scenario: evenWork(scenario),
    stakes: Array.from({ length: operators + 1 }, () => 100),
    days: counts.length,
  });
  const rows: Row[] = [];
  for (const count of counts) {
    context.signal.throwIfAborted();
    const isBroad = new Set(order.slice(0, count));
    const shown = profiles.map((profile, operator) => (isBroad.has(operator) ? profile.broad : profile.narrow));
    const { paid, emitted, state } = await bed.day([...shown, undefined]);
    const even = emitted / operators;
    const payOf = (which: (operator: number) => boolean): number | null => {
      const pays = [...paid].slice(0, operators).filter((_, operator) => which(operator));
      return pays.length === 0 ? null : mean(pays) / even;
    };
    // Those that change last and first, so that both kinds are asked wherever there are both.
    const asked = [...order.slice(0, ASKED / 2), ...order.slice(-ASKED / 2)];
    const gains = await Promise.all(
      asked.map(async (operator) => {
        const profile = profiles[operator];
        if (profile === undefined) return { broad: 0, narrow: 0 };
        return { broad: await bed.quote(operator, profile.broad), narrow: await bed.quote(operator, profile.narrow) };
      }),
    );
    // Classes that somebody serves: the first in an empty one would get a bounty besides.
    const covered = classCoverage(state);
    const ranked = scenario.classes
      .flatMap((_, c) => (shown.some(({ services }) => services.some(({ classIndex }) => classIndex === c)) ? [c] : []))
      .sort((a, b) => (covered[a] ?? 0) - (covered[b] ?? 0));
    const newcomer = (classes: readonly number[]): Promise<number> =>
      bed.quote(operators, { domain: 0, services: spread(scenario, classes, capacity) });
    rows.push({
      broadShare: count / operators,
      paidBroad: payOf((operator) => isBroad.has(operator)),
      paidNarrow: payOf((operator) => !isBroad.has(operator)),
      gain: (mean(gains.map((each) => each.broad)) - mean(gains.map((each) => each.narrow))) / even,
      gainRelative: mean(gains.map((each) => each.broad)) / mean(gains.map((each) => each.narrow)) - 1,
      scarce: (await newcomer(ranked.slice(0, broad))) / even,
      crowded: (await newcomer(ranked.slice(-broad))) / even,
      coverage: coverage(state),
      paidShare: [...paid].reduce((sum, tokens) => sum + tokens, 0) / emitted,
    });
    context.progress(0.1 + (0.9 * rows.length) / counts.length, `${count} broad`);
  }
  return { tables: { days: rows } };
}

/** Different classes, each drawn by its share of requests. */
function drawnClasses({ classes }: Scenario, stream: RandomStream, count: number): number[] {
  const left = classes.map(({ share }, classIndex) => ({ share, classIndex }));
  return Array.from({ length: Math.min(count, left.length) }, () => {
    let point = stream.next() * left.reduce((sum, { share }) => sum + share, 0);
    const at = left.findIndex(({ share }) => {
      point -= share;
      return point < 0;
    });
    const [drawn] = left.splice(at < 0 ? left.length - 1 : at, 1);
    return drawn?.classIndex ?? 0;
  });
}

/**
 * Services in the classes with `capacity` (a share of all requests of a day) spread over them: the same capacity ratio in
 * each, and half of the capacity served.
 */
function spread(scenario: Scenario, classes: readonly number[], capacity: number): Shown["services"] {
  const shareOf = (c: number): number => scenario.classes[c]?.share ?? 0;
  const total = classes.reduce((sum, c) => sum + shareOf(c), 0);
  const requests = scenario.requestsPerSecond * DAY_SECONDS;
  return [...classes]
    .sort((a, b) => a - b)
    .map((classIndex) => {
      const own = (capacity * shareOf(classIndex)) / total;
      return {
        classIndex,
        reliability: RELIABILITY,
        capacityRatio: own / shareOf(classIndex),
        served: Math.round((requests * own) / 2),
      };
    });
}

const evenWork = (scenario: Scenario): Scenario => ({
  ...scenario,
  classes: scenario.classes.map((each) => ({ ...each, meanInputTokens: 1, meanOutputTokens: 0 })),
});

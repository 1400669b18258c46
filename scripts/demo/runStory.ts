import { readCoverage } from "../chain/readCoverage.js";
import { formatTokens } from "../common/formatTokens.js";
import { classId, type DemoNetwork } from "./DemoNetwork.js";
import type { DemoOutcome, OperatorOutcome } from "./outcome.js";
import { readOutcome } from "./readOutcome.js";
import { CLASSES, HOURS, OPERATORS } from "./story.js";

interface StoryEvent {
  hour: number;
  /** Carries the event out and says what happened. */
  happen(network: DemoNetwork): Promise<string>;
}

const EVENTS: StoryEvent[] = [
  {
    hour: 6,
    happen: async (network) => {
      await network.setWeight("code", 300);
      return "demand for code doubles: weight 150 to 300";
    },
  },
  {
    hour: 8,
    happen: async (network) => {
      await network.setAvailability("budget-eu", 0.9);
      return "budget-eu is measured to be up 90% of the time, not 97%";
    },
  },
  {
    hour: 9,
    happen: async () => "Cem stops answering and is not measured any more",
  },
  {
    hour: 10,
    happen: async (network) => {
      await network.move("Ben", "racks-asia");
      return "Ben moves the same machine from budget-eu to racks-asia";
    },
  },
  {
    hour: 11,
    happen: async (network) => {
      for (const operator of OPERATORS) if (operator.joins === 12) await network.register(operator);
      return "Lea registers in premium-us and is measured from hour 12";
    },
  },
  {
    hour: 15,
    happen: async (network) => {
      await network.expire("Cem");
      return "Cem's measurement is older than 6 hours: somebody expires it";
    },
  },
  {
    hour: 18,
    happen: async (network) => {
      await network.slashAndJail("Eli", 200);
      return "Eli is slashed by 200 BRDTH of stake and jailed; what it earned stays its own";
    },
  },
  {
    hour: 20,
    happen: async (network) => `Gus claims and is paid ${formatTokens(await network.claim("Gus"))} BRDTH`,
  },
];

const ENDED = new Map<string, OperatorOutcome["ended"]>([
  ["Cem", { hour: 15, reason: "expired" }],
  ["Eli", { hour: 18, reason: "jailed" }],
]);

/**
 * One day in 24 hourly steps: measurements, what happens in between, and at the end everything as the chain has it.
 *
 * @param tell Is given each event as it happens.
 */
export async function runStory(network: DemoNetwork, tell: (hour: number, text: string) => void): Promise<DemoOutcome> {
  const coverageFirst = new Map<string, number>();
  for (let hour = 0; hour < HOURS; ++hour) {
    await network.toHour(hour);
    await network.report(hour);
    if (hour === 0) {
      await network.startEmission();
      tell(0, "everybody there is measured for the first time; the emission starts");
      for (const { name } of CLASSES) {
        coverageFirst.set(name, await readCoverage(network.deployment, classId(name)));
      }
    }
    for (const event of EVENTS) if (event.hour === hour) tell(hour, await event.happen(network));
  }
  await network.mineAt(HOURS);
  return readOutcome({ network, coverageFirst, ended: ENDED });
}

import type { Intent } from "../../scripts/agents/intent.js";
import type { ChainDriver } from "../../scripts/chain/ChainDriver.js";
import { randomStream } from "../../scripts/common/random.js";

const DAY = 86_400;
const UNBONDING_DAYS = 7;

/**
 * Random days on a driver, each carried out by what is possible: intents of every kind, measurements also below the least
 * reliability, demand, availability, claims. The same seed does the same.
 *
 * @returns what was claimed {wei}, by day and operator
 */
export async function randomRun(
  driver: ChainDriver,
  options: { seed: number; days: number; afterDay?: () => Promise<void> },
): Promise<bigint[][]> {
  const { operators, classes, domains } = driver.options;
  const stream = randomStream(options.seed, "test/chain/randomRun");
  const exitedOn = operators.map((): number | undefined => undefined);
  const active = operators.map(() => false);
  const someClasses = (): number[] => classes.map((_, c) => c).filter(() => stream.next() < 0.5);
  const paid: bigint[][] = [];
  for (let day = 0; day < options.days; ++day) {
    const intents: Intent[] = [];
    for (let operator = 0; operator < operators.length; ++operator) {
      const dice = stream.next();
      const domain = stream.below(domains.length);
      if (active[operator]) {
        if (dice < 0.2) intents.push({ kind: "retool", operator, serves: someClasses() });
        else if (dice < 0.4) intents.push({ kind: "move", operator, domain, serves: someClasses() });
        else if (dice < 0.55) {
          intents.push({ kind: "exit", operator });
          active[operator] = false;
          exitedOn[operator] = day;
        }
        continue;
      }
      const exited = exitedOn[operator];
      if (exited !== undefined && day > exited + UNBONDING_DAYS) {
        intents.push({ kind: "withdraw", operator });
        exitedOn[operator] = undefined;
      }
      if (exitedOn[operator] === undefined && dice < 0.6) {
        intents.push({ kind: "enter", operator, domain });
        active[operator] = true;
      }
    }
    await driver.apply(intents);
    const services = operators.flatMap((_, operator) =>
      active[operator]
        ? someClasses().map((classIndex) => ({
            operator,
            classIndex,
            reliability: Math.round(stream.between(0.3, 0.999) * 1e9) / 1e9,
            capacityRatio: Math.round(stream.between(0, 3) * 1e9) / 1e9,
            served: stream.below(1_000),
          }))
        : [],
    );
    const demand = classes.map(() => 1 + stream.below(1_000));
    const availability = domains.map((_, domain) => {
      return { domain, classIndex: stream.below(classes.length), availability: (stream.below(999_900_000) + 1) / 1e9 };
    });
    await driver.report({ services, demand, availability });
    await driver.advance(DAY);
    const claimants = operators.map((_, i) => i).filter(() => stream.next() < 0.5);
    paid.push([...(await driver.claim(claimants)).wei]);
    await options.afterDay?.();
  }
  return paid;
}

/** What `randomRun` is run on: ten operators, four classes with up to two layers, three domains. */
export const RANDOM_SCENE = {
  classes: [1n, 2n, 3n, 4n].map((weight, i) => ({
    weight,
    curve:
      i % 2 === 0
        ? { kappas: [1_000_000_000n], alphas: [1_000_000_000n] }
        : { kappas: [1_000_000_000n, 2_000_000_000n], alphas: [1_250_000_000n, -250_000_000n] },
  })),
  domains: ["a", "b", "c"].map((name, i) => ({ name, availability: (990_000_000 - i) / 1e9 })),
  operators: Array.from({ length: 10 }, (_, i) => ({ stake: 100 + i / 4, capital: 150 })),
  unbondingDays: UNBONDING_DAYS,
} as const;

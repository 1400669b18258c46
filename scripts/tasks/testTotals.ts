import { overrideTask } from "hardhat/config";
import { runnerSummary } from "./runnerSummary.js";

const counts = { passed: 0, failed: 0 };

/**
 * `hardhat test` ends with one line for both languages, `N passed, M failed`, which continuous integration reads.
 *
 * The mocha runner's own summary calls a pending test passed, and so a test behind a failed hook; passes are therefore
 * counted one by one. Failures, which include failed hooks, are the runner's.
 */
export const testTotals = [
  overrideTask(["test", "solidity"])
    .setInlineAction(async (args, _hre, runSuper) => {
      const result: unknown = await runSuper(args);
      const { passed, failed } = runnerSummary(result);
      counts.passed += passed;
      counts.failed += failed;
      return result;
    })
    .build(),
  overrideTask(["test", "mocha"])
    .setInlineAction(async (args, hre, runSuper) => {
      hre.config.test.mocha.rootHooks = {
        afterEach(this: Mocha.Context) {
          if (this.currentTest?.state === "passed") counts.passed += 1;
        },
      };
      const result: unknown = await runSuper(args);
      counts.failed += runnerSummary(result).failed;
      return result;
    })
    .build(),
  overrideTask("test")
    .setInlineAction(async (args, _hre, runSuper) => {
      const result: unknown = await runSuper(args);
      console.log(`${counts.passed} passed, ${counts.failed} failed`);
      return result;
    })
    .build(),
];

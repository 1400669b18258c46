import { existsSync } from "node:fs";
import { join } from "node:path";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { textTable } from "../common/textTable.js";
import { experimentNamed } from "../experiments/experimentNamed.js";
import { parseGrid } from "../experiments/runner/parseGrid.js";
import { parseSeeds } from "../experiments/runner/parseSeeds.js";
import { progressDisplay } from "../experiments/runner/progressDisplay.js";
import { runEnvironment } from "../experiments/runner/runEnvironment.js";
import { runExperiment } from "../experiments/runner/runExperiment.js";
import { chosenNetwork, parseJobs } from "./experimentOptions.js";
import { stopOnInterrupt } from "./stopOnInterrupt.js";
import { withUserErrors } from "./withUserErrors.js";

interface RunArguments {
  name: string;
  policies?: string;
  operators?: string;
  epochs?: string;
  seeds?: string;
  demand?: string;
  set?: string;
  out?: string;
  jobs?: string;
  full: boolean;
}

/** The action of `npx hardhat experiment run NAME`. */
const action: NewTaskActionFunction<RunArguments> = async (options, hre) =>
  withUserErrors(async () => {
    const { name, out } = options;
    const named = await experimentNamed(name);
    const grid = parseGrid({ ...options, experiment: named.experiment });
    const seeds = parseSeeds(options.seeds ?? String(named.experiment.seeds));
    const { network, jobs } = chosenNetwork(hre, parseJobs(options.jobs));
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const environment = await runEnvironment(hre, named.module);
    console.log(`\n${named.experiment.question}\n\n${named.experiment.hypotheses.join("\n")}\n`);
    const display = progressDisplay({
      tty: process.stderr.isTTY === true,
      write: (text) => process.stderr.write(text),
    });
    const stop = stopOnInterrupt();
    try {
      const run = await runExperiment({
        ...named,
        ...{ grid, seeds, environment, network },
        ...(out === undefined ? {} : { out }),
        ...(jobs === undefined ? {} : { jobs }),
        signal: stop.signal,
        listener: display,
      });
      display.end();
      for (const { title, ...table } of run.summary.tables) console.log(`\n${title}\n${textTable(table)}`);
      console.log(`\nWritten to ${run.out}`);
      const page = join(run.out, "report.html");
      if (existsSync(page)) console.log(`Report: ${page}`);
    } catch (error) {
      display.end();
      if (!stop.signal.aborted) throw error;
      process.stderr.write(
        "\nStopped. Finished cells are kept, each readable by itself; run the same command again to go on.\n",
      );
      process.exitCode = 130;
    } finally {
      stop.release();
    }
  });

export default action;

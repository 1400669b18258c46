import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { UserError } from "../common/errors.js";
import { randomStream } from "../common/random.js";
import { experimentNamed, type NamedExperiment } from "../experiments/experimentNamed.js";
import type { Values } from "../experiments/runner/parameter.js";
import { parseValue } from "../experiments/runner/parseValue.js";
import { progressDisplay } from "../experiments/runner/progressDisplay.js";
import { PROJECT_ROOT } from "../experiments/runner/projectRoot.js";
import { readRun } from "../experiments/runner/readRun.js";
import { runEnvironment } from "../experiments/runner/runEnvironment.js";
import { verifyRun } from "../experiments/runner/verifyRun.js";
import { chosenNetwork, parseJobs } from "./experimentOptions.js";
import { stopOnInterrupt } from "./stopOnInterrupt.js";
import { withUserErrors } from "./withUserErrors.js";

interface VerifyArguments {
  folder: string;
  cells?: string;
  demand?: string;
  jobs?: string;
}

/** The action of `npx hardhat experiment verify DIR`. */
const action: NewTaskActionFunction<VerifyArguments> = async ({ folder, cells, demand, jobs: text }, hre) =>
  withUserErrors(async () => {
    const { manifest, inputs } = readRun(folder);
    const { source, config } = manifest;
    const count = cells === undefined ? undefined : Number(cells);
    if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= config.cells)) {
      throw new UserError(
        `--cells must be a whole number from 1 to ${config.cells}, the cells of the run, got "${cells}"`,
      );
    }
    const named = await experimentNamed(source.endsWith(".ts") ? join(PROJECT_ROOT, source) : source);
    const files = findInputs({ named, values: config.parameters, inputs, demand });
    const { network, jobs } = chosenNetwork(hre, parseJobs(text));
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const environment = await runEnvironment(hre, named.module);
    const display = progressDisplay({
      tty: process.stderr.isTTY === true,
      write: (line) => process.stderr.write(line),
    });
    const stop = stopOnInterrupt();
    try {
      // Other cells every time: whoever checks twice learns more.
      const sample =
        count === undefined ? {} : { sample: { cells: count, stream: randomStream(Date.now(), "verify") } };
      const { signal } = stop;
      const run = { ...named, ...sample, folder, environment, network, files, signal, listener: display };
      const result = await verifyRun({ ...run, jobs: jobs ?? availableParallelism() });
      display.end();
      const { altered, different, cells: ids, compared } = result;
      for (const line of altered) console.log(line);
      for (const line of different) console.log(line);
      const wrong = new Set([...altered, ...different].map((line) => line.split(":")[0])).size;
      const scope = ids.length === config.cells ? `all ${ids.length} cells` : `cells ${ids.join(" and ")}`;
      if (wrong === 0) {
        console.log(`Verified: ran ${scope} again, ${compared} files come out byte for byte`);
        return;
      }
      for (const line of result.environment) console.log(`Note: ${line}`);
      process.stderr.write(`Error: ${wrong} files of ${folder} are not what the run gives again (ran ${scope})\n`);
      process.exitCode = 1;
    } catch (error) {
      display.end();
      if (!stop.signal.aborted) throw error;
      process.stderr.write("\nStopped; nothing was changed.\n");
      process.exitCode = 130;
    } finally {
      stop.release();
    }
  });

export default action;

/** Where the input files of a run are now, each held to its hash. */
function findInputs(run: {
  named: NamedExperiment;
  values: Values;
  inputs: Readonly<Record<string, string>>;
  demand: string | undefined;
}): Record<string, string> {
  const { named, values, inputs, demand } = run;
  const files = new Map<string, string>();
  for (const parameter of named.experiment.parameters) {
    if (parameter.kind !== "file") continue;
    for (const value of values[parameter.name] ?? []) {
      if (value === parameter.word) continue;
      const path = (parameter.name === "demand" ? demand : undefined) ?? inputs[String(value)] ?? "";
      if (parseValue(parameter, path, files) !== value) {
        throw new UserError(
          `${path} is not the ${parameter.name} of the run (${value}): its content or name is another`,
        );
      }
    }
  }
  return Object.fromEntries(files);
}

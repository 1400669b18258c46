import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { compilerProfile } from "../bench/compilerProfile.js";
import type { GasRow } from "../bench/gasRow.js";
import type { SpeedRow } from "../bench/speedRow.js";
import { SUITES } from "../bench/suites.js";
import { UserError } from "../common/errors.js";
import { withUserErrors } from "./withUserErrors.js";

interface BenchArguments {
  suite: string;
  operators: string;
  out: string;
}

/** Runs the suites one after the other; what is finished is in the result file whatever happens to the next. */
const action: NewTaskActionFunction<BenchArguments> = async ({ suite, operators, out }, hre) =>
  withUserErrors(async () => {
    const suites = SUITES.filter(({ name }) => suite === "all" || name === suite);
    if (suites.length === 0) {
      throw new UserError(`there is no suite "${suite}"; there are: all, ${SUITES.map(({ name }) => name).join(", ")}`);
    }
    const sizes = operators.split(",").map(Number);
    if (sizes.some((size, i) => !Number.isInteger(size) || size < 10 || size <= (sizes[i - 1] ?? 0))) {
      throw new UserError(`--operators takes whole numbers from 10 on, ascending, as in 10,1000; got "${operators}"`);
    }
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const compiler = compilerProfile(hre);
    const { solc, evm, viaIR, runs, overrides } = compiler;
    const others = Object.entries(overrides).map(([file, own]) => `, ${own} for ${file}`);
    console.log(
      `\nCompiled with solc ${solc} for ${evm}, ${viaIR ? "via IR" : "not via IR"}, optimizer runs ${runs}${others.join("")}\n`,
    );

    const started = performance.now();
    const gas: GasRow[] = [];
    const speed: SpeedRow[] = [];
    for (const { run } of suites) {
      const progress = (text: string) => {
        console.log(`${((performance.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
      };
      const result = await run({ hre, operators: sizes, progress });
      gas.push(...result.gas);
      speed.push(...result.speed);
      await mkdir(path.dirname(out), { recursive: true });
      await writeFile(out, `${JSON.stringify({ compiler, gas, speed }, null, 2)}\n`);
      console.log(`\n${result.text}\n`);
    }
    console.log(`Written to ${out} in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  });

export default action;

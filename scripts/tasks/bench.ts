import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** `hardhat bench`: gas and speed, as tables and as results/bench.json. */
export const bench = task("bench", "Measures gas and speed; prints tables and writes a result file")
  .addOption({
    name: "suite",
    description: "which suite, or all",
    type: ArgumentType.STRING,
    defaultValue: "all",
  })
  .addOption({
    name: "operators",
    description: "crowd sizes of the gas suite, ascending",
    type: ArgumentType.STRING,
    defaultValue: "10,1000,10000",
  })
  .addOption({
    name: "out",
    description: "the result file",
    type: ArgumentType.STRING,
    defaultValue: "results/bench.json",
  })
  .setAction(() => import("./benchAction.js"))
  .build();

import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** Read as text, so that every error is ours and in one line; undefined where the declaration decides. */
const text = (name: string, description: string) => ({
  name,
  description,
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
});

/** `hardhat experiment list`, `hardhat experiment run NAME` and `hardhat experiment verify DIR`. */
export const experiment = [
  emptyTask("experiment", "Questions put to the testbed").build(),
  task(["experiment", "list"], "Lists the experiments: question, hypotheses, parameters")
    .setAction(() => import("./experimentListAction.js"))
    .build(),
  task(["experiment", "run"], "Runs an experiment into a result folder; run again, it goes on where it stopped")
    .addPositionalArgument({ name: "name", description: "see `experiment list`, or the path of a .ts file" })
    .addOption(text("policies", "paying rules, comma-separated"))
    .addOption(text("operators", "how many, comma-separated for a grid"))
    .addOption(text("epochs", "how many, comma-separated for a grid"))
    .addOption(text("seeds", "how many (5), a range (3..7) or a list (3,7)"))
    .addOption(text("demand", "a trace file, or `generated`"))
    .addOption(text("set", "any other parameter, name=value,name=value|value for a grid"))
    .addOption(text("out", "result folder: new, empty or of this very run (default: results/NAME-HASH)"))
    .addOption(text("jobs", "processes (default: one per core)"))
    .addFlag({ name: "full", description: "the experiment's full grid in place of its defaults" })
    .setAction(() => import("./experimentRunAction.js"))
    .build(),
  task(["experiment", "verify"], "Runs the cells of a result folder again and compares every byte")
    .addPositionalArgument({ name: "folder", description: "a result folder of `experiment run`" })
    .addOption(text("cells", "how many cells, drawn at random (default: all)"))
    .addOption(text("demand", "where the trace is now, if it has moved"))
    .addOption(text("jobs", "processes (default: one per core)"))
    .setAction(() => import("./experimentVerifyAction.js"))
    .build(),
];

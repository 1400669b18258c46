import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

const text = (name: string, description: string, defaultValue: string) => ({
  name,
  description,
  defaultValue,
  type: ArgumentType.STRING,
});

/** `npx hardhat simulate`: the request network alone. Numbers are read as text so that every error is ours and in one line. */
export const simulate = task("simulate", "Runs requests through a network of operators and writes what became of them")
  .addOption(text("demand", "a trace file, or `generated`", "generated"))
  .addOption(text("operators", "how many", "60"))
  .addOption(text("hours", "length of the run", "24"))
  .addOption(text("router", "uniform, round-robin, least-loaded, power-of-two, latency-aware", "uniform"))
  .addOption(text("seed", "master seed", "1"))
  .addOption(text("out", "result folder, new or empty", "results/simulate"))
  .addOption(text("load", "offered load over all places, of generated demand", "0.5"))
  .addOption(text("thinning", "share of the rates of a ServeGen window file", "1"))
  .addOption(text("family", "model family of all rows of a trace, when the file names none", ""))
  .addOption(text("staleness", "age of the gateway's view of loads and outages, seconds", "5"))
  .addOption(text("retries", "second and later tries, -1 for the router's own", "-1"))
  .addOption(text("slots", "places per rig at most", "16"))
  .addOption(
    text(
      "shock",
      "scheduled outages kind:value:startHour:hours, comma-separated; kinds provider, region, gpu, family, tee",
      "",
    ),
  )
  .addOption(text("epochMinutes", "length of a measurement epoch", "15"))
  .setAction(() => import("./simulateAction.js"))
  .build();

import { task } from "hardhat/config";

/** `hardhat bench`: gas and speed, as tables and as results/bench.json. */
export const bench = task("bench", "Measure gas and speed; writes results/bench.json")
  .setAction(() => import("./benchAction.js"))
  .build();

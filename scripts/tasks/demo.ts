import { task } from "hardhat/config";

/** `hardhat demo`: one day of a small network, paid under every rule side by side. */
export const demo = task("demo", "One day of a small network: who earns what under every rule, and why")
  .setAction(() => import("./demoAction.js"))
  .build();

import { task } from "hardhat/config";

/** `hardhat deploy`: the whole system on the chosen network, with addresses and roles. */
export const deploy = task("deploy", "Deploy the whole system (or find it deployed) and print addresses and roles")
  .setAction(() => import("./deployAction.js"))
  .build();

import { task } from "hardhat/config";

/** `hardhat example`: the worked example of README and docs/mechanism.md. */
export const example = task("example", "Prints the worked example: what every rule pays four operators")
  .setAction(() => import("./exampleAction.js"))
  .build();

import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { connect } from "../chain/connect.js";
import { DemoNetwork } from "../demo/DemoNetwork.js";
import { printOutcome } from "../demo/printOutcome.js";
import { runStory } from "../demo/runStory.js";
import { CLASSES, DOMAINS, EMISSION_PER_SECOND, HOURS, OPERATORS } from "../demo/story.js";
import { withUserErrors } from "./withUserErrors.js";

/** Builds the contracts if need be, plays the story on the in-process chain and prints what came of it. */
const action: NewTaskActionFunction = async (_args, hre) =>
  withUserErrors(async () => {
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    console.log(
      [
        "",
        "Breadth: pay for the requests that only you can save",
        "",
        `${OPERATORS.length} operators, ${CLASSES.length} classes of requests, ${DOMAINS.length} failure domains; ` +
          `${EMISSION_PER_SECOND} BRDTH a second for ${HOURS} hours, on a chain inside this process.`,
        "Ada, Ben, Cem and Fay run the same machine; Gus alone serves a rare class; Hal has stake and little else.",
        "",
      ].join("\n"),
    );
    const network = await DemoNetwork.create(await connect(hre));
    const outcome = await runStory(network, (hour, text) => console.log(`hour ${String(hour).padStart(2)}  ${text}`));
    console.log(`\n${printOutcome(outcome)}`);
    console.log(
      [
        "",
        "Read next   docs/mechanism.md         how D_i is computed on chain, and its proofs",
        "Run next    npm test                  every property, on chain and against the reference",
        "            npm run bench             what each operation costs in gas",
        "            npm run node              a chain on 127.0.0.1:8545; in a second terminal: npm run deploy",
        "",
      ].join("\n"),
    );
  });

export default action;

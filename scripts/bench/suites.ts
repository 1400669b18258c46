import { gasSuite } from "./gas.js";
import { networkSuite } from "./networkSuite.js";
import { simulationSuite } from "./simulationSuite.js";
import type { Suite } from "./suite.js";

/** What `npm run bench` runs, in order. */
export const SUITES: readonly Suite[] = [gasSuite, networkSuite, simulationSuite];

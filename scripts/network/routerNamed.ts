import { UserError } from "../common/errors.js";
import type { Router } from "./router.js";
import { latencyAware } from "./routers/latencyAware.js";
import { leastLoaded } from "./routers/leastLoaded.js";
import { powerOfTwo } from "./routers/powerOfTwo.js";
import { roundRobin } from "./routers/roundRobin.js";
import { uniform } from "./routers/uniform.js";

/** Every router, in the order of the documentation. */
export const ROUTERS: readonly Router[] = [uniform, roundRobin, leastLoaded, powerOfTwo, latencyAware];

/** @example routerNamed("uniform") @throws UserError naming the allowed routers */
export function routerNamed(name: string): Router {
  const router = ROUTERS.find((candidate) => candidate.name === name);
  if (!router) throw new UserError(`unknown router "${name}": use one of ${ROUTERS.map((r) => r.name).join(", ")}`);
  return router;
}

import { UserError } from "../common/errors.js";
import type { Rig } from "../workloads/rig.js";
import type { Shock } from "./outages.js";
import { SHOCK_KINDS, shockGroups } from "./shockGroups.js";

/**
 * A shock from text `kind:value:startHour:hours`, which takes down every rig of that kind whole: a provider, a region,
 * a GPU type, a model family (`family`), the TEE vendor (`tee:all`).
 *
 * @throws UserError that says what is allowed
 * @example shockOn("provider:aws:6:2", rigs)
 */
export function shockOn(text: string, rigs: readonly Rig[]): Shock {
  const [kind = "", value = "", start = "", hours = ""] = text.split(":");
  if (!SHOCK_KINDS.includes(kind)) {
    throw new UserError(`--shock ${text}: unknown kind "${kind}"; allowed: ${SHOCK_KINDS.join(", ")}`);
  }
  const [from, length] = [Number(start), Number(hours)];
  if (start === "" || hours === "" || !(from >= 0) || !(length > 0)) {
    throw new UserError(`--shock ${text}: must be kind:value:startHour:hours, e.g. provider:aws:6:2`);
  }
  const groups = shockGroups(rigs).filter((group) => group.kind === kind);
  const members = groups.find((group) => group.value === value)?.members;
  if (members === undefined) {
    const known = groups.map((group) => group.value).join(", ");
    throw new UserError(`--shock ${text}: nobody has ${kind} "${value}"; in this network: ${known}`);
  }
  return { name: text, members: Int32Array.from(members), start: from * 3600, duration: length * 3600 };
}

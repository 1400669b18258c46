import { UserError } from "../common/errors.js";
import type { Rig } from "../workloads/rig.js";
import type { Shock } from "./outages.js";

/** What a scheduled shock can take down, and the value of a rig that it goes by. */
const KINDS: Readonly<Record<string, (rig: Rig) => readonly string[]>> = {
  provider: ({ domain }) => [domain.provider],
  region: ({ domain }) => [domain.region],
  gpu: ({ gpu }) => [gpu.id],
  family: ({ models }) => models.map(({ model }) => model.family),
  /** Every rig that runs in TEE mode: the catalogue's confidential GPUs are of one vendor. */
  tee: ({ verification }) => (verification === "TEE" ? ["all"] : []),
};

/**
 * A shock from text `kind:value:startHour:hours`, which takes down every rig of that kind whole: a provider, a region,
 * a GPU type, a model family (`family`), the TEE vendor (`tee:all`).
 *
 * @throws UserError that says what is allowed
 * @example shockOn("provider:aws:6:2", rigs)
 */
export function shockOn(text: string, rigs: readonly Rig[]): Shock {
  const [kind = "", value = "", start = "", hours = ""] = text.split(":");
  const valuesOf = KINDS[kind];
  if (valuesOf === undefined) {
    throw new UserError(`--shock ${text}: unknown kind "${kind}"; allowed: ${Object.keys(KINDS).join(", ")}`);
  }
  const [from, length] = [Number(start), Number(hours)];
  if (start === "" || hours === "" || !(from >= 0) || !(length > 0)) {
    throw new UserError(`--shock ${text}: must be kind:value:startHour:hours, e.g. provider:aws:6:2`);
  }
  const members = rigs.flatMap((rig, operator) => (valuesOf(rig).includes(value) ? [operator] : []));
  if (members.length === 0) {
    const known = [...new Set(rigs.flatMap(valuesOf))].sort();
    throw new UserError(`--shock ${text}: nobody has ${kind} "${value}"; in this network: ${known.join(", ")}`);
  }
  return { name: text, members: Int32Array.from(members), start: from * 3600, duration: length * 3600 };
}

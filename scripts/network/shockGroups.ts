import type { Rig } from "../workloads/rig.js";

/** What a shock can take down, and the values of a rig that it goes by. */
const KINDS: Readonly<Record<string, (rig: Rig) => readonly string[]>> = {
  provider: ({ domain }) => [domain.provider],
  region: ({ domain }) => [domain.region],
  gpu: ({ gpu }) => [gpu.id],
  family: ({ models }) => models.map(({ model }) => model.family),
  /** Every rig that runs in TEE mode: the catalogue's confidential GPUs are of one vendor. */
  tee: ({ verification }) => (verification === "TEE" ? ["all"] : []),
};

export const SHOCK_KINDS: readonly string[] = Object.keys(KINDS);

/** Rigs that one shock takes down together. */
export interface ShockGroup {
  readonly kind: string;
  readonly value: string;
  /** Indices of the rigs, ascending. */
  readonly members: readonly number[];
}

/**
 * Every shock that takes down at least one of these rigs: each provider, region, GPU type, model family, and the TEE
 * vendor, sorted by kind and value.
 *
 * @example shockGroups(rigs).map(({ kind, value }) => `${kind}:${value}`)
 */
export function shockGroups(rigs: readonly Rig[]): ShockGroup[] {
  return SHOCK_KINDS.flatMap((kind) => {
    const members = new Map<string, number[]>();
    rigs.forEach((rig, index) => {
      for (const value of new Set(KINDS[kind]?.(rig))) members.set(value, [...(members.get(value) ?? []), index]);
    });
    return [...members.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, indices]) => ({ kind, value, members: indices }));
  });
}

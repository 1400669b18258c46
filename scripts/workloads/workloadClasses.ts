import { USABLE_MEMORY } from "./buildRig.js";
import { loadCatalogue } from "./catalogue.js";
import { demandFigures, type FamilyDemand, meanTokens } from "./demandFigures.js";
import type { Model } from "./model.js";
import { type Figure, readData } from "./readData.js";
import { EFFICIENCY, weightBytes } from "./roofline.js";
import type { VerificationMode } from "./verificationMode.js";
import type { HardwareNeed, WorkloadClass } from "./workloadClass.js";

interface Tier {
  ttftSeconds: Figure<number>;
  tpotSeconds: Figure<number>;
}

interface ClassFile {
  smallestShare: Figure<number>;
  tiers: Record<string, Tier>;
  families: Record<
    string,
    { tiers: Figure<Record<string, number>>; modes: Figure<Partial<Record<VerificationMode, number>>> }
  >;
  regions: { shares: Record<string, number> };
}

/**
 * The default workload classes by the rule of `data/classes.json`, largest first; 24 to 48 of them at its threshold.
 * A family's measured share is split over latency tiers, verification modes and regions, independently; then, within
 * a family, tier and mode, the regions with less than `smallestShare` of all requests become one class, placed in the
 * largest of them and marked `+`. Hardware need: memory for the family's smallest model in 4 bits, bandwidth to read
 * its active weights within the token target, confidential computing for TEE.
 *
 * @example workloadClasses().length
 */
export function workloadClasses(options: { smallestShare?: number } = {}): WorkloadClass[] {
  const file = readData<ClassFile>("classes.json");
  const smallestShare = options.smallestShare ?? file.smallestShare.value;
  const models = [...loadCatalogue().models.values()];
  const classes = demandFigures().flatMap((demand) => {
    const rule = file.families[demand.family];
    if (rule === undefined) throw new RangeError(`no class rule for family ${demand.family}`);
    return Object.entries(rule.tiers.value).flatMap(([tierName, tierShare]) => {
      const tier = file.tiers[tierName];
      if (tier === undefined) throw new RangeError(`no latency tier ${tierName}`);
      return modesOf(rule.modes.value).flatMap(([mode, modeShare]) =>
        places(file.regions.shares, demand.share * tierShare * modeShare, smallestShare).map(
          ({ label, region, share }): WorkloadClass => ({
            id: `${demand.family}/${tierName}/${mode}/${label}`,
            ...lengths(demand),
            modelFamily: demand.family,
            hardware: hardwareNeed({ models, family: demand.family, tpot: tier.tpotSeconds.value, mode }),
            ttftSeconds: tier.ttftSeconds.value,
            tpotSeconds: tier.tpotSeconds.value,
            verification: mode,
            region,
            share,
          }),
        ),
      );
    });
  });
  return classes.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
}

function modesOf(modes: Partial<Record<VerificationMode, number>>): [VerificationMode, number][] {
  return (["VANILLA", "TEE", "ZKML"] as const).flatMap((mode) => {
    const share = modes[mode];
    return share === undefined ? [] : [[mode, share] as [VerificationMode, number]];
  });
}

/** Regions with a class of their own, and the rest as one class in the largest of them. */
function places(regions: Record<string, number>, share: number, smallestShare: number) {
  const total = Object.values(regions).reduce((sum, value) => sum + value, 0);
  const sorted = Object.entries(regions)
    .map(([region, value]) => ({ label: region, region, share: (share * value) / total }))
    .sort((a, b) => b.share - a.share);
  const own = sorted.filter((place) => place.share >= smallestShare);
  const [first, ...others] = sorted.slice(own.length);
  if (first === undefined) return own;
  const rest = others.reduce((sum, place) => sum + place.share, first.share);
  return [...own, { label: others.length > 0 ? `${first.region}+` : first.region, region: first.region, share: rest }];
}

function lengths(demand: FamilyDemand): { meanInputTokens: number; meanOutputTokens: number } {
  return {
    meanInputTokens: meanTokens(demand.inputQuantiles),
    meanOutputTokens: meanTokens(demand.outputQuantiles),
  };
}

function hardwareNeed(parameters: {
  models: readonly Model[];
  family: string;
  tpot: number;
  mode: VerificationMode;
}): HardwareNeed {
  const { models, family, tpot, mode } = parameters;
  const members = models.filter((model) => model.family === family);
  const smallest = Math.min(...members.map((model) => weightBytes(model, "int4")));
  const active = Math.min(
    ...members.map((model) => (weightBytes(model, "int4") * model.activeParameters) / model.parameters),
  );
  return {
    memoryBytes: smallest / USABLE_MEMORY,
    bandwidth: active / (EFFICIENCY.bandwidth * tpot),
    confidential: mode === "TEE",
  };
}

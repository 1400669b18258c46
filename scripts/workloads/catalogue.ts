import { UserError } from "../common/errors.js";
import type { FailureDomain } from "./failureDomain.js";
import type { Gpu } from "./gpu.js";
import type { Modality, Model } from "./model.js";
import { type Figure, readData } from "./readData.js";
import type { VerificationCost, VerificationMode } from "./verificationMode.js";

/** Hardware, models, domains and verification modes of `data/`, typed and in SI units. */
export interface Catalogue {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly models: ReadonlyMap<string, Model>;
  readonly domains: ReadonlyMap<string, FailureDomain>;
  readonly verification: Readonly<Record<VerificationMode, VerificationCost>>;
  /** Mean time between failures and to repair of one operator inside a domain that is up, hours. */
  readonly operator: { readonly mtbfHours: number; readonly mttrHours: number };
  /** Round trip between a user's region and a rig's, seconds. */
  roundTripSeconds(from: string, to: string): number;
}

interface GpuEntry {
  memoryGb: Figure<number>;
  bandwidthGbPerS: Figure<number>;
  dense16Tflops: Figure<number>;
  dense8Tflops?: Figure<number>;
  confidential: Figure<boolean>;
  usdPerHour: Figure<number>;
}

interface ModelEntry {
  family: string;
  modality: Modality;
  parameters: Figure<number>;
  activeParameters: Figure<number>;
  experts?: Figure<number>;
  expertsPerToken?: Figure<number>;
  kvBytesPerToken?: Figure<number>;
  flopPerOutput?: Figure<number>;
  proveSeconds?: Figure<number>;
}

interface DomainFile {
  repairHours: Figure<number>;
  operator: { availability: Figure<number>; repairHours: Figure<number> };
  providers: Record<string, { availability: Figure<number>; regions: string[] }>;
  roundTripMs: { pairs: { from: string; to: string; value: number }[] };
}

interface VerificationFile {
  modes: Record<
    VerificationMode,
    { slowdown: Figure<number>; seconds: Figure<number>; failureProbability: Figure<number> }
  >;
}

/**
 * The shipped catalogue.
 *
 * @example loadCatalogue().gpus.get("H100-SXM")?.confidential // true
 */
export function loadCatalogue(): Catalogue {
  const { gpus } = readData<{ gpus: Record<string, GpuEntry> }>("hardware.json");
  const { models } = readData<{ models: Record<string, ModelEntry> }>("models.json");
  const domains = readData<DomainFile>("domains.json");
  const { modes } = readData<VerificationFile>("verification.json");
  const cost = (mode: VerificationMode): VerificationCost => ({
    mode,
    slowdown: modes[mode].slowdown.value,
    seconds: modes[mode].seconds.value,
    failureProbability: modes[mode].failureProbability.value,
  });
  const trips = new Map<string, number>();
  for (const { from, to, value } of domains.roundTripMs.pairs) {
    trips.set(`${from}|${to}`, value / 1000);
    trips.set(`${to}|${from}`, value / 1000);
  }
  const mttrHours = domains.operator.repairHours.value;
  return {
    gpus: new Map(Object.entries(gpus).map(([id, entry]) => [id, gpuOf(id, entry)])),
    models: new Map(Object.entries(models).map(([id, entry]) => [id, modelOf(id, entry)])),
    domains: new Map(domainsOf(domains).map((domain) => [domain.id, domain])),
    verification: { VANILLA: cost("VANILLA"), TEE: cost("TEE"), ZKML: cost("ZKML") },
    operator: { mttrHours, mtbfHours: mtbf(domains.operator.availability.value, mttrHours) },
    roundTripSeconds: (from, to) => {
      const seconds = trips.get(`${from}|${to}`);
      if (seconds === undefined) throw new UserError(`no round trip between regions "${from}" and "${to}"`);
      return seconds;
    },
  };
}

/**
 * One entry of a catalogue map by id.
 *
 * @throws UserError that lists what exists.
 * @example catalogueEntry("GPU", catalogue.gpus, "H100-SXM")
 */
export function catalogueEntry<T>(kind: string, entries: ReadonlyMap<string, T>, id: string): T {
  const entry = entries.get(id);
  if (entry === undefined) throw new UserError(`unknown ${kind} "${id}"; allowed: ${[...entries.keys()].join(", ")}`);
  return entry;
}

function gpuOf(id: string, entry: GpuEntry): Gpu {
  const flops16 = entry.dense16Tflops.value * 1e12;
  return {
    id,
    memoryBytes: entry.memoryGb.value * 1e9,
    bandwidth: entry.bandwidthGbPerS.value * 1e9,
    flops16,
    flops8: entry.dense8Tflops ? entry.dense8Tflops.value * 1e12 : flops16,
    hasFp8: entry.dense8Tflops !== undefined,
    confidential: entry.confidential.value,
    usdPerHour: entry.usdPerHour.value,
  };
}

function modelOf(id: string, entry: ModelEntry): Model {
  return {
    id,
    family: entry.family,
    modality: entry.modality,
    parameters: entry.parameters.value,
    activeParameters: entry.activeParameters.value,
    experts: entry.experts?.value ?? 1,
    expertsPerToken: entry.expertsPerToken?.value ?? 1,
    kvBytesPerToken: entry.kvBytesPerToken?.value ?? 0,
    flopPerOutput: entry.flopPerOutput?.value ?? 2 * entry.activeParameters.value,
    proveSeconds: entry.proveSeconds?.value ?? Number.POSITIVE_INFINITY,
  };
}

function domainsOf(file: DomainFile): FailureDomain[] {
  const mttrHours = file.repairHours.value;
  return Object.entries(file.providers).flatMap(([provider, { availability, regions }]) =>
    regions.map((region) => ({
      id: `${provider}/${region}`,
      provider,
      region,
      availability: availability.value,
      mttrHours,
      mtbfHours: mtbf(availability.value, mttrHours),
    })),
  );
}

/** availability = mtbf / (mtbf + mttr). */
function mtbf(availability: number, mttrHours: number): number {
  return (mttrHours * availability) / (1 - availability);
}

import type { Strategy } from "../../scripts/agents/strategy.js";
import { buildRig } from "../../scripts/workloads/buildRig.js";
import { catalogueEntry, loadCatalogue } from "../../scripts/workloads/catalogue.js";

export const OUT: Strategy = { id: "out", rig: undefined, domain: -1, usdPerDay: 0 };

/** A strategy of the shipped catalogue; the domain's index is its place in the catalogue. */
export function strategyOf({
  gpu = "H100-SXM",
  count = 1,
  models = ["llama-3.1-8b"],
  domain = "nebius/Europe",
  verification = "VANILLA",
}: {
  gpu?: string;
  count?: number;
  models?: readonly string[];
  domain?: string;
  verification?: "VANILLA" | "TEE";
} = {}): Strategy {
  const catalogue = loadCatalogue();
  const rig = buildRig({
    gpu: catalogueEntry("GPU", catalogue.gpus, gpu),
    count,
    models: models.map((id) => ({ model: catalogueEntry("model", catalogue.models, id), precision: "int4" })),
    domain: catalogueEntry("domain", catalogue.domains, domain),
    verification,
  });
  return { id: `${gpu} @ ${domain}`, rig, domain: [...catalogue.domains.keys()].indexOf(domain), usdPerDay: 1 };
}

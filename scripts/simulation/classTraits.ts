import type { ClassTraits } from "../chain/policySetUp.js";
import type { Scenario } from "./scenario.js";

/**
 * What policies are told of a scenario's classes: model family, modality, and tokens of a mean request as its compute units.
 * Families and modalities are numbered from 1 in the order of the classes.
 *
 * @example classTraits(scenario)[0] // { family: 1, modality: 1, computeUnits: 1543 }
 */
export function classTraits({ classes, catalogue }: Pick<Scenario, "classes" | "catalogue">): ClassTraits[] {
  const modalityOf = new Map([...catalogue.models.values()].map(({ family, modality }) => [family, modality]));
  const families = new Map<string, number>();
  const modalities = new Map<string, number>();
  const numbered = (ids: Map<string, number>, name: string): number => {
    const id = ids.get(name) ?? ids.size + 1;
    ids.set(name, id);
    return id;
  };
  return classes.map(({ modelFamily, meanInputTokens, meanOutputTokens }) => ({
    family: numbered(families, modelFamily),
    modality: numbered(modalities, modalityOf.get(modelFamily) ?? modelFamily),
    computeUnits: Math.max(1, Math.round(meanInputTokens + meanOutputTokens)),
  }));
}

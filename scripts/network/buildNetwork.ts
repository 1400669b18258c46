import type { Catalogue } from "../workloads/catalogue.js";
import type { FailureDomain } from "../workloads/failureDomain.js";
import { fitsClass } from "../workloads/fitsClass.js";
import type { Rig } from "../workloads/rig.js";
import { serviceProfile, slotsInTime } from "../workloads/serviceProfile.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import { emptyNetwork, FIT, type Network } from "./network.js";
import type { OutageGroup } from "./outages.js";

const HOUR = 3600;

/** A network of rigs, the domains they are in, and what fails together. */
export interface BuiltNetwork {
  readonly network: Network;
  readonly domains: readonly FailureDomain[];
  /** One group per domain and one per operator, with the catalogue's mean times. */
  readonly groups: readonly OutageGroup[];
}

/**
 * The simulator's columns for operators with these rigs: operator i is `rigs[i]`, alone on its machine, in the domain
 * of its rig. It lists a class if its rig fits it and brings the mean request in time with all its slots taken. Nobody
 * waits (`waiting` 0); a response fails verification with the catalogue's probability for the mode.
 *
 * @example buildNetwork({ rigs, classes: workloadClasses(), catalogue: loadCatalogue() })
 */
export function buildNetwork(parameters: {
  rigs: readonly Rig[];
  classes: readonly WorkloadClass[];
  catalogue: Catalogue;
}): BuiltNetwork {
  const { rigs, classes, catalogue } = parameters;
  const domains = [...new Map(rigs.map(({ domain }) => [domain.id, domain])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const network = emptyNetwork({ operators: rigs.length, classes: classes.length, domains: domains.length });
  rigs.forEach((rig, operator) => {
    network.domainOf[operator] = domains.findIndex(({ id }) => id === rig.domain.id);
    network.slots[operator] = rig.slots;
    classes.forEach((workload, c) => {
      const cell = operator * classes.length + c;
      const fit = FIT[fitsClass(rig, workload)];
      network.fit[cell] = fit;
      if (fit === FIT.noModel) return;
      const profile = serviceProfile({ rig, workload, catalogue });
      if (fit > FIT.tooSlow && slotsInTime(profile, workload) < rig.slots) network.fit[cell] = FIT.tooSlow;
      network.ttftBase[cell] = profile.ttftBase;
      network.prefill[cell] = profile.prefillPerToken;
      network.tpot[cell] = profile.step[rig.slots] ?? 0;
      network.verify[cell] = profile.verify;
      network.faulty[cell] = catalogue.verification[workload.verification].failureProbability;
    });
  });
  classes.forEach((workload, c) => {
    network.ttftTarget[c] = workload.ttftSeconds;
    network.tpotTarget[c] = workload.tpotSeconds;
  });
  const groups: OutageGroup[] = domains.map(({ id, mtbfHours, mttrHours }, domain) => ({
    id: `domain/${id}`,
    members: Int32Array.from(rigs.keys()).filter((operator) => network.domainOf[operator] === domain),
    meanUp: mtbfHours * HOUR,
    meanDown: mttrHours * HOUR,
  }));
  for (const operator of rigs.keys()) {
    groups.push({
      id: `operator/${operator}`,
      members: Int32Array.of(operator),
      meanUp: catalogue.operator.mtbfHours * HOUR,
      meanDown: catalogue.operator.mttrHours * HOUR,
    });
  }
  return { network, domains, groups };
}

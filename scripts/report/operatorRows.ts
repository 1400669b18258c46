import { ATTEMPT } from "../network/attemptResult.js";
import { type ServiceLevels, serviceLevels } from "../network/serviceLevels.js";
import type { SimulatedNetwork } from "../network/simulateNetwork.js";
import type { Tally } from "../network/tally.js";

type Row = Record<string, string | number>;

/** Every (operator, class) that was seen to work over the run: who it is, what it was asked, what the ledger is told. */
export function operatorRows(run: SimulatedNetwork, levels: ServiceLevels): Row[] {
  const { network, total, rigs, classes, domains } = run;
  return rigs.flatMap((rig, operator) =>
    classes.flatMap(({ id }, c) => {
      const cell = operator * network.classes + c;
      if ((levels.reliability[cell] ?? 0) === 0) return [];
      return [
        {
          operator,
          rig: `${rig.count} x ${rig.gpu.id}, ${rig.models.map(({ model }) => model.id).join(" + ")}, ${rig.verification}`,
          domain: domains[network.domainOf[operator] ?? 0]?.id ?? "",
          class: id,
          ...counts(total, operator, c),
          pivotal: total.pivotal[cell] ?? 0,
          shapley: total.shapley[cell] ?? 0,
          peak: levels.peak[operator] ?? 0,
          reliability: levels.reliability[cell] ?? 0,
          capacityRatio: levels.capacityRatio[cell] ?? 0,
        },
      ];
    }),
  );
}

/**
 * Every (epoch, operator, class) with a try: attempts by result, what was served, and the capacity that the operator's
 * other classes left free for this one over the places that the class's demand of the epoch would take.
 */
export function operatorEpochRows({ epochs, probes, network, classes }: SimulatedNetwork): Row[] {
  return epochs.flatMap(({ index, start, end, tally }) => {
    const { capacityRatio } = serviceLevels({ tally, probes, seconds: end - start, attribution: "free" });
    return Array.from({ length: network.operators }, (_, operator) =>
      classes.flatMap(({ id }, c) => {
        const seen = counts(tally, operator, c);
        if (Object.values(ATTEMPT).every((result) => tally.attemptsOf(operator, c, result) === 0)) return [];
        const freeCapacityRatio = capacityRatio[operator * network.classes + c] ?? 0;
        return [{ epoch: index, operator, class: id, ...seen, freeCapacityRatio }];
      }),
    ).flat();
  });
}

function counts(tally: Tally, operator: number, c: number): Record<string, number> {
  const cell = operator * tally.classes + c;
  return {
    ...Object.fromEntries(
      Object.entries(ATTEMPT).map(([name, result]) => [name, tally.attemptsOf(operator, c, result)]),
    ),
    servedTokens: tally.servedTokens[cell] ?? 0,
    busySeconds: tally.busySeconds[cell] ?? 0,
  };
}

import type { Scenario } from "../simulation/scenario.js";
import type { ProfileOffer } from "./ledgerState.js";

/** What every operator would offer with every strategy under the analytic service model. */
export class OfferBook {
  readonly #services: ProfileOffer["services"][];

  constructor(
    private readonly scenario: Scenario,
    minReliability: number,
  ) {
    const { service, strategies } = scenario;
    this.#services = strategies.map((_, k) => {
      const services: ProfileOffer["services"][number][] = [];
      for (let classIndex = 0; classIndex < service.classes; classIndex++) {
        const at = k * service.classes + classIndex;
        const reliability = service.reliability[at] ?? 0;
        if (reliability < minReliability) continue;
        services.push({ classIndex, reliability, capacityRatio: service.capacityRatio[at] ?? 0, served: 0 });
      }
      return services;
    });
  }

  /** The operator's whole profile with the strategy; nothing at all for staying out. */
  offer(operator: number, strategy: number): ProfileOffer {
    const { domain } = this.scenario.strategies[strategy] ?? { domain: -1 };
    if (domain < 0) return { stake: 0, domain: -1, services: [] };
    const stake = this.scenario.operators[operator]?.stake ?? 0;
    return { stake, domain, services: this.#services[strategy] ?? [] };
  }
}

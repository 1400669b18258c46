import type { OfferTable } from "../agents/pricing/offerTable.js";
import type { ServiceModel } from "./serviceModel.js";

/**
 * The analytic service model: the ledger is told exactly what each operator's offer says, and its forecast of served
 * volume. No measurement error, so that the equilibrium of the rule itself is seen.
 */
export function analyticReadings(table: OfferTable): ServiceModel {
  return {
    name: "analytic",
    readings: async ({ strategies, pricer }) =>
      [...strategies].flatMap((strategy, operator) =>
        pricer.offer(operator, table, strategy).services.map((service) => ({ operator, ...service })),
      ),
  };
}

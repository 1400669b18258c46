import { toBillionths } from "../common/units.js";
import type { ServiceReading } from "../simulation/serviceReading.js";
import type { ChainTransaction } from "./BlockSender.js";
import { batchesByGas } from "./batchesByGas.js";
import { calldata } from "./calldata.js";
import { type GasBounds, TRANSACTION_GAS } from "./gasBounds.js";
import type { LedgerMirror } from "./LedgerMirror.js";
import { encodeAvailability, encodeDemand, encodeServices } from "./reportCodec.js";

/** A window's measurements; indices are 0-based, ratios go on chain in whole billionths, volumes in whole requests. */
export interface WindowReport {
  /** One entry per operator and class at most; u = 0 records that one in force failed. */
  readonly services: readonly ServiceReading[];
  /** Demand weight by class, whole numbers. */
  readonly demand?: ArrayLike<number>;
  readonly availability?: readonly {
    readonly domain: number;
    readonly classIndex: number;
    readonly availability: number;
  }[];
  /** Sends what has not changed as well. */
  readonly all?: boolean;
}

export interface ReportPlanOptions {
  report: WindowReport;
  mirror: LedgerMirror;
  operatorAddresses: readonly string[];
  /** Address of the ledger. */
  ledger: string;
  /** {s} When it will be recorded. */
  time: number;
  maxAgeSeconds: number;
  gas: GasBounds;
}

/**
 * The reporter's transactions for a window: only what differs from what is recorded, or is older than half of the greatest
 * age, or all; services of one class follow each other, so that the ledger tells the policies of up to eight in one hook;
 * each batch stays within the gas of one transaction.
 *
 * @example planReport({ report: { services: [] }, mirror, operatorAddresses, ledger, time, maxAgeSeconds, gas }) // []
 */
export function planReport(options: ReportPlanOptions): ChainTransaction[] {
  const { report, mirror, operatorAddresses, ledger, time, maxAgeSeconds, gas } = options;
  const { services, demand = [], availability = [], all = false } = report;

  const entries = services
    .map(({ operator, classIndex, reliability, capacityRatio, served }) => {
      return { operator, classIndex, u: billionths(reliability), x: billionths(capacityRatio), served };
    })
    .map((service) => ({ service, known: mirror.recorded(service.operator, service.classIndex) }))
    .filter(({ service, known }) => service.u > 0 || known.measuredAt > 0)
    .filter(
      ({ service: { u, x, served }, known }) =>
        all ||
        known.u !== u ||
        known.x !== x ||
        known.served !== served ||
        2 * (time - known.measuredAt) > maxAgeSeconds,
    )
    .sort((a, b) => a.service.classIndex - b.service.classIndex || a.service.operator - b.service.operator);
  const weights = Array.from(demand, (weight, classIndex) => ({ classId: classIndex + 1, weight })).filter(
    ({ classId, weight }) => all || weight !== mirror.weight(classId - 1),
  );
  const cells = availability
    .map((cell) => ({ ...cell, availability: billionths(cell.availability) }))
    .filter(({ domain, classIndex, availability: r }) => all || r !== mirror.availability(domain, classIndex));

  const ask = (functionName: string, data: string): ChainTransaction => {
    return { operator: undefined, to: ledger, data, gas: TRANSACTION_GAS, functionName };
  };
  return [
    ...batchesByGas(weights, () => gas.weight, gas.batch).map((batch) =>
      ask("reportDemand", calldata.reportDemand(encodeDemand(batch))),
    ),
    ...batchesByGas(cells, () => gas.availability, gas.batch).map((batch) => {
      const packed = batch.map(({ domain, classIndex, availability: r }) => {
        return { domain: domain + 1, classId: classIndex + 1, availability: r };
      });
      return ask("reportAvailability", calldata.reportAvailability(encodeAvailability(packed)));
    }),
    ...batchesByGas(entries, ({ known }) => (known.measuredAt === 0 ? gas.join : gas.measure), gas.batch).map(
      (batch) => {
        const packed = batch.map(({ service: { operator, classIndex, u, x, served } }) => {
          return { operator: operatorAddresses[operator] ?? "", classId: classIndex + 1, u, x, served };
        });
        return ask("reportServices", calldata.reportServices(encodeServices(packed)));
      },
    ),
  ];
}

function billionths(ratio: number): number {
  return Number(toBillionths(ratio));
}

import { concat, toBeHex } from "ethers";

/** One measured service: u and x in parts per billion, served in requests. */
export interface ServiceReport {
  operator: string;
  classId: number;
  u: bigint;
  x: bigint;
  served: bigint;
}

/** One class's demand weight. */
export interface DemandReport {
  classId: number;
  weight: bigint;
}

/** One domain's availability as seen by one class, in parts per billion. */
export interface AvailabilityReport {
  domain: number;
  classId: number;
  availability: bigint;
}

/** Packs services for `CoverageLedger.reportServices`: 44 bytes each (contracts/libraries/ReportCodec.sol). */
export function encodeServices(entries: readonly ServiceReport[]): string {
  return concat(
    entries.flatMap(({ operator, classId, u, x, served }) => [
      operator,
      toBeHex(classId, 4),
      toBeHex(u, 4),
      toBeHex(x, 8),
      toBeHex(served, 8),
    ]),
  );
}

/** Packs demand weights for `CoverageLedger.reportDemand`: 12 bytes each. */
export function encodeDemand(entries: readonly DemandReport[]): string {
  return concat(entries.flatMap(({ classId, weight }) => [toBeHex(classId, 4), toBeHex(weight, 8)]));
}

/** Packs availabilities for `CoverageLedger.reportAvailability`: 12 bytes each. */
export function encodeAvailability(entries: readonly AvailabilityReport[]): string {
  return concat(
    entries.flatMap(({ domain, classId, availability }) => [
      toBeHex(domain, 4),
      toBeHex(classId, 4),
      toBeHex(availability, 4),
    ]),
  );
}

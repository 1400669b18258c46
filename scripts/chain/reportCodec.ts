/** One measured service: u and x in parts per billion, served in requests. */
export interface ServiceReport {
  operator: string;
  classId: number;
  u: bigint | number;
  x: bigint | number;
  served: bigint | number;
}

/** One class's demand weight. */
export interface DemandReport {
  classId: number;
  weight: bigint | number;
}

/** One domain's availability as seen by one class, in parts per billion. */
export interface AvailabilityReport {
  domain: number;
  classId: number;
  availability: bigint | number;
}

/** A whole number as `bytes` bytes of hex. */
function field(value: bigint | number, bytes: number): string {
  const hex = value.toString(16);
  if (hex.length > 2 * bytes || !/^[0-9a-f]+$/.test(hex)) {
    throw new RangeError(`a report takes a whole number of ${bytes} bytes here, got ${value}`);
  }
  return hex.padStart(2 * bytes, "0");
}

/** Packs services for `CoverageLedger.reportServices`: 44 bytes each (contracts/libraries/ReportCodec.sol). */
export function encodeServices(entries: readonly ServiceReport[]): string {
  let hex = "0x";
  for (const { operator, classId, u, x, served } of entries) {
    hex += operator.slice(2) + field(classId, 4) + field(u, 4) + field(x, 8) + field(served, 8);
  }
  return hex;
}

/** Packs demand weights for `CoverageLedger.reportDemand`: 12 bytes each. */
export function encodeDemand(entries: readonly DemandReport[]): string {
  return `0x${entries.map(({ classId, weight }) => field(classId, 4) + field(weight, 8)).join("")}`;
}

/** Packs availabilities for `CoverageLedger.reportAvailability`: 12 bytes each. */
export function encodeAvailability(entries: readonly AvailabilityReport[]): string {
  const pack = ({ domain, classId, availability }: AvailabilityReport): string =>
    field(domain, 4) + field(classId, 4) + field(availability, 4);
  return `0x${entries.map(pack).join("")}`;
}

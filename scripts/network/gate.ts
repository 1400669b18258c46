/** What became of a request: served, or the first gate that stopped it, in order. Codes as in `RequestOutcomes`. */
export const GATES = [
  "served",
  "no model",
  "incompatible hardware",
  "no capacity",
  "misrouted",
  "too slow",
  "unverified",
] as const;

export const GATE = {
  served: 0,
  noModel: 1,
  incompatibleHardware: 2,
  noCapacity: 3,
  misrouted: 4,
  tooSlow: 5,
  unverified: 6,
} as const;

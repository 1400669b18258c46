import { textTable } from "../common/textTable.js";
import type { SpeedRow } from "./speedRow.js";

/**
 * Speeds as a table of at most 100 columns; long names wrap.
 *
 * @example speedTable([{ name: "replay", value: 8e6, unit: "requests/s", reference: 3e6, ratio: 2.667 }])
 */
export function speedTable(speed: readonly SpeedRow[]): string {
  return textTable({
    head: ["what", "value", "unit", "reference", "ratio"],
    rows: speed.map(({ name, value, unit, reference, ratio }) => [
      name,
      value.toPrecision(4),
      unit,
      reference.toPrecision(4),
      ratio.toFixed(3),
    ]),
    right: [1, 3, 4],
    widths: [48, 12, 13, 12, 9],
  });
}

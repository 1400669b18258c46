import { UserError } from "../../common/errors.js";

const MOST = 10_000;

/**
 * Seeds from text: how many (`5` is 1 to 5), a range (`3..7`) or a list (`3,7`).
 *
 * @throws UserError for anything else, zero, a repetition and more than 10,000.
 * @example parseSeeds("3..5") // [3, 4, 5]
 */
export function parseSeeds(text: string): number[] {
  const wrong = (what: string) =>
    new UserError(
      `--seeds ${what}, got "${text}"; give how many (5), a range (3..7) or a list (3,7) of whole numbers from 1 on`,
    );
  const whole = (part: string): number => {
    if (!/^\d{1,15}$/.test(part.trim()) || Number(part) < 1) throw wrong("cannot be read");
    return Number(part);
  };
  const [low = "", high, more] = text.split("..");
  if (more !== undefined) throw wrong("cannot be read");
  if (high !== undefined || !text.includes(",")) {
    const first = high === undefined ? 1 : whole(low);
    const last = whole(high ?? low);
    if (last < first) throw wrong("end before they begin");
    if (last - first >= MOST) throw wrong(`are more than ${MOST}`);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }
  const seeds = text.split(",").map(whole);
  if (new Set(seeds).size < seeds.length) throw wrong("name one twice");
  if (seeds.length > MOST) throw wrong(`are more than ${MOST}`);
  return seeds;
}

/**
 * Room that an axis keeps for its labels, in pixels. Vega cannot measure text without a browser and keeps too much: this
 * takes 0.62 of the font size for a letter, as wide as common sans-serif fonts are.
 *
 * @param angle of the labels, degrees
 * @example labelExtent({ labels: ["small", "large"], fontSize: 10 }) // 39
 */
export function labelExtent(parameters: { labels: readonly string[]; fontSize: number; angle?: number }): number {
  const { labels, fontSize, angle } = parameters;
  const width = 0.62 * fontSize * Math.max(...labels.map(({ length }) => length), 1);
  if (angle === undefined) return Math.ceil(width + 8);
  const turn = (Math.abs(angle) * Math.PI) / 180;
  return Math.ceil(width * Math.sin(turn) + fontSize * Math.cos(turn) + 8);
}

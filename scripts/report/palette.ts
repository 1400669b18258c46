/** Text and the lines of axes: `--ink` and `--grid` on the page. */
export const INK = "#101112";
export const GRID = "#d1d2d3";

/**
 * One colour per series, told apart also by people who see few colours (Okabe and Ito 2008); the page's variables
 * `--series-1` to `--series-8` take their place.
 */
export const SERIES = ["#0072b1", "#d55e01", "#009e74", "#b8568b", "#b87f01", "#3f97cb", "#8c6d32", "#777778"] as const;

/**
 * Colours of areas and bars that are no policies: `--fill-1` to `--fill-8` on the page. The last two are the quiet ones,
 * for what is left over and for what is nothing.
 */
export const FILLS = ["#a6cee1", "#fdbf6e", "#b2df89", "#fb9a98", "#cab2d5", "#e5d88b", "#b9c0c8", "#e9ecee"] as const;

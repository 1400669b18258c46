/**
 * Rows as CSV (RFC 4180, with a header from the first row's keys and a line feed after every row); numbers as
 * JavaScript prints them, so that they read back exactly.
 *
 * @example toCsv([{ a: 1, b: "x,y" }]) // 'a,b\n1,"x,y"\n'
 */
export function toCsv(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const header = Object.keys(rows[0] ?? {});
  const field = (value: string | number | undefined): string => {
    const text = String(value ?? "");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows.map((row) => header.map((name) => row[name]))]
    .map((row) => `${row.map(field).join(",")}\n`)
    .join("");
}

/** HTML that is already safe to put on the page. */
export interface Html {
  readonly html: string;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/**
 * A template for HTML: what is put in is escaped unless it is `Html` itself; lists are joined.
 *
 * @example html`<p>${"a < b"}</p>`.html // "<p>a &lt; b</p>"
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (Html | readonly Html[] | string | number)[]
): Html {
  const put = (value: (typeof values)[number] | undefined): string => {
    if (value === undefined) return "";
    if (typeof value === "string" || typeof value === "number") return escaped(String(value));
    return "html" in value ? value.html : value.map(put).join("");
  };
  return { html: parts.map((part, i) => part + put(values[i])).join("") };
}

/** A chart in two drawings, of which the page shows the one that fits, with what to see in it. */
export function figure(parameters: { wide: string; narrow: string; caption: string }): Html {
  const { wide, narrow, caption } = parameters;
  return html`<figure><div class="wide">${{ html: wide }}</div><div class="narrow">${{ html: narrow }}</div>
<figcaption>${caption}</figcaption></figure>`;
}

/** A table that scrolls by itself where the page is too narrow for it; the first column names the row. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  return html`<div class="scroll"><table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = "", ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
  )}</tbody></table></div>`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --grid: #d0d7de; --paper: #ffffff; --raised: #f6f8fa; --link: #0059b3;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #009e73; --series-4: #b8568c; --series-5: #b87f00; --series-6: #3f97cc; --series-7: #8c6d31; --series-8: #8a8f98; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa4af; --grid: #3a424c; --paper: #0d1117; --raised: #161b22; --link: #79b8ff;
    --series-1: #4aa8e0; --series-2: #f08040; --series-3: #35c79b; --series-4: #e39ac4; --series-5: #f0b840; --series-6: #8cd0f5; --series-7: #c9a76a; --series-8: #8b949e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.2rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.4rem 0 0.6rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 0.4rem; }
p, li { max-width: 46rem; } a { color: var(--link); } code { background: var(--raised); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere; }
.lead { font-size: 1.1rem; } .soft, figcaption, details { color: var(--soft); } figcaption { font-size: 0.92rem; max-width: 46rem; }
figure { margin: 1rem 0 0; } figure svg { display: block; max-width: 100%; height: auto; } .narrow { display: none; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--grid); text-align: right; white-space: nowrap; } th:first-child { text-align: left; }
thead th { background: var(--raised); } details { margin-top: 0.8rem; } summary { cursor: pointer; }
@media (max-width: 720px) { .wide { display: none; } .narrow { display: block; } body { font-size: 15px; } }
@media print { .narrow { display: none; } }
`;

/**
 * One self-contained page: no script, no font, no picture from elsewhere; light and dark, desk and telephone.
 *
 * @example page({ title: "convergence", body: html`<h1>Which rule ...</h1>` })
 */
export function page(parameters: { title: string; body: Html }): string {
  const { title, body } = parameters;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`.html;
}

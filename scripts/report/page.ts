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

/** A chart in two drawings, of which the page shows the one that fits, with its legend and what to see in it. */
export function figure(parameters: { wide: string; narrow: string; legend: Html; caption: string }): Html {
  const { wide, narrow, legend, caption } = parameters;
  return html`<figure><div class="wide">${{ html: wide }}</div><div class="narrow">${{ html: narrow }}</div>
${legend}<figcaption>${caption}</figcaption></figure>`;
}

/** A list of sentences. */
export function list(items: readonly string[]): Html {
  return html`<ul>${items.map((text) => html`<li>${text}</li>\n`)}</ul>`;
}

/**
 * A table that scrolls by itself where the page is too narrow for it; the first column names the row and stays in sight.
 * Of "mean ± half" the second part stands below the first; names in camel case may break between words.
 */
export function table(head: readonly (Html | string)[], rows: readonly (readonly (Html | string | number)[])[]): Html {
  const breakable = (content: Html | string | number): Html =>
    typeof content === "string"
      ? html`${content.split(/(?<=[a-z])(?=[A-Z])/).map((word, i) => (i === 0 ? html`${word}` : html`<wbr>${word}`))}`
      : html`${content}`;
  const cell = (content: Html | string | number): Html => {
    if (typeof content !== "string") return html`<td>${content}</td>`;
    const [mean = "", half] = content.split(" ± ");
    return half === undefined ? html`<td>${content}</td>` : html`<td>${mean} <small>± ${half}</small></td>`;
  };
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head.map((text) => html`<th scope="col">${breakable(text)}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = "", ...cells]) => html`<tr><th scope="row">${breakable(name)}</th>${cells.map(cell)}</tr>\n`,
  )}</tbody></table></div>`;
}

const LIGHT = `--ink: #1b1f24; --soft: #57606a; --grid: #d0d7de; --paper: #ffffff; --raised: #f6f8fa; --link: #0059b3; --good: #116329; --bad: #a40e26; --open: #7d4e00;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #009e73; --series-4: #b8568c; --series-5: #b87f00; --series-6: #3f97cc; --series-7: #8c6d31; --series-8: #777777;
  --fill-1: #8ec1dc; --fill-2: #fdbf6f; --fill-3: #a9d780; --fill-4: #f39a98; --fill-5: #c3a8d4; --fill-6: #e0cf6e; --fill-7: #b4bcc5; --fill-8: #e6eaee;`;
const DARK = `--ink: #e6edf3; --soft: #9aa4af; --grid: #3a424c; --paper: #0d1117; --raised: #161b22; --link: #79b8ff; --good: #56d364; --bad: #ff7b72; --open: #e3b341;
  --series-1: #4aa8e0; --series-2: #f08040; --series-3: #35c79b; --series-4: #e39ac4; --series-5: #f0b840; --series-6: #8cd0f5; --series-7: #c9a76a; --series-8: #8b949e;
  --fill-1: #3f7f9f; --fill-2: #b3792b; --fill-3: #5f8f3c; --fill-4: #a9524f; --fill-5: #7d5f92; --fill-6: #92842f; --fill-7: #59626d; --fill-8: #262d36;`;

const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.2rem 1rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.4rem 0 0.6rem; } h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.6rem 0 0.4rem; } h3 { font-size: 1rem; margin: 1.4rem 0 0.3rem; }
p, li, dd { max-width: 46rem; } ul, ol { padding-left: 1.3rem; } li { margin: 0.25rem 0; } a { color: var(--link); }
code { background: var(--raised); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere; }
.lead { font-size: 1.1rem; } .soft, figcaption, .origin { color: var(--soft); } figcaption { font-size: 0.92rem; max-width: 46rem; margin-top: 0.4rem; }
figure { margin: 1rem 0 1.6rem; } figure svg { display: block; max-width: 100%; height: auto; overflow: visible; } .legend { list-style: none; padding: 0; margin: 0.4rem 0 0; display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; font-size: 0.8rem; } .legend li { margin: 0; } .legend svg { display: inline-block; vertical-align: -1px; margin-right: 0.35rem; } .narrow { display: none; }
nav { font-size: 0.92rem; color: var(--soft); } nav a { margin-right: 0.8rem; white-space: nowrap; }
.box { background: var(--raised); border-radius: 8px; padding: 0.2rem 1rem 0.6rem; margin: 1.2rem 0; }
dl { margin: 0.4rem 0; } dt { font-weight: 600; margin-top: 0.5rem; } dd { margin: 0 0 0 1.05rem; }
.swatch { display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 50%; margin-right: 0.35rem; }
.verdict { font-weight: 600; } .held { color: var(--good); } .refuted { color: var(--bad); } .open { color: var(--open); }
.scroll { overflow-x: auto; max-width: 100%; margin: 0.8rem 0; } table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--grid); text-align: right; vertical-align: top; } td { white-space: nowrap; } td small { display: block; color: var(--soft); font-size: 0.85em; }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); } thead th { background: var(--raised); vertical-align: bottom; } thead th:first-child { background: var(--raised); }
@media (max-width: 860px) { .wide { display: none; } .narrow { display: block; } body { font-size: 15px; } h1 { font-size: 1.4rem; } .lead { font-size: 1rem; } th:first-child { min-width: 6.5rem; max-width: 8.2rem; } th, td { padding: 0.35rem 0.5rem; } }
@media print { .wide { display: block; } .narrow { display: none; } }
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

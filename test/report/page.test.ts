import { expect } from "chai";
import { html, page, table } from "../../scripts/report/page.js";

const HOSTILE = `<script>alert("1 & 2")</script>`;
const SAFE = "&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;";

describe("html", () => {
  it("escapes what is put in", () => {
    expect(html`<p title="${HOSTILE}">${HOSTILE}</p>`.html).to.equal(`<p title="${SAFE}">${SAFE}</p>`);
  });

  it("keeps what is HTML already, and joins lists", () => {
    expect(html`<ul>${["a", "<b>"].map((text) => html`<li>${text}</li>`)}</ul>`.html).to.equal(
      "<ul><li>a</li><li>&lt;b&gt;</li></ul>",
    );
  });
});

describe("table", () => {
  it("scrolls by itself, names its rows and puts ± below the mean", () => {
    const { html: text } = table(["rule", "success %"], [["EqualShare", "86.1 ± 3.0"]]);
    expect(text).to.match(/^<div class="scroll"/);
    expect(text).to.contain('<th scope="row">Equal<wbr>Share</th><td>86.1 <small>± 3.0</small></td>');
  });

  it("escapes heads, names and values", () => {
    const { html: text } = table([HOSTILE], [[HOSTILE, HOSTILE]]);
    expect(text).not.to.contain("<script");
    expect(text.split(SAFE)).to.have.length(4);
  });
});

describe("page", () => {
  const text = page({ title: HOSTILE, body: html`<h1>a</h1>` });

  it("has the same variables in its light and its dark theme, all of them other colours", () => {
    const [, light = "", dark = ""] = text.split(":root {");
    const [day, night] = [light, dark].map(
      (theme) => new Map([...theme.matchAll(/(--[\w-]+): (#\w+)/g)].map(([, name = "", value = ""]) => [name, value])),
    ) as [Map<string, string>, Map<string, string>];
    expect(dark).to.contain("--paper");
    expect(text).to.match(/@media \(prefers-color-scheme: dark\) \{ :root \{/);
    expect([...night.keys()]).to.deep.equal([...day.keys()]);
    expect(day.size).to.equal(25);
    for (const [name, value] of day) expect(night.get(name), name).not.to.equal(value);
  });

  it("needs nothing from elsewhere and runs nothing", () => {
    expect(text).not.to.match(/<script|<link|<iframe|https?:|url\(|@import/);
    expect(text).to.contain(`<title>${SAFE}</title>`);
  });
});

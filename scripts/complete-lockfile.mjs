// Adds the optional platform packages that `npm install` left out of package-lock.json, so that `npm ci` accepts the
// lockfile everywhere. Entries carry no download address and no integrity: npm fetches them by version where they fit.
// Run once after each change of the lockfile: node scripts/complete-lockfile.mjs
import fs from "node:fs";

const file = process.argv[2] ?? "package-lock.json";
const lock = JSON.parse(fs.readFileSync(file, "utf8"));
const SYSTEMS = ["android", "darwin", "freebsd", "linux", "win32"];
const CPUS = ["arm64", "arm", "x64", "ia32", "riscv64"];

/** Reads os, cpu and libc out of a package name such as `@scope/tool-linux-x64-musl`. */
function platformOf(name) {
  const parts = name.split(/[-/]/);
  const os = SYSTEMS.find((s) => parts.includes(s));
  const cpu = CPUS.find((c) => parts.includes(c));
  if (!os || !cpu) return undefined;
  const musl = parts.includes("musl");
  return { os: [os], cpu: [cpu], ...(os === "linux" ? { libc: [musl ? "musl" : "glibc"] } : {}) };
}

let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const platform = platformOf(name);
    if (lock.packages[key] || !platform) continue;
    lock.packages[key] = { version: range.replace(/^[\^~]/, ""), optional: true, ...platform };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} optional platform packages added to ${file}`);

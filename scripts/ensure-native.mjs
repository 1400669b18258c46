// Root postinstall. Where npm itself runs on a Node older than 22 it skips EDR's native binding, although this project
// runs on the newer Node in node_modules/.bin. When the binding is missing, npm runs once more with that Node;
// package-lock.json still decides versions and integrity.
import { spawnSync } from "node:child_process";

const bindingLoads = () =>
  spawnSync(process.execPath, ["-e", "require('@nomicfoundation/edr')"], { stdio: "ignore" }).status === 0;

if (!bindingLoads()) {
  console.log(`EDR's native binding is missing; completing the install with Node ${process.version}`);
  const npm = process.env.npm_execpath;
  if (!npm) throw new Error("run this through npm: npm run postinstall");
  const args = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0 || !bindingLoads()) {
    console.error("EDR's native binding could not be installed: use Node 22 or newer, or a platform that EDR supports");
    process.exit(1);
  }
}

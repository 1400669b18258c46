// Prints the speed of the request network: npm run bench:network
import Table from "cli-table3";
import { networkSpeed } from "./network.js";

const table = new Table({
  head: ["what", "value", "unit", "reference", "ratio"],
  style: { head: [], border: [], compact: true },
});
for (const { name, value, unit, reference, ratio } of await networkSpeed()) {
  table.push([name, value.toPrecision(4), unit, reference.toPrecision(4), ratio.toFixed(3)]);
}
process.stdout.write(`${table.toString()}\n`);

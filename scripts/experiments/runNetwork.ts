// Prints the tables of an experiment on the request network: npm run experiment:network NAME
import { agreementTable } from "./agreementTable.js";
import { economyTable } from "./economyTable.js";
import { newcomersTable } from "./newcomersTable.js";

const EXPERIMENTS: Readonly<Record<string, (print: (line: string) => void) => Promise<void>>> = {
  agreement: agreementTable,
  economy: economyTable,
  newcomers: newcomersTable,
};

const name = process.argv[2] ?? "";
const experiment = EXPERIMENTS[name];
if (experiment === undefined) {
  process.stderr.write(`Error: unknown experiment "${name}": use one of ${Object.keys(EXPERIMENTS).join(", ")}\n`);
  process.exitCode = 1;
} else {
  await experiment((line) => process.stdout.write(`${line}\n`));
}

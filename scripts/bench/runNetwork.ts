// Prints the speed of the request network: npm run bench:network
import { networkSpeed } from "./network.js";
import { speedTable } from "./speedTable.js";

process.stdout.write(`${speedTable(await networkSpeed())}\n`);

import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { connect } from "../chain/connect.js";
import { type Deployment, deploy } from "../chain/deploy.js";
import { readRoles } from "../chain/roles.js";
import { UserError } from "../common/errors.js";
import { withUserErrors } from "./withUserErrors.js";

const MODULE = "ignition/modules/Breadth.ts";

/** Deploys through the Ignition module; a second run on the same chain finds everything in place and sends nothing. */
const action: NewTaskActionFunction = async (_args, hre) =>
  withUserErrors(async () => {
    const connection = await connect(hre);
    const height = () => connection.ethers.provider.getBlockNumber();
    const before = await height();
    if (connection.networkConfig.type === "http") {
      // The command-line task also forgets the journal of a local node that has been restarted.
      const result: unknown = await hre.tasks.getTask(["ignition", "deploy"]).run({ modulePath: MODULE });
      const succeeded = typeof result === "object" && result !== null && "type" in result;
      if (!succeeded || result.type !== "SUCCESSFUL_DEPLOYMENT") {
        throw new UserError(`the deployment did not finish; see above, then run the same command again to go on`);
      }
    }
    const deployment = await deploy(connection);
    const { chainId } = await connection.ethers.provider.getNetwork();
    const blocks = (await height()) - before;
    const sent = blocks === 0 ? "Everything was in place: nothing was sent." : `Deployed in ${blocks} blocks.`;
    console.log(`\n${sent} Network ${connection.networkName}, chain ${chainId}.\n`);
    console.log(await addressTable(deployment));
    console.log(`\nRoles and the functions that only they may call\n`);
    console.log(await roleTable(deployment));
    if (connection.networkConfig.type !== "http") {
      console.log(
        `\nThis chain lives in this process and ends with it. To keep one: npm run node, then npm run deploy`,
      );
    }
  });

export default action;

async function addressTable({ policies, ...core }: Deployment): Promise<string> {
  const table = new Table({ head: ["contract", "address", "policy state"], style: { head: [], border: [] } });
  const { manager, token, vault, ledger, registry } = core;
  const named = { AccessManager: manager, BreadthToken: token, RewardVault: vault, CoverageLedger: ledger };
  for (const [name, contract] of Object.entries({ ...named, OperatorRegistry: registry })) {
    table.push([name, await contract.getAddress(), ""]);
  }
  const states = ["unknown", "importing", "shadow", "paid", "frozen", "stale"];
  for (const [name, policy] of policies) {
    const state = states[Number(await ledger.policyState(policy))] ?? "unknown";
    table.push([name, await policy.getAddress(), state]);
  }
  return table.toString();
}

async function roleTable(deployment: Deployment): Promise<string> {
  const table = new Table({
    head: ["role", "held by", "may call"],
    colWidths: [10, 44, 64],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { role, holders, functions } of await readRoles(deployment)) {
    const rights = functions.map(({ contract, names }) => `${contract}: ${names.join(", ")}`).join("\n");
    table.push([role, holders.join("\n") || "nobody", rights]);
  }
  return table.toString();
}

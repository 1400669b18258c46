import { rm } from "node:fs/promises";
import path from "node:path";
import type { NetworkConnection } from "hardhat/types/network";
import { type Deployment, type DeployOptions, deploy } from "./deploy.js";

let deployments = 0;

/**
 * A system of its own for one run, whatever was deployed on the chain before: on a chain outside this process it goes
 * through a journal of its own, which is deleted afterwards.
 *
 * @example const deployment = await deployFresh(connection, { paid: "EqualShare", shadows: [] });
 */
export async function deployFresh(connection: NetworkConnection, options: DeployOptions): Promise<Deployment> {
  if (connection.networkConfig.type !== "http") return deploy(connection, options);
  const { default: hre } = await import("hardhat");
  const deploymentId = `run-${process.pid}-${deployments++}`;
  const journal = path.join(hre.config.paths.ignition, "deployments", deploymentId);
  const forget = (): Promise<void> => rm(journal, { recursive: true, force: true });
  await forget();
  try {
    return await deploy(connection, { ...options, deploymentId });
  } finally {
    await forget();
  }
}

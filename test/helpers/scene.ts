import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { CLASSES } from "./profile.js";
import { BILLION, EAST, newWorld, STAKE, WEST, type World } from "./world.js";

/** A world at work, and one account that never registered. */
export interface Scene {
  world: World;
  ann: HardhatEthersSigner;
  bob: HardhatEthersSigner;
  cyd: HardhatEthersSigner;
  outsider: HardhatEthersSigner;
}

/** Three classes and three registered operators (Ann and Bob in the east, Cyd in the west) that serve nothing yet. */
export async function idleScene(connection: NetworkConnection, paid: PolicyName): Promise<Scene> {
  const world = await newWorld(connection, { paid });
  for (const each of CLASSES) await world.addClass(each);
  const scene = {
    world,
    ann: world.operator(0),
    bob: world.operator(1),
    cyd: world.operator(2),
    outsider: world.operator(3),
  };
  await world.register(scene.ann, { domain: EAST, stake: STAKE });
  await world.register(scene.bob, { domain: EAST, stake: 3n * STAKE });
  await world.register(scene.cyd, { domain: WEST, stake: 2n * STAKE });
  return scene;
}

/** The same with Ann serving all classes, Bob the first, Cyd the first and the third. */
export async function servingScene(connection: NetworkConnection, paid: PolicyName): Promise<Scene> {
  const scene = await idleScene(connection, paid);
  const { world, ann, bob, cyd } = scene;
  for (const classId of [1, 2, 3]) await world.measure(ann, classId, { u: 900_000_000n, served: 200n });
  await world.measure(bob, 1, { u: 800_000_000n, x: 2n * BILLION, served: 300n });
  for (const classId of [1, 3]) await world.measure(cyd, classId, { u: 700_000_000n, x: BILLION / 2n, served: 50n });
  await world.advance(1_000);
  return scene;
}

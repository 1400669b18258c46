import { overrideTask } from "hardhat/config";

/** `hardhat node` listens on loopback unless `--hostname` says otherwise, in a container too. */
export const loopbackNode = overrideTask("node")
  .setInlineAction(async (args, _hre, runSuper) => runSuper({ ...args, hostname: args.hostname ?? "127.0.0.1" }))
  .build();

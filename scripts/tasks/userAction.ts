import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { TaskArguments } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";
import { UserError } from "../common/errors.js";

/**
 * A task action whose `UserError`s reach the terminal as one line, with exit code 1; other errors are faults of this
 * project and keep their stack.
 *
 * @example export default userAction(async ({ port }: { port: number }) => { throw new UserError("port is taken"); });
 */
export function userAction<Arguments extends TaskArguments>(
  action: (args: Arguments, hre: HardhatRuntimeEnvironment) => Promise<void>,
) {
  return async (args: Arguments, hre: HardhatRuntimeEnvironment) => {
    try {
      await action(args, hre);
      return successfulResult();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.error(`Error: ${error.message}`);
      return errorResult();
    }
  };
}

import { UserError } from "../common/errors.js";

/** Runs a task; an error meant for the user becomes one line on standard error and exit code 1. */
export async function withUserErrors(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`Error: ${error.message}\n`);
    process.exitCode = 1;
  }
}

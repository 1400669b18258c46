import hre from "hardhat";

/** What a task printed and how it would have ended the process. */
export interface TaskOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Runs `hardhat experiment NAME` in this process, as the command line does. */
export async function runTask(name: "list" | "run" | "verify", options: Record<string, unknown>): Promise<TaskOutcome> {
  const { stdout, stderr } = process;
  const written = { stdout: "", stderr: "" };
  const real = { stdout: stdout.write, stderr: stderr.write };
  const before = process.exitCode;
  process.exitCode = 0;
  stdout.write = (text: string | Uint8Array) => {
    written.stdout += String(text);
    return true;
  };
  stderr.write = (text: string | Uint8Array) => {
    written.stderr += String(text);
    return true;
  };
  try {
    await hre.tasks.getTask(["experiment", name]).run(options);
    return { ...written, code: Number(process.exitCode) };
  } finally {
    stdout.write = real.stdout;
    stderr.write = real.stderr;
    process.exitCode = before;
  }
}

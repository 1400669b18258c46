import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UserError } from "../../common/errors.js";
import type { Cell } from "./parameter.js";
import { PROJECT_ROOT } from "./projectRoot.js";
import type { RunPlan } from "./runPlan.js";
import type { WorkerMessage } from "./workerMessage.js";

/** What lets a process run TypeScript, whichever way this one came to. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const ENTRY = fileURLToPath(new URL("./cellWorker.ts", import.meta.url));

/** A process that runs cells one at a time; it is started once, for Hardhat takes seconds to load. */
export class CellProcess {
  readonly #child: ChildProcess;
  #ended: string | undefined;

  constructor() {
    this.#child = fork(ENTRY, [], { execArgv: ["--import", TSX], cwd: PROJECT_ROOT });
    this.#child.once("exit", (code, signal) => {
      this.#ended = signal ?? `exit code ${code}`;
    });
  }

  /**
   * Runs one cell; its folder is in place when this resolves.
   *
   * @throws UserError or Error with what went wrong in the cell; Error when the process ends before it has finished.
   */
  async run(plan: RunPlan, cell: Cell, progress: (share: number, text: string) => void): Promise<void> {
    const child = this.#child;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        child.off("message", onMessage);
        child.off("exit", onExit);
        if (error) reject(error);
        else resolve();
      };
      const onMessage = (message: WorkerMessage): void => {
        if (message.kind === "progress") progress(message.share, message.text);
        else if (message.kind === "done") settle();
        else if (message.kind === "failed")
          settle(message.user ? new UserError(message.text) : new Error(message.text));
      };
      const onExit = (): void => settle(new Error(`a worker process ended before its cell (${this.#ended})`));
      child.on("message", onMessage);
      child.on("exit", onExit);
      if (this.#ended !== undefined) onExit();
      else child.send({ plan, cell });
    });
  }

  /** Ends the process at once. What it had not finished is not in place. */
  async stop(): Promise<void> {
    if (this.#ended !== undefined) return;
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await exited;
  }
}

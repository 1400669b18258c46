import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--remote-debugging-pipe",
];

/** The path of Chromium, from `CHROMIUM` or the search path; undefined where there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const named = process.env.CHROMIUM ? [process.env.CHROMIUM] : [];
  return [...named, ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))].find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Headless Chromium with one tab, driven through the pipe of its DevTools protocol: no port, no other package. */
export class Browser {
  #next = 1;
  #rest = "";
  #session: string | undefined;
  readonly #waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (e: Error) => void }
  >();

  private constructor(
    private readonly process: ChildProcess,
    private readonly input: Writable,
    private readonly folder: string,
  ) {}

  static async open(file: string): Promise<Browser> {
    const folder = mkdtempSync(path.join(tmpdir(), "breadth-browser-"));
    const child = spawn(file, [...FLAGS, `--user-data-dir=${folder}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const browser = new Browser(child, child.stdio[3] as Writable, folder);
    (child.stdio[4] as Readable).on("data", (bytes: Buffer) => browser.#read(bytes));
    const fail = (why: string) => {
      for (const { reject } of browser.#waiting.values()) reject(new Error(why));
      browser.#waiting.clear();
    };
    browser.input.on("error", () => fail("the browser closed its pipe"));
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => fail(`the browser ended with code ${code}`));
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
    browser.#session = String(sessionId);
    return browser;
  }

  /** A command of the DevTools protocol and its result. */
  send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const session = this.#session === undefined ? {} : { sessionId: this.#session };
      this.input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  /** The value of an expression on the page, awaited; what cannot be said in JSON is undefined. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = answer as { result: { value?: unknown }; exceptionDetails?: { text: string } };
    if (exceptionDetails) throw new Error(`on the page: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  }

  /** Shows a page as on a screen of this width, in CSS pixels, light or dark. */
  async show(parameters: { html: string; width: number; scheme: "light" | "dark" }): Promise<void> {
    const { html, width, scheme } = parameters;
    const screen = { width, height: 900, deviceScaleFactor: 1, mobile: width < 700 };
    await this.send("Emulation.setDeviceMetricsOverride", screen);
    await this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    const { frameTree } = (await this.send("Page.getFrameTree")) as { frameTree: { frame: { id: string } } };
    await this.send("Page.setDocumentContent", { frameId: frameTree.frame.id, html });
    await this.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
  }

  /** The whole page as PNG in base64. */
  async picture(): Promise<string> {
    const height = Number(await this.evaluate("document.documentElement.scrollHeight"));
    const width = Number(await this.evaluate("innerWidth"));
    const clip = { x: 0, y: 0, width, height, scale: 1 };
    const { data } = await this.send("Page.captureScreenshot", { format: "png", clip, captureBeyondViewport: true });
    return String(data);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #read(bytes: Buffer): void {
    const parts = (this.#rest + bytes.toString("latin1")).split("\0");
    this.#rest = parts.pop() ?? "";
    for (const part of parts) {
      const { id, result, error } = JSON.parse(Buffer.from(part, "latin1").toString("utf8")) as Answer;
      const waiting = id === undefined ? undefined : this.#waiting.get(id);
      if (id === undefined || waiting === undefined) continue;
      this.#waiting.delete(id);
      if (error) waiting.reject(new Error(error.message));
      else waiting.resolve(result ?? {});
    }
  }
}

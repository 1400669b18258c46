import { createReadStream, existsSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { UserError } from "../common/errors.js";

/**
 * The lines of a text file, streamed; gzip is unpacked when the name ends in `.gz`.
 *
 * @throws UserError when the file is missing, cannot be read or is not valid gzip.
 * @example for await (const line of readLines("trace.csv.gz")) count += 1;
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) throw new UserError(`${path}: no such file`);
  const file = createReadStream(path);
  const input = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  // pipe does not hand on the error of its source.
  if (input !== file) file.on("error", (error) => input.destroy(error));
  let rest = "";
  try {
    for await (const chunk of input.setEncoding("utf8")) {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") yield rest;
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${error instanceof Error ? error.message : error})`);
  } finally {
    file.destroy();
  }
}

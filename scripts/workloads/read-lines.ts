import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { UserError } from "../common/errors.js";

/**
 * The lines of a text file, streamed; gzip is unpacked when the name ends in `.gz`.
 *
 * @throws UserError when the file is missing or is not valid gzip.
 * @example for await (const line of readLines("trace.csv.gz")) count += 1;
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) throw new UserError(`${path}: no such file`);
  const file = createReadStream(path);
  const source = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  // readline does not forward a stream's error, so it is kept and raised after the last line.
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure = error;
    lines.close();
  };
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
  file.on("error", fail);
  source.on("error", fail);
  try {
    yield* lines;
  } finally {
    file.destroy();
  }
  if (failure) throw new UserError(`${path}: cannot be read (${failure.message})`);
}

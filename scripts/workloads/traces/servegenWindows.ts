import { UserError } from "../../common/errors.js";
import type { ArrivalWindow } from "../expandWindows.js";
import { readRows } from "../readRows.js";
import type { GapShape } from "../sampleGap.js";

/** Header of the format. */
export const SERVEGEN_WINDOWS_HEADER =
  "category,model,client,window_start_s,rate_rps,iat_cv,iat_dist,iat_shape,iat_scale_s";

/** Measured windows of every client of every model. */
export interface ServegenWindows {
  /** Model of each client number. */
  readonly models: readonly string[];
  /** In order of time. */
  readonly windows: readonly ArrivalWindow[];
}

const WINDOW = 600;
const MOST_CLIENTS = 4096;

/**
 * ServeGen's measured 10-minute windows (alibaba/ServeGen), rates as measured; the fitted shape of the gaps is kept and
 * their mean set to 1 / rate, since the fitted scale does not always reproduce the measured rate.
 *
 * @throws UserError that names file, line and field.
 * @example (await servegenWindows("servegen_client_rates.csv.gz")).windows.length
 */
export async function servegenWindows(path: string): Promise<ServegenWindows> {
  const clients = new Map<string, number>();
  const models: string[] = [];
  const windows = new Map<number, { client: number; rate: number; gap: GapShape }[]>();
  for await (const row of readRows(path)) {
    const model = row.text("model");
    const key = `${model}/${row.text("client")}`;
    let client = clients.get(key);
    if (client === undefined) {
      client = clients.size;
      if (client >= MOST_CLIENTS) row.fail("client", `more than ${MOST_CLIENTS} clients`);
      clients.set(key, client);
      models.push(model);
    }
    const distribution = row.text("iat_dist");
    if (distribution !== "Gamma" && distribution !== "Weibull") {
      return row.fail("iat_dist", `"${distribution}" is not allowed; allowed: Gamma, Weibull`);
    }
    const shape = row.number("iat_shape", { from: 1e-6 });
    const start = row.number("window_start_s", { from: 0 });
    const gap: GapShape = { distribution, shape };
    const entry = { client, rate: row.number("rate_rps", { from: 0 }), gap };
    const others = windows.get(start);
    if (others) others.push(entry);
    else windows.set(start, [entry]);
  }
  if (windows.size === 0) throw new UserError(`${path}: no windows`);
  return {
    models,
    windows: [...windows]
      .sort(([a], [b]) => a - b)
      .map(([start, entries]) => ({ start, seconds: WINDOW, clients: entries })),
  };
}

/** The windows at a share of their rates; bursts keep their size in requests and last longer. */
export function* thinWindows(windows: readonly ArrivalWindow[], thinning: number): Generator<ArrivalWindow> {
  for (const { start, seconds, clients } of windows) {
    yield { start, seconds, clients: clients.map((entry) => ({ ...entry, rate: entry.rate * thinning })) };
  }
}

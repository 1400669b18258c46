// One thread of `counterfactual`: replays the batches it is sent and answers with the counts.
import { parentPort, workerData } from "node:worker_threads";
import type { RequestBatch } from "../workloads/demand.js";
import { type CounterfactualOptions, replayWithout } from "./replayWithout.js";

const port = parentPort;
if (port) {
  const replay = replayWithout(workerData as CounterfactualOptions);
  port.on("message", (message: RequestBatch | "counts") => {
    if (message === "counts") {
      port.postMessage(replay.counts());
    } else {
      replay.run(message);
      port.postMessage("done");
    }
  });
}

import { EXPERIMENT_NAMES, experimentNamed } from "../experiments/experimentNamed.js";
import type { Parameter } from "../experiments/runner/parameter.js";

/** The action of `npx hardhat experiment list`. */
export default async function experimentListAction(): Promise<void> {
  for (const name of EXPERIMENT_NAMES) {
    const { experiment } = await experimentNamed(name);
    const { question, hypotheses, parameters, seeds } = experiment;
    const lines = [
      `${name}: ${question}`,
      ...hypotheses.map((hypothesis) => `  ${hypothesis}`),
      ...parameters.map((parameter) => `  ${parameter.name.padEnd(14)} ${parameter.text} (${allowed(parameter)})`),
      `  ${"seeds".padEnd(14)} 1 to ${seeds} by default`,
    ];
    console.log(`${lines.join("\n")}\n`);
  }
}

function allowed(parameter: Parameter): string {
  const usual = `default ${parameter.default.join(", ")}`;
  switch (parameter.kind) {
    case "whole":
    case "real":
      return `${parameter.kind === "whole" ? "whole number" : "number"} ${parameter.min} to ${parameter.max}; ${usual}`;
    case "choice":
      return `${parameter.options.join(", ")}; ${usual}`;
    case "flag":
      return `true or false; ${usual}`;
    case "file":
      return `a file or ${parameter.word}; ${usual}`;
  }
}

import { UserError } from "../common/errors.js";
import type { RandomStream } from "../common/random.js";
import type { WorkloadClass } from "./workloadClass.js";

/**
 * Draws the class of a request of a known family, in proportion to the classes' shares: this is how latency target,
 * verification mode and region, which no trace has, are assigned to its rows.
 *
 * @throws UserError when no class is of that family.
 * @example const assign = classAssigner({ classes, family: "small" }); assign(random)
 */
export function classAssigner(parameters: {
  classes: readonly WorkloadClass[];
  family: string;
}): (random: RandomStream) => number {
  const { classes, family } = parameters;
  const indices = classes.flatMap(({ modelFamily }, index) => (modelFamily === family ? [index] : []));
  const last = indices.at(-1);
  if (last === undefined) {
    const families = [...new Set(classes.map(({ modelFamily }) => modelFamily))];
    throw new UserError(`no workload class of family "${family}"; the classes have ${families.join(", ")}`);
  }
  const total = indices.reduce((sum, index) => sum + (classes[index]?.share ?? 0), 0);
  let passed = 0;
  const bounds = indices.map((index) => {
    passed += (classes[index]?.share ?? 0) / total;
    return passed;
  });
  return (random) => {
    const point = random.next();
    const position = bounds.findIndex((bound) => point < bound);
    return indices[position] ?? last;
  };
}

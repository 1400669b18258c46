import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { textTable } from "../common/textTable.js";
import { applyEvent } from "../reference/applyEvent.js";
import { classCoverage } from "../reference/coverage.js";
import { ZERO } from "../reference/exact.js";
import { RULES } from "../reference/rules.js";
import { EMPTY_STATE } from "../reference/state.js";
import { exampleEvents, WORKED_EXAMPLE } from "../reference/workedExample.js";

const EMITTED = 1_000;

/** Computes the worked example with the reference, in exact arithmetic, and prints it. */
const action: NewTaskActionFunction = async () => {
  const { classes, domains, operators } = WORKED_EXAMPLE;
  const state = exampleEvents(WORKED_EXAMPLE).reduce(applyEvent, EMPTY_STATE);
  const nameOf = (list: readonly { id: bigint; name: string }[], id: bigint) =>
    list.find((e) => e.id === id)?.name ?? "?";

  console.log("\nFour operators; every service has u = 0.75 and plenty of capacity\n");
  console.log(
    textTable({
      head: ["operator", "domain", "serves", "stake", "served requests"],
      rows: operators.map(({ name, domain, stake, services }) => [
        name,
        nameOf(domains, domain),
        services.map(({ classId }) => nameOf(classes, classId)).join(", "),
        stake / 10n ** 18n,
        services.map(({ served }) => served).join(" + "),
      ]),
      right: [3, 4],
    }),
  );
  const coverage = classes.map(({ id, name }) => {
    const found = state.classes.get(id);
    return `${name} ${found === undefined ? "?" : classCoverage(found)}`;
  });
  console.log(
    `\nSuccess rate: ${coverage.join(", ")}. What each rule pays of ${EMITTED.toLocaleString("en-US")} tokens:\n`,
  );
  console.log(
    textTable({
      head: ["rule", ...operators.map(({ name }) => name), "all"],
      rows: Object.entries(RULES).map(([name, rule]) => {
        const shares = rule.shares(state);
        const all = [...shares.values()].reduce((sum, share) => sum.plus(share), ZERO);
        const tokens = [...operators.map((operator) => shares.get(operator.name) ?? ZERO), all];
        return [name, ...tokens.map((share) => share.times(EMITTED).toDecimalPlaces(6).toString())];
      }),
      right: [1, 2, 3, 4, 5],
    }),
  );
  console.log("\nThe derivation, step by step: docs/mechanism.md, section 4\n");
};

export default action;

import { POLICY_NAMES } from "../../../ignition/modules/Breadth.js";
import { newChain } from "../../helpers/chain.js";
import { behavesInAccrual } from "./accrual.behaviour.js";
import { behavesUnderChange } from "./change.behaviour.js";
import { behavesInExchange } from "./exchange.behaviour.js";
import { behavesInQuotes } from "./quote.behaviour.js";

const connection = await newChain();

/** One suite for every policy: a new one adds its row to POLICY_NAMES and passes it. */
for (const policy of POLICY_NAMES) {
  describe(policy, () => {
    behavesInAccrual(connection, policy);
    behavesUnderChange(connection, policy);
    behavesInQuotes(connection, policy);
    behavesInExchange(connection, policy);
  });
}

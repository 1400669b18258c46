import { expect } from "chai";
import fc from "fast-check";
import { hexDensity } from "../../scripts/agents/pricing/hexDensity.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { RULES } from "../../scripts/reference/rules.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";
import { CLASS_IDS, networkEvents, OPERATORS, profile } from "../reference/arbitraries.js";
import { ledgerStateOf, offerOf, operatorIndex } from "./randomState.js";

const EMISSION = 1_000;
const ids = fc.array(fc.nat({ max: 2 }), { minLength: CLASS_IDS.length, maxLength: CLASS_IDS.length });

describe("the pricer of HexDensity", () => {
  it("any hierarchy, network and offer > within 1e-12 of the emission from the exact rule", () => {
    let scaled = 0;
    fc.assert(
      fc.property(networkEvents, ids, ids, operatorIndex, profile, (events, families, modalities, operator, offer) => {
        const byClass = (values: readonly number[]) =>
          new Map(CLASS_IDS.map((id, c) => [id, BigInt(values[c] ?? 0)] as const));
        const network = {
          ...events.reduce(applyEvent, EMPTY_STATE),
          ofPolicy: { family: byClass(families), modality: byClass(modalities) },
        };
        const ofPolicy = { family: Float64Array.from(families), modality: Float64Array.from(modalities) };
        const pricer = hexDensity({ ...ledgerStateOf(network, EMISSION), ofPolicy }, { leastReliability: 0 });
        const close = (tokens: number, share: number) =>
          expect(tokens).to.be.within(EMISSION * share - 1e-9, EMISSION * share + 1e-9);
        const name = OPERATORS[operator] ?? "";
        close(pricer.pay(operator), RULES.HexDensity.share(network, name).toNumber());
        const exact = RULES.HexDensity.share(setProfile(network, name, offer), name).toNumber();
        close(pricer.price(operator, offerOf(offer)), exact);
        const plain = RULES.HexDensity.share(setProfile({ ...network, ofPolicy: {} }, name, offer), name).toNumber();
        if (Math.abs(plain - exact) > 1e-9) scaled++;
      }),
      { numRuns: 200 },
    );
    expect(scaled, "hierarchies that matter").to.be.above(20);
  });
});

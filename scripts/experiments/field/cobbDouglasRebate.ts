/** The exponent of fees that The Graph used until 2023 (`rebateAlphaNumerator` 77 of 100 in graphprotocol/contracts config/graph.mainnet.yml). */
const FEE_EXPONENT = 0.77;

/**
 * Query rebates as The Graph paid them before the exponential rebate, in plain arithmetic: all fees x (own share of the
 * fees)^a x (own share of the stake)^(1 - a). What is left of the fees is burned; none is left only where every stake is in
 * proportion to its fees (Hoelder's inequality). Nothing for those without fees.
 *
 * @returns tokens by operator, in sum at most the fees
 * @example cobbDouglasRebate({ fees: [1, 1], stakes: [5, 5] }) // [1, 1]
 */
export function cobbDouglasRebate(parameters: {
  fees: readonly number[];
  stakes: readonly number[];
  exponent?: number;
}): number[] {
  const { fees, stakes, exponent = FEE_EXPONENT } = parameters;
  const all = fees.reduce((sum, value) => sum + value, 0);
  const bonded = stakes.reduce((sum, value) => sum + value, 0);
  return fees.map((fee, i) =>
    fee === 0 ? 0 : all * (fee / all) ** exponent * ((stakes[i] ?? 0) / bonded) ** (1 - exponent),
  );
}

/** Days from a full exit until the stake can be had again, as deployed by default. */
export const UNBONDING_DAYS = 7;
/** Days over which operators expect a change of strategy to pay back: an assumption about their patience. */
export const HORIZON_DAYS = 30;
/** Windows at the end of a run that are replayed without each operator and under each shock. */
export const REPLAYED_WINDOWS = 10;

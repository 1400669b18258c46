/** Vega expression of a policy's name on two lines, its last word below: narrow enough for an axis or a small panel. */
export const POLICY_LABEL = "split(replace(datum.label, regexp('([a-z])([A-Z][a-z]*)$'), '$1|$2'), '|')";

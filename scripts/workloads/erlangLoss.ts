/**
 * Share of requests lost when `load` Erlangs meet `servers` slots without a queue (Erlang 1917), for any real number of
 * slots: 1/B(c, a) is the integral over u >= 0 of e^-u (1 + u/a)^c (Jagers and van Doorn 1986), which is the usual
 * formula at integers, decreasing and convex in c. By quadrature below one slot, then by the recurrence
 * 1/B(c + 1) = 1 + (c + 1) / a x 1/B(c).
 *
 * @example erlangLoss({ servers: 2, load: 1 }) // 0.2
 */
export function erlangLoss({ servers, load }: { servers: number; load: number }): number {
  if (!(servers >= 0) || !(load > 0))
    throw new RangeError(`needs servers >= 0 and load > 0, got ${servers} and ${load}`);
  const fraction = servers - Math.floor(servers);
  let inverse = inverseBelowOne(fraction, load);
  for (let slot = fraction + 1; slot <= servers + 1e-9; slot += 1) {
    inverse = 1 + (slot / load) * inverse;
    if (inverse === Number.POSITIVE_INFINITY) return 0;
  }
  return 1 / inverse;
}

/** The integral for fewer than one slot; u = v^2 removes the sharp rise at 0 when the load is small. Simpson's rule. */
function inverseBelowOne(servers: number, load: number): number {
  if (servers === 0) return 1;
  const end = 6.5;
  const steps = 400;
  const width = end / steps;
  const at = (v: number): number => 2 * v * Math.exp(-v * v) * (1 + (v * v) / load) ** servers;
  let total = at(0) + at(end);
  for (let step = 1; step < steps; step += 1) total += (step % 2 === 1 ? 4 : 2) * at(step * width);
  return (total * width) / 3;
}

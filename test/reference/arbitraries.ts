import fc from "fast-check";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import type { HistoryEvent, MoneyEvent, StateEvent } from "../../scripts/reference/history.js";
import type { Profile } from "../../scripts/reference/state.js";

const BILLION = 1_000_000_000n;
const TOKEN = 10n ** 18n;

export const CLASS_IDS = [1n, 2n, 3n];
export const DOMAIN_IDS = [0n, 1n, 2n];
export const OPERATORS = ["ann", "bob", "cyd", "dee", "eve"];
export const POLICIES = [
  "MarginalCoverage",
  "FlatMarginalCoverage",
  "EqualShare",
  "StakeWeighted",
  "ServedVolume",
] as const;

/** Up to two values in five at the extremes. */
const reliability = fc.oneof(
  { arbitrary: fc.bigInt(0n, 999_000_000n), weight: 3 },
  fc.constantFrom(0n, 1n, 999_000_000n),
);
const capacity = fc.oneof(
  { arbitrary: fc.bigInt(0n, 5n * BILLION), weight: 3 },
  fc.constantFrom(0n, 1n, 1_000n * BILLION, 2n ** 64n - 1n),
);
export const availability = fc.oneof(
  { arbitrary: fc.bigInt(1n, 999_900_000n), weight: 3 },
  fc.constantFrom(1n, 999_900_000n),
);
export const weight = fc.oneof({ arbitrary: fc.bigInt(0n, 2n ** 40n), weight: 4 }, fc.constantFrom(0n, 1n));

/** u, x and served; u = 0 means no service. */
export const serviceLevel = fc.record({ u: reliability, x: capacity, served: fc.bigInt(0n, 1_000_000n) });

const steps = fc.array(fc.record({ step: fc.integer({ min: 1, max: 30 }), amount: fc.integer({ min: 0, max: 100 }) }), {
  minLength: 1,
  maxLength: 4,
});

/** Curvatures c_m with the given partial sums. */
function byPartialSums(_: readonly number[], sums: readonly number[]): number[] {
  return sums.map((sum, m) => sum - (sums[m - 1] ?? 0));
}

/** Curvatures c_m with the given nested sums: densities of one, two, ... exponential delays after one another. */
function byNestedSums(kappas: readonly number[], sums: readonly number[]): number[] {
  return kappas.map((kappa, m) =>
    sums.reduce((all, sum, j) => {
      if (j < m) return all;
      const others = kappas.slice(0, j + 1).filter((_, i) => i !== m);
      return all + others.reduce((part, other) => part / (other - kappa), sum);
    }, 0),
  );
}

/** A curve of one to four layers that the ledger accepts, by the one or the other test, often with negative weights. */
export const curve = fc
  .tuple(steps, fc.constantFrom(byPartialSums, byNestedSums))
  .map(([layers, curvatures]) => {
    const kappas = layers.map((_, m) => layers.slice(0, m + 1).reduce((sum, { step }) => sum + step, 0));
    const raw = curvatures(
      kappas,
      layers.map(({ amount }) => amount),
    ).map((c, m) => c / (kappas[m] ?? 1) ** 2);
    const total = raw.reduce((all, alpha) => all + alpha, 0);
    // The first layer takes up the rounding.
    const rest = raw.slice(1).map((alpha) => BigInt(Math.round((alpha / total) * 1e9) || 0));
    const first = BILLION - rest.reduce((all, alpha) => all + alpha, 0n);
    return { kappas: kappas.map((kappa) => BigInt(kappa) * 100_000_000n), alphas: [first, ...rest] };
  })
  .filter(acceptedCurve);

/** Any profile over the three classes and domains. */
export const profile: fc.Arbitrary<Profile> = fc.record({
  stake: fc.bigInt(0n, 10_000n * TOKEN),
  domain: fc.constantFrom(...DOMAIN_IDS),
  services: fc
    .array(fc.option(serviceLevel, { nil: undefined }), { minLength: CLASS_IDS.length, maxLength: CLASS_IDS.length })
    .map(
      (levels) =>
        new Map(
          CLASS_IDS.flatMap((id, i) => {
            const level = levels[i];
            return level ? [[id, level] as const] : [];
          }),
        ),
    ),
});

/** The three classes with curves, weights and availabilities. */
export const classEvents: fc.Arbitrary<StateEvent[]> = fc
  .tuple(
    ...CLASS_IDS.map((classId) =>
      fc.record({
        classId: fc.constant(classId),
        weight,
        curve,
        availabilities: fc.tuple(...DOMAIN_IDS.map(() => availability)),
      }),
    ),
  )
  .map((classes) =>
    classes.flatMap(({ classId, weight, curve, availabilities }): StateEvent[] => [
      { type: "classAdded", classId, weight, ...curve },
      ...DOMAIN_IDS.map((domain, i): StateEvent => {
        return { type: "availabilityChanged", classId, domain, availability: availabilities[i] ?? 1n };
      }),
    ]),
  );

/** The events of an operator that takes up a profile. */
export function profileEvents(operator: string, { stake, domain, services }: Profile): StateEvent[] {
  return [
    { type: "operatorChanged", operator, domain, stake },
    ...[...services].map(([classId, level]): StateEvent => ({ type: "serviceChanged", operator, classId, ...level })),
  ];
}

/** A whole network: three classes, three domains, up to five operators. */
export const networkEvents: fc.Arbitrary<StateEvent[]> = fc
  .tuple(classEvents, fc.array(profile, { minLength: 1, maxLength: OPERATORS.length }))
  .map(([classes, profiles]) => [
    ...classes,
    ...profiles.flatMap((each, i) => profileEvents(OPERATORS[i] ?? "ann", each)),
  ]);

const classId = fc.constantFrom(...CLASS_IDS);
const operator = fc.constantFrom(...OPERATORS);

/** One thing that happens to a running network: what operators, governance or funders do. */
export const happening: fc.Arbitrary<StateEvent | MoneyEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(operator, classId, serviceLevel).map(serviceChanged) },
  {
    weight: 2,
    arbitrary: fc.tuple(operator, classId).map(([who, id]) => serviceChanged([who, id, { u: 0n, x: 0n, served: 0n }])),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(operator, fc.constantFrom(...DOMAIN_IDS), fc.bigInt(0n, 1_000n * TOKEN))
      .map(([who, domain, stake]): StateEvent => ({ type: "operatorChanged", operator: who, domain, stake })),
  },
  fc.tuple(classId, weight).map(([id, value]): StateEvent => ({ type: "weightChanged", classId: id, weight: value })),
  fc
    .tuple(classId, fc.constantFrom(...DOMAIN_IDS), availability)
    .map(([id, domain, r]): StateEvent => ({ type: "availabilityChanged", classId: id, domain, availability: r })),
  fc.bigInt(1n, 1_000n * TOKEN).map((amount): MoneyEvent => ({ type: "funded", amount })),
  fc.bigInt(0n, TOKEN).map((rate): MoneyEvent => ({ type: "emissionRateChanged", rate })),
  fc.constantFrom(...POLICIES).map((policy): MoneyEvent => ({ type: "policyFrozen", policy })),
  fc.constantFrom(...POLICIES).map((policy): MoneyEvent => ({ type: "policyStarted", policy, rule: policy })),
);

function serviceChanged([who, id, level]: [string, bigint, { u: bigint; x: bigint; served: bigint }]): StateEvent {
  return { type: "serviceChanged", operator: who, classId: id, ...level };
}

/** A class that from now on follows one of its layers alone, which is always an accepted curve. */
const singledOut = fc.record({ singledOut: classId, layer: fc.nat({ max: 3 }) });

/** A history from the first second: all policies on, funds, a rate, three classes, then up to 40 happenings. */
export const history: fc.Arbitrary<HistoryEvent[]> = fc
  .tuple(
    classEvents,
    fc.array(
      fc.tuple(
        fc.bigInt(0n, 10_000n),
        fc.oneof({ arbitrary: happening, weight: 12 }, { arbitrary: singledOut, weight: 1 }),
      ),
      { minLength: 5, maxLength: 40, size: "max" },
    ),
  )
  .map(([classes, happenings]) => {
    let time = 0n;
    const layersOf = (id: bigint) =>
      classes.flatMap((event) => (event.type === "classAdded" && event.classId === id ? event.kappas : []));
    return [
      ...POLICIES.map((rule): HistoryEvent => ({ type: "policyStarted", policy: rule, rule, time })),
      { type: "funded", amount: 1_000n * TOKEN, time },
      { type: "emissionRateChanged", rate: TOKEN / 100n, time },
      ...classes.map((event): HistoryEvent => ({ ...event, time })),
      ...happenings.map(([wait, event]): HistoryEvent => {
        time += wait;
        if (!("singledOut" in event)) return { ...event, time };
        const layers = layersOf(event.singledOut);
        const alphas = layers.map((_, m) => (m === event.layer % layers.length ? BILLION : 0n));
        return { type: "alphasChanged", classId: event.singledOut, alphas, time };
      }),
    ];
  });

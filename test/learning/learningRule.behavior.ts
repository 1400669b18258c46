import { expect } from "chai";
import fc from "fast-check";
import { randomStream } from "../../scripts/common/random.js";
import type { LearningRule, Observation } from "../../scripts/learning/learningRule.js";

/** An observation as plain data; payoffs per strategy. */
interface Scene {
  readonly current: number;
  readonly allowed: readonly boolean[];
  readonly realised: number;
  readonly payoffs: readonly number[];
  readonly peers: readonly { readonly strategy: number; readonly payoff: number }[];
  readonly scale: number;
}

const money = fc.double({ min: -300, max: 300, noNaN: true });

/** Five observations in a row among the same strategies. */
const scenes: fc.Arbitrary<{ strategies: number; scenes: Scene[]; seed: number }> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.nat(1_000_000))
  .chain(([strategies, seed]) => {
    const strategy = fc.nat(strategies - 1);
    const scene = fc
      .record({
        current: strategy,
        allowed: fc.array(fc.boolean(), { minLength: strategies, maxLength: strategies }),
        realised: money,
        payoffs: fc.array(money, { minLength: strategies, maxLength: strategies }),
        peers: fc.array(fc.record({ strategy, payoff: money }), { maxLength: 5 }),
        scale: fc.constantFrom(1, 100, 250),
      })
      .map((each) => ({ ...each, allowed: each.allowed.with(each.current, true) }));
    return fc.record({
      strategies: fc.constant(strategies),
      seed: fc.constant(seed),
      scenes: fc.array(scene, { minLength: 5, maxLength: 5 }),
    });
  });

/** The observation of a scene, frozen; throws when a rule looks at what it must not know. */
function observed(scene: Scene, { usesPayoffs, id }: LearningRule): Observation {
  const forbid = (what: string) => {
    throw new Error(`${id} learns from ${usesPayoffs} and asked for ${what}`);
  };
  return Object.freeze({
    current: scene.current,
    allowed: Object.freeze([...scene.allowed]),
    get realised() {
      return usesPayoffs === "counterfactual" ? forbid("realised") : scene.realised;
    },
    payoff: (k: number) => {
      if (usesPayoffs !== "counterfactual") forbid(`payoff(${k})`);
      return scene.allowed[k] ? (scene.payoffs[k] ?? Number.NaN) : forbid(`payoff(${k}), which is not allowed`);
    },
    get peers() {
      return usesPayoffs === "peers" ? Object.freeze(scene.peers.map((p) => Object.freeze({ ...p }))) : forbid("peers");
    },
    scale: scene.scale,
  });
}

/** Every strategy chosen and the last state, from observations in a row. */
function chosen(rule: LearningRule, observations: readonly Observation[], strategies: number, seed: number) {
  const random = randomStream(seed, "operator");
  let state = rule.initial(strategies);
  const choices = observations.map((observation) => {
    const decision = rule.decide({ state, observation, random });
    state = decision.state;
    return decision.strategy;
  });
  return { choices, state };
}

/** What every learning rule must do. */
export function behavesLikeALearningRule(rule: LearningRule): void {
  const given = (scene: Scene) => observed(scene, rule);

  it("given any observations > plays an allowed strategy, and looks only at what it says it uses", () => {
    fc.assert(
      fc.property(scenes, ({ strategies, scenes, seed }) => {
        const { choices } = chosen(rule, scenes.map(given), strategies, seed);
        for (const [at, choice] of choices.entries()) expect(scenes[at]?.allowed[choice]).to.equal(true);
      }),
      { numRuns: 200 },
    );
  });

  it("given the same stream twice > decides the same", () => {
    fc.assert(
      fc.property(scenes, ({ strategies, scenes, seed }) => {
        const [first, second] = [0, 1].map(() => chosen(rule, scenes.map(given), strategies, seed));
        expect(second).to.deep.equal(first);
      }),
    );
  });

  it("given a state > leaves it as it was", () => {
    fc.assert(
      fc.property(scenes, ({ strategies, scenes, seed }) => {
        const random = randomStream(seed, "operator");
        let state = rule.initial(strategies);
        for (const scene of scenes) {
          const before = structuredClone(state);
          const next = rule.decide({ state, observation: given(scene), random }).state;
          expect(state).to.deep.equal(before);
          state = next;
        }
      }),
    );
  });

  it("given only the current strategy allowed > stays", () => {
    fc.assert(
      fc.property(scenes, ({ strategies, scenes, seed }) => {
        const alone = scenes.map((scene) => ({ ...scene, allowed: scene.allowed.map((_, k) => k === scene.current) }));
        const { choices } = chosen(rule, alone.map(given), strategies, seed);
        expect(choices).to.deep.equal(alone.map(({ current }) => current));
      }),
    );
  });

  it("given the allowed strategies as bytes > decides the same", () => {
    fc.assert(
      fc.property(scenes, ({ strategies, scenes, seed }) => {
        const bytes = scenes.map((scene) =>
          Object.create(given(scene), { allowed: { value: Uint8Array.from(scene.allowed, Number) } }),
        );
        expect(chosen(rule, bytes, strategies, seed)).to.deep.equal(chosen(rule, scenes.map(given), strategies, seed));
      }),
    );
  });

  it("given money in another unit (payoffs and scale x 1024) > decides the same", () => {
    fc.assert(
      fc.property(scenes, ({ strategies, scenes, seed }) => {
        const unit = 1024;
        const inUnits = scenes.map((scene) => ({
          ...scene,
          realised: scene.realised * unit,
          payoffs: scene.payoffs.map((payoff) => payoff * unit),
          peers: scene.peers.map(({ strategy, payoff }) => ({ strategy, payoff: payoff * unit })),
          scale: scene.scale * unit,
        }));
        expect(chosen(rule, inUnits.map(given), strategies, seed)).to.deep.equal(
          chosen(rule, scenes.map(given), strategies, seed),
        );
      }),
    );
  });

  it("given payoffs a million scales apart > still decides", () => {
    const payoffs = [-1e6, 1e6, 0];
    const scene = { current: 0, allowed: [true, true, true], realised: -1e6, payoffs, scale: 1 };
    const peers = payoffs.map((payoff, strategy) => ({ strategy, payoff }));
    const { choices } = chosen(rule, Array(20).fill(given({ ...scene, peers })), 3, 1);
    for (const choice of choices) expect(choice).to.be.oneOf([0, 1, 2]);
  });

  it("given payoffs that are not numbers > throws instead of staying put", () => {
    const payoffs = [Number.NaN, Number.NaN];
    const peers = payoffs.map((payoff) => ({ strategy: 1, payoff }));
    const scene = given({ current: 0, allowed: [true, true], realised: Number.NaN, payoffs, peers, scale: 1 });
    expect(() => chosen(rule, Array(20).fill(scene), 2, 1)).to.throw(RangeError, /not a number|cannot normalise/);
  });

  it("given a strategy that pays far more > comes to play it most of the time", () => {
    const payoffs = [-50, 80];
    const random = randomStream(3, "operator");
    let state = rule.initial(2);
    let current = 0;
    let often = 0;
    for (let day = 0; day < 1000; day++) {
      const peers = payoffs.map((payoff, strategy) => ({ strategy, payoff }));
      const scene = { current, allowed: [true, true], realised: payoffs[current] ?? 0, payoffs, peers, scale: 100 };
      const decision = rule.decide({ state, observation: given(scene), random });
      state = decision.state;
      current = decision.strategy;
      if (day >= 500 && current === 1) often++;
    }
    expect(often).to.be.greaterThan(400);
  });
}

import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { ProfileOffer } from "../../agents/ledgerState.js";
import { ChainDriver } from "../../chain/ChainDriver.js";
import type { Chain } from "../../chain/openChain.js";
import { DAY_SECONDS } from "../../common/units.js";
import { type CoverGame, demandShares, type Plan, type Profile, planOf } from "./coverGame.js";
import { type PaymentRule, payment } from "./payment.js";

/** The rules as they are deployed: leave-one-out with failure domains as well. */
export type ChainRule = PaymentRule | "MarginalCoverage";

/** What the deployed contracts say of a profile that is on the chain. */
export interface ChainCertificate {
  /** {emission} The largest gain of a lone change of plan, by the contract's quotes less costs; below 0: everyone loses. */
  readonly gain: number;
  /** Quotes asked: one for each plan of each operator. */
  readonly quotes: number;
  /** {emission} Largest difference between a quote and the plain arithmetic. */
  readonly disagreement: number;
  /** {emission} What all operators are quoted for what they do now. */
  readonly paid: number;
  /** {0..1} C of what the ledger has recorded. */
  readonly covered: number;
}

/** {wei/s} of one token a second. */
const EMISSION = 1e18;
/** Times its share of the demand that an operator's capacity carries: e^-100 is 0 to the contracts, so that p = u. */
const PLENTY = 100;
/** {token} Bonded by each operator; no rule here looks at it. */
const STAKE = 1;
/** Of every failure domain: the most that the ledger takes. */
export const MOST_AVAILABLE = 0.9999;

/**
 * A coverage game in a deployment of its own: a class per resource, an operator per player, the rules deployed as policies, the
 * first of them paid, one token a second emitted. Each operator has a failure domain of its own. Probabilities are the
 * reliabilities that are reported (times the domain's availability under MarginalCoverage, which is then the only rule);
 * costs are not on chain and are taken off here.
 *
 * @example
 * const chain = await ChainGame.create({ connection, game, rules: ["FlatMarginalCoverage"] });
 * await chain.play([0, 0]);
 * (await chain.certify("FlatMarginalCoverage")).gain // at most 0 in an equilibrium
 */
export class ChainGame {
  #profile: Profile = [];

  private constructor(
    readonly game: CoverGame,
    private readonly driver: ChainDriver,
    private readonly paid: ChainRule,
  ) {}

  static async create(parameters: {
    connection: Chain;
    game: CoverGame;
    rules: readonly [ChainRule, ...ChainRule[]];
  }): Promise<ChainGame> {
    const { connection, game, rules } = parameters;
    const [policy, ...shadows] = rules satisfies readonly PolicyName[];
    const driver = await ChainDriver.create({
      connection,
      policy,
      shadows,
      classes: game.weights.map((weight) => ({
        curve: { kappas: [1_000_000_000n], alphas: [1_000_000_000n] },
        weight: BigInt(weight),
      })),
      domains: game.plans.map((_, operator) => ({ name: `own ${operator}`, availability: MOST_AVAILABLE })),
      operators: game.plans.map(() => ({ stake: STAKE, capital: STAKE })),
      emissionPerDay: DAY_SECONDS,
      budget: DAY_SECONDS,
      unbondingDays: 7,
      maxAgeSeconds: DAY_SECONDS,
      keys: "impersonated",
    });
    await driver.apply(game.plans.map((_, operator) => ({ kind: "enter", operator, domain: operator })));
    return new ChainGame(game, driver, policy);
  }

  /** Brings every operator to its plan in the profile. */
  async play(profile: Profile): Promise<void> {
    const plans = profile.map((plan, operator) => planOf(this.game, operator, plan));
    const moved = plans.flatMap((plan, operator) => {
      const before = this.#profile[operator];
      if (before === undefined || before === profile[operator]) return [];
      return [{ kind: "retool" as const, operator, serves: plan.serves.map(({ resource }) => resource) }];
    });
    await this.driver.apply(moved);
    await this.driver.report({
      services: plans.flatMap((plan, operator) =>
        this.#offer(operator, plan).services.map((service) => ({ operator, ...service })),
      ),
    });
    this.#profile = profile;
  }

  /** Asks the deployed policy what every operator would earn by every one of its plans, the others as they are. */
  async certify(rule: ChainRule): Promise<ChainCertificate> {
    const { game } = this;
    const profile = this.#profile;
    const asked = game.plans.flatMap((plans, operator) => plans.map((plan, index) => ({ operator, plan, index })));
    const answers = await this.driver.quotes(
      asked.map(({ operator, plan }) => ({ operator, offer: this.#offer(operator, plan) })),
      rule,
    );
    const quoted = asked.map((each, i) => ({ ...each, pay: Number(answers[i]?.weiPerSecond ?? 0n) / EMISSION }));
    const isPresent = ({ operator, index }: { operator: number; index: number }) => profile[operator] === index;
    const present = quoted.filter(isPresent);
    const gains = quoted.flatMap((each) => {
      const now = present.find(({ operator }) => operator === each.operator);
      if (now === undefined || isPresent(each)) return [];
      return [each.pay - each.plan.cost - (now.pay - now.plan.cost)];
    });
    const plain = rule === "MarginalCoverage" ? "FlatMarginalCoverage" : rule;
    const disagreement = quoted.map(({ operator, index, pay }) =>
      Math.abs(pay - payment({ game, profile: profile.with(operator, index), operator, rule: plain })),
    );
    return {
      gain: Math.max(...gains),
      quotes: quoted.length,
      disagreement: Math.max(...disagreement),
      paid: present.reduce((sum, { pay }) => sum + pay, 0),
      covered: await this.#covered(),
    };
  }

  /** C by the contract that knows it, or of the reliabilities in force, read from the ledger's events. */
  async #covered(): Promise<number> {
    const byContract = await this.driver.coverage();
    if (byContract !== undefined) return byContract;
    const { operators, classes, reliability } = await this.driver.snapshot();
    return demandShares(this.game).reduce((sum, share, resource) => {
      let missing = 1;
      for (let i = 0; i < operators; i++) missing *= 1 - (reliability[i * classes + resource] ?? 0);
      return sum + share * (1 - missing);
    }, 0);
  }

  #offer(operator: number, { serves }: Plan): ProfileOffer {
    const up = this.paid === "MarginalCoverage" ? MOST_AVAILABLE : 1;
    return {
      stake: STAKE,
      domain: operator,
      services: serves.map(({ resource, probability }) => ({
        classIndex: resource,
        reliability: probability / up,
        capacityRatio: PLENTY,
        served: 0,
      })),
    };
  }
}

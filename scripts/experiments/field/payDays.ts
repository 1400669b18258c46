import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { Intent } from "../../agents/intent.js";
import type { LedgerState, ProfileOffer } from "../../agents/ledgerState.js";
import { ChainDriver } from "../../chain/ChainDriver.js";
import type { Chain } from "../../chain/openChain.js";
import { DAY_SECONDS } from "../../common/units.js";
import type { Scenario } from "../../simulation/scenario.js";
import { scenarioOnChain } from "../../simulation/scenarioOnChain.js";

/** What an operator shows the ledger for a day; its stake is its own, fixed for the run. */
export type Shown = Pick<ProfileOffer, "domain" | "services">;

/** One day under the paid rule. */
export interface PayDay {
  /** Tokens claimed from the vault, by operator. */
  readonly paid: Float64Array;
  /** Tokens that the vault emitted meanwhile; what nobody was paid stays with it. */
  readonly emitted: number;
  /** The ledger as it stood all day. */
  readonly state: LedgerState;
}

/**
 * Days on the deployed contracts on which every operator shows what it is told to: nobody learns, the question is what the
 * rule pays. Each day entries, moves and exits go on chain, the report is recorded, what was owed from before is claimed and
 * set aside, a day passes, and everybody claims.
 *
 * @example
 * const days = await PayDays.open({ chain, policy: "EqualShare", scenario, stakes: [100, 100], days: 1 });
 * const { paid } = await days.day([{ domain: 0, services }, undefined]); // the second stays out
 */
export class PayDays {
  readonly #shown: (Shown | undefined)[];

  private constructor(private readonly driver: ChainDriver) {
    this.#shown = driver.options.operators.map(() => undefined);
  }

  /** @param parameters.stakes Tokens that each operator bonds. @param parameters.days How many will be asked for at most. */
  static async open(parameters: {
    chain: Chain;
    policy: PolicyName;
    scenario: Scenario;
    stakes: readonly number[];
    days: number;
    /** Tokens that a request pays; the scenario's mean by default. */
    requestFee?: number;
  }): Promise<PayDays> {
    const { chain, policy, scenario, stakes, days, requestFee } = parameters;
    const onChain = scenarioOnChain(scenario);
    const driver = await ChainDriver.create({
      connection: chain,
      policy,
      ...onChain,
      ...(requestFee !== undefined && { requestFee }),
      operators: stakes.map((stake) => ({ stake, capital: (days + 1) * stake })),
      budget: scenario.emissionPerDay * (days + 2) + 1,
      unbondingDays: 0,
      maxAgeSeconds: (days + 2) * DAY_SECONDS,
      keys: "impersonated",
    });
    return new PayDays(driver);
  }

  /** A day on which operator i shows `profiles[i]`, or stays out. */
  async day(profiles: readonly (Shown | undefined)[]): Promise<PayDay> {
    const { driver } = this;
    await driver.apply(profiles.flatMap((profile, operator) => this.#intents(operator, profile)));
    await driver.report({
      services: profiles.flatMap((profile, operator) =>
        (profile?.services ?? []).map((service) => ({ operator, ...service })),
      ),
    });
    profiles.forEach((profile, operator) => {
      this.#shown[operator] = profile;
    });
    const everybody = profiles.map((_, operator) => operator);
    await driver.claim(everybody);
    const before = await driver.emitted();
    const state = await driver.snapshot();
    await driver.advance(DAY_SECONDS);
    const { tokens } = await driver.claim(everybody);
    return { paid: tokens, emitted: (await driver.emitted()) - before, state };
  }

  /** {token/day} What the deployed contract would pay the operator if it showed this, all others as they are. */
  async quote(operator: number, shown: Shown): Promise<number> {
    const stake = this.driver.options.operators[operator]?.stake ?? 0;
    return (await this.driver.quote(operator, { stake, ...shown })).tokensPerDay;
  }

  #intents(operator: number, profile: Shown | undefined): Intent[] {
    const before = this.#shown[operator];
    if (profile === undefined) return before === undefined ? [] : [{ kind: "exit", operator }];
    const { domain } = profile;
    if (before === undefined) return [{ kind: "enter", operator, domain }];
    const serves = profile.services.map(({ classIndex }) => classIndex);
    return [
      before.domain === domain ? { kind: "retool", operator, serves } : { kind: "move", operator, domain, serves },
    ];
  }
}

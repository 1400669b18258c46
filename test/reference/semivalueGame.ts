import type { Decimal } from "decimal.js";
import { demandShare } from "../../scripts/reference/coverage.js";
import { Exact, ONE, ZERO } from "../../scripts/reference/exact.js";
import { exactRatio } from "../../scripts/reference/exactRatio.js";
import type { NetworkState } from "../../scripts/reference/state.js";

/** A network as the game that Shapley knew: players, and what any coalition of them is worth. */
export class SemivalueGame {
  readonly players: readonly string[];
  /** Demand share of each class, and every player's p in it. */
  readonly #classes: readonly { readonly share: Decimal; readonly success: readonly Decimal[] }[];

  constructor(state: NetworkState) {
    this.players = [...state.operators.keys()];
    this.#classes = [...state.classes].map(([classId, each]) => ({
      share: demandShare(state, each),
      success: this.players.map((player) => {
        const service = state.operators.get(player)?.services.get(classId);
        if (!service) return ZERO;
        return exactRatio(service.u).times(ONE.minus(exactRatio(service.x).negated().exp()));
      }),
    }));
  }

  /** Coverage by the players whose bits are set. */
  worth(coalition: number): Decimal {
    return this.#classes.reduce((sum, { share, success }) => {
      const failures = success.reduce((all, p, i) => (coalition & (1 << i) ? all.times(ONE.minus(p)) : all), ONE);
      return sum.plus(share.times(ONE.minus(failures)));
    }, ZERO);
  }

  /** Shapley's definition: the mean over all orders of what a player adds to those before it. */
  meanOverOrders(): Decimal[] {
    const count = this.players.length;
    const worth = Array.from({ length: 1 << count }, (_, coalition) => this.worth(coalition));
    const sums = this.players.map(() => ZERO);
    let orders = 0;
    const extend = (coalition: number, added: readonly Decimal[]): void => {
      if (coalition === worth.length - 1) {
        orders++;
        added.forEach((value, i) => {
          sums[i] = (sums[i] ?? ZERO).plus(value);
        });
        return;
      }
      for (let i = 0; i < count; i++) {
        const next = coalition | (1 << i);
        if (next === coalition) continue;
        extend(next, added.with(i, (worth[next] ?? ZERO).minus(worth[coalition] ?? ZERO)));
      }
    };
    extend(0, sums);
    return sums.map((sum) => sum.div(orders));
  }

  /** For each player, over all outcomes of who is up in each class: share(k) if it is up with k - 1 others. */
  expectedShares(share: (k: number) => Decimal): Decimal[] {
    const sums = this.players.map(() => ZERO);
    for (const { share: demand, success } of this.#classes) {
      for (let up = 1; up < 1 << this.players.length; up++) {
        let chance = demand;
        let count = 0;
        success.forEach((p, i) => {
          const isUp = (up & (1 << i)) !== 0;
          chance = chance.times(isUp ? p : ONE.minus(p));
          if (isUp) count++;
        });
        const part = chance.times(share(count));
        this.players.forEach((_, i) => {
          if (up & (1 << i)) sums[i] = (sums[i] ?? ZERO).plus(part);
        });
      }
    }
    return sums;
  }
}

/** 1/k, written as a whole number's inverse. */
export function equalShares(k: number): Decimal {
  return new Exact(1).div(k);
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardPolicy} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {CoveragePolicy} from "../../../contracts/policies/CoveragePolicy.sol";
import {World} from "./World.sol";
import {requireAtMost, requireEqual, vm} from "./Vm.sol";

/// @title Properties of two moments: what may only grow
/// @notice Called after every handler; looks at one policy per call, in turn.
contract History {
    World public immutable WORLD;

    uint256 private _emitted;
    mapping(IRewardPolicy policy => uint256) private _g;
    mapping(IRewardPolicy policy => uint256) private _accrued;
    /// @dev {wei} The most that an operator ever had: earned and claimed.
    mapping(IRewardPolicy policy => mapping(address operator => uint256)) private _most;

    constructor(World world) {
        WORLD = world;
    }

    function observe() external {
        WORLD.noteCall();
        // H1: emission never falls.
        uint256 emitted = WORLD.vault().emitted();
        requireAtMost(_emitted, emitted, "H1 emitted fell");
        _emitted = emitted;

        IRewardPolicy policy = WORLD.policy(WORLD.calls());
        if (WORLD.dropped(policy) || !WORLD.started(policy)) return;
        _accumulators(policy);
        _earned(policy);
    }

    /// @dev H2: the global index and the accrued total of a coverage rule never fall.
    function _accumulators(IRewardPolicy policy) private {
        if (WORLD.kindOf(policy) > 1) return;
        uint256 index = uint256(vm.load(address(policy), 0));
        uint256 totals = uint256(vm.load(address(policy), bytes32(uint256(1))));
        (uint256 earnedWeight, ) = CoveragePolicy(address(policy)).earnedWeight();
        requireEqual(uint96(totals >> 64), earnedWeight, "storage layout of CoveragePolicy");
        uint256 g = uint160(index);
        uint256 accrued = totals >> 160;
        requireAtMost(_g[policy], g, "H2 index fell");
        requireAtMost(_accrued[policy], accrued, "H2 accrued fell");
        (_g[policy], _accrued[policy]) = (g, accrued);
    }

    /// @dev H3: earned never falls without a claim, but for the dust that each touch of a class may cost (rounding an index
    /// down by 2^-18 wei, twice per layer, times odds of at most 999) and alpha M's last bit (2^-88 of the emission, times
    /// odds, for each of four layers).
    function _earned(IRewardPolicy policy) private {
        uint256 dust =
            WORLD.kindOf(policy) > 1
                ? WORLD.MAX_CLASSES() + WORLD.touches()
                : WORLD.MAX_CLASSES() + (WORLD.touches() * 8 * 999) / 2 ** 18 + (_emitted * 4 * 999) / 2 ** 88;
        for (uint256 i; i < WORLD.OPERATORS(); ++i) {
            address account = WORLD.operator(i);
            uint256 total = policy.earned(account) + WORLD.ghostClaimed(address(policy), account);
            requireAtMost(_most[policy][account], total + dust, "H3 earned fell");
            if (total > _most[policy][account]) _most[policy][account] = total;
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {History} from "../History.sol";
import {World} from "../World.sol";
import {bound, skip} from "../Vm.sol";

/// @title What every actor has: the world, and the passing of time
/// @dev A handler only does what is allowed at that moment; whatever reverts all the same is a failure of the run.
abstract contract Handler {
    World internal immutable WORLD;
    /// @dev Read once: a call between a prank and its target would use the prank up.
    uint32 internal immutable DOMAINS;

    History internal immutable HISTORY;

    constructor(History history) {
        HISTORY = history;
        WORLD = history.WORLD();
        DOMAINS = WORLD.DOMAINS();
    }

    /// @dev Half of all calls come in the same second or the next minute, some after hours, few after years.
    modifier after_(uint256 dt) {
        uint256 kind = dt % 16;
        dt >>= 4;
        uint256 seconds_;
        if (kind < 4) seconds_ = 0;
        else if (kind < 8) seconds_ = bound(dt, 1, 60);
        else if (kind < 13) seconds_ = bound(dt, 60, 7 hours);
        else if (kind < 15) seconds_ = bound(dt, 1 days, 30 days);
        else seconds_ = bound(dt, 365 days, 3 * 365 days);
        if (seconds_ != 0) skip(seconds_);
        _;
        HISTORY.observe();
    }

    function _classId(uint256 seed) internal view returns (uint32) {
        return uint32(bound(seed, 1, WORLD.ledger().classCount()));
    }

    function _isOpen(uint32 classId) internal view returns (bool) {
        return uint256(WORLD.ledger().classOf(classId).status) == 1;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Curves} from "./support/Curves.sol";
import {SystemTest} from "./support/SystemTest.sol";
import {requireAtMost, vm} from "./support/Vm.sol";

/// @title Extreme values: nothing wraps, and nothing that frees an operator reverts
contract WidthsTest is SystemTest {
    /// @dev A second domain in a class with a negative layer.
    function test_join_from_second_domain_in_class_with_negative_layer() external {
        uint32 classId = _addClass(Curves.curve(1, 0), 1000);
        uint32 other = _listDomain(0.99e9);
        vm.warp(block.timestamp + 1);
        address first = _operator(1, 0);
        address second = _operator(2, other);
        vm.warp(block.timestamp + 10);
        _measure(first, classId, 0.9e9, 1e9);
        marginal.quote(second, _offer(other, classId, 0.9e9, 1e9));
        _measure(second, classId, 0.9e9, 1e9);
        (uint256 earned, uint256 total) = marginal.earnedWeight();
        requireAtMost(earned, total << 32, "R <= W");
    }
}

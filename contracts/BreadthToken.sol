// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title The token that operators stake and are paid in
/// @notice A fixed supply: nobody can mint, so a reward is always somebody's funding.
contract BreadthToken is ERC20, ERC20Permit {
    /// @param holder Receives the whole supply.
    /// @param supply {wei} Total supply, 18 decimals.
    constructor(address holder, uint256 supply) ERC20("Breadth", "BRDTH") ERC20Permit("Breadth") {
        _mint(holder, supply);
    }
}

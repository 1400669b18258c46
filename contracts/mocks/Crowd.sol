// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {OperatorRegistry} from "../OperatorRegistry.sol";
import {CrowdMember} from "./CrowdMember.sol";

/// @title Thousands of operators, a batch in each transaction
contract Crowd {
    using SafeERC20 for IERC20;

    uint256 private _size;

    /// @notice Registers `count` new operators with `stake` {wei} each, spread over domains 0..domains - 1 in turn.
    function grow(OperatorRegistry registry, uint256 count, uint256 stake, uint32 domains) external {
        IERC20 token = registry.TOKEN();
        uint256 first = _size;
        for (uint256 i = first; i < first + count; ++i) {
            uint32 domain = uint32(i % domains);
            bytes memory arguments = abi.encode(registry, stake, domain);
            bytes32 codeHash = keccak256(abi.encodePacked(type(CrowdMember).creationCode, arguments));
            bytes32 where = keccak256(abi.encodePacked(bytes1(0xff), address(this), bytes32(i), codeHash));
            token.safeTransfer(address(uint160(uint256(where))), stake);
            new CrowdMember{salt: bytes32(i)}(registry, stake, domain);
        }
        _size = first + count;
    }
}

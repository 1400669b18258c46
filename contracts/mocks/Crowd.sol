// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {OperatorRegistry} from "../OperatorRegistry.sol";

/// @title An operator that is a contract: it stakes and registers when it is made
contract CrowdMember {
    constructor(OperatorRegistry registry, uint256 stake, uint32 domain) {
        registry.TOKEN().approve(address(registry), stake);
        registry.register(stake, domain);
    }
}

/// @title Thousands of operators, a batch in each transaction
contract Crowd {
    /// @notice In the order in which they registered.
    address[] private _members;

    /// @notice Registers `count` new operators with `stake` {wei} each, spread over domains 0..domains - 1 in turn.
    function grow(OperatorRegistry registry, uint256 count, uint256 stake, uint32 domains) external {
        IERC20 token = registry.TOKEN();
        for (uint256 i; i < count; ++i) {
            uint32 domain = uint32(_members.length % domains);
            bytes32 salt = bytes32(_members.length);
            bytes memory code = abi.encodePacked(type(CrowdMember).creationCode, abi.encode(registry, stake, domain));
            address member = address(
                uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, keccak256(code)))))
            );
            require(token.transfer(member, stake), "no stake");
            new CrowdMember{salt: salt}(registry, stake, domain);
            _members.push(member);
        }
    }

    /// @notice All members.
    function members() external view returns (address[] memory) {
        return _members;
    }
}

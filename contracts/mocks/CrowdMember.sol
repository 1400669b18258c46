// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OperatorRegistry} from "../OperatorRegistry.sol";

/// @title An operator that is a contract: it stakes and registers when it is made
contract CrowdMember {
    constructor(OperatorRegistry registry, uint256 stake, uint32 domain) {
        registry.TOKEN().approve(address(registry), stake);
        registry.register(stake, domain);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";

/// @title Setters of a rule answer to whoever governs the ledger
/// @dev The authority is the ledger's at deployment; an authority may hand the policy over as it does the ledger.
abstract contract LedgerGoverned is AccessManaged {
    constructor(ICoverageLedger ledger) AccessManaged(IAccessManaged(address(ledger)).authority()) {}
}

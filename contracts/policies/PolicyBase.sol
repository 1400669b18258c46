// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {IRewardPolicy, Offer, Service} from "../interfaces/IRewardPolicy.sol";
import {IRewardVault} from "../interfaces/IRewardVault.sol";
import {CoverageMath} from "../libraries/CoverageMath.sol";

/// @title What every policy shares: its ledger, its vault and who may call it
abstract contract PolicyBase is IRewardPolicy {
    ICoverageLedger public immutable LEDGER;
    IRewardVault public immutable VAULT;

    constructor(ICoverageLedger ledger) {
        LEDGER = ledger;
        VAULT = ledger.VAULT();
    }

    modifier onlyLedger() {
        _requireCaller(address(LEDGER));
        _;
    }

    modifier onlyVault() {
        _requireCaller(address(VAULT));
        _;
    }

    /// @dev The classes of an offer exist and ascend, so that none counts twice.
    function _requireOffer(Offer calldata offer) internal view {
        uint32 classCount = LEDGER.classCount();
        uint32 previous;
        for (uint256 i; i < offer.services.length; ++i) {
            uint32 classId = offer.services[i].classId;
            if (classId <= previous || classId > classCount) revert PolicyOfferInvalid(classId, previous, classCount);
            previous = classId;
        }
    }

    /// @dev An offered service as the ledger would record it: all zero below `minReliability`, u at most 0.999.
    function _eligible(
        Service calldata offered,
        uint256 minReliability
    ) internal pure returns (Service memory service) {
        if (offered.u < minReliability || offered.u == 0) return service;
        service = offered;
        if (service.u > CoverageMath.MAX_RELIABILITY) service.u = CoverageMath.MAX_RELIABILITY;
    }

    function _requireCaller(address required) private view {
        if (msg.sender != required) revert PolicyUnauthorized(msg.sender, required);
    }
}

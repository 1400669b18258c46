// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardPolicy, Offer} from "../interfaces/IRewardPolicy.sol";
import {MarginalCoverage} from "../policies/MarginalCoverage.sol";
import {RewardVault} from "../RewardVault.sol";

/// @title Everything that the differential tests compare, in one call
contract SystemReader {
    struct Query {
        RewardVault vault;
        IRewardPolicy[] policies;
        address[] operators;
        /// @dev The policy whose coverage is read, for classes 1..classCount.
        MarginalCoverage coverageOf;
        uint32 classCount;
        /// @dev Offers, the `i`-th by `offerers[i]`, priced by each of `quoting`.
        IRewardPolicy[] quoting;
        address[] offerers;
        Offer[] offers;
    }

    struct Snapshot {
        uint256 time;
        uint256 emitted;
        uint256 balance;
        uint256 totalPaid;
        uint256 surplus;
        uint256[] liabilities;
        /// @dev Policy by policy, operator by operator.
        uint256[] earned;
        uint256[] coverages;
        /// @dev Policy by policy, offer by offer.
        uint256[] quotes;
    }

    /// @notice All that `query` asks for, as of now.
    function read(Query calldata query) external view returns (Snapshot memory found) {
        found.time = block.timestamp;
        found.emitted = query.vault.emitted();
        found.balance = query.vault.TOKEN().balanceOf(address(query.vault));
        found.totalPaid = query.vault.totalPaid();
        found.surplus = query.vault.surplus();
        uint256 operators = query.operators.length;
        found.liabilities = new uint256[](query.policies.length);
        found.earned = new uint256[](query.policies.length * operators);
        for (uint256 p; p < query.policies.length; ++p) {
            found.liabilities[p] = query.policies[p].liability();
            for (uint256 i; i < operators; ++i) {
                found.earned[p * operators + i] = query.policies[p].earned(query.operators[i]);
            }
        }
        found.coverages = new uint256[](query.classCount);
        for (uint32 classId = 1; classId <= query.classCount; ++classId) {
            found.coverages[classId - 1] = query.coverageOf.coverage(classId);
        }
        uint256 offers = query.offers.length;
        found.quotes = new uint256[](query.quoting.length * offers);
        for (uint256 p; p < query.quoting.length; ++p) {
            for (uint256 i; i < offers; ++i) {
                found.quotes[p * offers + i] = query.quoting[p].quote(query.offerers[i], query.offers[i]);
            }
        }
    }
}

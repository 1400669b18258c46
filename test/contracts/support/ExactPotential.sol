// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ClassOffer, Offer, Service} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {MarginalCoverage} from "../../../contracts/policies/MarginalCoverage.sol";
import {Newcomers} from "./Newcomers.sol";
import {Recount} from "./Recount.sol";
import {World} from "./World.sol";
import {requireClose, requireEqual} from "./Vm.sol";

/// @title P1 in a state that the fuzzer has reached
/// @notice Takes one random operator and whole profile by `seed`, and answers whether there was anything to check. Changes
/// the state: see Newcomers.
contract ExactPotential is Newcomers {
    constructor(World world, Recount recount) Newcomers(world, recount) {}

    /// @notice P1: of any two whole profiles, the one is paid more than the other by what C differs, times the emission rate;
    /// and one that serves nothing is paid nothing, so that every pay is C(all) - C(all without it).
    function exactPotential(uint256 seed) external returns (bool) {
        MarginalCoverage policy = _policy(seed);
        if (address(policy) == address(0) || LEDGER.totalWeight() == 0) return false;
        // The last is a newcomer.
        uint256 who = (seed >> 16) % (WORLD.OPERATORS() + 1);
        address account = who < WORLD.OPERATORS() ? WORLD.operator(who) : _newcomer(0);
        Offer memory offer = _profile(seed);
        Offer memory other = seed % 4 == 0 ? _profile(uint256(keccak256(abi.encode(seed)))) : _present(account);
        Offer memory none;
        requireEqual(policy.quote(account, none), 0, "P1 nothing is paid nothing");
        int256 without = _coverage(who, none);
        uint256 pay = policy.quote(account, offer);
        int256 coverage = _coverage(who, offer);
        _requirePay(int256(pay), coverage - without, DUST, "P1 pay = C - C without it");
        int256 change = int256(pay) - int256(policy.quote(account, other));
        _requirePay(change, coverage - _coverage(who, other), 2 * DUST, "P1 exact potential");
        return true;
    }

    // ---------------------------------------------------------------- profiles

    /// @dev A random service, also beyond the bounds, in some of the classes.
    function _profile(uint256 seed) private view returns (Offer memory offer) {
        uint32 count = LEDGER.classCount();
        uint256 serves = 1 + ((seed >> 24) % (2 ** count - 1));
        offer.domain = uint32((seed >> 32) % (WORLD.DOMAINS() + 1));
        offer.services = new ClassOffer[](count);
        uint256 length;
        for (uint32 classId = 1; classId <= count; ++classId) {
            if ((serves >> (classId - 1)) & 1 == 0) continue;
            uint256 own = uint256(keccak256(abi.encode(seed, classId)));
            Service memory service = _service(own, LEDGER.minReliability());
            if ((own >> 248) % 8 == 0) service.u = 4e9;
            if ((own >> 248) % 8 == 1 && service.u > 0) --service.u;
            if ((own >> 240) % 8 == 0) service.x = type(uint64).max;
            offer.services[length++] = ClassOffer(classId, service);
        }
        _shorten(offer, length);
    }

    /// @dev An operator's services that are in force and eligible.
    function _present(address account) private view returns (Offer memory offer) {
        uint32 count = LEDGER.classCount();
        offer.domain = LEDGER.operatorOf(account).domain;
        offer.services = new ClassOffer[](count);
        uint256 length;
        for (uint32 classId = 1; classId <= count; ++classId) {
            if (!LEDGER.measurementOf(account, classId).eligible) continue;
            Service memory service = Service(
                LEDGER.measurementOf(account, classId).u,
                LEDGER.measurementOf(account, classId).x,
                0
            );
            offer.services[length++] = ClassOffer(classId, service);
        }
        _shorten(offer, length);
    }

    function _shorten(Offer memory offer, uint256 length) private pure {
        ClassOffer[] memory services = new ClassOffer[](length);
        for (uint256 i; i < length; ++i) services[i] = offer.services[i];
        offer.services = services;
    }

    // ---------------------------------------------------------------- coverage, recounted

    /// @dev {X120} C, the sum over classes by their shares, if seat `who` had the offered profile.
    function _coverage(uint256 who, Offer memory offer) private view returns (int256 coverage) {
        uint32 count = LEDGER.classCount();
        int256 total = int256(uint256(LEDGER.totalWeight()));
        uint256 least = LEDGER.minReliability();
        uint256 next;
        for (uint32 classId = 1; classId <= count; ++classId) {
            Recount.Seat[] memory seats = RECOUNT.seatsOf(classId);
            Recount.Seat memory seat;
            if (next < offer.services.length && offer.services[next].classId == classId) {
                Service memory service = offer.services[next++].service;
                uint256 u = Math.min(service.u, 0.999e9);
                if (service.u >= least) seat = Recount.Seat(offer.domain, uint32(u), service.x);
            }
            seats[who] = seat;
            int256 weight = int256(uint256(LEDGER.classOf(classId).weight));
            coverage += (RECOUNT.coverageOf(classId, seats) * weight) / total;
        }
    }

    function _requirePay(int256 pay, int256 coverage, uint256 tolerance, string memory what) private pure {
        int256 expected = (coverage * int256(RATE)) >> 120;
        // Shifted, so that neither is negative.
        requireClose(uint256(pay + int256(2 * RATE)), uint256(expected + int256(2 * RATE)), tolerance, what);
    }
}

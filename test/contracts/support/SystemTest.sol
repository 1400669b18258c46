// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageLedger} from "../../../contracts/CoverageLedger.sol";
import {ClassOffer, Curve, Offer, Service} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {Batch} from "./Batch.sol";
import {System} from "./System.sol";
import {vm} from "./Vm.sol";

/// @title Short forms for tests that drive the whole system by hand
abstract contract SystemTest is System {
    uint32[] internal none;

    /// @dev A registered operator with the least stake.
    function _operator(uint256 number, uint32 domain) internal returns (address operator) {
        return _operatorWithStake(number, domain, MIN_STAKE);
    }

    function _operatorWithStake(uint256 number, uint32 domain, uint256 stake) internal returns (address operator) {
        operator = address(uint160(0xA0000 + number));
        vm.prank(FUNDER);
        token.transfer(operator, stake);
        vm.startPrank(operator);
        token.approve(address(registry), stake);
        registry.register(stake, domain);
        vm.stopPrank();
    }

    function _measure(address operator, uint32 classId, uint256 u, uint256 x) internal {
        vm.prank(REPORTER);
        ledger.reportServices(Batch.service(operator, classId, uint32(u), uint64(x), 1));
    }

    function _leave(address operator, uint32 classId) internal {
        vm.prank(operator);
        registry.leaveClasses(_one(classId));
    }

    function _addClass(Curve memory curve, uint256 weight) internal returns (uint32) {
        vm.prank(GOVERNOR);
        return ledger.addClass(curve, uint64(weight));
    }

    function _listDomain(uint256 availability) internal returns (uint32) {
        vm.prank(GOVERNOR);
        return ledger.listDomain("domain", uint32(availability));
    }

    function _emit(uint256 amount, uint256 rate) internal {
        vm.prank(FUNDER);
        vault.fund(amount);
        vm.prank(GOVERNOR);
        vault.setEmissionRate(rate);
    }

    function _offer(uint32 domain, uint32 classId, uint256 u, uint256 x) internal pure returns (Offer memory offer) {
        offer.domain = domain;
        offer.services = new ClassOffer[](1);
        offer.services[0] = ClassOffer(classId, Service(uint32(u), uint64(x), 1));
    }

    function _one(uint32 classId) internal pure returns (uint32[] memory list) {
        list = new uint32[](1);
        list[0] = classId;
    }

    /// @dev All limits wide open, and any reliability eligible.
    function _openLimits(uint32 minReliability, uint32 maxAge) internal {
        vm.prank(GOVERNOR);
        ledger.setLimits(CoverageLedger.Limits(minReliability, maxAge, type(uint32).max, type(uint64).max >> 8));
    }
}

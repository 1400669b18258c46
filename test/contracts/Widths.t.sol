// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PolicyHub} from "../../contracts/PolicyHub.sol";
import {Curve, IRewardPolicy, Member, Service} from "../../contracts/interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../../contracts/libraries/CoverageMath.sol";
import {MarginalCoverage} from "../../contracts/policies/MarginalCoverage.sol";
import {Curves} from "./support/Curves.sol";
import {HostileLedger} from "./support/HostileLedger.sol";
import {HostileWorld} from "./support/HostileWorld.sol";
import {SystemTest} from "./support/SystemTest.sol";
import {bound, requireAtMost, requireEqual, skip, vm} from "./support/Vm.sol";
import {VmSkip} from "./support/VmSkip.sol";

/// @title Extreme values: nothing wraps, and nothing that frees an operator reverts
contract WidthsTest is SystemTest {
    uint64 private constant HUGE = type(uint64).max;
    uint256 private constant MOST_WEIGHT = 2 ** 56 - 1;

    function setUp() external {
        _openLimits(0, type(uint32).max);
    }

    /// @dev The sums of the largest terms fit their fields: 4,096 domains at r = 0.9999 in lnM (80 bits) and T (56 bits), 40
    /// million operators at u = 0.999 in lnQ (88 bits), a billion in O (96 bits).
    function test_sums_fit_their_fields() external pure {
        uint256 p = CoverageMath.success(0.999e9, HUGE, 1000e9);
        uint256 lnQ = CoverageMath.lnFailure(p);
        uint256 odds = CoverageMath.odds(p);
        requireAtMost(lnQ * 40_000_000, type(uint88).max, "lnQ");
        requireAtMost(odds * 1e9, type(uint96).max, "O");
        (, uint256 f) = CoverageMath.failure(type(uint88).max, 0.9999e9);
        requireAtMost(CoverageMath.lnNeg(f) * 4096, type(uint80).max, "lnM");
        // b O is largest with a single operator at its best: of n equal ones it is r n o q^n / f, which falls.
        (uint256 q, uint256 f1) = CoverageMath.failure(lnQ, 0.9999e9);
        uint256 term = CoverageMath.term(CoverageMath.price(q, f1, 0.9999e9), odds);
        requireAtMost(term * 4096, type(uint56).max, "T");
    }

    /// @dev No operators in a domain earn a larger term of T than one at u = 0.999, however many they are.
    function testFuzz_term_is_largest_for_one(uint256 n, uint256 u, uint256 r) external pure {
        (n, u, r) = (bound(n, 1, 20_000), bound(u, 1, 0.999e9), bound(r, 1, 0.9999e9));
        uint256 p = CoverageMath.success(u, HUGE, 1e9);
        (uint256 q, uint256 f) = CoverageMath.failure(CoverageMath.lnFailure(p) * n, r);
        uint256 term = CoverageMath.term(CoverageMath.price(q, f, r), CoverageMath.odds(p) * n);
        uint256 best = CoverageMath.success(0.999e9, HUGE, 1e9);
        (q, f) = CoverageMath.failure(CoverageMath.lnFailure(best), 0.9999e9);
        requireAtMost(term, CoverageMath.term(CoverageMath.price(q, f, 0.9999e9), CoverageMath.odds(best)), "T");
    }

    /// @dev The whole budget of 2^92 - 1 wei emitted over ten years into every kind of class and weight, then everyone
    /// claims, leaves and is expired.
    function test_whole_budget_over_ten_years() external {
        uint256[3] memory weights = [uint256(1), 1000, MOST_WEIGHT - 1001];
        uint32 domain = _listDomain(0.9999e9);
        for (uint256 i; i < 3; ++i) _addClass(Curves.curve(i == 1 ? 0 : i + 1, 0), weights[i]);
        Curve memory steep = Curve(new uint64[](2), new int40[](2));
        // The largest alphas: 32 and -31, still concave because the kappas are close.
        (steep.kappas[0], steep.kappas[1]) = (984e9, 999e9);
        (steep.alphas[0], steep.alphas[1]) = (32e9, -31e9);
        _addClass(steep, 0);
        _fillAndDrain(domain);
    }

    /// @dev The same with a demand weight of 1 in all.
    function test_whole_budget_into_one_unit_of_weight() external {
        uint32 domain = _listDomain(0.9999e9);
        _addClass(Curves.curve(3, 0), 1);
        _fillAndDrain(domain);
    }

    function _fillAndDrain(uint32 domain) private {
        uint32 classCount = ledger.classCount();
        address[4] memory operators;
        for (uint256 i; i < 4; ++i) operators[i] = _operator(i, i % 2 == 0 ? domain : 0);
        _emit(vault.MAX_BUDGET(), type(uint80).max);
        skip(1);
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            _measure(operators[0], classId, 0.999e9, HUGE);
            _measure(operators[1], classId, 1, 1);
            _measure(operators[2], classId, 0.5e9, 1e9);
            _measure(operators[3], classId, 0.999e9, 1);
        }
        skip(3650 days);
        uint32[] memory all = new uint32[](classCount);
        for (uint32 i; i < classCount; ++i) all[i] = i + 1;
        uint256 sum;
        for (uint256 i; i < 4; ++i) sum += marginal.earned(operators[i]);
        requireAtMost(sum, marginal.liability(), "sum of earned <= liability");
        requireAtMost(marginal.liability(), vault.emitted(), "liability <= emitted");
        vault.claim(operators[0], all);
        vault.claim(operators[1], all);
        skip(type(uint32).max);
        for (uint32 i; i < classCount; ++i) ledger.expire(operators[2], i + 1);
        vm.prank(operators[0]);
        registry.leaveClasses(all);
        vm.prank(operators[1]);
        registry.requestWithdrawal(MIN_STAKE, all);
        vm.prank(SLASHER);
        registry.jail(operators[3], 0, "reason", all);
        vault.claim(operators[2], all);
        vault.claim(operators[3], all);
        (uint256 earnedWeight, ) = marginal.earnedWeight();
        requireEqual(earnedWeight, 0, "nobody earns");
        requireAtMost(vault.totalPaid(), vault.emitted(), "paid <= emitted");
    }

    /// @dev 2,000 operators join one class and domain and leave again, in another order: the class is as before.
    function test_two_thousand_come_and_go() external {
        HostileWorld world = new HostileWorld();
        HostileLedger ledger_ = world.ledger();
        MarginalCoverage policy = world.policy();
        ledger_.addClass(Curves.curve(1, 0), 1000);
        Member memory first = Member(address(1), 1, 0);
        Service memory service = Service(0.7e9, 1e9, 0);
        ledger_.measure(first, 1, service);
        uint256 coverage = policy.coverage(1);
        (uint256 earnedWeight, ) = policy.earnedWeight();
        for (uint256 i = 2; i <= 2000; ++i) {
            ledger_.measure(Member(address(uint160(i)), 1, 0), 1, Service(0.999e9, uint64(i * 1e7), 0));
        }
        skip(1 hours);
        Service memory none;
        for (uint256 i = 2; i <= 2000; ++i) {
            // 7 and 1999 have no common factor: every operator once.
            ledger_.measure(Member(address(uint160(2 + ((i * 7) % 1999))), 1, 0), 1, none);
        }
        requireEqual(policy.coverage(1), coverage, "coverage");
        (uint256 after_, ) = policy.earnedWeight();
        requireEqual(after_, earnedWeight, "R");
    }

    /// @dev Four layers of alpha +-32 on almost equal kappas and the whole weight: A comes to its largest while M is 1, and
    /// then an operator with the largest odds joins and leaves. Its offset is near 2^183; were it cut, it would earn.
    function test_largest_offset() external {
        HostileWorld world = new HostileWorld();
        HostileLedger ledger_ = world.ledger();
        MarginalCoverage policy = world.policy();
        Curve memory curve = Curve(new uint64[](4), new int40[](4));
        for (uint64 m; m < 4; ++m) {
            curve.kappas[m] = 1e9 + m;
            curve.alphas[m] = m % 2 == 0 ? int40(32e9) : -int40(32e9);
        }
        ledger_.addClass(curve, uint64(MOST_WEIGHT));
        ledger_.measure(Member(world.operator(0), 0, 0), 1, Service(1, 1e9, 0));
        world.fund(world.vault().MAX_BUDGET() - world.vault().budget() - 1, type(uint80).max);
        skip(3650 days);
        requireAtMost(2 ** 91, world.vault().emitted(), "more than half of the largest budget is out");
        Member memory second = Member(world.operator(1), 0, 0);
        Service memory none;
        for (uint64 x = 1; x < type(uint64).max / 20; x *= 20) {
            ledger_.measure(second, 1, Service(0.999e9, x, 0));
            requireEqual(policy.earned(second.operator), 0, "nothing yet");
        }
        ledger_.measure(second, 1, Service(0.999e9, HUGE, 0));
        requireEqual(policy.earned(second.operator), 0, "still nothing");
        ledger_.measure(second, 1, none);
        requireEqual(policy.earned(second.operator), 0, "nor afterwards");
    }

    /// @dev A shadow survives the most expensive hooks: the first member ever of a class of four layers, and the first in
    /// another domain once the class's indices are no longer 0; and every way out.
    /// Not under `--coverage`, where every statement calls out: what that costs says nothing about the deployed code.
    function test_listener_gas_suffices() external {
        MarginalCoverage shadow = new MarginalCoverage(ledger);
        VmSkip(address(vm)).skip(_isInstrumented(address(shadow)));
        vm.startPrank(GOVERNOR);
        ledger.addPolicy(shadow);
        ledger.startShadow(shadow);
        vm.stopPrank();
        uint32 classId = _addClass(Curves.curve(3, 0), 1000);
        uint32 domain = _listDomain(0.99e9);
        address first = _operator(1, domain);
        address second = _operator(2, 0);
        _emit(1e24, 1e18);
        skip(10);
        _measure(first, classId, 0.9e9, 1e9);
        _requireShadow(shadow);
        skip(10);
        _measure(second, classId, 0.9e9, 1e9);
        _requireShadow(shadow);
        skip(10);
        uint32 third = _listDomain(0.98e9);
        vm.prank(first);
        registry.move(third, _one(classId));
        _leave(first, classId);
        _leave(second, classId);
        _requireShadow(shadow);
    }

    /// @dev Whether a contract calls the address that Hardhat's coverage watches.
    function _isInstrumented(address target) private view returns (bool) {
        bytes memory code = target.code;
        for (uint256 i = 20; i <= code.length; ++i) {
            address word;
            assembly ("memory-safe") {
                word := mload(add(code, i))
            }
            if (word == 0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE) return true;
        }
        return false;
    }

    function _requireShadow(IRewardPolicy policy) private view {
        requireEqual(uint256(ledger.policyState(policy)), uint256(PolicyHub.PolicyState.Shadow), "the shadow is stale");
    }

    /// @dev A second domain in a class with a negative layer: quote and join.
    function test_join_from_second_domain_in_class_with_negative_layer() external {
        uint32 classId = _addClass(Curves.curve(1, 0), 1000);
        uint32 other = _listDomain(0.99e9);
        address first = _operator(1, 0);
        address second = _operator(2, other);
        skip(10);
        _measure(first, classId, 0.9e9, 1e9);
        marginal.quote(second, _offer(other, classId, 0.9e9, 1e9));
        _measure(second, classId, 0.9e9, 1e9);
        (uint256 earned, uint256 total) = marginal.earnedWeight();
        requireAtMost(earned, total << 32, "R <= W");
    }
}

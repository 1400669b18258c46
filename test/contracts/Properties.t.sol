// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Curve} from "../../contracts/interfaces/IRewardPolicy.sol";
import {Curves} from "./support/Curves.sol";
import {SystemTest} from "./support/SystemTest.sol";
import {bound, requireAtMost, requireClose, skip, vm} from "./support/Vm.sol";

/// @title P1, P3, P4 and P7 on the deployed contracts
/// @notice Emission is 2^79 wei per second, the most that the vault takes, so that a share of 2^-79 shows.
contract PropertiesTest is SystemTest {
    uint256 private constant RATE = 2 ** 79;
    uint256 private constant WEIGHT = 1_000_000;

    uint32[4] private _domains;

    function setUp() external {
        _openLimits(0, type(uint32).max);
        _domains[1] = _listDomain(0.9999e9);
        _domains[2] = _listDomain(0.99e9);
        _domains[3] = _listDomain(0.5e9);
        _emit(2 ** 91, RATE);
        skip(1);
    }

    /// @dev P1: a lone deviation in u, x and domain changes the pay rate by what it changes C, times the emission rate, to
    /// 2^-54 of the rate. Four others; curves of one to four layers.
    function testFuzz_P1_exact_potential(uint256 seed, uint256 family, uint256 variant) external {
        uint32 classId = _randomClass(seed, bound(family, 0, 3), bound(variant, 0, 2));
        uint256 deviation = uint256(keccak256(abi.encode(seed, "deviation")));
        (uint32 domain, uint256 u, uint256 x) = _profile(deviation);
        uint256 u0;
        uint256 x0;
        (, u0, x0) = _profile(uint256(keccak256(abi.encode(seed, "present"))));
        address operator = _operator(0, 0);
        skip(1);
        _measure(operator, classId, u0, x0);

        int256 payBefore = int256(marginal.quote(operator, _offer(0, classId, u0, x0)));
        int256 payAfter = int256(marginal.quote(operator, _offer(domain, classId, u, x)));
        int256 before = int256(marginal.coverage(classId));
        vm.prank(operator);
        registry.move(domain, _one(classId));
        // A report in the same second may raise nothing.
        skip(1);
        _measure(operator, classId, u, x);
        int256 change = int256(marginal.coverage(classId)) - before;
        // The only class has the whole weight.
        int256 expected = (change * int256(RATE)) >> 120;
        requireClose(_shift(payAfter - payBefore), _shift(expected), RATE >> 54, "P1");
        // What was quoted is what is paid.
        requireClose(
            marginal.quote(operator, _offer(domain, classId, u, x)),
            uint256(payAfter),
            RATE >> 54,
            "the quote after the change"
        );
    }

    /// @dev P3: the n-th of identical operators in a domain earns less than the one before.
    function testFuzz_P3_a_copy_adds_less(uint256 u, uint256 x, uint256 family, uint256 variant) external {
        uint32 classId = _addClass(Curves.curve(bound(family, 0, 3), bound(variant, 0, 2)), WEIGHT);
        (u, x) = (bound(u, 0.5e9, 0.999e9), bound(x, 1e6, 3e9));
        uint256 last = type(uint256).max;
        for (uint256 n = 1; n <= 6; ++n) {
            address operator = _operator(n, _domains[1]);
            skip(1);
            _measure(operator, classId, u, x);
            uint256 pay = marginal.quote(operator, _offer(_domains[1], classId, u, x));
            requireAtMost(pay, last, "P3");
            last = pay;
        }
    }

    /// @dev P4: the same service pays more in a class that nobody serves, and more in another domain of the same
    /// availability than beside others.
    function testFuzz_P4_scarcity(uint256 seed, uint256 family, uint256 variant, uint256 u, uint256 x) external {
        (family, variant) = (bound(family, 0, 3), bound(variant, 0, 2));
        uint32 crowded = _randomClass(seed, family, variant);
        uint32 empty = _addClass(Curves.curve(family, variant), WEIGHT);
        uint32 fresh = _listDomain(0.99e9);
        (u, x) = (bound(u, 0.5e9, 0.999e9), bound(x, 1e6, 3e9));
        address newcomer = _operator(99, 0);
        uint256 inEmpty = marginal.quote(newcomer, _offer(_domains[2], empty, u, x));
        uint256 inFreshDomain = marginal.quote(newcomer, _offer(fresh, crowded, u, x));
        uint256 inCrowd = marginal.quote(newcomer, _offer(_domains[2], crowded, u, x));
        uint256 dust = RATE >> 54;
        requireAtMost(inCrowd, inFreshDomain + dust, "P4 a domain of its own");
        requireAtMost(inFreshDomain, inEmpty + dust, "P4 an empty class");
    }

    /// @dev P7, one layer: k identities with x/k each in one domain earn k (1 - q') q'^(k-1) / (1 - q) of what one earns, so
    /// never more for u at its maximum of 0.999 but for that missing thousandth.
    function testFuzz_P7_splitting_does_not_pay(uint256 seed, uint256 x, uint256 k) external {
        uint32 classId = _randomClass(seed, 0, 0);
        (x, k) = (bound(x, 1e6, 5e9), bound(k, 2, 6));
        x -= x % k;
        uint32 domain = _domains[2];
        address single = _operator(50, domain);
        uint256 one = marginal.quote(single, _offer(domain, classId, 0.999e9, x));
        skip(1);
        uint256 all;
        for (uint256 i; i < k; ++i) {
            address part = _operator(60 + i, domain);
            skip(1);
            _measure(part, classId, 0.999e9, x / k);
        }
        for (uint256 i; i < k; ++i) {
            address part = address(uint160(0xA0000 + 60 + i));
            all += marginal.quote(part, _offer(domain, classId, 0.999e9, x / k));
        }
        requireAtMost(all, one + one / 500 + (RATE >> 54), "P7");
    }

    /// @dev A class served by four others with random profiles in three domains and none.
    function _randomClass(uint256 seed, uint256 family, uint256 variant) private returns (uint32 classId) {
        Curve memory curve = Curves.curve(family, variant);
        classId = _addClass(curve, WEIGHT);
        for (uint256 i = 1; i <= 4; ++i) {
            (uint32 domain, uint256 u, uint256 x) = _profile(uint256(keccak256(abi.encode(seed, i))));
            address operator = _operator(i, domain);
            skip(1);
            _measure(operator, classId, u, x);
        }
    }

    /// @dev Often at an end of a range.
    function _profile(uint256 seed) private view returns (uint32 domain, uint256 u, uint256 x) {
        domain = _domains[seed % 4];
        seed >>= 8;
        u =
            seed % 8 == 0
                ? 0
                : seed % 8 == 1
                    ? 0.999e9
                    : seed % 8 == 2
                        ? 1
                        : bound(seed >> 8, 1, 0.999e9);
        seed >>= 64;
        x =
            seed % 8 == 0
                ? 0
                : seed % 8 == 1
                    ? 1
                    : seed % 8 == 2
                        ? 50e9
                        : bound(seed >> 8, 1, 3e9);
    }

    function _shift(int256 value) private pure returns (uint256) {
        return uint256(value + int256(RATE) * 2);
    }
}

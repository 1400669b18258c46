// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ClassOffer, Curve, Offer, Service} from "../../../contracts/interfaces/IRewardPolicy.sol";
import {CoverageMath} from "../../../contracts/libraries/CoverageMath.sol";
import {MarginalCoverage} from "../../../contracts/policies/MarginalCoverage.sol";
import {Batch} from "./Batch.sol";
import {Newcomers} from "./Newcomers.sol";
import {Recount} from "./Recount.sol";
import {World} from "./World.sol";
import {requireAtMost, requireClose, vm} from "./Vm.sol";

/// @title P3, P4 and P7 in a state that the fuzzer has reached
/// @notice Each takes one random operator, class, domain and service by `seed`, and answers whether there was anything to
/// check. Bounds and closed forms: docs/proofs.md. Changes the state: see Newcomers.
contract PayProperties is Newcomers {
    uint256 private constant ONE_X56 = 1 << 56;

    /// @dev One question: what a service is paid in one class, from one domain.
    struct Question {
        MarginalCoverage policy;
        uint32 classId;
        uint32 domain;
        Curve curve;
        Service service;
    }

    constructor(World world, Recount recount) Newcomers(world, recount) {}

    /// @notice P3: a copy of an operator is paid at most what the operator is, the next copy at most what the first is, and
    /// nobody is paid more because it came; with one layer, each is paid q times what the one before it is.
    function copies(uint256 seed) external returns (bool) {
        (bool found, Question memory ask) = _question(seed);
        if (!found) return false;
        address original = WORLD.operator(seed >> 16);
        Recount.Seat memory seat = RECOUNT.seatsOf(ask.classId)[(seed >> 16) % WORLD.OPERATORS()];
        bool copied = seat.u != 0;
        if (copied) (ask.domain, ask.service) = (seat.domain, Service(seat.u, seat.x, 0));
        uint256 q = ONE_X56 - CoverageMath.success(ask.service.u, ask.service.x, ask.curve.kappas[0]);
        uint256 first = _pay(ask, _newcomer(0));
        if (copied) _requireCopy(ask, _pay(ask, original), first, q);

        (bool shared, address rival, Offer memory present) = _rival(seed, ask.classId);
        uint256 before = shared ? ask.policy.quote(rival, present) : 0;
        _join(1, ask.domain, ask.classId, ask.service);
        requireClose(_pay(ask, _newcomer(0)), first, 2 * DUST, "P3 paid as quoted");
        _requireCopy(ask, first, _pay(ask, _newcomer(1)), q);
        if (shared) requireAtMost(ask.policy.quote(rival, present), before + 2 * DUST, "P3 a newcomer raised a pay");
        return true;
    }

    /// @notice P4: the same service is paid at least as much from a domain of its own with the same availability, and there
    /// at most what it is paid in a class of the same curve and weight that nobody serves, where it earns the class's whole
    /// coverage; with one layer, the fresh domain pays f / Q times as much.
    function scarcity(uint256 seed) external returns (bool) {
        (bool found, Question memory ask) = _question(seed);
        if (!found) return false;
        uint32 r = LEDGER.availabilityOf(ask.domain, ask.classId);
        vm.startPrank(WORLD.GOVERNOR());
        uint32 fresh = LEDGER.listDomain("fresh", r);
        uint32 uncovered = LEDGER.addClass(ask.curve, LEDGER.classOf(ask.classId).weight);
        vm.stopPrank();
        vm.prank(WORLD.REPORTER());
        LEDGER.reportAvailability(Batch.availability(ask.domain, uncovered, r));

        address account = _newcomer(0);
        uint256 beside = _pay(ask, account);
        uint256 apart = _quote(ask.policy, account, fresh, ask.classId, ask.service);
        uint256 alone = _quote(ask.policy, account, ask.domain, uncovered, ask.service);
        requireAtMost(beside, apart + 2 * DUST, "P4 a domain of its own");
        requireAtMost(apart, alone + 2 * DUST, "P4 an uncovered class");

        int256 saved;
        for (uint256 m; m < ask.curve.kappas.length; ++m) {
            uint256 p = CoverageMath.success(ask.service.u, ask.service.x, ask.curve.kappas[m]);
            saved += ask.curve.alphas[m] * int256(p * r);
        }
        // {wei/s} RATE share r (sum over layers of alpha p): X56, and billionths twice.
        uint256 whole = Math.mulDiv(uint256(saved) * 2 ** 54, RATE, LEDGER.totalWeight() * ONE_X56) / 1e18;
        requireClose(alone, whole, DUST, "P4 alone in a class");

        if (ask.curve.kappas.length > 1) return true;
        (uint256 q, uint256 f) = RECOUNT.domainMiss(ask.classId, ask.domain, ask.curve.kappas[0]);
        requireClose(Math.mulDiv(apart, q, 1 << 120), Math.mulDiv(beside, f, 1 << 120), 2 * DUST, "P4 f / Q");
        return true;
    }

    /// @notice P7: two to four identities with equal parts of the capacity in one domain are together paid at most what the
    /// one is, from u = 1/2 on (with a negative alpha from 0.67 on); with one layer k (1 - q') q'^(k-1) / (1 - q) times that.
    function splitting(uint256 seed) external returns (bool) {
        (bool found, Question memory ask) = _question(seed);
        if (!found) return false;
        uint256 least = 0.5e9;
        for (uint256 m; m < ask.curve.alphas.length; ++m) if (ask.curve.alphas[m] < 0) least = 0.67e9;
        ask.service = _service(seed >> 24, least);
        uint256 k = 2 + ((seed >> 16) % 3);
        ask.service.x = uint64((ask.service.x / k + 1) * k);
        uint256 one = _pay(ask, _newcomer(0));
        uint256 p = CoverageMath.success(ask.service.u, ask.service.x, ask.curve.kappas[0]);

        ask.service.x /= uint64(k);
        _join(k, ask.domain, ask.classId, ask.service);
        uint256 sum;
        for (uint256 i; i < k; ++i) sum += _pay(ask, _newcomer(i));
        requireAtMost(sum, one + (k + 1) * DUST, "P7 splitting pays");

        if (ask.curve.kappas.length > 1) return true;
        uint256 part = CoverageMath.success(ask.service.u, ask.service.x, ask.curve.kappas[0]);
        uint256 expected = Math.mulDiv(one * k, part, ONE_X56);
        for (uint256 i = 1; i < k; ++i) expected = Math.mulDiv(expected, ONE_X56 - part, ONE_X56);
        requireClose(Math.mulDiv(sum, p, ONE_X56), expected, 2 * k * DUST, "P7 the gain of splitting");
        return true;
    }

    // ---------------------------------------------------------------- questions

    /// @dev A rule, an open class with most of the weight, a domain and a service.
    function _question(uint256 seed) private returns (bool found, Question memory ask) {
        ask.policy = _policy(seed);
        if (address(ask.policy) == address(0)) return (false, ask);
        ask.classId = _openClass(seed >> 8);
        if (ask.classId == 0) return (false, ask);
        ask.domain = uint32((seed >> 32) % (WORLD.DOMAINS() + 1));
        ask.curve = LEDGER.curveOf(ask.classId);
        ask.service = _service(seed >> 40, 1);
        return (true, ask);
    }

    function _pay(Question memory ask, address account) private view returns (uint256) {
        return _quote(ask.policy, account, ask.domain, ask.classId, ask.service);
    }

    function _requireCopy(Question memory ask, uint256 pay, uint256 copyPay, uint256 q) private pure {
        requireAtMost(copyPay, pay + 2 * DUST, "P3 a copy is paid more");
        if (ask.curve.kappas.length == 1) requireClose(copyPay, Math.mulDiv(pay, q, ONE_X56), 2 * DUST, "P3 q times");
    }

    /// @dev Another operator that serves the class, and its profile there.
    function _rival(
        uint256 seed,
        uint32 classId
    ) private view returns (bool found, address rival, Offer memory present) {
        Recount.Seat[] memory seats = RECOUNT.seatsOf(classId);
        uint256 operators = WORLD.OPERATORS();
        for (uint256 i = 1; i <= operators; ++i) {
            uint256 who = ((seed >> 16) + i) % operators;
            if (seats[who].u == 0) continue;
            present.domain = seats[who].domain;
            present.services = new ClassOffer[](1);
            present.services[0] = ClassOffer(classId, Service(seats[who].u, seats[who].x, 0));
            return (true, WORLD.operator(who), present);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {PooledPolicy} from "./PooledPolicy.sol";

/// @title Pay for being early: the first three of each class, by claim order
/// @notice In each class the member that came first counts 1, the second 3/4, the third 1/4, all others 0; an operator is
/// paid by the sum of these over its classes, out of the sum over everybody. Helium HIP-85 (helium/HIP
/// 0085-mobile-hex-coverage-limit.md), with a class in place of a hex. HIP-85 ranks by signal strength first and takes the
/// claim time to break ties; a class has no signal strength, so here the claim time is all there is. Every class has the
/// same points, as every hex has under HIP-85: demand does not weigh.
/// @dev Units are quarters: 4, 3, 1, 0, and the pot of a class is as large as its units. A class's members stand in a doubly
/// linked queue in the order in which they joined; a join goes to its end, a leave moves at most three others up, each settled at
/// its old weight: O(1). Whoever stops being eligible, expires, is jailed or moves leaves the queue and comes back at its end, as
/// HIP-85 resets the claim time of a radio without a heartbeat. What it pays for: having claimed first, whatever the
/// service. In the field it was meant against stacked radios; here it can be squatted (a service that died holds its rank until it
/// expires), and whoever imports the services into a newly added policy chooses their order: see docs/rules/rankMultiplier.md.
contract RankMultiplier is PooledPolicy {
    /// @notice {1} Ranks that count for something.
    uint256 public constant PAID_RANKS = 3;

    struct Seat {
        /// @dev The member before this one, or 0.
        address ahead;
        /// @dev Where it serves from: an offer from another domain gives up the rank.
        uint32 domain;
        bool taken;
        /// @dev The member after this one, or 0.
        address behind;
    }

    struct Queue {
        address first;
        /// @dev {1} Members of the class.
        uint32 length;
        address last;
    }

    mapping(uint32 classId => Queue) private _queues;
    mapping(uint32 classId => mapping(address operator => Seat)) private _seats;

    constructor(ICoverageLedger ledger) PooledPolicy(ledger) {}

    /// @notice {1} The operator's rank in the class: 1, 2 or 3, 4 for everyone behind them, 0 for nobody of the class.
    function rankOf(uint32 classId, address operator) public view returns (uint256 rank) {
        if (!_seats[classId][operator].taken) return 0;
        address member = _queues[classId].first;
        for (rank = 1; rank <= PAID_RANKS && member != operator; ++rank) member = _seats[classId][member].behind;
    }

    /// @notice The class's members in claim order, from the one behind `after_` (0: from the first), `count` places, 0 past the
    /// end: what governance compares with the ledger's events before it promotes a policy that others imported.
    function queueOf(uint32 classId, address after_, uint256 count) external view returns (address[] memory members) {
        mapping(address => Seat) storage seats = _seats[classId];
        members = new address[](count);
        address member = after_ == address(0) ? _queues[classId].first : seats[after_].behind;
        for (uint256 i; i < count && member != address(0); ++i) {
            members[i] = member;
            member = seats[member].behind;
        }
    }

    // ---------------------------------------------------------------- the rule

    /// @inheritdoc PooledPolicy
    function _onService(uint32 classId, ServiceChange calldata change) internal override {
        address operator = change.member.operator;
        bool serves = change.current.u != 0;
        if (serves == _seats[classId][operator].taken) return;
        if (serves) _join(classId, operator, change.member.domain);
        else _leave(classId, operator);
    }

    /// @inheritdoc PooledPolicy
    /// @dev Every unit is worth the same, in whatever class.
    function _potOf(uint32, uint256 units) internal pure override returns (uint256) {
        return units;
    }

    /// @inheritdoc PooledPolicy
    /// @dev A class that it serves already from that domain is kept with its rank; any other is joined at the end.
    function _unitsIn(
        address operator,
        Offer calldata offer,
        uint256,
        uint32 classId,
        Service memory
    ) internal view override returns (uint256) {
        Seat storage seat = _seats[classId][operator];
        if (seat.taken && seat.domain == offer.domain) return _quarters(rankOf(classId, operator));
        return _quarters(_othersIn(classId, operator) + 1);
    }

    /// @inheritdoc PooledPolicy
    /// @dev Who gives up a place gives it to those behind: what a class holds depends on how many they are, not on who is where.
    function _held(
        address operator,
        Offer calldata offer,
        uint256 minReliability,
        uint32 classId,
        Service memory service
    ) internal view override returns (uint256 own, uint256 units) {
        uint256 others = _othersIn(classId, operator);
        if (service.u == 0) return (0, _quartersUpTo(others));
        own = _unitsIn(operator, offer, minReliability, classId, service);
        units = _quartersUpTo(others + 1);
    }

    // ---------------------------------------------------------------- the queue

    /// @dev Puts the operator at the end.
    function _join(uint32 classId, address operator, uint32 domain) private {
        Queue storage queue = _queues[classId];
        address last = queue.last;
        if (last == address(0)) queue.first = operator;
        else _seats[classId][last].behind = operator;
        _seats[classId][operator] = Seat(last, domain, true, address(0));
        queue.last = operator;
        _setUnits(operator, classId, _quarters(++queue.length));
    }

    /// @dev Takes the operator out and moves up those behind it whose multiplier changes: with ranks up to 4, at most three.
    function _leave(uint32 classId, address operator) private {
        mapping(address => Seat) storage seats = _seats[classId];
        Queue storage queue = _queues[classId];
        uint256 rank = rankOf(classId, operator);
        Seat memory seat = seats[operator];
        if (seat.ahead == address(0)) queue.first = seat.behind;
        else seats[seat.ahead].behind = seat.behind;
        if (seat.behind == address(0)) queue.last = seat.ahead;
        else seats[seat.behind].ahead = seat.ahead;
        delete seats[operator];
        --queue.length;
        _setUnits(operator, classId, 0);
        address member = seat.behind;
        for (uint256 place = rank; place <= PAID_RANKS && member != address(0); ++place) {
            _setUnits(member, classId, _quarters(place));
            member = seats[member].behind;
        }
    }

    /// @dev {1/4} What a rank counts.
    function _quarters(uint256 rank) private pure returns (uint256) {
        if (rank == 1) return 4;
        if (rank == 2) return 3;
        return rank == 3 ? 1 : 0;
    }

    /// @dev {1/4} What `length` members of a class count together.
    function _quartersUpTo(uint256 length) private pure returns (uint256 sum) {
        for (uint256 rank = 1; rank <= length && rank <= PAID_RANKS; ++rank) sum += _quarters(rank);
    }

    /// @dev {1} Members of the class beside the operator.
    function _othersIn(uint32 classId, address operator) private view returns (uint256) {
        uint256 length = _queues[classId].length;
        return _seats[classId][operator].taken ? length - 1 : length;
    }
}

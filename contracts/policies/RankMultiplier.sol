// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {ProportionalPolicy} from "./ProportionalPolicy.sol";

/// @title Pay for being early: the first three of each class, by claim order
/// @notice In each class the member that came first counts 1, the second 3/4, the third 1/4, all others 0; an operator is
/// paid by the sum of these over its classes, out of the sum over everybody. Helium HIP-85 (helium/HIP
/// 0085-mobile-hex-coverage-limit.md), with a class in place of a hex. HIP-85 ranks by signal strength first and takes the
/// claim time to break ties; a class has no signal strength, so here the claim time is all there is. Every class has the
/// same points, as every hex has under HIP-85: demand does not weigh.
/// @dev Weights are in quarters: 4, 3, 1, 0. A class's members stand in a doubly linked queue in the order in which they
/// joined; a join goes to its end, a leave moves at most three others up, each settled at its old weight: O(1). Whoever
/// stops being eligible, expires, is jailed or moves to another domain leaves the queue and comes back at its end, as
/// HIP-85 resets the claim time of a radio without a heartbeat. What it pays for: having claimed first, whatever the
/// service. In the field it was meant against stacked radios; here it can be squatted (a service that died holds its rank until it
/// expires), and whoever imports the services into a newly added policy chooses their order: see docs/rules/rankMultiplier.md.
contract RankMultiplier is ProportionalPolicy {
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

    constructor(ICoverageLedger ledger) ProportionalPolicy(ledger) {}

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

    /// @inheritdoc ProportionalPolicy
    function _weightOnService(
        uint256 weight,
        uint32 classId,
        ServiceChange calldata change
    ) internal override returns (uint256) {
        bool serves = change.current.u != 0;
        if (serves == _seats[classId][change.member.operator].taken) return weight;
        if (serves) return weight + _quarters(_join(classId, change.member.operator, change.member.domain));
        return weight - _quarters(_leave(classId, change.member.operator));
    }

    /// @inheritdoc ProportionalPolicy
    function _weightOnStake(uint256 weight, uint256) internal pure override returns (uint256) {
        return weight;
    }

    /// @inheritdoc ProportionalPolicy
    /// @dev A class that it serves already from that domain is kept with its rank; any other is joined at the end.
    function _weightOf(
        address operator,
        Offer calldata offer,
        uint256 minReliability
    ) internal view override returns (uint256 weight) {
        for (uint256 i; i < offer.services.length; ++i) {
            if (!_counts(offer.services[i].service, minReliability)) continue;
            uint32 classId = offer.services[i].classId;
            Seat storage seat = _seats[classId][operator];
            uint256 length = _queues[classId].length;
            if (!seat.taken) weight += _quarters(length + 1);
            else if (seat.domain != offer.domain) weight += _quarters(length);
            else weight += _quarters(rankOf(classId, operator));
        }
    }

    /// @inheritdoc ProportionalPolicy
    /// @dev Who leaves a place gives it to those behind: what a class weighs depends on how many they are, not on who is where.
    function _weightOfOthers(
        address operator,
        Offer calldata offer,
        uint256 minReliability
    ) internal view override returns (uint256) {
        uint256 total = _presentTotal();
        uint32 classCount = LEDGER.classCount();
        uint256 next;
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            uint256 length = _queues[classId].length;
            uint256 others = _seats[classId][operator].taken ? length - 1 : length;
            uint256 lengthThen = others;
            if (next < offer.services.length && offer.services[next].classId == classId) {
                if (_counts(offer.services[next].service, minReliability)) ++lengthThen;
                ++next;
            }
            total = total - _quartersUpTo(length) + _quartersUpTo(lengthThen);
        }
        return total - _weightOf(operator, offer, minReliability);
    }

    // ---------------------------------------------------------------- the queue

    /// @return rank The place at the end.
    function _join(uint32 classId, address operator, uint32 domain) private returns (uint256 rank) {
        Queue storage queue = _queues[classId];
        address last = queue.last;
        if (last == address(0)) queue.first = operator;
        else _seats[classId][last].behind = operator;
        _seats[classId][operator] = Seat(last, domain, true, address(0));
        queue.last = operator;
        return ++queue.length;
    }

    /// @dev Takes the operator out and moves up those behind it whose multiplier changes: with ranks up to 4, at most three.
    /// @return rank The place that it had, 4 for all behind the third.
    function _leave(uint32 classId, address operator) private returns (uint256 rank) {
        mapping(address => Seat) storage seats = _seats[classId];
        Queue storage queue = _queues[classId];
        rank = rankOf(classId, operator);
        Seat memory seat = seats[operator];
        if (seat.ahead == address(0)) queue.first = seat.behind;
        else seats[seat.ahead].behind = seat.behind;
        if (seat.behind == address(0)) queue.last = seat.ahead;
        else seats[seat.behind].ahead = seat.ahead;
        delete seats[operator];
        --queue.length;
        address member = seat.behind;
        for (uint256 place = rank; place <= PAID_RANKS && member != address(0); ++place) {
            _reweigh(member, _presentWeight(member) - _quarters(place + 1) + _quarters(place));
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

    function _counts(Service calldata service, uint256 minReliability) private pure returns (bool) {
        return service.u >= minReliability && service.u != 0;
    }
}

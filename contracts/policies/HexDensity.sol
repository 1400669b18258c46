// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Offer, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {ClockedPolicy} from "./ClockedPolicy.sol";
import {DensityHierarchy} from "./DensityHierarchy.sol";
import {LedgerGoverned} from "./LedgerGoverned.sol";

/// @title Pay for presence, scaled down where it is dense
/// @notice Helium HIP-17 (helium/HIP 0017-hex-density-based-transmit-reward-scaling.md) on the hierarchy modality > model
/// family > class instead of nested hexagons, with siblings (the node itself among them) as neighbours:
///
///     count(class) = its members                      count(family or modality) = sum of its clipped children
///     n(parent) = children with count >= target       limit(child) = min(target max(n - N + 1, 1), maximum)
///     clipped = min(count, limit)                     scale(class) = product over its three levels of clipped / count
///
/// A member of a class counts scale(class), and an operator is paid by the sum over its classes, out of the sum over
/// everybody. That sum is the sum of the clipped counts of the modalities, because the members' scales inside a node add up to
/// its clipped count. What it pays for: being there, wherever few others are; demand and quality do not weigh. In the field
/// it was gamed by claimed locations; here a class is claimed by being measured in it, and the hierarchy is governance's.
/// @dev An index runs from the root to each class, {wei} per unit of count: child += clipped(child) / count(child) d(parent),
/// rounded down, so what is owed is at most what was emitted. A join or a leave settles the three nodes above it. Only when a
/// node comes to its target or falls below does the limit of its siblings change; those that the change touches are
/// settled then, and `MAX_CLASSES` and `MAX_GROUPS` bound how many that can be. No loop over operators.
contract HexDensity is ClockedPolicy, LedgerGoverned, DensityHierarchy {
    /// @dev Fractional bits of the indices and of what is owed.
    uint256 private constant INDEX_BITS = 20;
    /// @dev Fractional bits of a scale in a quote.
    uint256 private constant SCALE_BITS = 96;

    /// @notice The class is not one that this policy was told of.
    error HexDensityUnknownClass(uint32 classId);
    /// @notice The family has `MAX_CLASSES` classes, or there are `MAX_GROUPS` families or modalities.
    error HexDensityFull(uint32 family, uint32 modality);
    /// @notice No such level, a target of 0 or a maximum below it.
    error HexDensityLevelInvalid(uint256 level, uint32 target, uint32 maximum);
    /// @notice A level may change only while nobody is counted.
    error HexDensityOccupied(uint256 units);

    /// @notice The class now belongs to this family of this modality.
    event ClassPlaced(uint32 indexed classId, uint32 family, uint32 modality);
    /// @notice There is no room for the class in family 0 of modality 0: it counts for nothing until it is placed.
    event ClassLeftOut(uint32 indexed classId);
    /// @notice The density parameters of a level, 0 to 2 for classes, families and modalities.
    event LevelChanged(uint256 indexed level, uint32 target, uint32 maximum, uint32 neighbours);

    /// @notice What HIP-17 prints for each resolution.
    struct Density {
        uint32 clipped;
        uint32 count;
    }

    struct Node {
        /// @dev {wei / count, X20}
        uint112 index;
        /// @dev The parent's index that `index` has taken in.
        uint112 above;
        uint32 count;
    }

    struct Position {
        /// @dev The class's index that `owed` has taken in, while it serves.
        uint112 index;
        /// @dev {wei X20}
        uint112 owed;
        bool serves;
    }

    mapping(uint256 id => Node) private _nodes;
    mapping(address operator => mapping(uint32 classId => Position)) private _positions;

    constructor(ICoverageLedger ledger) ClockedPolicy(ledger) LedgerGoverned(ledger) {}

    // ---------------------------------------------------------------- governance

    /// @notice Puts a class into a family of a modality; until then it is in family 0 of modality 0. Its members come along:
    /// what they earned stays, from now on they and all whose density changes earn by the new places. (Were it refused while a class
    /// has members, any one member could keep governance from correcting the hierarchy.)
    function place(uint32 classId, uint32 family, uint32 modality) external restricted {
        Place memory present = _places[classId];
        if (!present.known) revert HexDensityUnknownClass(classId);
        _advance(VAULT.emitted());
        Node storage node = _nodes[_classNode(classId)];
        uint256 members = node.count;
        if (present.placed) {
            uint256[LEVELS + 1] memory from = _path(classId);
            _settle(from);
            _recount(from, 0);
            _unlink(classId, present);
        } else {
            node.count = 0;
        }
        Place memory next = Place(family, modality, true, true);
        if (!_link(classId, next)) revert HexDensityFull(family, modality);
        _places[classId] = next;
        uint256[LEVELS + 1] memory to = _path(classId);
        _settle(to);
        _recount(to, members);
        emit ClassPlaced(classId, family, modality);
    }

    /// @notice Sets target, maximum and N of a level: 0 classes, 1 families, 2 modalities. Only while nobody is counted,
    /// because it would change the scale of everybody.
    function setLevel(uint256 level, uint32 target, uint32 maximum, uint32 neighbours) external restricted {
        if (level >= LEVELS || target == 0 || maximum < target) revert HexDensityLevelInvalid(level, target, maximum);
        uint256 units = _nodes[ROOT].count;
        if (units != 0) revert HexDensityOccupied(units);
        _levels[level] = Level(target, maximum, neighbours);
        emit LevelChanged(level, target, maximum, neighbours);
    }

    // ---------------------------------------------------------------- hooks

    /// @inheritdoc IRewardPolicy
    function onClassAdded(uint32 classId, Curve calldata) external onlyLedger {
        Place memory first = Place(0, 0, true, true);
        first.placed = _link(classId, first);
        _places[classId] = first;
        if (!first.placed) emit ClassLeftOut(classId);
    }

    /// @inheritdoc IRewardPolicy
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external onlyLedger {
        // Demand does not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) external onlyLedger {
        // Curves do not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) external onlyLedger {
        // Failure domains do not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onStake(uint256 emitted, Member calldata member, uint128 stakeBefore) external onlyLedger {
        // Stake does not weigh.
    }

    /// @inheritdoc IRewardPolicy
    /// @dev Who comes and goes inside one hook is counted once, at its end.
    function onServices(uint256 emitted, uint32 classId, ServiceChange[] calldata changes) external onlyLedger {
        uint256[LEVELS + 1] memory path;
        uint256 count;
        for (uint256 i; i < changes.length; ++i) {
            Position storage position = _positions[changes[i].member.operator][classId];
            bool serves = changes[i].current.u != 0;
            if (position.serves == serves) continue;
            if (path[LEVELS] == 0) {
                _advance(emitted);
                path = _path(classId);
                if (_places[classId].placed) _settle(path);
                count = _nodes[path[0]].count;
            }
            uint112 index = _nodes[path[0]].index;
            if (serves) {
                ++count;
                position.index = index;
            } else {
                --count;
                position.owed += index - position.index;
            }
            position.serves = serves;
        }
        if (path[LEVELS] == 0) return;
        if (_places[classId].placed) _recount(path, count);
        else _nodes[path[0]].count = uint32(count);
    }

    // ---------------------------------------------------------------- claims and views

    /// @inheritdoc IRewardPolicy
    function claim(
        uint256 emitted,
        address operator,
        uint32[] calldata classIds,
        uint256 paid
    ) external onlyVault returns (uint256 amount) {
        (Clock memory clock, Node memory root) = _advanced(emitted);
        uint256 room = clock.accrued - paid;
        for (uint256 i; i < classIds.length; ++i) {
            Position storage position = _positions[operator][classIds[i]];
            uint256 index = _indexOf(classIds[i], root.index);
            uint256 owed = _owed(position, index);
            uint256 part = FixedPointMathLib.min(owed >> INDEX_BITS, room - amount);
            if (part == 0) continue;
            amount += part;
            position.index = uint112(index);
            position.owed = uint112(owed - (part << INDEX_BITS));
        }
    }

    /// @inheritdoc IRewardPolicy
    function earned(address operator) external view returns (uint256 sum) {
        (, Node memory root) = _advanced(VAULT.emitted());
        uint32 classCount = LEDGER.classCount();
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            sum += _owed(_positions[operator][classId], _indexOf(classId, root.index)) >> INDEX_BITS;
        }
    }

    /// @inheritdoc IRewardPolicy
    function quote(address operator, Offer calldata offer) external view returns (uint256) {
        _requireOffer(offer);
        uint256 minReliability = LEDGER.minReliability();
        uint32 classCount = LEDGER.classCount();
        uint256[] memory counts = new uint256[](classCount + 1);
        bool[] memory offered = new bool[](classCount + 1);
        for (uint32 classId = 1; classId <= classCount; ++classId) {
            counts[classId] = _nodes[_classNode(classId)].count;
            if (_positions[operator][classId].serves) --counts[classId];
        }
        for (uint256 i; i < offer.services.length; ++i) {
            uint32 classId = offer.services[i].classId;
            if (_eligible(offer.services[i].service, minReliability).u == 0) continue;
            offered[classId] = true;
            ++counts[classId];
        }
        (uint256 units, uint256 scales) = _scalesOf(LEVELS - 1, ROOT, counts, offered);
        if (units == 0) return 0;
        return FixedPointMathLib.fullMulDiv(VAULT.currentRate(), scales, units << SCALE_BITS);
    }

    /// @notice {1} Sum over everybody of what each counts: the sum of the modalities' clipped counts.
    function unitsOf() external view returns (uint256) {
        return _nodes[ROOT].count;
    }

    /// @notice Clipped and whole count of a class, its family and its modality; the product of the three ratios is its scale.
    function densityOf(uint32 classId) external view returns (Density[LEVELS] memory density) {
        if (!_places[classId].placed) return density;
        uint256[LEVELS + 1] memory path = _path(classId);
        for (uint256 level; level < LEVELS; ++level) {
            uint256 count = _nodes[path[level]].count;
            uint256 limit = _limit(_levels[level], _groups[path[level + 1]].occupied);
            density[level] = Density(uint32(FixedPointMathLib.min(count, limit)), uint32(count));
        }
    }

    // ---------------------------------------------------------------- settlement

    /// @dev Clock and root as of cumulative emission `emitted`. Casts fit: emission is below 2^92, so is each index in wei.
    function _advanced(uint256 emitted) private view returns (Clock memory clock, Node memory root) {
        clock = _clock;
        root = _nodes[ROOT];
        if (!clock.running) return (clock, root);
        uint256 emission = emitted - clock.emitted;
        clock.emitted = uint96(emitted);
        if (root.count == 0) return (clock, root);
        root.index += uint112((emission << INDEX_BITS) / root.count);
        clock.accrued += uint96(emission);
    }

    /// @inheritdoc ClockedPolicy
    function _advance(uint256 emitted) internal override {
        (_clock, _nodes[ROOT]) = _advanced(emitted);
    }

    /// @inheritdoc ClockedPolicy
    function _clockAt(uint256 emitted) internal view override returns (Clock memory clock) {
        (clock, ) = _advanced(emitted);
    }

    /// @dev Brings the nodes of a path up to the root's index, from above.
    function _settle(uint256[LEVELS + 1] memory path) private {
        uint256 above = _nodes[ROOT].index;
        for (uint256 level = LEVELS; level > 0; --level) {
            uint256 id = path[level - 1];
            Node memory node = _nodes[id];
            _take(node, above, _limit(_levels[level - 1], _groups[path[level]].occupied));
            _nodes[id] = node;
            above = node.index;
        }
    }

    /// @dev A node takes in its parent's index, rounded down. Fits: it grows by at most as much as its parent's.
    function _take(Node memory node, uint256 above, uint256 limit) private pure {
        if (node.count != 0) {
            uint256 growth = above - node.above;
            // All of it while the node is not clipped: most of the time.
            if (node.count > limit) growth = (growth * limit) / node.count;
            node.index += uint112(growth);
        }
        node.above = uint112(above);
    }

    /// @dev The index of a class once the root's is `above`, without writing.
    function _indexOf(uint32 classId, uint256 above) private view returns (uint256) {
        uint256[LEVELS + 1] memory path = _path(classId);
        if (!_places[classId].placed) return _nodes[path[0]].index;
        for (uint256 level = LEVELS; level > 0; --level) {
            Node memory node = _nodes[path[level - 1]];
            _take(node, above, _limit(_levels[level - 1], _groups[path[level]].occupied));
            above = node.index;
        }
        return above;
    }

    /// @dev {wei X20}
    function _owed(Position storage position, uint256 index) private view returns (uint256 owed) {
        owed = position.owed;
        if (position.serves) owed += index - position.index;
    }

    // ---------------------------------------------------------------- density

    /// @dev Gives a settled class its new count and all nodes above it theirs.
    function _recount(uint256[LEVELS + 1] memory path, uint256 count) private {
        for (uint256 level; level < LEVELS; ++level) {
            Node storage node = _nodes[path[level]];
            uint256 before = node.count;
            if (before == count) return;
            node.count = uint32(count);
            count = _regroup(level, path, before, count);
        }
        _nodes[ROOT].count = uint32(count);
    }

    /// @dev {1} The parent's count once its child on the path went from `before` to `count`. If that changes the limit, the
    /// siblings that are clipped at either limit are settled at the old one.
    function _regroup(
        uint256 level,
        uint256[LEVELS + 1] memory path,
        uint256 before,
        uint256 count
    ) private returns (uint256 sum) {
        Level memory parameters = _levels[level];
        Group storage group = _groups[path[level + 1]];
        Node memory parent = _nodes[path[level + 1]];
        uint256 occupied = group.occupied;
        uint256 limitBefore = _limit(parameters, occupied);
        if (count >= parameters.target && before < parameters.target) group.occupied = uint32(++occupied);
        if (count < parameters.target && before >= parameters.target) group.occupied = uint32(--occupied);
        uint256 limit = _limit(parameters, occupied);
        sum = parent.count - FixedPointMathLib.min(before, limitBefore) + FixedPointMathLib.min(count, limit);
        if (limit == limitBefore) return sum;
        uint256 lower = FixedPointMathLib.min(limit, limitBefore);
        uint32[] memory children = group.children;
        uint256 base = _child(level, path[level + 1], 0);
        uint256 own = path[level];
        for (uint256 i; i < children.length; ++i) {
            uint256 id = base | children[i];
            if (id == own) continue;
            Node memory sibling = _nodes[id];
            if (sibling.count <= lower) continue;
            _take(sibling, parent.index, limitBefore);
            _nodes[id] = sibling;
            sum = sum - FixedPointMathLib.min(sibling.count, limitBefore) + FixedPointMathLib.min(sibling.count, limit);
        }
    }

    /// @dev {1} Sum of a group's clipped children if the classes had these counts, and {X96} the sum of what one member of each
    /// offered class below it counts, by the levels up to this one.
    function _scalesOf(
        uint256 level,
        uint256 groupId,
        uint256[] memory counts,
        bool[] memory offered
    ) private view returns (uint256 sum, uint256 scales) {
        uint32[] memory children = _groups[groupId].children;
        uint256[] memory count = new uint256[](children.length);
        uint256[] memory scale = new uint256[](children.length);
        Level memory parameters = _levels[level];
        uint256 occupied;
        for (uint256 i; i < children.length; ++i) {
            if (level > 0) {
                (count[i], scale[i]) = _scalesOf(level - 1, _child(level, groupId, children[i]), counts, offered);
            } else {
                count[i] = counts[children[i]];
                if (offered[children[i]]) scale[i] = 1 << SCALE_BITS;
            }
            if (count[i] >= parameters.target) ++occupied;
        }
        uint256 limit = _limit(parameters, occupied);
        for (uint256 i; i < children.length; ++i) {
            uint256 clipped = FixedPointMathLib.min(count[i], limit);
            sum += clipped;
            if (scale[i] != 0) scales += (scale[i] * clipped) / count[i];
        }
    }
}

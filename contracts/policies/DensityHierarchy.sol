// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title The hierarchy modality > model family > class, and what each level allows
/// @notice Stands for the nested hexagons of HIP-17 (helium/HIP 0017-hex-density-based-transmit-reward-scaling.md). A family is one
/// within its modality. Bounded, so that going through the children of a node is.
abstract contract DensityHierarchy {
    /// @notice {1} The most classes in one family.
    uint256 public constant MAX_CLASSES = 48;
    /// @notice {1} The most families in one modality, and the most modalities.
    uint256 public constant MAX_GROUPS = 8;

    /// @dev Levels from below: classes, families, modalities; above them the root.
    uint256 internal constant LEVELS = 3;
    /// @dev A node's id is its level, from 1, above bit `LEVEL_SHIFT`, and its key within the level below.
    uint256 private constant LEVEL_SHIFT = 64;
    uint256 internal constant ROOT = (LEVELS + 1) << LEVEL_SHIFT;

    struct Level {
        /// @dev {1} Density that is paid in full whatever the siblings do.
        uint32 target;
        /// @dev {1} Density beyond which nothing is paid whatever the siblings do.
        uint32 maximum;
        /// @dev {1} N: only when more than that many siblings reach the target is the limit raised.
        uint32 neighbours;
    }

    struct Place {
        uint32 family;
        uint32 modality;
        /// @dev Whether this policy was told of the class.
        bool known;
        /// @dev Whether it is in the hierarchy.
        bool placed;
    }

    struct Group {
        /// @dev {1} Children that reach their level's target.
        uint32 occupied;
        /// @dev Keys within the group: class ids, families or modalities.
        uint32[] children;
    }

    Level[LEVELS] internal _levels;
    mapping(uint32 classId => Place) internal _places;
    mapping(uint256 id => Group) internal _groups;

    /// @dev Parameters as HIP-17 proposes them for resolutions 8, 7 and 6.
    constructor() {
        _levels[0] = Level(1, 4, 2);
        _levels[1] = Level(5, 20, 2);
        _levels[2] = Level(25, 100, 1);
    }

    /// @notice Family and modality of a class, and whether it is in the hierarchy at all.
    function placeOf(uint32 classId) external view returns (uint32 family, uint32 modality, bool placed) {
        Place memory present = _places[classId];
        return (present.family, present.modality, present.placed);
    }

    /// @notice Target, maximum and N of a level: 0 classes, 1 families, 2 modalities.
    function levelOf(uint256 level) external view returns (Level memory) {
        return _levels[level];
    }

    /// @notice {1} What the children of a level's group are clipped at when `occupied` of them reach the target.
    function limitAt(uint256 level, uint256 occupied) external view returns (uint256) {
        return _limit(_levels[level], occupied);
    }

    /// @dev {1} min(target max(occupied - N + 1, 1), maximum)
    function _limit(Level memory parameters, uint256 occupied) internal pure returns (uint256) {
        uint256 raised = FixedPointMathLib.zeroFloorSub(occupied + 1, parameters.neighbours);
        return FixedPointMathLib.min(parameters.target * FixedPointMathLib.max(raised, 1), parameters.maximum);
    }

    /// @dev Puts a class at the end of its family, and family and modality where they are new; false if there is no room.
    function _link(uint32 classId, Place memory where) internal returns (bool) {
        uint256 modalityId = _child(2, ROOT, where.modality);
        uint32[] storage classes = _groups[_child(1, modalityId, where.family)].children;
        uint32[] storage families = _groups[modalityId].children;
        uint32[] storage modalities = _groups[ROOT].children;
        if (classes.length == MAX_CLASSES) return false;
        if (classes.length == 0) {
            if (families.length == MAX_GROUPS) return false;
            if (families.length == 0) {
                if (modalities.length == MAX_GROUPS) return false;
                modalities.push(where.modality);
            }
            families.push(where.family);
        }
        classes.push(classId);
        return true;
    }

    /// @dev Takes an emptied class out of its family, and family and modality out of theirs when it was their last.
    function _unlink(uint32 classId, Place memory from) internal {
        uint256 modalityId = _child(2, ROOT, from.modality);
        uint32[] storage classes = _groups[_child(1, modalityId, from.family)].children;
        uint32[] storage families = _groups[modalityId].children;
        _remove(classes, classId);
        if (classes.length == 0) _remove(families, from.family);
        if (families.length == 0) _remove(_groups[ROOT].children, from.modality);
    }

    function _remove(uint32[] storage keys, uint32 key) private {
        uint256 last = keys.length - 1;
        for (uint256 i; i < last; ++i) {
            if (keys[i] != key) continue;
            keys[i] = keys[last];
            break;
        }
        keys.pop();
    }

    /// @dev Ids of a class, its family, its modality and the root.
    function _path(uint32 classId) internal view returns (uint256[LEVELS + 1] memory path) {
        Place memory where = _places[classId];
        path[3] = ROOT;
        path[2] = _child(2, ROOT, where.modality);
        path[1] = _child(1, path[2], where.family);
        path[0] = _classNode(classId);
    }

    /// @dev The id of a group's child on `level`: a family counts within its modality, classes and modalities by themselves.
    function _child(uint256 level, uint256 groupId, uint32 key) internal pure returns (uint256) {
        uint256 within = level == 1 ? uint256(uint32(groupId)) << 32 : 0;
        return ((level + 1) << LEVEL_SHIFT) | within | key;
    }

    function _classNode(uint32 classId) internal pure returns (uint256) {
        return _child(0, 0, classId);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {LibBit} from "solady/src/utils/LibBit.sol";

/// @title Pay by breadth: operators that serve as many classes as each other form a group and earn alike
/// @notice One operator in d classes has (d / top)^1.3 if d is at least the median of all operators' counts, else
/// (d / top)^2.2; top is the largest count. What is emitted is shared in proportion.
/// @dev With P = d^1.3 above and L = d^2.2 below, the sum is (A + U / top^0.9) / top^1.3, A and U being the sums of P and L: so
/// two indices do, aboveIndex += dE / (A + U / top^0.9) and belowIndex = the same / top^0.9, and a group earns P or L
/// times its side's. A group is settled when the median passes it, which one change of one operator makes it do for
/// at most two. A, U and the counts are exact sums: a join and a leave restore the very same bits.
/// Powers are of solady's powWad, within 1e-17 relative; the same ones everywhere, so that quotes are what is paid.
library BreadthGroups {
    /// @dev {1} Counts above it count as it: the groups that are there fit one word.
    uint256 internal constant MAX_COUNT = 255;
    /// @dev Fractional bits of an index: emission below 2^92 gives one below 2^123.
    uint256 private constant INDEX_BITS = 90;
    /// @dev Fractional bits of a group's pay.
    uint256 internal constant PAY_BITS = 32;
    uint256 private constant WAD = 1e18;

    struct Group {
        /// @dev {wei X32} What one operator that was always in the group would have earned until `index`.
        uint128 pay;
        /// @dev {wei X90} Its side's index when `pay` was last brought up.
        uint128 index;
        /// @dev {1} Operators in it.
        uint32 operators;
    }

    /// @dev {wei X90} for each wad of powers.
    struct Indices {
        uint128 above;
        uint128 below;
    }

    struct Sums {
        /// @dev {wad} A
        uint128 above;
        /// @dev {wad} U
        uint128 below;
    }

    struct Middle {
        uint32 operators;
        /// @dev {1} Operators in groups below `lower`.
        uint32 under;
        /// @dev The count of the lower one of the two operators in the middle.
        uint8 lower;
        /// @dev Twice the median.
        uint16 twice;
    }

    struct Groups {
        Indices indices;
        Sums sums;
        Middle middle;
        /// @dev Bit d: somebody serves d classes.
        uint256 occupied;
        mapping(uint256 count => Group) byCount;
    }

    /// @notice The indices after `emission` {wei}, of which the groups share `part` / `whole`.
    function advanced(
        Groups storage self,
        uint256 emission,
        uint256 part,
        uint256 whole
    ) internal view returns (Indices memory indices) {
        indices = self.indices;
        Sums memory sums = self.sums;
        if (emission == 0 || sums.above == 0) return indices;
        uint256 root = topRoot(self.occupied);
        uint256 growth = ((emission * part) << INDEX_BITS) / (whole * total(sums, root));
        // Casts fit: sums of powers are at least one wad, so an index stays below 2^(92 + 90 - 59).
        indices.above += uint128(growth);
        indices.below += uint128((growth * WAD) / root);
    }

    /// @notice {wei X32} The pay of the group of `count`, as of these indices.
    function payOf(Groups storage self, uint256 count, Indices memory indices) internal view returns (uint256) {
        if (count == 0) return 0;
        Group storage group = self.byCount[count];
        bool above = isAbove(count, self.middle.twice);
        uint256 growth = (above ? indices.above : indices.below) - group.index;
        if (growth == 0) return group.pay;
        return group.pay + ((growth * power(count, above)) >> (INDEX_BITS - PAY_BITS));
    }

    /// @notice An operator goes from the group of `from` to that of `to`, 0 being none. The indices are as of now, and what
    /// the operator has earned in the old group is taken.
    function move(Groups storage self, uint256 from, uint256 to) internal {
        if (from == to) return;
        Middle memory middle = self.middle;
        Sums memory sums = self.sums;
        uint256 occupied = self.occupied;
        if (from != 0) {
            if (--self.byCount[from].operators == 0) occupied ^= 1 << from;
            _count(sums, from, isAbove(from, middle.twice), -1);
            --middle.operators;
            if (from < middle.lower) --middle.under;
        }
        if (to != 0) {
            Group storage group = self.byCount[to];
            bool above = isAbove(to, middle.twice);
            if (++group.operators == 1) {
                occupied |= 1 << to;
                // Nobody earned while the group was empty, and its side may have changed.
                group.index = above ? self.indices.above : self.indices.below;
            }
            _count(sums, to, above, 1);
            ++middle.operators;
            if (to < middle.lower) ++middle.under;
        }
        uint256 twice = _centre(self, middle, occupied);
        _pass(self, sums, occupied, middle.twice, twice);
        middle.twice = uint16(twice);
        self.middle = middle;
        self.sums = sums;
        self.occupied = occupied;
    }

    /// @notice {X96} The share of one operator if it went from the group of `from` to that of `to`, all else as it is.
    /// @dev Goes through the groups that are there: a view.
    function shareOf(Groups storage self, uint256 from, uint256 to) internal view returns (uint256) {
        if (to == 0) return 0;
        uint256[] memory operators = new uint256[](MAX_COUNT + 1);
        uint256 occupied = self.occupied | (1 << to);
        for (uint256 rest = occupied; rest != 0; rest &= rest - 1) {
            uint256 count = LibBit.ffs(rest);
            operators[count] = self.byCount[count].operators;
        }
        ++operators[to];
        if (from != 0 && --operators[from] == 0) occupied ^= 1 << from;
        uint256 all = self.middle.operators + 1 - (from == 0 ? 0 : 1);
        uint256 twice = _ranked(operators, occupied, (all - 1) / 2) + _ranked(operators, occupied, all / 2);
        Sums memory sums;
        for (uint256 rest = occupied; rest != 0; rest &= rest - 1) {
            uint256 count = LibBit.ffs(rest);
            _count(sums, count, isAbove(count, twice), int256(operators[count]));
        }
        uint256 root = topRoot(occupied);
        bool above = isAbove(to, twice);
        // Fits: powers below 2^78, roots below 2^68, sums below 2^111.
        uint256 own = (power(to, above) * WAD) << 96;
        return own / ((above ? WAD : root) * total(sums, root));
    }

    /// @notice {wad} top^0.9, from the groups that are there.
    function topRoot(uint256 occupied) internal pure returns (uint256) {
        return _powWad(LibBit.fls(occupied), 0.9e18);
    }

    /// @notice {wad} A + U / top^0.9, rounded up.
    function total(Sums memory sums, uint256 root) internal pure returns (uint256) {
        return sums.above + FixedPointMathLib.divUp(sums.below * WAD, root);
    }

    /// @notice {wad} d^1.3 above, d^2.2 below.
    function power(uint256 count, bool above) internal pure returns (uint256) {
        return _powWad(count, above ? int256(1.3e18) : int256(2.2e18));
    }

    /// @notice Whether a count is at least the median.
    function isAbove(uint256 count, uint256 twiceMedian) internal pure returns (bool) {
        return 2 * count >= twiceMedian;
    }

    /// @dev Finds the middle of all operators again, few steps from where it was.
    /// @return twice Twice the median; 0 without operators.
    function _centre(Groups storage self, Middle memory middle, uint256 occupied) private view returns (uint256 twice) {
        if (middle.operators == 0) {
            middle.lower = 0;
            return 0;
        }
        uint256 rank = (middle.operators - 1) / 2;
        uint256 lower = middle.lower;
        while (rank < middle.under) {
            lower = LibBit.fls(occupied & ((1 << lower) - 1));
            middle.under -= self.byCount[lower].operators;
        }
        uint256 here = self.byCount[lower].operators;
        while (rank >= middle.under + here) {
            middle.under += uint32(here);
            lower = _next(occupied, lower);
            here = self.byCount[lower].operators;
        }
        middle.lower = uint8(lower);
        uint256 upper = middle.operators / 2 < middle.under + here ? lower : _next(occupied, lower);
        return lower + upper;
    }

    /// @dev Settles the groups that the median passes and puts them on their new side.
    function _pass(Groups storage self, Sums memory sums, uint256 occupied, uint256 before, uint256 twice) private {
        (uint256 low, uint256 high) = before < twice ? (before, twice) : (twice, before);
        // Counts d with low <= 2 d < high.
        uint256 rest = occupied & ((1 << ((high + 1) / 2)) - (1 << ((low + 1) / 2)));
        if (rest == 0) return;
        Indices memory indices = self.indices;
        bool wasAbove = twice > before;
        for (; rest != 0; rest &= rest - 1) {
            uint256 count = LibBit.ffs(rest);
            Group storage group = self.byCount[count];
            uint256 growth = (wasAbove ? indices.above : indices.below) - group.index;
            group.pay += uint128((growth * power(count, wasAbove)) >> (INDEX_BITS - PAY_BITS));
            group.index = wasAbove ? indices.below : indices.above;
            int256 operators = int256(uint256(group.operators));
            _count(sums, count, wasAbove, -operators);
            _count(sums, count, !wasAbove, operators);
        }
    }

    /// @dev Adds `operators` of a group to the sums, or takes them off. Casts fit: 2^32 operators of powers below 2^78.
    function _count(Sums memory sums, uint256 count, bool above, int256 operators) private pure {
        int256 change = operators * int256(power(count, above));
        if (above) sums.above = uint128(uint256(int256(uint256(sums.above)) + change));
        else sums.below = uint128(uint256(int256(uint256(sums.below)) + change));
    }

    /// @dev The count of the operator of that rank, from 0.
    function _ranked(uint256[] memory operators, uint256 occupied, uint256 rank) private pure returns (uint256 count) {
        for (uint256 under; ; occupied &= occupied - 1) {
            count = LibBit.ffs(occupied);
            under += operators[count];
            if (rank < under) return count;
        }
    }

    /// @dev The next group that is there above `count`, which is not the last.
    function _next(uint256 occupied, uint256 count) private pure returns (uint256) {
        return LibBit.ffs((occupied >> (count + 1)) << (count + 1));
    }

    function _powWad(uint256 count, int256 exponent) private pure returns (uint256) {
        return uint256(FixedPointMathLib.powWad(int256(count * WAD), exponent));
    }
}

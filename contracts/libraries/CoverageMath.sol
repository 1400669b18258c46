// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title The pure mathematics of coverage
/// @notice Products over operators and domains are kept as exact integer sums of logarithms, so that a join followed by a
/// leave restores the very same bits; everything else is recomputed from those sums, always by the same functions.
/// @dev Formats: `X120`, `X88`, `X56`: fixed point with that many fractional bits. Ranges are stated and proved in the
/// docs, so the arithmetic is unchecked. `Wad`: 1e18. Billionths: 1e-9.
/// Logarithms are stored as their negative, which is never below 0. Sources: docs/mechanism.md; expWad and lnWad of
/// Vectorized/solady, which err by 1.7e-20 relative and 1.05e-18 absolute; `LN_SCALE` adds 2.6e-19.
library CoverageMath {
    /// @dev 1 in X120.
    uint256 internal constant ONE_X120 = 1 << 120;
    /// @dev 1 in X56.
    uint256 internal constant ONE_X56 = 1 << 56;
    /// @dev {1e-9} 1 in billionths.
    uint256 internal constant BILLION = 1e9;
    /// @dev {1e-9} The highest reliability and the highest availability: both keep a chance of failure that divides.
    uint32 internal constant MAX_RELIABILITY = 0.999e9;
    uint32 internal constant MAX_AVAILABILITY = 0.9999e9;
    /// @dev {wad} ln(2^120 / 1e18): moves solady's wad functions to X120.
    int256 internal constant LN_SCALE = 41_731129993300614818;

    /// @notice e^(-x), from x in wad to X120, within 2.8e-19 relative and one unit; 0 from x = 84 on; 1 at x = 0.
    function expNeg(uint256 xWad) internal pure returns (uint256 yX120) {
        if (xWad == 0) return ONE_X120;
        if (xWad > 84e18) return 0;
        unchecked {
            // Both casts fit: 0 < xWad <= 84e18, and expWad is never negative.
            yX120 = uint256(FixedPointMathLib.expWad(LN_SCALE - int256(xWad)));
        }
        if (yX120 > ONE_X120) yX120 = ONE_X120;
    }

    /// @notice -ln(y), from y in X120, 0 < y <= 1, to wad; within 2e-18 of the true value, never negative, 0 at y = 1.
    function lnNeg(uint256 yX120) internal pure returns (uint256 xWad) {
        if (yX120 == ONE_X120) return 0;
        unchecked {
            // Casts fit: y <= 2^120, and the logarithm of a y >= 2^-120 stays far below 2^255.
            int256 x = LN_SCALE - FixedPointMathLib.lnWad(int256(yX120));
            xWad = x > 0 ? uint256(x) : 0;
        }
    }

    /// @notice p = u (1 - e^(-kappa x)) in X56, rounded down: the chance that an operator that is up saves the request.
    /// @param u {1e-9} At most 0.999e9, so p < 1 and 1 - p >= 0.001.
    /// @param x {1e-9} Capacity ratio, below 2^64.
    /// @param kappa {1e-9} Rate of the layer, below 2^64; kappa x is exact in wad.
    function success(uint256 u, uint256 x, uint256 kappa) internal pure returns (uint256 pX56) {
        if (u == 0) return 0;
        unchecked {
            // Below 2^(30 + 120) and 2^128.
            pX56 = ((u * (ONE_X120 - expNeg(kappa * x))) / BILLION) >> 64;
        }
    }

    /// @notice -ln(1 - p) in wad.
    function lnFailure(uint256 pX56) internal pure returns (uint256) {
        unchecked {
            // p < 1
            return lnNeg((ONE_X56 - pX56) << 64);
        }
    }

    /// @notice o = p / (1 - p) in X56, rounded down; at most 999.
    function odds(uint256 pX56) internal pure returns (uint256 oX56) {
        unchecked {
            // p < 1
            return (pX56 << 56) / (ONE_X56 - pX56);
        }
    }

    /// @notice Q and f of a failure domain in one layer: Q the chance that none of its operators saves the request, f = 1 -
    /// r (1 - Q) the chance that the domain does not.
    /// @param lnQ {wad} -ln Q: the sum of its operators' `lnFailure`.
    /// @param r {1e-9} Availability, at most 0.9999e9, so f >= 1e-4.
    function failure(uint256 lnQ, uint256 r) internal pure returns (uint256 qX120, uint256 fX120) {
        qX120 = expNeg(lnQ);
        unchecked {
            // Below 2^(30 + 120), and r < 1.
            fX120 = ONE_X120 - (r * (ONE_X120 - qX120)) / BILLION;
        }
    }

    /// @notice b = r Q / f in X120, rounded down; at most r.
    function price(uint256 qX120, uint256 fX120, uint256 r) internal pure returns (uint256 bX120) {
        unchecked {
            // Below 2^240.
            return (((r * qX120) / BILLION) << 120) / fX120;
        }
    }

    /// @notice alpha M in X88, rounded towards minus infinity.
    /// @param alpha {1e-9} |alpha| at most 32e9.
    /// @param lnM {wad} -ln M, M the product of f over domains.
    function layerWeight(int256 alpha, uint256 lnM) internal pure returns (int256 wX88) {
        unchecked {
            // Casts fit: M <= 2^88, and |alpha| < 2^36.
            int256 mX88 = int256(expNeg(lnM) >> 32);
            if (alpha == 1e9) return mX88;
            int256 product = alpha * mX88;
            wX88 = product / 1e9;
            if (wX88 * 1e9 > product) --wX88;
        }
    }

    /// @notice b O in X30, rounded up: one domain's term of T.
    /// @param oddsX56 Below 2^96.
    function term(uint256 bX120, uint256 oddsX56) internal pure returns (uint256 tX30) {
        unchecked {
            // Below 2^216.
            return (bX120 * oddsX56 + ((1 << 146) - 1)) >> 146;
        }
    }

    /// @notice value b, rounded towards minus infinity; |value| below 2^134.
    function scaled(int256 value, uint256 bX120) internal pure returns (int256) {
        unchecked {
            return (value * int256(bX120)) >> 120;
        }
    }
}

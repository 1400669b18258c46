// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title The pure mathematics of coverage
/// @notice Products over operators and domains are kept as exact integer sums of logarithms, so that a join followed by a
/// leave restores the very same bits; everything else is recomputed from those sums, always by the same functions.
/// @dev Formats: `X120`, `X88`, `X64`, `X56`: fixed point with that many fractional bits. `Wad`: 1e18. Billionths: 1e-9.
/// Logarithms are stored as their negative, which is never below 0. Sources: docs/mechanism.md; expWad and lnWad of
/// Vectorized/solady, which err by 1.7e-20 relative and 1.05e-18 absolute.
library CoverageMath {
    /// @dev 1 in X120.
    uint256 internal constant ONE_X120 = 1 << 120;
    /// @dev {1e-9} 1 in billionths.
    uint256 internal constant BILLION = 1e9;
    /// @dev {wad} ln(2^120 / 1e18): moves solady's wad functions to X120.
    int256 internal constant LN_SCALE = 41_731129993300614818;

    /// @notice e^(-x), from x in wad to X120, rounded down by at most 1.7e-20 relative; 0 from x = 83.2 on; 1 at x = 0.
    function expNeg(uint256 xWad) internal pure returns (uint256 yX120) {
        if (xWad == 0) return ONE_X120;
        if (xWad > 84e18) return 0;
        // Both casts fit: 0 < xWad <= 84e18, and expWad is never negative.
        yX120 = uint256(FixedPointMathLib.expWad(LN_SCALE - int256(xWad)));
        if (yX120 > ONE_X120) yX120 = ONE_X120;
    }

    /// @notice -ln(y), from y in X120, 0 < y <= 1, to wad; within 2e-18 of the true value, never negative, 0 at y = 1.
    function lnNeg(uint256 yX120) internal pure returns (uint256 xWad) {
        if (yX120 == ONE_X120) return 0;
        // Casts fit: y <= 2^120, and the logarithm of a y >= 1e-36 stays far below 2^255.
        int256 x = LN_SCALE - FixedPointMathLib.lnWad(int256(yX120));
        return x > 0 ? uint256(x) : 0;
    }

    /// @notice p = u (1 - e^(-kappa x)) in X64, rounded down: the chance that an operator that is up saves the request.
    /// @param u {1e-9} At most 0.999e9, so p < 1 and 1 - p >= 0.001.
    /// @param x {1e-9} Capacity ratio.
    /// @param kappa {1e-9} Rate of the layer; kappa x is then exact in wad.
    function success(uint256 u, uint256 x, uint256 kappa) internal pure returns (uint256 pX64) {
        return ((u * (ONE_X120 - expNeg(kappa * x))) / BILLION) >> 56;
    }

    /// @notice -ln(1 - p) in wad.
    function lnFailure(uint256 pX64) internal pure returns (uint256) {
        return lnNeg(((1 << 64) - pX64) << 56);
    }

    /// @notice o = p / (1 - p) in X56, rounded down; at most 999.
    function odds(uint256 pX64) internal pure returns (uint256 oX56) {
        return (pX64 << 56) / ((1 << 64) - pX64);
    }

    /// @notice The failure domain's factor and price for one layer.
    /// @param lnQ {wad} -ln Q, Q the product of (1 - p) over the domain's operators.
    /// @param r {1e-9} Availability, at most 0.9999e9.
    /// @return lnF {wad} -ln f, f = 1 - r (1 - Q)
    /// @return bX120 b = r Q / f, rounded down; at most r
    function domain(uint256 lnQ, uint256 r) internal pure returns (uint256 lnF, uint256 bX120) {
        uint256 qX120 = expNeg(lnQ);
        uint256 f = ONE_X120 - (r * (ONE_X120 - qX120)) / BILLION;
        lnF = lnNeg(f);
        bX120 = (((r * qX120) / BILLION) << 120) / f;
    }

    /// @notice alpha M in X88, rounded towards minus infinity.
    /// @param alpha {1e-9}
    /// @param lnM {wad} -ln M, M the product of f over domains.
    function layerWeight(int256 alpha, uint256 lnM) internal pure returns (int256 wX88) {
        // Casts fit: M <= 2^88, and |alpha| < 2^36.
        int256 product = alpha * int256(expNeg(lnM) >> 32);
        wX88 = product / 1e9;
        if (product < 0 && product % 1e9 != 0) wX88 -= 1;
    }

    /// @notice b O in X30, rounded up: one domain's term of T.
    function term(uint256 bX120, uint256 oddsX56) internal pure returns (uint256 tX30) {
        uint256 product = bX120 * oddsX56;
        tX30 = product >> 146;
        if (tX30 << 146 != product) tX30 += 1;
    }
}

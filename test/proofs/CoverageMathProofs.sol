// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The unchecked arithmetic of CoverageMath and CoveragePolicy once more, checked, for the SMT solver
/// @notice `npm run prove` shows for all inputs in the required ranges that nothing overflows, no divisor is 0 and every
/// assertion holds. `ProofsMatch.t.sol` fuzzes that these functions and the contracts' are the same.
/// @dev Exponentials and logarithms enter as any value in their range: that they stay in it, and how exact they are, is
/// tested against decimal.js (test/contracts/libraries/CoverageMath.test.ts), not proved. No loops, no state: bounded model
/// checking is complete here.
contract CoverageMathProofs {
    uint256 private constant ONE_X120 = 2 ** 120;
    uint256 private constant ONE_X56 = 2 ** 56;
    /// @dev {X56} 0.999, rounded down.
    uint256 private constant MAX_SUCCESS = (uint256(999) * 2 ** 56) / 1000;

    /// @dev p <= 0.999 for every u <= 0.999.
    function success(uint256 u, uint256 eX120) external pure returns (uint256 p) {
        require(u <= 0.999e9 && eX120 <= ONE_X120);
        p = ((u * (ONE_X120 - eX120)) / 1e9) / 2 ** 64;
        assert(p <= MAX_SUCCESS);
    }

    /// @dev o <= 999, and the divisor is never 0.
    function odds(uint256 p) external pure returns (uint256 o) {
        require(p <= MAX_SUCCESS);
        o = (p * ONE_X56) / (ONE_X56 - p);
        assert(o <= 999 * ONE_X56);
    }

    /// @dev 1e-4 <= f <= 1 and b <= r.
    function price(uint256 q, uint256 r) external pure returns (uint256 f, uint256 b) {
        require(q <= ONE_X120 && r <= 0.9999e9);
        f = ONE_X120 - (r * (ONE_X120 - q)) / 1e9;
        assert(f * 10_000 >= ONE_X120);
        assert(f <= ONE_X120);
        b = (((r * q) / 1e9) * ONE_X120) / f;
        assert(b * 1e9 <= r * ONE_X120);
    }

    /// @dev alpha M rounded down, also below 0.
    function layerWeight(int256 alpha, uint256 eX120) external pure returns (int256 w) {
        require(alpha <= 32e9 && alpha >= -32e9 && eX120 <= ONE_X120);
        int256 product = alpha * int256(eX120 / 2 ** 32);
        w = product / 1e9;
        if (w * 1e9 > product) w -= 1;
        assert(w * 1e9 <= product);
        assert(product < (w + 1) * 1e9);
        assert(w <= 2 ** 93 && w >= -(2 ** 93));
    }

    /// @dev b O rounded up, by less than one unit.
    function term(uint256 b, uint256 oddsSum) external pure returns (uint256 t) {
        require(b <= ONE_X120 && oddsSum < 2 ** 96);
        uint256 product = b * oddsSum;
        t = (product + (2 ** 146 - 1)) / 2 ** 146;
        assert(t * 2 ** 146 >= product);
        assert(t * 2 ** 146 < product + 2 ** 146);
    }

    /// @dev value b rounded down, never further from 0 than the value.
    function scaled(int256 value, uint256 b) external pure returns (int256 s) {
        require(value < 2 ** 134 && value > -(2 ** 134) && b <= ONE_X120);
        int256 product = value * int256(b);
        s = product / 2 ** 120;
        if (s * 2 ** 120 > product) s -= 1;
        assert(s * 2 ** 120 <= product);
        assert(value < 0 || (s >= 0 && s <= value));
        assert(value >= 0 || (s <= 0 && s >= value));
    }

    /// @dev What a class's A gains: fits 120 bits, as does the sum of all gains, since flow sums to at most 2^156.
    function gain(uint256 flow, int256 alphaM) external pure returns (int256 a) {
        require(flow < 2 ** 156 && alphaM <= 2 ** 93 && alphaM >= -(2 ** 93));
        int256 product = int256(flow) * alphaM;
        a = product / 2 ** 134;
        if (a * 2 ** 134 > product) a -= 1;
        assert(a <= 2 ** 115 && a >= -(2 ** 115));
    }

    /// @dev One layer's alpha M T.
    function layerTerm(int256 alphaM, uint256 t) external pure returns (int256 product) {
        require(alphaM <= 2 ** 93 && alphaM >= -(2 ** 93) && t < 2 ** 56);
        product = alphaM * int256(t);
        assert(product <= 2 ** 149 && product >= -(2 ** 149));
    }

    /// @dev A class's part of R, four layers and the weight: no overflow.
    function earnedTerm(int256 a, int256 b, int256 c, int256 d, uint256 weight) external pure returns (uint256 sum) {
        require(a <= 2 ** 149 && b <= 2 ** 149 && c <= 2 ** 149 && d <= 2 ** 149 && weight < 2 ** 56);
        require(a >= -(2 ** 149) && b >= -(2 ** 149) && c >= -(2 ** 149) && d >= -(2 ** 149));
        int256 signed = a + b + c + d;
        if (signed > 0) sum = (uint256(signed) * weight) / 2 ** 86 + 1;
        assert(sum <= 2 ** 121);
    }

    /// @dev G grows without overflow, a class's flow weight dG stays below 2^156 in X64, and what is accrued is at most what is emitted: solvency
    /// whatever R is.
    function advance(
        uint256 emission,
        uint256 weight,
        uint256 earnedWeight
    ) external pure returns (uint256 dG, uint256 accrued) {
        require(emission < 2 ** 92 && weight < 2 ** 56 && weight > 0 && earnedWeight < 2 ** 96);
        uint256 divisor = weight * 2 ** 32 > earnedWeight ? weight * 2 ** 32 : earnedWeight;
        dG = (emission * 2 ** 96) / divisor;
        assert(dG < 2 ** 156);
        assert(dG * weight < 2 ** 156);
        accrued = (emission * earnedWeight + divisor - 1) / divisor;
        assert(accrued <= emission);
    }

    /// @dev A claim never takes the paid sum above the accrued one.
    function claim(uint256 accrued, uint256 paid, uint256 worth) external pure returns (uint256 amount) {
        require(paid <= accrued && accrued < 2 ** 92);
        uint256 room = accrued - paid;
        amount = worth;
        if (amount > room) amount = room;
        assert(paid + amount <= accrued);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoverageMath} from "./CoverageMath.sol";

/// @title Which success curves a class may have
/// @notice S(X) = 1 - sum of alpha_m e^(-kappa_m X) must be increasing and concave for every X >= 0: then every marginal
/// contribution is at least 0 and their sum at most the coverage (docs/mechanism.md, P2).
library SuccessCurve {
    uint256 internal constant MAX_LAYERS = 4;
    /// @dev {1e-9} Largest |alpha|: 32.
    int256 internal constant MAX_ALPHA = 32e9;
    /// @dev {1e-9} Largest kappa: 1000.
    uint256 internal constant MAX_KAPPA = 1000e9;
    /// @dev {1e-9} Largest split: 1000.
    uint256 internal constant MAX_SPLIT = 1000e9;

    /// @notice Not one to four layers, or not one alpha for each kappa.
    error CurveLayersInvalid(uint256 kappas, uint256 alphas);
    /// @notice A kappa is 0, too large or not above the one before.
    error CurveKappaInvalid(uint256 layer, uint256 kappa);
    /// @notice An alpha is beyond +-32.
    error CurveAlphaTooLarge(uint256 layer, int256 alpha);
    /// @notice The alphas do not sum to 1e9.
    error CurveSumInvalid(int256 sum);
    /// @notice The split point is too large.
    error CurveSplitTooLarge(uint256 split);
    /// @notice Concavity could not be shown: the partial sum up to `layer` is negative.
    error CurveNotConcave(uint256 layer, int256 partialSum);

    /// @notice Reverts unless the curve is shown to be increasing and concave.
    /// @dev h(X) = sum of c_m e^(-kappa_m X), c_m = alpha_m kappa_m^2, is -S''(X). By Abel summation h >= 0 from a point
    /// on if the partial sums of c_m e^(-kappa_m X) there, in ascending kappa, are not negative, and up to that point if
    /// those in descending kappa are not. `split` is the point: at 0 the first test alone covers all X. A curve that 0
    /// rejects may pass at a split where its first and last layers balance.
    /// @param split {1e-9} Where the two tests meet.
    function requireValid(uint64[] memory kappas, int40[] memory alphas, uint256 split) internal pure {
        uint256 layers = kappas.length;
        if (layers == 0 || layers > MAX_LAYERS || alphas.length != layers) {
            revert CurveLayersInvalid(layers, alphas.length);
        }
        if (split > MAX_SPLIT) revert CurveSplitTooLarge(split);

        int256 sum;
        for (uint256 m; m < layers; ++m) {
            uint256 kappa = kappas[m];
            if (kappa == 0 || kappa > MAX_KAPPA || (m > 0 && kappa <= kappas[m - 1]))
                revert CurveKappaInvalid(m, kappa);
            int256 alpha = alphas[m];
            if (alpha > MAX_ALPHA || alpha < -MAX_ALPHA) revert CurveAlphaTooLarge(m, alpha);
            sum += alpha;
        }
        if (sum != 1e9) revert CurveSumInvalid(sum);

        int256 ascending;
        int256 descending;
        for (uint256 m; m < layers; ++m) {
            ascending += _curvature(alphas[m], kappas[m], split);
            if (ascending < 0) revert CurveNotConcave(m, ascending);
            uint256 last = layers - 1 - m;
            descending += _curvature(alphas[last], kappas[last], split);
            if (split > 0 && descending < 0) revert CurveNotConcave(last, descending);
        }
    }

    /// @dev A lower bound of alpha kappa^2 e^(-kappa X) in X120, exact at X = 0; the margin covers expNeg's error.
    function _curvature(int256 alpha, uint256 kappa, uint256 point) private pure returns (int256 bound) {
        // Fits: |alpha| < 2^35, kappa < 2^40, e^(-x) <= 2^120: below 2^235. The casts cannot wrap.
        uint256 magnitude = uint256(alpha < 0 ? -alpha : alpha) * kappa * kappa * CoverageMath.expNeg(kappa * point);
        uint256 margin = point == 0 ? 0 : magnitude / 1e17 + 1e18;
        bound = (alpha < 0 ? -int256(magnitude) : int256(magnitude)) - int256(margin);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Which success curves a class may have
/// @notice S(X) = 1 - sum of alpha_m e^(-kappa_m X) must be increasing and concave for every X >= 0: then every marginal
/// contribution is at least 0 and their sum at most the coverage (docs/mechanism.md, P2).
library SuccessCurve {
    uint256 internal constant MAX_LAYERS = 4;
    /// @dev {1e-9} Largest |alpha|: 32.
    int256 internal constant MAX_ALPHA = 32e9;
    /// @dev {1e-9} Largest kappa: 1000.
    uint256 internal constant MAX_KAPPA = 1000e9;

    /// @notice Not one to four layers, or not one alpha for each kappa.
    error CurveLayersInvalid(uint256 kappas, uint256 alphas);
    /// @notice A kappa is 0, too large or not above the one before.
    error CurveKappaInvalid(uint256 layer, uint256 kappa);
    /// @notice An alpha is beyond +-32.
    error CurveAlphaTooLarge(uint256 layer, int256 alpha);
    /// @notice The alphas do not sum to 1e9.
    error CurveSumInvalid(int256 sum);
    /// @notice Concavity could not be shown: the partial sum up to `layer` is negative, and so is a nested sum.
    error CurveNotConcave(uint256 layer, int256 partialSum);

    /// @notice Reverts unless the curve is shown to be increasing and concave.
    /// @dev h(X) = sum of c_m e^(-kappa_m X), c_m = alpha_m kappa_m^2, is -S''(X); S' falls to 0, so h >= 0 is enough for
    /// both. Either of two tests, in exact integers, will do. Partial sums: the c_m summed in ascending kappa are never
    /// negative (Abel summation). Nested sums: N_j = sum over m >= j of c_m times the product over i < j of (kappa_i -
    /// kappa_m) is never negative: h' + kappa_1 h is a sum of the same kind without layer 1, so if that is not negative and
    /// h(0) = N_1 is not, h is not, and so on inwards.
    function requireValid(uint64[] memory kappas, int40[] memory alphas) internal pure {
        uint256 layers = kappas.length;
        if (layers == 0 || layers > MAX_LAYERS || alphas.length != layers) {
            revert CurveLayersInvalid(layers, alphas.length);
        }
        int256 sum;
        int256[] memory curvature = new int256[](layers);
        for (uint256 m; m < layers; ++m) {
            uint256 kappa = kappas[m];
            if (kappa == 0 || kappa > MAX_KAPPA || (m > 0 && kappa <= kappas[m - 1]))
                revert CurveKappaInvalid(m, kappa);
            int256 alpha = alphas[m];
            if (alpha > MAX_ALPHA || alpha < -MAX_ALPHA) revert CurveAlphaTooLarge(m, alpha);
            sum += alpha;
            // Fits: |alpha| < 2^35, kappa < 2^40.
            curvature[m] = alpha * int256(kappa * kappa);
        }
        if (sum != 1e9) revert CurveSumInvalid(sum);

        (bool passes, uint256 layer, int256 partialSum) = _partialSums(curvature);
        if (!passes && !_nestedSums(kappas, curvature)) revert CurveNotConcave(layer, partialSum);
    }

    function _partialSums(
        int256[] memory curvature
    ) private pure returns (bool passes, uint256 layer, int256 partialSum) {
        for (; layer < curvature.length; ++layer) {
            partialSum += curvature[layer];
            if (partialSum < 0) return (false, layer, partialSum);
        }
        passes = true;
    }

    /// @dev Fits: at most three factors below 2^40 on top of 2^115, four summands.
    function _nestedSums(uint64[] memory kappas, int256[] memory curvature) private pure returns (bool) {
        uint256 layers = kappas.length;
        for (uint256 j; j < layers; ++j) {
            int256 nested;
            for (uint256 m = j; m < layers; ++m) {
                int256 product = curvature[m];
                for (uint256 i; i < j; ++i) product *= int256(uint256(kappas[i])) - int256(uint256(kappas[m]));
                nested += product;
            }
            if (nested < 0) return false;
        }
        return true;
    }
}

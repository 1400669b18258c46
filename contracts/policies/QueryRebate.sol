// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {CoverageMath} from "../libraries/CoverageMath.sol";
import {LedgerGoverned} from "./LedgerGoverned.sol";
import {ProportionalPolicy} from "./ProportionalPolicy.sol";
import {ServedVolume} from "./ServedVolume.sol";

/// @title Pay for queries served, as far as stake backs them
/// @notice The exponential rebate of The Graph. Of the emission {wei} every operator's part by requests served is rebated to
/// it by the stake that it has for the fees of those requests; what is not rebated is burned: here it is never owed, and
/// stays the vault's surplus, where everybody sees it.
///
///     pay_i = B served_i / (sum of served) x (1 - e^(-lambda s_i / q_i)),   q_i = served_i x fee,   lambda = 0.6
///
/// s_i {token wei} bonded stake, served_i {requests} in the last measured windows, fee {token wei / request}.
/// Source: graphprotocol/contracts packages/contracts/contracts/staking/libs/Exponential.sol with alpha = 1, lambda = 0.6 as in
/// packages/contracts/config/graph.arbitrum-one.yml. There q are the fees that an indexer's allocation really collected;
/// here requests bring an assumed fee each, so that B is shared out as the fees would be. There the rebate is whole from
/// an exponent of 16 on; here it goes on, at most e^-16 = 1.2e-7 below.
/// @dev Settled in O(1): every operator's rebate depends on its own stake and volume alone. `FeeChanged` reaches an operator with
/// its next report or stake change, or when anybody calls `refresh`; until then it earns at the fee of its last touch.
/// `quote` says what an operator would earn at the fee of now. The part rebated is rounded down, to 1.4e-18 of one.
contract QueryRebate is ServedVolume, LedgerGoverned {
    /// @notice The fee does not fit.
    error RebateFeeTooLarge(uint256 fee, uint256 maximum);

    /// @notice A request brings `fee` {token wei} from now on; operators take it over one by one.
    event FeeChanged(uint256 fee);
    /// @notice The operator's rebate is now reckoned at the present fee: `part` {X64} of what its requests bring.
    event RebateRefreshed(address indexed operator, uint256 part);

    /// @notice {token wei / request} The most that a request may bring.
    uint256 public constant MAX_FEE = 2 ** 96 - 1;
    /// @dev {wad} lambda
    uint256 private constant LAMBDA = 0.6e18;

    struct Rebate {
        /// @dev {requests X64} Requests, times the part of what they bring that is paid.
        uint160 paid;
        /// @dev {token wei} Stake as of the last touch.
        uint96 stake;
    }

    /// @notice {token wei / request} What a request brings. Default: what the default economy emits per request (2,598 tokens
    /// a day over 27.9 million requests, scripts/simulation/buildScenario.ts), over the 28 epochs that an allocation of The
    /// Graph may last and collect fees against the same stake.
    uint256 public fee = 0.0026e18;
    /// @dev {requests X64} The sum of all `paid`.
    uint256 private _totalPaid;
    mapping(address operator => Rebate) private _rebates;

    constructor(ICoverageLedger ledger) ServedVolume(ledger) LedgerGoverned(ledger) {}

    /// @notice Sets what a request brings {token wei}; at 0 every rebate is whole.
    function setFee(uint256 newFee) external restricted {
        if (newFee > MAX_FEE) revert RebateFeeTooLarge(newFee, MAX_FEE);
        fee = newFee;
        emit FeeChanged(newFee);
    }

    /// @notice Reckons the operator's rebate at the present fee from now on. Anyone.
    function refresh(address operator) external {
        _refresh(operator, _rebates[operator].stake);
        emit RebateRefreshed(operator, partOf(operator));
    }

    /// @notice {X64} The part of what its requests bring that `operator` is paid at present; 0 without requests.
    function partOf(address operator) public view returns (uint256) {
        uint256 served = _weightIn(operator);
        return served == 0 ? 0 : _rebates[operator].paid / served;
    }

    /// @notice {requests} and {requests X64} All requests that count, and the part of them that is paid; the rest of the
    /// emission is burned.
    function requests() external view returns (uint256 counted, uint256 paidX64) {
        return (_totalWeight, _totalPaid);
    }

    /// @inheritdoc ProportionalPolicy
    /// @dev 1 - e^(-0.6 s / q). Fits: stakes, fees and volumes are below 2^96.
    function _part(uint256 weight, uint256 stake) internal view override returns (uint256) {
        uint256 fees = weight * fee;
        if (fees == 0) return WHOLE_X64;
        return (CoverageMath.ONE_X120 - CoverageMath.expNeg((LAMBDA * stake) / fees)) >> 56;
    }

    /// @inheritdoc ProportionalPolicy
    function _onWeighed(address operator, uint256 weight, uint256 stake) internal override {
        uint256 paid = weight * _part(weight, stake);
        Rebate storage rebate = _rebates[operator];
        _totalPaid = _totalPaid - rebate.paid + paid;
        // Casts fit: stakes and volumes are below 2^96.
        (rebate.paid, rebate.stake) = (uint160(paid), uint96(stake));
    }

    /// @inheritdoc ProportionalPolicy
    /// @dev Fits: at most the emission, below 2^252 in X160.
    function _pay(address operator, uint256, uint256 growth) internal view override returns (uint256) {
        return (_rebates[operator].paid * growth) >> (INDEX_BITS + 64 - OWED_BITS);
    }

    /// @inheritdoc ProportionalPolicy
    function _payAll(uint256 emission, uint256 totalWeight) internal view override returns (uint256) {
        return FixedPointMathLib.fullMulDivUp(emission, _totalPaid, totalWeight << 64);
    }
}

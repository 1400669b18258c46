// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {IMeasurements} from "../interfaces/IMeasurements.sol";
import {Curve, IRewardPolicy, Member, Offer, Service, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {BreadthGroups} from "../libraries/BreadthGroups.sol";
import {ClockedPolicy} from "./ClockedPolicy.sol";
import {LedgerGoverned} from "./LedgerGoverned.sol";

/// @title Pay for work and for the number of distinct classes served
/// @notice The scores of Chutes (Bittensor subnet 64) in October 2025. The emission {wei} is shared by
///
///     0.52 compute + 0.20 invocations + 0.20 unique + 0.08 bounty
///
/// each normalised over the operators. compute {requests x compute units of the class} and invocations {requests} count what was
/// served in the last measured windows; unique is (d / max d)^1.3 for an operator with d live services if d is at least the
/// median, else ^2.2; bounty counts the classes that the operator joined while nobody served them and has not left
/// since. A component that nobody has falls to the others in proportion, as scores are divided by their sum.
/// Source: chutesai/chutes-api metasync/shared.py and metasync/constants.py at commit 977ad56 of 2025-09-30. There the
/// inputs are of seven days, unique counts are averages weighted by GPUs, and a bounty is a request that found the class
/// cold; here an operator holds it while it stays. There one account is paid for its best miner only: not here.
/// @dev O(1) per class touched: three accumulators for what is proportional, and `BreadthGroups`. An importing policy
/// takes the first member that it is told of for the opener: import in the order of joining (docs/rules/distinctBreadth.md).
contract DistinctBreadth is ClockedPolicy, LedgerGoverned {
    using BreadthGroups for BreadthGroups.Groups;

    /// @notice A class's compute units cannot change while somebody serves it, and are never 0.
    error BreadthUnitsRefused(uint32 classId, uint256 operators, uint256 units);

    /// @notice A request of the class is `units` compute units of work from now on.
    event ComputeUnitsChanged(uint32 indexed classId, uint256 units);

    uint256 private constant COMPUTE = 0;
    uint256 private constant INVOCATIONS = 1;
    uint256 private constant BOUNTY = 2;
    uint256 private constant COMPONENTS = 3;
    /// @dev {%} The weight of unique.
    uint256 private constant UNIQUE_WEIGHT = 20;
    /// @dev Fractional bits of the indices of the proportional components, and of what an account is worth.
    uint256 private constant INDEX_BITS = 64;
    /// @notice {request} Most that one service can have served in a window; more counts as it. Whatever is reported, the sums then fit
    /// their fields, so that nobody is kept from leaving.
    uint256 public constant MAX_SERVED = 2 ** 48 - 1;

    struct Component {
        /// @dev {wei / unit X64}
        uint160 index;
        /// @dev {unit} Sum over operators.
        uint96 total;
    }

    struct Account {
        /// @dev {wei X64} What was earned, less what the units and the group as they are would have earned from the beginning.
        int256 offset;
        /// @dev {compute unit} A service holds below 2^72.
        uint96 compute;
        /// @dev {request} A service holds below 2^48.
        uint72 invocations;
        /// @dev Classes that it opened and is in.
        uint24 bounties;
        /// @dev Classes with a live, eligible service.
        uint32 services;
        uint32 domain;
    }

    struct ClassState {
        /// @dev Who joined it while nobody served it, and is still there.
        address opener;
        uint32 operators;
        /// @dev {compute unit / request} 0: 1.
        uint24 units;
    }

    /// @dev Everything that grows with the emission.
    struct Moment {
        Clock clock;
        Component[COMPONENTS] components;
        BreadthGroups.Indices indices;
    }

    Component[COMPONENTS] private _components;
    BreadthGroups.Groups private _groups;
    mapping(address operator => Account) private _accounts;
    mapping(uint32 classId => ClassState) private _classes;

    constructor(ICoverageLedger ledger) ClockedPolicy(ledger) LedgerGoverned(ledger) {}

    // ---------------------------------------------------------------- governance

    /// @notice Sets how many compute units one request of a class is, 1 to 16,777,215; 1 unless set. Only while nobody
    /// serves the class: what was reported is never counted anew.
    function setComputeUnits(uint32 classId, uint24 units) external restricted {
        ClassState storage class = _classes[classId];
        if (units == 0 || class.operators != 0) revert BreadthUnitsRefused(classId, class.operators, units);
        class.units = units;
        emit ComputeUnitsChanged(classId, units);
    }

    // ---------------------------------------------------------------- hooks

    /// @inheritdoc IRewardPolicy
    function onClassAdded(uint32 classId, Curve calldata curve) external onlyLedger {
        // A class is one more to be distinct in.
    }

    /// @inheritdoc IRewardPolicy
    function onWeight(uint256 emitted, uint32 classId, uint64 weight) external onlyLedger {
        // Demand does not weigh: a class that nobody asks for is as distinct as any.
    }

    /// @inheritdoc IRewardPolicy
    function onAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) external onlyLedger {
        // Curves do not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) external onlyLedger {
        // Domains do not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onStake(uint256 emitted, Member calldata member, uint128) external onlyLedger {
        // Stake does not weigh.
    }

    /// @inheritdoc IRewardPolicy
    function onServices(uint256 emitted, uint32 classId, ServiceChange[] calldata changes) external onlyLedger {
        Moment memory moment = _at(emitted);
        _groups.indices = moment.indices;
        ClassState memory class = _classes[classId];
        for (uint256 i; i < changes.length; ++i) _change(moment, class, changes[i]);
        _classes[classId] = class;
        _store(moment);
    }

    // ---------------------------------------------------------------- claims and views

    /// @inheritdoc IRewardPolicy
    function claim(
        uint256 emitted,
        address operator,
        uint32[] calldata,
        uint256 paid
    ) external onlyVault returns (uint256 amount) {
        Moment memory moment = _at(emitted);
        Account memory account = _accounts[operator];
        amount = FixedPointMathLib.min(_whole(_worth(account, moment)), moment.clock.accrued - paid);
        _accounts[operator].offset = account.offset - int256(amount << INDEX_BITS);
    }

    /// @inheritdoc IRewardPolicy
    function earned(address operator) external view returns (uint256) {
        return _whole(_worth(_accounts[operator], _at(VAULT.emitted())));
    }

    /// @inheritdoc IRewardPolicy
    function quote(address operator, Offer calldata offer) external view returns (uint256) {
        _requireOffer(offer);
        Account memory account = _accounts[operator];
        (uint256[COMPONENTS] memory units, uint256 services) = _unitsIn(operator, account, offer);
        if (services == 0) return 0;
        uint256[COMPONENTS] memory present = _unitsOf(account);
        uint256 whole = UNIQUE_WEIGHT;
        uint256 sum = UNIQUE_WEIGHT * _groups.shareOf(_counted(account.services), _counted(services));
        for (uint256 k; k < COMPONENTS; ++k) {
            uint256 total = _components[k].total - present[k] + units[k];
            if (total == 0) continue;
            whole += _weightOf(k);
            sum += _weightOf(k) * ((units[k] << 96) / total);
        }
        return FixedPointMathLib.fullMulDiv(VAULT.currentRate(), sum, whole << 96);
    }

    /// @notice {compute unit / request} The work of one request, for each of the ledger's classes in order.
    function computeUnits() external view returns (uint256[] memory units) {
        units = new uint256[](LEDGER.classCount());
        for (uint32 i; i < units.length; ++i) units[i] = _perRequest(_classes[i + 1]);
    }

    /// @notice Who holds the bounty of a class; nobody: 0.
    function openerOf(uint32 classId) external view returns (address) {
        return _classes[classId].opener;
    }

    /// @notice {1/2} Twice the median of the operators' class counts; 0 without operators.
    function twiceMedian() external view returns (uint256) {
        return _groups.middle.twice;
    }

    // ---------------------------------------------------------------- settlement

    /// @dev Everything as of cumulative emission `emitted`. Casts fit: emission is below 2^92.
    function _at(uint256 emitted) private view returns (Moment memory moment) {
        moment.clock = _clock;
        for (uint256 k; k < COMPONENTS; ++k) moment.components[k] = _components[k];
        moment.indices = _groups.indices;
        if (!moment.clock.running) return moment;
        uint256 emission = emitted - moment.clock.emitted;
        moment.clock.emitted = uint96(emitted);
        if (emission == 0 || _groups.middle.operators == 0) return moment;
        moment.clock.accrued += uint96(emission);
        uint256 whole = UNIQUE_WEIGHT;
        for (uint256 k; k < COMPONENTS; ++k) if (moment.components[k].total != 0) whole += _weightOf(k);
        for (uint256 k; k < COMPONENTS; ++k) {
            Component memory component = moment.components[k];
            if (component.total == 0) continue;
            component.index += uint160(((emission * _weightOf(k)) << INDEX_BITS) / (whole * component.total));
        }
        moment.indices = _groups.advanced(emission, UNIQUE_WEIGHT, whole);
    }

    /// @inheritdoc ClockedPolicy
    function _clockAt(uint256 emitted) internal view override returns (Clock memory) {
        return _at(emitted).clock;
    }

    /// @inheritdoc ClockedPolicy
    function _advance(uint256 emitted) internal override {
        Moment memory moment = _at(emitted);
        _groups.indices = moment.indices;
        _store(moment);
    }

    function _store(Moment memory moment) private {
        _clock = moment.clock;
        for (uint256 k; k < COMPONENTS; ++k) _components[k] = moment.components[k];
    }

    /// @dev One member's change: the account is worth what it was, and from here on it earns by its new units.
    function _change(Moment memory moment, ClassState memory class, ServiceChange calldata change) private {
        address operator = change.member.operator;
        Account memory account = _accounts[operator];
        int256 worth = _worth(account, moment);
        uint256[COMPONENTS] memory units = _unitsOf(account);
        uint256 count = _counted(account.services);
        bool joins = change.before.u == 0 && change.current.u != 0;
        bool leaves = change.before.u != 0 && change.current.u == 0;
        if (joins) {
            if (class.operators++ == 0) {
                class.opener = operator;
                ++account.bounties;
            }
            ++account.services;
            account.domain = change.member.domain;
        } else if (leaves) {
            --class.operators;
            if (class.opener == operator) {
                class.opener = address(0);
                --account.bounties;
            }
            --account.services;
        }
        // Casts fit: 2^24 services may hold the most that one can.
        uint256 each = _perRequest(class);
        (uint256 served, uint256 serves) = (_volume(change.before), _volume(change.current));
        account.compute = uint96(account.compute - served * each + serves * each);
        account.invocations = uint72(account.invocations - served + serves);
        uint256[COMPONENTS] memory next = _unitsOf(account);
        for (uint256 k; k < COMPONENTS; ++k) {
            moment.components[k].total = uint96(moment.components[k].total - units[k] + next[k]);
        }
        _groups.move(count, _counted(account.services));
        account.offset += worth - _worth(account, moment);
        _accounts[operator] = account;
    }

    /// @dev {wei X64} All that the account earned and has not been paid. Fits: units below 2^96 times indices below 2^156.
    function _worth(Account memory account, Moment memory moment) private view returns (int256) {
        uint256 sum =
            _groups.payOf(_counted(account.services), moment.indices) << (INDEX_BITS - BreadthGroups.PAY_BITS);
        uint256[COMPONENTS] memory units = _unitsOf(account);
        for (uint256 k; k < COMPONENTS; ++k) sum += units[k] * moment.components[k].index;
        return account.offset + int256(sum);
    }

    /// @dev {wei} Rounded down.
    function _whole(int256 worth) private pure returns (uint256) {
        return worth <= 0 ? 0 : uint256(worth) >> INDEX_BITS;
    }

    // ---------------------------------------------------------------- the rule

    /// @dev {unit} What a whole profile would hold of each component, and in how many classes it would be.
    function _unitsIn(
        address operator,
        Account memory account,
        Offer calldata offer
    ) private view returns (uint256[COMPONENTS] memory units, uint256 services) {
        uint32 minReliability = LEDGER.minReliability();
        // A move is a leave and a join in every class.
        bool stays = account.services != 0 && account.domain == offer.domain;
        for (uint256 i; i < offer.services.length; ++i) {
            Service memory service = _eligible(offer.services[i].service, minReliability);
            if (service.u == 0) continue;
            ++services;
            ClassState memory class = _classes[offer.services[i].classId];
            units[COMPUTE] += _volume(service) * _perRequest(class);
            units[INVOCATIONS] += _volume(service);
            if (_wouldHold(operator, offer.services[i].classId, class, stays)) ++units[BOUNTY];
        }
    }

    /// @dev Whether the operator, in the class, would hold its bounty.
    function _wouldHold(
        address operator,
        uint32 classId,
        ClassState memory class,
        bool stays
    ) private view returns (bool) {
        if (class.operators == 0) return true;
        if (class.opener == operator) return stays || class.operators == 1;
        if (class.operators > 1) return false;
        // The one operator that serves it may be this one, which came second and outlasted the opener.
        (, , , , bool serves) = IMeasurements(address(LEDGER)).measurementOf(operator, classId);
        return serves && !stays;
    }

    /// @dev {%}
    function _weightOf(uint256 k) private pure returns (uint256) {
        return
            k == COMPUTE
                ? 52
                : k == INVOCATIONS
                    ? 20
                    : 8;
    }

    /// @dev {unit} What an account holds of each component.
    function _unitsOf(Account memory account) private pure returns (uint256[COMPONENTS] memory) {
        return [uint256(account.compute), account.invocations, account.bounties];
    }

    /// @dev {compute unit}
    function _perRequest(ClassState memory class) private pure returns (uint256) {
        return class.units == 0 ? 1 : class.units;
    }

    /// @dev {request}
    function _volume(Service memory service) private pure returns (uint256) {
        return FixedPointMathLib.min(service.served, MAX_SERVED);
    }

    function _counted(uint256 services) private pure returns (uint256) {
        return FixedPointMathLib.min(services, BreadthGroups.MAX_COUNT);
    }
}

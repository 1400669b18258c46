// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ICoverageLedger} from "./interfaces/ICoverageLedger.sol";
import {Curve, IRewardPolicy, Member, Service, ServiceChange} from "./interfaces/IRewardPolicy.sol";
import {IRewardVault} from "./interfaces/IRewardVault.sol";
import {PolicyHub} from "./PolicyHub.sol";
import {CoverageMath} from "./libraries/CoverageMath.sol";
import {ReportCodec} from "./libraries/ReportCodec.sol";
import {SuccessCurve} from "./libraries/SuccessCurve.sol";

/// @title Classes, domains and measured service levels
/// @notice What the network needs (demand weights and success curves of workload classes), what fails together (domains
/// and their availability) and what each operator was measured to deliver. Every change goes to the policies' hooks.
/// @dev Nothing here knows a reward rule; no loop runs over operators that the caller did not list. What calls hooks cannot be
/// re-entered: a listener must not change the ledger while others are still being told.
contract CoverageLedger is ICoverageLedger, PolicyHub, AccessManaged, Pausable, ReentrancyGuardTransient {
    using ReportCodec for bytes;

    /// @notice {weight} The most that all demand weights together may be.
    uint256 public constant MAX_TOTAL_WEIGHT = 2 ** 56 - 1;
    /// @notice {1} The most domains that may be listed.
    uint256 public constant MAX_DOMAINS = 4095;
    /// @notice {1e-9} The highest reliability and the highest availability that can be recorded.
    uint32 public constant MAX_RELIABILITY = CoverageMath.MAX_RELIABILITY;
    uint32 public constant MAX_AVAILABILITY = CoverageMath.MAX_AVAILABILITY;

    enum ClassStatus {
        None,
        Open,
        Retired
    }

    struct Class {
        uint64 weight;
        ClassStatus status;
        /// @dev The class that takes over, or 0.
        uint32 successor;
    }

    /// @notice A service and what the ledger keeps beside it; stored in one word (`_pack`).
    struct Measurement {
        /// @dev {1e-9}
        uint32 u;
        /// @dev {1e-9}
        uint64 x;
        /// @dev {requests}
        uint64 served;
        /// @dev {s} 0: not measured, or left.
        uint40 measuredAt;
        /// @dev Whether it counts for the policies: reliability was at least the minimum when it was reported.
        bool eligible;
    }

    struct OperatorRecord {
        /// @dev {token wei} As the registry last said.
        uint128 stake;
        uint32 domain;
        /// @dev {s} Since when it may be measured; 0: it may not.
        uint40 activeSince;
        /// @dev Classes that it is measured in.
        uint32 services;
    }

    struct Limits {
        /// @dev {1e-9} Below it a service is measured and earns nothing.
        uint32 minReliability;
        /// @dev {s} After it a measurement may be expired.
        uint32 maxAge;
        /// @dev {1e-9/s} How fast reliability may rise.
        uint32 reliabilityRise;
        /// @dev {1e-9/s} How fast the capacity ratio may rise.
        uint64 capacityRise;
    }

    error LedgerUnauthorized(address caller, address required);
    error LedgerAlreadyConnected(address registry);
    error LedgerZeroValue();
    error LedgerUnknownClass(uint32 classId, uint32 classCount);
    error LedgerClassRetired(uint32 classId);
    error LedgerUnknownDomain(uint32 domain, uint32 domainCount);
    error LedgerDomainLimit(uint256 maximum);
    error LedgerAvailabilityInvalid(uint32 availability, uint32 maximum);
    error LedgerWeightTooLarge(uint256 totalWeight, uint256 maximum);
    error LedgerLimitsInvalid(uint32 minReliability, uint32 maxAge);
    error LedgerNotMeasured(address operator, uint32 classId);
    error LedgerStillFresh(address operator, uint32 classId, uint256 expiresAt);
    error LedgerServicesLeft(address operator, uint32 services);
    error LedgerLengthsDiffer(uint256 operators, uint256 classIds);
    error LedgerSuccessorInvalid(uint32 classId, uint32 successor);

    event RegistryConnected(address indexed registry);
    event ReporterChanged(address indexed reporter);
    event LimitsChanged(Limits limits);
    event ClassAdded(uint32 indexed classId, uint64[] kappas, int40[] alphas);
    event WeightChanged(uint32 indexed classId, uint64 weight);
    event AlphasChanged(uint32 indexed classId, int40[] alphas);
    event ClassRetired(uint32 indexed classId, uint32 indexed successor);
    event DomainListed(uint32 indexed domain, bytes32 name, uint32 availability);
    event AvailabilityChanged(uint32 indexed domain, uint32 indexed classId, uint32 availability);
    event OperatorChanged(address indexed operator, uint128 stake, bool active);
    event OperatorMoved(address indexed operator, uint32 indexed domain);
    /// @notice What was recorded, after the bounds; `eligible`: whether the policies count it.
    event Measured(address indexed operator, uint32 indexed classId, uint32 u, uint64 x, uint64 served, bool eligible);
    /// @notice A reported service that could not be recorded: the operator is not active or the class is not open.
    event ReportSkipped(address indexed operator, uint32 indexed classId);
    /// @notice A reported weight that could not be recorded: the class is not open, or all weights would be too much.
    event DemandSkipped(uint32 indexed classId, uint64 weight);
    /// @notice A reported availability that could not be recorded: class not open, domain not listed, or out of its range.
    event AvailabilitySkipped(uint32 indexed domain, uint32 indexed classId, uint32 availability);
    /// @notice The operator no longer serves the class: it left, moved, or its measurement expired.
    event ServiceEnded(address indexed operator, uint32 indexed classId);

    /// @inheritdoc ICoverageLedger
    IRewardVault public immutable VAULT;

    /// @notice The only one whose reports count: an account now, a quorum contract when there is one.
    address public reporter;
    /// @notice {1} Measurements that are in force, over all operators and classes.
    uint40 public serviceCount;
    /// @inheritdoc ICoverageLedger
    uint32 public classCount;
    Limits private _limits;
    /// @notice {1} Domains are numbered 1..domainCount; 0 is shared by all that are in none.
    uint32 public domainCount;
    /// @notice {weight} Sum of all demand weights.
    uint64 public totalWeight;
    address private _registry;

    mapping(uint32 classId => Class) private _classes;
    mapping(uint32 classId => Curve) private _curves;
    mapping(uint32 domain => uint32) private _listedAvailability;
    mapping(uint32 domain => mapping(uint32 classId => uint32)) private _availability;
    mapping(address operator => OperatorRecord) private _operators;
    mapping(address operator => mapping(uint32 classId => uint256 packed)) private _measurements;

    /// @param sharedAvailability {1e-9} Availability of domain 0, to be set pessimistically.
    constructor(
        IRewardVault vault,
        address authority,
        uint32 sharedAvailability,
        Limits memory initialLimits
    ) AccessManaged(authority) {
        VAULT = vault;
        _setLimits(initialLimits);
        _listDomain(0, "none", sharedAvailability);
    }

    // ---------------------------------------------------------------- governance

    /// @notice Names the registry, once.
    function connect(address registry) external restricted {
        if (_registry != address(0)) revert LedgerAlreadyConnected(_registry);
        if (registry == address(0)) revert LedgerZeroValue();
        _registry = registry;
        emit RegistryConnected(registry);
    }

    /// @notice Names the reporter.
    function setReporter(address reporter_) external restricted {
        reporter = reporter_;
        emit ReporterChanged(reporter_);
    }

    /// @notice Sets the bounds for later reports and expiries; what is recorded stays as it is.
    function setLimits(Limits calldata newLimits) external restricted {
        _setLimits(newLimits);
    }

    /// @notice Adds a class. Its kappas are fixed for life.
    function addClass(Curve calldata curve, uint64 weight) external restricted nonReentrant returns (uint32 classId) {
        SuccessCurve.requireValid(curve.kappas, curve.alphas);
        classId = ++classCount;
        _classes[classId].status = ClassStatus.Open;
        _curves[classId] = curve;
        emit ClassAdded(classId, curve.kappas, curve.alphas);
        _hookClassAdded(classId, curve);
        _setWeight(VAULT.emitted(), classId, weight);
    }

    /// @notice Gives a class other layer weights {1e-9}.
    function setAlphas(uint32 classId, int40[] calldata alphas) external restricted nonReentrant {
        _requireOpen(classId);
        SuccessCurve.requireValid(_curves[classId].kappas, alphas);
        _curves[classId].alphas = alphas;
        emit AlphasChanged(classId, alphas);
        _hookAlphas(VAULT.emitted(), classId, alphas);
    }

    /// @notice Sets a class's demand weight by hand; the reporter does it in batches.
    function setWeight(uint32 classId, uint64 weight) external restricted nonReentrant {
        _requireOpen(classId);
        _setWeight(VAULT.emitted(), classId, weight);
    }

    /// @notice Ends a class: weight 0, no more reports, and its services may be expired by anyone. What was earned stays.
    /// @param successor The class that takes over, or 0.
    function retireClass(uint32 classId, uint32 successor) external restricted nonReentrant {
        _requireOpen(classId);
        if (successor != 0) _requireOpen(successor);
        if (successor == classId) revert LedgerSuccessorInvalid(classId, successor);
        _setWeight(VAULT.emitted(), classId, 0);
        _classes[classId].status = ClassStatus.Retired;
        _classes[classId].successor = successor;
        emit ClassRetired(classId, successor);
    }

    /// @notice Lists a failure domain with the availability {1e-9} it has until one is reported.
    function listDomain(bytes32 name, uint32 availability) external restricted returns (uint32 domain) {
        domain = ++domainCount;
        if (domain > MAX_DOMAINS) revert LedgerDomainLimit(MAX_DOMAINS);
        _listDomain(domain, name, availability);
    }

    /// @notice Stops reports; expiry, exits and claims go on.
    function pause() external restricted {
        _pause();
    }

    /// @notice Lets reports go on.
    function unpause() external restricted {
        _unpause();
    }

    // ---------------------------------------------------------------- policies

    /// @notice Lets a freshly deployed policy hear the hooks; it accrues nothing until it is started.
    function addPolicy(IRewardPolicy policy) external restricted {
        _addPolicy(policy);
    }

    /// @notice Starts a policy that has been told everything, as a shadow: it accrues what it would have paid.
    function startShadow(IRewardPolicy policy) external restricted nonReentrant {
        _startShadow(policy, VAULT.emitted(), classCount, serviceCount);
    }

    /// @notice Makes a policy that has been told everything the one that is paid; the one before is frozen and stays
    /// claimable.
    function promote(IRewardPolicy policy) external restricted nonReentrant {
        _promote(policy, VAULT.emitted(), classCount, serviceCount);
        VAULT.setPolicy(address(policy));
    }

    /// @notice Drops a policy that does not pay.
    function dropPolicy(IRewardPolicy policy) external restricted {
        _dropPolicy(policy);
    }

    /// @notice Tells a new policy of the next classes, up to `count` of them. Anyone may call.
    function importClasses(IRewardPolicy policy, uint32 count) external nonReentrant {
        uint32 first = _nextClass(policy);
        uint32 last = uint32(_min(uint256(first) + count, uint256(classCount) + 1) - 1);
        for (uint32 classId = first; classId <= last; ++classId) {
            _importClass(policy, classId, _curves[classId], _classes[classId].weight);
        }
    }

    /// @notice Tells a new policy of the listed services; what it already knows, or is not in force, is passed over. Anyone
    /// may call.
    function importServices(
        IRewardPolicy policy,
        address[] calldata operators,
        uint32[] calldata classIds
    ) external nonReentrant {
        if (operators.length != classIds.length) revert LedgerLengthsDiffer(operators.length, classIds.length);
        for (uint256 i; i < operators.length; ++i) {
            Measurement memory measurement = measurementOf(operators[i], classIds[i]);
            if (measurement.measuredAt == 0) continue;
            Service memory none;
            _importService(policy, classIds[i], _change(operators[i], none, _effective(measurement)));
        }
    }

    // ---------------------------------------------------------------- reporter

    /// @notice Records measured services (ReportCodec's service entries): u and x rise no faster than the limits allow, u is
    /// at most `MAX_RELIABILITY`. An entry for an operator that is not active or a class that is not open is skipped.
    function reportServices(bytes calldata batch) external whenNotPaused nonReentrant {
        _requireReporter();
        uint256 emitted = VAULT.emitted();
        Limits memory bounds = _limits;
        uint256 count = batch.count(ReportCodec.SERVICE_BYTES);
        for (uint256 i; i < count;) i = _recordRun(emitted, bounds, batch, i, count);
    }

    /// @notice Records demand weights (ReportCodec's demand entries), one after the other. An entry for a class that is not
    /// open, or that would bring all weights above `MAX_TOTAL_WEIGHT`, is skipped.
    function reportDemand(bytes calldata batch) external whenNotPaused nonReentrant {
        _requireReporter();
        uint256 emitted = VAULT.emitted();
        uint256 count = batch.count(ReportCodec.DEMAND_BYTES);
        for (uint256 i; i < count; ++i) {
            (uint32 classId, uint64 weight) = batch.demand(i);
            if (_isOpen(classId) && _totalWith(classId, weight) <= MAX_TOTAL_WEIGHT) {
                _setWeight(emitted, classId, weight);
            } else {
                emit DemandSkipped(classId, weight);
            }
        }
    }

    /// @notice Records availabilities of domains as seen by classes (ReportCodec's availability entries). An entry for a class
    /// that is not open or a domain that is not listed, or with an availability out of range, is skipped.
    function reportAvailability(bytes calldata batch) external whenNotPaused nonReentrant {
        _requireReporter();
        uint256 emitted = VAULT.emitted();
        uint256 count = batch.count(ReportCodec.AVAILABILITY_BYTES);
        for (uint256 i; i < count; ++i) {
            (uint32 domain, uint32 classId, uint32 availability) = batch.availability(i);
            if (!_isOpen(classId) || !_isAvailability(availability) || domain > domainCount) {
                emit AvailabilitySkipped(domain, classId, availability);
                continue;
            }
            _availability[domain][classId] = availability;
            emit AvailabilityChanged(domain, classId, availability);
            _hookAvailability(emitted, domain, classId, availability);
        }
    }

    // ---------------------------------------------------------------- anyone

    /// @notice Ends a service whose measurement is too old, whose operator is not active or whose class is retired.
    function expire(address operator, uint32 classId) external nonReentrant {
        uint256 measuredAt = measurementOf(operator, classId).measuredAt;
        if (measuredAt == 0) revert LedgerNotMeasured(operator, classId);
        uint256 expiresAt = measuredAt + _limits.maxAge;
        if (block.timestamp <= expiresAt && _operators[operator].activeSince != 0 && _isOpen(classId))
            revert LedgerStillFresh(operator, classId, expiresAt);
        _end(VAULT.emitted(), operator, classId);
    }

    // ---------------------------------------------------------------- registry

    /// @inheritdoc ICoverageLedger
    function onOperator(address operator, uint128 stake, bool active) external nonReentrant {
        _requireRegistry();
        OperatorRecord storage record = _operators[operator];
        uint128 stakeBefore = record.stake;
        if (!active) record.activeSince = 0;
        else if (record.activeSince == 0) record.activeSince = uint40(block.timestamp);
        emit OperatorChanged(operator, stake, active);
        if (stake == stakeBefore) return;
        record.stake = stake;
        _hookStake(VAULT.emitted(), _member(operator), stakeBefore);
    }

    /// @inheritdoc ICoverageLedger
    function onLeave(address operator, uint32[] calldata classIds, bool all) external nonReentrant {
        _requireRegistry();
        uint256 emitted = VAULT.emitted();
        for (uint256 i; i < classIds.length; ++i) {
            if (_measurements[operator][classIds[i]] != 0) _end(emitted, operator, classIds[i]);
        }
        uint32 left = _operators[operator].services;
        if (all && left != 0) revert LedgerServicesLeft(operator, left);
    }

    /// @inheritdoc ICoverageLedger
    /// @dev A leave in the old domain and a join in the new one, class by class.
    function onMove(address operator, uint32 domain, uint32[] calldata classIds) external nonReentrant {
        _requireRegistry();
        if (domain > domainCount) revert LedgerUnknownDomain(domain, domainCount);
        OperatorRecord storage record = _operators[operator];
        uint256 emitted = VAULT.emitted();
        Service memory none;
        for (uint256 i; i < classIds.length; ++i) {
            Measurement memory measurement = measurementOf(operator, classIds[i]);
            if (measurement.measuredAt == 0 || _moved(classIds, i)) revert LedgerNotMeasured(operator, classIds[i]);
            _hookServices(emitted, classIds[i], _change(operator, _effective(measurement), none), true);
        }
        if (classIds.length != record.services) revert LedgerServicesLeft(operator, record.services);
        record.domain = domain;
        emit OperatorMoved(operator, domain);
        for (uint256 i; i < classIds.length; ++i) {
            Service memory service = _effective(measurementOf(operator, classIds[i]));
            _hookServices(emitted, classIds[i], _change(operator, none, service), true);
        }
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ICoverageLedger
    function availabilityOf(uint32 domain, uint32 classId) external view returns (uint32) {
        if (domain > domainCount) revert LedgerUnknownDomain(domain, domainCount);
        uint32 reported = _availability[domain][classId];
        return reported == 0 ? _listedAvailability[domain] : reported;
    }

    /// @inheritdoc ICoverageLedger
    function minReliability() external view returns (uint32) {
        return _limits.minReliability;
    }

    /// @notice The bounds for reports and expiries.
    function limits() external view returns (Limits memory) {
        return _limits;
    }

    /// @notice A class's weight, status and successor.
    function classOf(uint32 classId) external view returns (Class memory) {
        return _classes[classId];
    }

    /// @notice A class's success curve.
    function curveOf(uint32 classId) external view returns (Curve memory) {
        return _curves[classId];
    }

    /// @notice What an operator was measured to deliver in a class.
    function measurementOf(address operator, uint32 classId) public view returns (Measurement memory) {
        return _unpack(_measurements[operator][classId]);
    }

    /// @notice An operator's stake, domain and number of services, as the policies see them.
    function operatorOf(address operator) external view returns (OperatorRecord memory) {
        return _operators[operator];
    }

    /// @notice The classes that an operator is measured in, ascending.
    function servicesOf(address operator) external view returns (uint32[] memory classIds) {
        classIds = new uint32[](_operators[operator].services);
        uint256 found;
        for (uint32 classId = 1; found < classIds.length; ++classId) {
            if (_measurements[operator][classId] != 0) classIds[found++] = classId;
        }
    }

    // ---------------------------------------------------------------- internal

    /// @dev Records the entries from `first` on that are of one class, up to `MAX_CHANGES`, and tells the policies of them in
    /// one hook.
    /// @return next The first entry that is not recorded yet.
    function _recordRun(
        uint256 emitted,
        Limits memory bounds,
        bytes calldata batch,
        uint256 first,
        uint256 count
    ) private returns (uint256 next) {
        uint32 classId = batch.classOf(first);
        next = first + 1;
        while (next < count && next - first < MAX_CHANGES && batch.classOf(next) == classId) ++next;

        bool open = _isOpen(classId);
        ServiceChange[] memory changes = new ServiceChange[](next - first);
        uint256 recorded;
        for (uint256 i = first; i < next; ++i) {
            (address operator, Service memory reported) = batch.service(i);
            if (!open || _operators[operator].activeSince == 0) emit ReportSkipped(operator, classId);
            else _record(changes[recorded++], bounds, operator, classId, reported);
        }
        if (recorded > 0) _hookServices(emitted, classId, _first(changes, recorded), true);
    }

    /// @dev Records one service of an active operator and fills in what changed.
    function _record(
        ServiceChange memory change,
        Limits memory bounds,
        address operator,
        uint32 classId,
        Service memory reported
    ) private {
        OperatorRecord storage record = _operators[operator];
        Measurement memory known = measurementOf(operator, classId);
        uint256 since = known.measuredAt;
        if (since == 0) {
            since = record.activeSince;
            ++record.services;
            ++serviceCount;
        } else if (known.eligible) {
            change.before = Service(known.u, known.x, known.served);
        }
        unchecked {
            // 40-bit times and rates below 2^64: no wrap; `since` is not in the future.
            uint256 elapsed = block.timestamp - since;
            uint256 ceiling = _min(known.u + elapsed * bounds.reliabilityRise, MAX_RELIABILITY);
            reported.u = uint32(_min(reported.u, ceiling));
            reported.x = uint64(_min(reported.x, known.x + elapsed * bounds.capacityRise));
        }
        bool eligible = reported.u >= bounds.minReliability && reported.u != 0;
        _measurements[operator][classId] = _pack(reported, block.timestamp, eligible);
        emit Measured(operator, classId, reported.u, reported.x, reported.served, eligible);
        change.member = Member(operator, record.domain, record.stake);
        if (eligible) change.current = reported;
    }

    /// @dev Ends a service that is in force.
    function _end(uint256 emitted, address operator, uint32 classId) private {
        Service memory before = _effective(measurementOf(operator, classId));
        delete _measurements[operator][classId];
        --_operators[operator].services;
        --serviceCount;
        emit ServiceEnded(operator, classId);
        Service memory none;
        _hookServices(emitted, classId, _change(operator, before, none), false);
    }

    function _setWeight(uint256 emitted, uint32 classId, uint64 weight) private {
        uint256 total = _totalWith(classId, weight);
        if (total > MAX_TOTAL_WEIGHT) revert LedgerWeightTooLarge(total, MAX_TOTAL_WEIGHT);
        totalWeight = uint64(total);
        _classes[classId].weight = weight;
        emit WeightChanged(classId, weight);
        _hookWeight(emitted, classId, weight);
    }

    function _listDomain(uint32 domain, bytes32 name, uint32 availability) private {
        _requireAvailability(availability);
        _listedAvailability[domain] = availability;
        emit DomainListed(domain, name, availability);
    }

    function _setLimits(Limits memory bounds) private {
        if (bounds.minReliability > MAX_RELIABILITY || bounds.maxAge == 0) {
            revert LedgerLimitsInvalid(bounds.minReliability, bounds.maxAge);
        }
        _limits = bounds;
        emit LimitsChanged(bounds);
    }

    /// @dev One word, written at once: u 32 | x 64 | served 64 | measuredAt 40 | eligible 8, and never 0.
    function _pack(Service memory service, uint256 measuredAt, bool eligible) private pure returns (uint256) {
        return
            (uint256(service.u) << 224) |
            (uint256(service.x) << 160) |
            (uint256(service.served) << 96) |
            (measuredAt << 8) |
            (eligible ? 1 : 0);
    }

    /// @dev Each cast keeps exactly the bits of its field.
    function _unpack(uint256 word) private pure returns (Measurement memory) {
        return
            Measurement(
                uint32(word >> 224),
                uint64(word >> 160),
                uint64(word >> 96),
                uint40(word >> 8),
                uint8(word) != 0
            );
    }

    /// @dev What the policies know of a measurement: all zero unless it is in force and eligible.
    function _effective(Measurement memory measurement) private pure returns (Service memory service) {
        if (measurement.eligible) service = Service(measurement.u, measurement.x, measurement.served);
    }

    function _member(address operator) private view returns (Member memory) {
        OperatorRecord storage record = _operators[operator];
        return Member(operator, record.domain, record.stake);
    }

    /// @dev The first `count` changes; what was skipped left room at the end.
    function _first(ServiceChange[] memory changes, uint256 count) private pure returns (ServiceChange[] memory head) {
        if (count == changes.length) return changes;
        head = new ServiceChange[](count);
        for (uint256 i; i < count; ++i) head[i] = changes[i];
    }

    /// @dev One member's change, as the hooks take it.
    function _change(
        address operator,
        Service memory before,
        Service memory current
    ) private view returns (ServiceChange[] memory change) {
        change = new ServiceChange[](1);
        change[0] = ServiceChange(_member(operator), before, current);
    }

    /// @dev Whether the class at `index` is listed before; a move lists few.
    function _moved(uint32[] calldata classIds, uint256 index) private pure returns (bool) {
        for (uint256 i; i < index; ++i) if (classIds[i] == classIds[index]) return true;
        return false;
    }

    function _requireOpen(uint32 classId) private view {
        if (classId == 0 || classId > classCount) revert LedgerUnknownClass(classId, classCount);
        if (!_isOpen(classId)) revert LedgerClassRetired(classId);
    }

    function _isOpen(uint32 classId) private view returns (bool) {
        return _classes[classId].status == ClassStatus.Open;
    }

    /// @dev {weight} The sum of all weights once the class has `weight`.
    function _totalWith(uint32 classId, uint64 weight) private view returns (uint256) {
        return uint256(totalWeight) - _classes[classId].weight + weight;
    }

    function _isAvailability(uint32 availability) private pure returns (bool) {
        return availability != 0 && availability <= MAX_AVAILABILITY;
    }

    function _requireAvailability(uint32 availability) private pure {
        if (!_isAvailability(availability)) revert LedgerAvailabilityInvalid(availability, MAX_AVAILABILITY);
    }

    function _requireReporter() private view {
        if (msg.sender != reporter) revert LedgerUnauthorized(msg.sender, reporter);
    }

    function _requireRegistry() private view {
        if (msg.sender != _registry) revert LedgerUnauthorized(msg.sender, _registry);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}

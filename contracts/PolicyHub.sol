// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LibCall} from "solady/src/utils/LibCall.sol";

import {Curve, IRewardPolicy, Member, ServiceChange} from "./interfaces/IRewardPolicy.sol";

/// @title Which policies hear the hooks
/// @notice One policy is paid; any number up to a bound listens: importing (being told what happened before it came) or as
/// a shadow (accruing what it would have paid). A listener that fails is dropped and marked stale; it never blocks.
/// @dev The paid policy is called plainly. A listener gets at most `LISTENER_GAS` per hook and changed service, its answer
/// is not copied, and a caller who leaves too little gas for that is refused, so that nobody can starve one on purpose.
abstract contract PolicyHub {
    /// @notice {1} The most policies that may listen beside the paid one.
    uint256 public constant MAX_LISTENERS = 12;
    /// @notice {gas} What a listener may use per hook, and in a hook about services per service. The dearest hooks of the rules
    /// here: a join that changes the limits of all siblings on all levels of HexDensity, below 580,000; a first join under Shapley,
    /// 480,000; a first join of a four-layer class from a fresh domain, 400,000. What weighs a stake in every class of an operator
    /// (ClassWeighted, SignalAllocated) takes more from some 16 classes on, and is dropped then.
    uint256 public constant LISTENER_GAS = 600_000;
    /// @dev {gas} What the hub keeps for itself when it calls a listener, beside the 64th part that stays anyway.
    uint256 private constant HUB_GAS = 100_000;
    /// @dev {1} The most services that one hook tells of: more would settle a class more rarely, but ask for more gas in
    /// reserve for each listener.
    uint256 internal constant MAX_CHANGES = 8;

    enum PolicyState {
        None,
        /// @dev Hears the hooks for what it knows, accrues nothing.
        Importing,
        /// @dev Hears all hooks and accrues, is not paid.
        Shadow,
        Paid,
        /// @dev Was paid; claims go on.
        Frozen,
        /// @dev Failed or was dropped while listening; never comes back.
        Stale
    }

    error HubPolicyState(IRewardPolicy policy, PolicyState state);
    error HubListenerLimit(uint256 maximum);
    error HubImportIncomplete(IRewardPolicy policy, uint256 classes, uint256 services);
    error HubGasTooLow(uint256 available, uint256 required);

    event PolicyAdded(IRewardPolicy indexed policy);
    event PolicyShadowed(IRewardPolicy indexed policy);
    event PolicyPromoted(IRewardPolicy indexed policy);
    event PolicyFrozen(IRewardPolicy indexed policy);
    /// @notice A listener failed in a hook, or governance dropped it.
    event PolicyStale(IRewardPolicy indexed policy);

    struct Import {
        /// @dev The next class to be told of.
        uint32 nextClass;
        /// @dev Services told of and still in force.
        uint40 services;
    }

    /// @notice The policy that is paid.
    IRewardPolicy public paidPolicy;
    IRewardPolicy[] private _listeners;
    /// @notice What a policy is to this ledger.
    mapping(IRewardPolicy policy => PolicyState) public policyState;
    mapping(IRewardPolicy policy => Import) private _imports;
    mapping(IRewardPolicy policy => mapping(address operator => mapping(uint32 classId => bool))) private _imported;

    /// @notice The policies that listen beside the paid one.
    function getListeners() external view returns (IRewardPolicy[] memory) {
        return _listeners;
    }

    /// @notice How far the import into `policy` is: classes and services that it has been told of.
    function importOf(IRewardPolicy policy) external view returns (uint256 classes, uint256 services) {
        Import storage progress = _imports[policy];
        return (progress.nextClass == 0 ? 0 : progress.nextClass - 1, progress.services);
    }

    // ---------------------------------------------------------------- life of a policy

    function _addPolicy(IRewardPolicy policy) internal {
        PolicyState state = policyState[policy];
        if (state != PolicyState.None || address(policy).code.length == 0) revert HubPolicyState(policy, state);
        if (_listeners.length == MAX_LISTENERS) revert HubListenerLimit(MAX_LISTENERS);
        policyState[policy] = PolicyState.Importing;
        _imports[policy].nextClass = 1;
        _listeners.push(policy);
        emit PolicyAdded(policy);
    }

    function _startShadow(IRewardPolicy policy, uint256 emitted, uint256 classCount, uint256 serviceCount) internal {
        _requireImported(policy, classCount, serviceCount);
        policyState[policy] = PolicyState.Shadow;
        emit PolicyShadowed(policy);
        policy.start(emitted);
    }

    function _promote(IRewardPolicy policy, uint256 emitted, uint256 classCount, uint256 serviceCount) internal {
        _requireImported(policy, classCount, serviceCount);
        _unlist(policy);
        IRewardPolicy previous = paidPolicy;
        paidPolicy = policy;
        policyState[policy] = PolicyState.Paid;
        if (address(previous) != address(0)) {
            policyState[previous] = PolicyState.Frozen;
            emit PolicyFrozen(previous);
            previous.stop(emitted);
        }
        emit PolicyPromoted(policy);
        policy.start(emitted);
    }

    /// @dev Governance drops a listener.
    function _dropPolicy(IRewardPolicy policy) internal {
        PolicyState state = policyState[policy];
        if (state != PolicyState.Importing && state != PolicyState.Shadow) revert HubPolicyState(policy, state);
        _drop(policy);
    }

    // ---------------------------------------------------------------- import

    /// @dev The next class that an importing policy is to be told of.
    function _nextClass(IRewardPolicy policy) internal view returns (uint32) {
        _requireImporting(policy);
        return _imports[policy].nextClass;
    }

    function _importClass(IRewardPolicy policy, uint32 classId, Curve memory curve, uint64 weight) internal {
        _imports[policy].nextClass = classId + 1;
        policy.onClassAdded(classId, curve);
        policy.onWeight(0, classId, weight);
    }

    /// @dev Tells an importing policy of a service in force, one change from nothing, unless it knows or does not know the
    /// class yet.
    function _importService(IRewardPolicy policy, uint32 classId, ServiceChange[] memory change) internal {
        _requireImporting(policy);
        address operator = change[0].member.operator;
        if (_imported[policy][operator][classId] || classId >= _imports[policy].nextClass) return;
        _imported[policy][operator][classId] = true;
        ++_imports[policy].services;
        policy.onServices(0, classId, change);
    }

    // ---------------------------------------------------------------- hooks

    function _hookClassAdded(uint32 classId, Curve calldata curve) internal {
        if (address(paidPolicy) != address(0)) paidPolicy.onClassAdded(classId, curve);
        bytes memory data = abi.encodeCall(IRewardPolicy.onClassAdded, (classId, curve));
        for (uint256 i = _listeners.length; i > 0; --i) {
            IRewardPolicy listener = _listeners[i - 1];
            if (policyState[listener] == PolicyState.Importing) {
                // A policy that has not caught up is told when it does.
                if (_imports[listener].nextClass != classId) continue;
                _imports[listener].nextClass = classId + 1;
            }
            _tell(listener, data, 1);
        }
    }

    function _hookWeight(uint256 emitted, uint32 classId, uint64 weight) internal {
        if (address(paidPolicy) != address(0)) paidPolicy.onWeight(emitted, classId, weight);
        _tellOfClass(classId, abi.encodeCall(IRewardPolicy.onWeight, (emitted, classId, weight)));
    }

    function _hookAlphas(uint256 emitted, uint32 classId, int40[] calldata alphas) internal {
        if (address(paidPolicy) != address(0)) paidPolicy.onAlphas(emitted, classId, alphas);
        _tellOfClass(classId, abi.encodeCall(IRewardPolicy.onAlphas, (emitted, classId, alphas)));
    }

    function _hookAvailability(uint256 emitted, uint32 domain, uint32 classId, uint32 availability) internal {
        if (address(paidPolicy) != address(0)) paidPolicy.onAvailability(emitted, domain, classId, availability);
        _tellOfClass(classId, abi.encodeCall(IRewardPolicy.onAvailability, (emitted, domain, classId, availability)));
    }

    function _hookStake(uint256 emitted, Member memory member, uint128 stakeBefore) internal {
        if (address(paidPolicy) != address(0)) paidPolicy.onStake(emitted, member, stakeBefore);
        bytes memory data = abi.encodeCall(IRewardPolicy.onStake, (emitted, member, stakeBefore));
        for (uint256 i = _listeners.length; i > 0; --i) _tell(_listeners[i - 1], data, 1);
    }

    /// @param inForce Whether the services go on after this hook.
    function _hookServices(uint256 emitted, uint32 classId, ServiceChange[] memory changes, bool inForce) internal {
        if (address(paidPolicy) != address(0)) paidPolicy.onServices(emitted, classId, changes);
        for (uint256 i = _listeners.length; i > 0; --i) {
            IRewardPolicy listener = _listeners[i - 1];
            if (policyState[listener] == PolicyState.Importing) {
                // What an importing policy does not know yet begins for it with this hook.
                _tellImporting(listener, emitted, classId, changes, inForce);
            } else {
                bytes memory data = abi.encodeCall(IRewardPolicy.onServices, (emitted, classId, changes));
                _tell(listener, data, changes.length);
            }
        }
    }

    function _tellImporting(
        IRewardPolicy listener,
        uint256 emitted,
        uint32 classId,
        ServiceChange[] memory changes,
        bool inForce
    ) private {
        Import storage progress = _imports[listener];
        if (classId >= progress.nextClass) return;
        ServiceChange[] memory one = new ServiceChange[](1);
        for (uint256 i; i < changes.length; ++i) {
            mapping(uint32 => bool) storage imported = _imported[listener][changes[i].member.operator];
            one[0].member = changes[i].member;
            one[0].current = changes[i].current;
            if (imported[classId]) {
                one[0].before = changes[i].before;
                if (!inForce) --progress.services;
            } else {
                if (!inForce) continue;
                delete one[0].before;
                ++progress.services;
            }
            imported[classId] = inForce;
            if (!_tell(listener, abi.encodeCall(IRewardPolicy.onServices, (emitted, classId, one)), 1)) return;
        }
    }

    // ---------------------------------------------------------------- internal

    function _tellOfClass(uint32 classId, bytes memory data) private {
        for (uint256 i = _listeners.length; i > 0; --i) {
            IRewardPolicy listener = _listeners[i - 1];
            if (policyState[listener] == PolicyState.Importing && classId >= _imports[listener].nextClass) continue;
            _tell(listener, data, 1);
        }
    }

    /// @param weight {1} How many times `LISTENER_GAS` the listener gets.
    function _tell(IRewardPolicy listener, bytes memory data, uint256 weight) private returns (bool ok) {
        uint256 allowance = weight * LISTENER_GAS;
        uint256 required = (allowance * 64) / 63 + HUB_GAS;
        if (gasleft() < required) revert HubGasTooLow(gasleft(), required);
        (ok, , ) = LibCall.tryCall(address(listener), 0, allowance, 0, data);
        if (!ok) _drop(listener);
    }

    function _drop(IRewardPolicy policy) private {
        policyState[policy] = PolicyState.Stale;
        _unlist(policy);
        emit PolicyStale(policy);
    }

    /// @dev Takes a policy out of the list; the last one takes its place, so a loop from the end misses none.
    function _unlist(IRewardPolicy policy) private {
        uint256 last = _listeners.length - 1;
        for (uint256 i; i <= last; ++i) {
            if (address(_listeners[i]) != address(policy)) continue;
            _listeners[i] = _listeners[last];
            _listeners.pop();
            return;
        }
    }

    function _requireImporting(IRewardPolicy policy) private view {
        PolicyState state = policyState[policy];
        if (state != PolicyState.Importing) revert HubPolicyState(policy, state);
    }

    function _requireImported(IRewardPolicy policy, uint256 classCount, uint256 serviceCount) private view {
        _requireImporting(policy);
        Import storage progress = _imports[policy];
        if (progress.nextClass != classCount + 1 || progress.services != serviceCount) {
            revert HubImportIncomplete(policy, progress.nextClass - 1, progress.services);
        }
    }
}

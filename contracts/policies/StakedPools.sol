// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICoverageLedger} from "../interfaces/ICoverageLedger.sol";
import {Member, ServiceChange} from "../interfaces/IRewardPolicy.sol";
import {LedgerGoverned} from "./LedgerGoverned.sol";
import {PooledPolicy} from "./PooledPolicy.sol";

/// @title Class pots that are shared by stake
/// @notice The units of a class are bonded stake {wei} that its members bring to it; how much of its stake a member brings to
/// each of its classes, is the rule.
/// @dev A stake counts in every class that its operator serves, so a change of stake costs O(k) in those k classes, and the
/// policy keeps them listed. Setters of a rule answer to the ledger's access manager.
abstract contract StakedPools is PooledPolicy, LedgerGoverned {
    struct Account {
        /// @dev {wei} Bonded stake as last told; kept while the operator serves a class.
        uint128 stake;
        /// @dev Classes with a live, eligible service.
        uint32[] live;
    }

    mapping(address operator => Account) private _accounts;
    /// @dev Place of a class in `live`, from 1; 0: not served.
    mapping(address operator => mapping(uint32 classId => uint256)) private _placeOf;

    constructor(ICoverageLedger ledger) PooledPolicy(ledger) LedgerGoverned(ledger) {}

    /// @dev Sets what an operator with `stake` holds of each class in `live`, all that it serves now.
    function _spread(address operator, uint256 stake, uint32[] storage live) internal virtual;

    /// @dev The service of a class began: the list has it. `_spread` unless the rule needs less.
    function _onJoin(address operator, uint32, uint256 stake, uint32[] storage live) internal virtual {
        _spread(operator, stake, live);
    }

    /// @dev The service of a class ended: the list no longer has it, and its units are gone.
    function _onExit(address operator, uint256 stake, uint32[] storage live) internal virtual {
        _spread(operator, stake, live);
    }

    /// @inheritdoc PooledPolicy
    function _onService(uint32 classId, ServiceChange calldata change) internal override {
        address operator = change.member.operator;
        uint256 place = _placeOf[operator][classId];
        if ((place != 0) == (change.current.u != 0)) return;
        Account storage account = _accounts[operator];
        uint256 stake = change.member.stake;
        if (account.stake != stake) account.stake = uint128(stake);
        if (place == 0) {
            account.live.push(classId);
            _placeOf[operator][classId] = account.live.length;
            _onJoin(operator, classId, stake, account.live);
        } else {
            uint32 last = account.live[account.live.length - 1];
            account.live[place - 1] = last;
            _placeOf[operator][last] = place;
            account.live.pop();
            delete _placeOf[operator][classId];
            _setUnits(operator, classId, 0);
            _onExit(operator, stake, account.live);
        }
    }

    /// @inheritdoc PooledPolicy
    function _onStake(Member calldata member) internal override {
        Account storage account = _accounts[member.operator];
        if (account.live.length == 0) return;
        account.stake = member.stake;
        _spread(member.operator, member.stake, account.live);
    }

    /// @dev Spreads an operator's stake anew, for a reason of the rule's own.
    function _respread(address operator) internal {
        Account storage account = _accounts[operator];
        _spread(operator, account.stake, account.live);
    }
}

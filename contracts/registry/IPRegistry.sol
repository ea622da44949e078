// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {Kind, LegalEvent, Licence, Method, Purpose, RightEntry, Valuation} from "../types/IPRight.sol";
import {LegalEvents} from "./LegalEvents.sol";
import {LicenceBook} from "./LicenceBook.sol";
import {LienBook} from "./LienBook.sol";
import {RightNumbers} from "./RightNumbers.sol";
import {ValuationBook} from "./ValuationBook.sol";

/// @title IPRegistry
/// @notice See {IIPRegistry}. Who may say what; what is said is in the books it is made of.
/// @dev Needed for safety: the oracle passes on what attestors signed, registrars copy what the documents say, appraisers value honestly.
/// It holds no cash and moves none. How to stop it: revoke the roles; facts then stay as they are.
contract IPRegistry is
    IIPRegistry,
    LienBook,
    LicenceBook,
    ValuationBook,
    LegalEvents,
    AccessControlDefaultAdminRules
{
    /// @notice May enter rights, title, liens and licences.
    bytes32 public constant REGISTRAR_ROLE = keccak256("REGISTRAR_ROLE");
    /// @notice May value rights, in its own name.
    bytes32 public constant APPRAISER_ROLE = keccak256("APPRAISER_ROLE");
    /// @notice A contract that passes on legal events which attestors signed.
    bytes32 public constant ORACLE_ROLE = keccak256("ORACLE_ROLE");
    /// @notice A contract that may hold rights.
    bytes32 public constant POOL_ROLE = keccak256("POOL_ROLE");

    /// @notice The block it was made in: from there on its events tell everything.
    uint256 public immutable SINCE = block.number;

    /// @param admin Appoints to the roles.
    /// @param delay Seconds before another admin can take over.
    constructor(address admin, uint48 delay) AccessControlDefaultAdminRules(delay, admin) {}

    /// @inheritdoc IIPRegistry
    function enter(RightEntry calldata entry) external onlyRole(REGISTRAR_ROLE) {
        _enter(entry);
    }

    /// @inheritdoc IIPRegistry
    function transferTitle(bytes32 right, address from, address to, uint32 share, uint32 day, bytes32 document)
        external
        onlyRole(REGISTRAR_ROLE)
    {
        _transferTitle(right, from, to, share, day, document);
    }

    /// @inheritdoc IIPRegistry
    function enterLien(bytes32 right, address holder, uint8 rank, uint32 day, bytes32 document)
        external
        onlyRole(REGISTRAR_ROLE)
        returns (uint32)
    {
        return _enterLien(right, holder, rank, day, document);
    }

    /// @inheritdoc IIPRegistry
    function releaseLien(bytes32 right, uint32 number, uint32 day, bytes32 document) external onlyRole(REGISTRAR_ROLE) {
        _releaseLien(right, number, day, document);
    }

    /// @inheritdoc IIPRegistry
    function grantLicence(bytes32 right, Licence calldata licence, bytes32 document)
        external
        onlyRole(REGISTRAR_ROLE)
        returns (uint32)
    {
        return _grantLicence(right, licence, document);
    }

    /// @inheritdoc IIPRegistry
    function terminateLicence(bytes32 right, uint32 number, uint32 day, bytes32 document)
        external
        onlyRole(REGISTRAR_ROLE)
    {
        _terminateLicence(right, number, day, document);
    }

    /// @inheritdoc IIPRegistry
    function value(
        bytes32 right,
        address token,
        uint96 amount,
        Method method,
        uint32 day,
        uint32 until,
        bytes32 document
    ) external onlyRole(APPRAISER_ROLE) returns (uint32) {
        return _value(right, Valuation(token, amount, msg.sender, day, until, method), document);
    }

    /// @inheritdoc IIPRegistry
    function happen(LegalEvent[] calldata events) external onlyRole(ORACLE_ROLE) {
        for (uint256 i; i < events.length; ++i) {
            _happen(events[i]);
        }
    }

    /// @inheritdoc IIPRegistry
    function supersedeDocument(bytes32 right, Purpose purpose, uint32 number, bytes32 document, bytes32 newer)
        external
        onlyRole(REGISTRAR_ROLE)
    {
        _known(right);
        _requireMeans(right, purpose, number, document);
        _file(right, purpose, number, newer);
        emit DocumentSuperseded(right, document, newer, msg.sender);
    }

    /// @inheritdoc IIPRegistry
    function bind(bytes32 right, bool whole) external onlyRole(POOL_ROLE) {
        Right storage r = _known(right);
        if (r.pool != address(0)) revert IPRegistry_Bound(right, r.pool);
        (r.pool, r.whole) = (msg.sender, whole);
        emit RightBound(right, msg.sender, whole);
    }

    /// @inheritdoc IIPRegistry
    function free(bytes32 right) external {
        _requireHolder(right);
        (_rights[right].pool, _rights[right].whole) = (address(0), false);
        emit RightFreed(right, msg.sender);
    }

    /// @inheritdoc IIPRegistry
    function fileBreach(bytes32 right, uint32 number, bytes32 document) external {
        _requireHolder(right);
        _file(right, Purpose.Breach, number, document);
    }

    /// @inheritdoc IIPRegistry
    function checkNumber(bytes32 right, Kind kind, bytes32 document) external pure {
        RightNumbers.check(right, kind, document);
    }

    function _requireHolder(bytes32 right) private view {
        address pool = _known(right).pool;
        if (pool != msg.sender) revert IPRegistry_NotBound(right, pool);
    }
}

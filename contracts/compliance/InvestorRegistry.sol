// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IInvestorRegistry} from "../interfaces/IInvestorRegistry.sol";

/// @title InvestorRegistry
/// @notice See {IInvestorRegistry}. Agents admit and remove wallets; expiry is checked where eligibility is used, not by a job that may not run.
contract InvestorRegistry is IInvestorRegistry, AccessControlDefaultAdminRules {
    struct Investor {
        uint64 validUntil;
        uint16 country;
        uint8 class;
    }

    /// @notice May admit and remove investors.
    bytes32 public constant AGENT_ROLE = keccak256("AGENT_ROLE");

    uint8 private constant CLASSES = 4;

    mapping(address wallet => Investor) private _investors;

    /// @param admin Grants and revokes the agent role.
    /// @param delay Seconds before another admin can take over.
    constructor(address admin, uint48 delay) AccessControlDefaultAdminRules(delay, admin) {}

    /// @inheritdoc IInvestorRegistry
    function admit(address wallet, uint16 country, uint8 class, uint64 validUntil) external onlyRole(AGENT_ROLE) {
        if (wallet == address(0)) revert InvestorRegistry_ZeroAddress();
        if (class == 0 || class > CLASSES) revert InvestorRegistry_UnknownClass(CLASSES, class);
        if (validUntil < block.timestamp) revert InvestorRegistry_AlreadyExpired(validUntil, block.timestamp);
        _investors[wallet] = Investor(validUntil, country, class);
        emit InvestorAdmitted(wallet, country, class, validUntil, msg.sender);
    }

    /// @inheritdoc IInvestorRegistry
    function remove(address wallet) external onlyRole(AGENT_ROLE) {
        if (_investors[wallet].validUntil == 0) revert InvestorRegistry_NotAdmitted(wallet);
        delete _investors[wallet];
        emit InvestorRemoved(wallet, msg.sender);
    }

    /// @inheritdoc IInvestorRegistry
    function isVerified(address wallet) external view returns (bool) {
        return block.timestamp <= _investors[wallet].validUntil;
    }

    /// @inheritdoc IInvestorRegistry
    function investorAt(address wallet) external view returns (uint16 country, uint8 class, uint64 validUntil) {
        Investor storage found = _investors[wallet];
        return (found.country, found.class, found.validUntil);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IAttestorQuorum} from "../interfaces/IAttestorQuorum.sol";
import {IIPRegistry} from "../interfaces/IIPRegistry.sol";

/// @title AttestorQuorum
/// @notice See {IAttestorQuorum}. Who attests is a role: whoever was dismissed since he signed is no attestor, so there is no old set of signers.
/// @dev Needed for safety: fewer than the threshold of attestors lie. Needed for liveness: that many answer. That a report is used once, the contract
/// that is one sees to. How to stop it: revoke the roles, or its own at the registry.
abstract contract AttestorQuorum is IAttestorQuorum, EIP712, AccessControlDefaultAdminRules {
    /// @notice May sign reports.
    bytes32 public constant ATTESTOR_ROLE = keccak256("ATTESTOR_ROLE");

    /// @notice Whom it reports to.
    IIPRegistry public immutable REGISTRY;

    /// @inheritdoc IAttestorQuorum
    uint256 public threshold;

    /// @param registry Whom it reports to.
    /// @param admin Appoints attestors and sets the threshold.
    /// @param delay Seconds before another admin can take over.
    /// @param attestorsNeeded The first threshold.
    constructor(IIPRegistry registry, address admin, uint48 delay, uint256 attestorsNeeded)
        AccessControlDefaultAdminRules(delay, admin)
    {
        REGISTRY = registry;
        _setThreshold(attestorsNeeded);
    }

    /// @inheritdoc IAttestorQuorum
    function setThreshold(uint256 attestorsNeeded) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setThreshold(attestorsNeeded);
    }

    function _requireInTime(uint256 deadline) internal view {
        if (block.timestamp > deadline) revert AttestorQuorum_ReportExpired(deadline, block.timestamp);
    }

    function _requireQuorum(bytes32 digest, address[] calldata signers, bytes[] calldata signatures) internal view {
        if (signers.length < threshold) revert AttestorQuorum_TooFewSigners(threshold, signers.length);
        if (signers.length != signatures.length) {
            revert AttestorQuorum_WrongLength(signers.length, signatures.length);
        }
        address previous;
        for (uint256 i; i < signers.length; ++i) {
            address signer = signers[i];
            if (signer <= previous) revert AttestorQuorum_SignersNotRising(previous, signer);
            if (!hasRole(ATTESTOR_ROLE, signer)) revert AttestorQuorum_NotAnAttestor(signer);
            if (!SignatureChecker.isValidSignatureNow(signer, digest, signatures[i])) {
                revert AttestorQuorum_BadSignature(signer, digest);
            }
            previous = signer;
        }
    }

    function _setThreshold(uint256 attestorsNeeded) private {
        if (attestorsNeeded == 0) revert AttestorQuorum_BadThreshold(attestorsNeeded);
        threshold = attestorsNeeded;
        emit ThresholdSet(attestorsNeeded, msg.sender);
    }
}

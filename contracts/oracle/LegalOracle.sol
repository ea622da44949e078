// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {ILegalOracle} from "../interfaces/ILegalOracle.sol";
import {LegalEvent} from "../types/IPRight.sol";

/// @title LegalOracle
/// @notice See {ILegalOracle}. Who attests is a role: whoever was dismissed since he signed is no attestor, so there is no old set of signers.
/// @dev Needed for safety: fewer than the threshold of attestors lie. Needed for liveness: that many answer. Replays are refused by the registry,
/// where events of a right are numbered. How to stop it: revoke the roles, or its own at the registry.
contract LegalOracle is ILegalOracle, EIP712, AccessControlDefaultAdminRules {
    /// @notice May sign reports.
    bytes32 public constant ATTESTOR_ROLE = keccak256("ATTESTOR_ROLE");

    bytes32 private constant EVENT_TYPEHASH = keccak256(
        "LegalEvent(bytes32 right,uint32 number,uint8 act,uint32 effective,uint32 date,bytes32 code,bytes32 document)"
    );
    bytes32 private constant REPORT_TYPEHASH = keccak256(
        "LegalReport(LegalEvent[] events,uint256 deadline)LegalEvent(bytes32 right,uint32 number,uint8 act,uint32 effective,uint32 date,bytes32 code,bytes32 document)"
    );

    /// @notice Whom it reports to.
    IIPRegistry public immutable REGISTRY;

    /// @inheritdoc ILegalOracle
    uint256 public threshold;

    /// @param registry Whom it reports to.
    /// @param admin Appoints attestors and sets the threshold.
    /// @param delay Seconds before another admin can take over.
    /// @param attestorsNeeded The first threshold.
    constructor(IIPRegistry registry, address admin, uint48 delay, uint256 attestorsNeeded)
        AccessControlDefaultAdminRules(delay, admin)
        EIP712("Regalia LegalOracle", "1")
    {
        REGISTRY = registry;
        _setThreshold(attestorsNeeded);
    }

    /// @inheritdoc ILegalOracle
    function report(
        LegalEvent[] calldata events,
        uint256 deadline,
        address[] calldata signers,
        bytes[] calldata signatures
    ) external {
        if (events.length == 0) revert LegalOracle_NoEvents();
        if (block.timestamp > deadline) revert LegalOracle_ReportExpired(deadline, block.timestamp);
        bytes32 digest = digestOf(events, deadline);
        _checkSignatures(digest, signers, signatures);
        emit LegalReportTaken(digest, signers, events.length, msg.sender);
        REGISTRY.happen(events);
    }

    /// @inheritdoc ILegalOracle
    function setThreshold(uint256 attestorsNeeded) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setThreshold(attestorsNeeded);
    }

    /// @inheritdoc ILegalOracle
    function digestOf(LegalEvent[] calldata events, uint256 deadline) public view returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](events.length);
        for (uint256 i; i < events.length; ++i) {
            hashes[i] = keccak256(abi.encode(EVENT_TYPEHASH, events[i]));
        }
        bytes32 all = keccak256(abi.encodePacked(hashes));
        return _hashTypedDataV4(keccak256(abi.encode(REPORT_TYPEHASH, all, deadline)));
    }

    function _checkSignatures(bytes32 digest, address[] calldata signers, bytes[] calldata signatures) private view {
        if (signers.length < threshold) revert LegalOracle_TooFewSigners(threshold, signers.length);
        if (signers.length != signatures.length) revert LegalOracle_WrongLength(signers.length, signatures.length);
        address previous;
        for (uint256 i; i < signers.length; ++i) {
            address signer = signers[i];
            if (signer <= previous) revert LegalOracle_SignersNotRising(previous, signer);
            if (!hasRole(ATTESTOR_ROLE, signer)) revert LegalOracle_NotAnAttestor(signer);
            if (!SignatureChecker.isValidSignatureNow(signer, digest, signatures[i])) {
                revert LegalOracle_BadSignature(signer, digest);
            }
            previous = signer;
        }
    }

    function _setThreshold(uint256 attestorsNeeded) private {
        if (attestorsNeeded == 0) revert LegalOracle_BadThreshold(attestorsNeeded);
        threshold = attestorsNeeded;
        emit ThresholdSet(attestorsNeeded, msg.sender);
    }
}

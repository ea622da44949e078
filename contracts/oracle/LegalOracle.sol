// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {ILegalOracle} from "../interfaces/ILegalOracle.sol";
import {LegalEvent} from "../types/IPRight.sol";
import {AttestorQuorum} from "./AttestorQuorum.sol";

/// @title LegalOracle
/// @notice See {ILegalOracle}.
/// @dev Replays are refused by the registry, where events of a right are numbered.
contract LegalOracle is ILegalOracle, AttestorQuorum {
    bytes32 private constant EVENT_TYPEHASH = keccak256(
        "LegalEvent(bytes32 right,uint32 number,uint8 act,uint32 effective,uint32 date,bytes32 code,bytes32 document)"
    );
    bytes32 private constant REPORT_TYPEHASH = keccak256(
        "LegalReport(LegalEvent[] events,uint256 deadline)LegalEvent(bytes32 right,uint32 number,uint8 act,uint32 effective,uint32 date,bytes32 code,bytes32 document)"
    );

    /// @param registry Whom it reports to.
    /// @param admin Appoints attestors and sets the threshold.
    /// @param delay Seconds before another admin can take over.
    /// @param attestorsNeeded The first threshold.
    constructor(IIPRegistry registry, address admin, uint48 delay, uint256 attestorsNeeded)
        AttestorQuorum(registry, admin, delay, attestorsNeeded)
        EIP712("Regalia LegalOracle", "1")
    {}

    /// @inheritdoc ILegalOracle
    function report(
        LegalEvent[] calldata events,
        uint256 deadline,
        address[] calldata signers,
        bytes[] calldata signatures
    ) external {
        if (events.length == 0) revert LegalOracle_NoEvents();
        _requireInTime(deadline);
        bytes32 digest = digestOf(events, deadline);
        _requireQuorum(digest, signers, signatures);
        emit LegalReportTaken(digest, signers, events.length, deadline, msg.sender);
        REGISTRY.happen(events);
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
}

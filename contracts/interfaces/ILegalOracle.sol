// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegalEvent} from "../types/IPRight.sol";
import {IAttestorQuorum} from "./IAttestorQuorum.sol";

/// @title ILegalOracle
/// @notice Takes reports of legal events that a quorum of attestors signed, and passes them on to the registry of rights. A quorum of its own:
/// who knows what was received need not know what a court decided.
interface ILegalOracle is IAttestorQuorum {
    /// @notice A report was taken; its events are told by the registry, next and in the same order.
    event LegalReportTaken(
        bytes32 indexed digest, address[] signers, uint256 events, uint256 deadline, address indexed by
    );

    error LegalOracle_NoEvents();

    /// @notice Take a report; anybody may hand it in. All of it is taken, or nothing. It can't be used twice, as events of a right are numbered.
    /// @param deadline Last second in which it can be handed in.
    /// @param signers Attestors in strictly rising order, at least as many as the threshold.
    /// @param signatures One each, over {digestOf}; contracts by ERC-1271.
    function report(
        LegalEvent[] calldata events,
        uint256 deadline,
        address[] calldata signers,
        bytes[] calldata signatures
    ) external;

    /// @notice What attestors sign: `LegalReport(LegalEvent[] events,uint256 deadline)` under EIP-712.
    function digestOf(LegalEvent[] calldata events, uint256 deadline) external view returns (bytes32);
}

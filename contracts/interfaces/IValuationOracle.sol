// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SignedValuation} from "../types/SignedValuation.sol";
import {IAttestorQuorum} from "./IAttestorQuorum.sol";

/// @title IValuationOracle
/// @notice Takes reports of valuations that a quorum of attestors signed, and values the rights in the registry in its own name. None of those
/// who sign gains from the value: no owner of the right, and not the originator of the deal it backs.
interface IValuationOracle is IAttestorQuorum {
    /// @notice A report was taken; its valuations are told by the registry, next and in the same order.
    event ValuationReportTaken(
        bytes32 indexed digest, address[] signers, uint256 valuations, uint256 deadline, address indexed by
    );

    error ValuationOracle_NoValuations();
    error ValuationOracle_OutOfOrder(bytes32 right, uint256 expected, uint256 given);
    error ValuationOracle_AttestorOwns(bytes32 right, address signer, uint256 share);
    error ValuationOracle_AttestorIsOriginator(bytes32 right, address signer);

    /// @notice Take a report; anybody may hand it in. All of it is taken, or nothing. It can't be used twice, as valuations of a right are numbered.
    /// @param deadline Last second in which it can be handed in.
    /// @param signers Attestors in strictly rising order, at least as many as the threshold. All of them count, those above the threshold too.
    /// @param signatures One each, over {digestOf}; contracts by ERC-1271.
    function report(
        SignedValuation[] calldata valuations,
        uint256 deadline,
        address[] calldata signers,
        bytes[] calldata signatures
    ) external;

    /// @notice What attestors sign: `ValuationReport(SignedValuation[] valuations,uint256 deadline)` under EIP-712.
    function digestOf(SignedValuation[] calldata valuations, uint256 deadline) external view returns (bytes32);
}

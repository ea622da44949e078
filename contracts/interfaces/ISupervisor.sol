// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ISupervisor
/// @notice A supervisor sees everything and can halt a deal, a tranche or a holder: for a reason and until a moment, which it may put off. It
/// can move nothing, and a halt nobody renews ends by itself.
interface ISupervisor {
    /// @notice Trading of every tranche and the payment dates of a deal are halted until `until` (seconds, included). Claims are not.
    event DealHalted(
        address indexed deal, uint48 until, bytes32 indexed orderReference, bytes32 evidence, string reason, address by
    );
    /// @notice Trading of a tranche is halted.
    event TrancheHalted(
        address indexed token, uint48 until, bytes32 indexed orderReference, bytes32 evidence, string reason, address by
    );
    /// @notice A holder of a deal is halted: it sends, receives and claims nothing.
    event HolderHalted(
        address indexed deal,
        address indexed holder,
        uint48 until,
        bytes32 indexed orderReference,
        bytes32 evidence,
        string reason,
        address by
    );
    /// @notice A deal's halt was lifted before its time.
    event DealResumed(address indexed deal, bytes32 indexed orderReference, bytes32 evidence, address by);
    /// @notice A tranche's halt was lifted before its time.
    event TrancheResumed(address indexed token, bytes32 indexed orderReference, bytes32 evidence, address by);
    /// @notice A holder's halt was lifted before its time.
    event HolderResumed(
        address indexed deal, address indexed holder, bytes32 indexed orderReference, bytes32 evidence, address by
    );

    error Supervisor_BadExpiry(uint256 earliest, uint256 latest, uint256 given);
    error Supervisor_Shortens(uint256 inForce, uint256 given);
    error Supervisor_NoReason();
    error Supervisor_NoOrder(bytes32 orderReference, bytes32 evidence);
    error Supervisor_NotHalted(address subject);
    error Supervisor_ZeroAddress();
    error Supervisor_NoContract(address subject);

    /// @notice Halt a deal, or renew its halt. Only a halter.
    /// @param until Last second of the halt: not past, not before the end of a halt in force, and at most `LONGEST` ahead.
    /// @param orderReference What ordered it; not zero.
    /// @param evidence Hash of the document.
    /// @param reason In words, for everybody to read.
    function haltDeal(address deal, uint48 until, bytes32 orderReference, bytes32 evidence, string calldata reason)
        external;

    /// @notice Halt one tranche, or renew its halt. Only a halter. See {haltDeal}.
    function haltTranche(address token, uint48 until, bytes32 orderReference, bytes32 evidence, string calldata reason)
        external;

    /// @notice Halt a holder in every tranche of a deal, or renew that. Only a halter. See {haltDeal}.
    function haltHolder(
        address deal,
        address holder,
        uint48 until,
        bytes32 orderReference,
        bytes32 evidence,
        string calldata reason
    ) external;

    /// @notice End a deal's halt now. Only a resumer.
    function resumeDeal(address deal, bytes32 orderReference, bytes32 evidence) external;

    /// @notice End a tranche's halt now. Only a resumer.
    function resumeTranche(address token, bytes32 orderReference, bytes32 evidence) external;

    /// @notice End a holder's halt now. Only a resumer.
    function resumeHolder(address deal, address holder, bytes32 orderReference, bytes32 evidence) external;

    /// @notice Until when a deal is halted; zero when it is not.
    function dealHaltedUntil(address deal) external view returns (uint256);

    /// @notice Until when a tranche is halted by itself; zero when it is not.
    function trancheHaltedUntil(address token) external view returns (uint256);

    /// @notice Until when a holder of a deal is halted; zero when it is not.
    function holderHaltedUntil(address deal, address holder) external view returns (uint256);

    /// @notice What a tranche's token asks before a transfer.
    /// @return trading Whether the tranche or its deal is halted.
    /// @return sender Whether the one holder is.
    /// @return receiver Whether the other is.
    function haltsOn(address deal, address token, address from, address to)
        external
        view
        returns (bool trading, bool sender, bool receiver);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ITransferAgent
/// @notice The powers over holders of tranche tokens, each behind a role of its own. Every act names the order it rests on (a court's, an
/// authority's, the investor's own request) and the hash of the document, and leaves both in its event.
/// @dev A single forced transfer is asked of the token itself ({ITrancheToken-forcedTransferByOrder}) and costs less there; the token asks
/// here whether the caller has the enforcer's role.
interface ITransferAgent {
    /// @notice What an act rests on.
    /// @param ref Number or name of the order, as bytes; not zero.
    /// @param evidence Hash of the document; not zero.
    struct Order {
        bytes32 ref;
        bytes32 evidence;
    }

    /// @notice So many units of a holder are frozen from now on.
    event UnitsFrozen(
        address indexed token, address indexed holder, uint256 units, bytes32 indexed ref, bytes32 evidence, address by
    );
    /// @notice A wallet was frozen or released.
    event WalletFrozen(
        address indexed token, address indexed holder, bool frozen, bytes32 indexed ref, bytes32 evidence, address by
    );
    /// @notice Units, and income as the order says, were taken from one holder and given to another.
    event UnitsForced(
        address indexed token,
        address indexed from,
        address to,
        uint256 units,
        uint256 income,
        bytes32 indexed ref,
        bytes32 evidence,
        address by
    );
    /// @notice Everything of a lost wallet went to another wallet of the same investor.
    event WalletRecovered(
        address indexed token,
        address indexed lost,
        address fresh,
        bytes32 indexed ref,
        bytes32 evidence,
        address by
    );
    /// @notice Trading of a tranche was paused.
    event TradingPaused(address indexed token, bytes32 indexed ref, bytes32 evidence, address by);
    /// @notice Trading of a tranche goes on.
    event TradingResumed(address indexed token, bytes32 indexed ref, bytes32 evidence, address by);
    /// @notice Units of a redeemed tranche were burnt.
    event UnitsRedeemed(
        address indexed token, address indexed holder, uint256 units, bytes32 indexed ref, bytes32 evidence, address by
    );

    error TransferAgent_NoOrder(bytes32 ref, bytes32 evidence);
    error TransferAgent_WrongLength(uint256 expected, uint256 given);

    /// @notice Freeze so many units of a holder, whatever was frozen; more than it holds withholds future ones. Freezers.
    function setFrozenTokens(address token, address holder, uint256 units, Order calldata order) external;

    /// @notice Freeze so many more units, which are held and not frozen. Freezers.
    function freezePartialTokens(address token, address holder, uint256 units, Order calldata order) external;

    /// @notice Release so many frozen units. Freezers.
    function unfreezePartialTokens(address token, address holder, uint256 units, Order calldata order) external;

    /// @notice Freeze or release a whole wallet. Freezers.
    function setAddressFrozen(address token, address holder, bool frozen, Order calldata order) external;

    /// @notice Freeze units of several holders under one order, as {setFrozenTokens}. Freezers.
    function batchSetFrozenTokens(
        address token,
        address[] calldata holders,
        uint256[] calldata units,
        Order calldata order
    ) external;

    /// @notice Freeze or release several wallets under one order. Freezers.
    function batchSetAddressFrozen(
        address token,
        address[] calldata holders,
        bool[] calldata frozen,
        Order calldata order
    ) external;

    /// @notice Several forced transfers under one order. Enforcers.
    function batchForcedTransfer(
        address token,
        address[] calldata from,
        address[] calldata to,
        uint256[] calldata units,
        uint256[] calldata income,
        Order calldata order
    ) external;

    /// @notice Move everything of a lost wallet to another wallet of the same investor, in one tranche; the lost one is frozen. Recoverers.
    function recoverWallet(address token, address lost, address fresh, address investor, Order calldata order)
        external;

    /// @notice Stop trading of a tranche. Pausers: several, so that somebody always can.
    function pause(address token, Order calldata order) external;

    /// @notice Let trading go on. Resumers: few.
    function unpause(address token, Order calldata order) external;

    /// @notice Burn units of a tranche that is redeemed; income owed stays owed. Redeemers.
    function redeem(address token, address holder, uint256 units, Order calldata order) external;
}

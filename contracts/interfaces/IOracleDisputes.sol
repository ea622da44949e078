// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IOracleDisputes
/// @notice A report or a restatement in its window can be disputed. The trustee decides, on appeal or if he is silent the supervisor, each within a
/// time; nobody in his own cause. `number` is 0 for the waiting report, else that of the restatement.
interface IOracleDisputes {
    /// @notice Where a dispute stands, derived from facts. Due: nobody can decide any more, and {settle} puts in force what holds.
    enum Stage {
        None,
        WithTrustee,
        Appealable,
        WithSupervisor,
        Due
    }

    /// @notice A dispute. Times in seconds, bonds in the smallest unit of `token`, the deal's payment token (zero without a bond). `strike` is what the trustee, `decidedBy`, decided, once he has; `wasFinalAt` when what is
    /// disputed would have been final.
    struct Dispute {
        address disputer;
        uint40 openedAt;
        uint40 decidedAt;
        bool strike;
        address appellant;
        uint40 appealedAt;
        uint40 wasFinalAt;
        IERC20 token;
        uint96 bond;
        address decidedBy;
        uint96 appealBond;
    }

    /// @notice `period` is the report's; of a restatement that of the next payment date.
    event Disputed(
        address indexed deal, uint32 indexed number, uint32 period, address indexed by, uint256 bond, bytes32 evidence
    );
    /// @notice The trustee decided; in force once nobody can appeal any more.
    event DisputeDecided(address indexed deal, uint32 indexed number, bool strike, bytes32 reason, address by);
    event DisputeAppealed(
        address indexed deal, uint32 indexed number, address indexed by, uint256 bond, bytes32 evidence
    );
    /// @notice What holds. `reason` and `by` are the supervisor's where he decided; else zero and whoever settled.
    event DisputeSettled(address indexed deal, uint32 indexed number, bool struck, bytes32 reason, address by);
    /// @notice A report is gone; its period is to be reported anew, in this epoch.
    event ReportStruck(address indexed deal, uint32 indexed period, bytes25 digest, uint32 epoch);
    /// @notice A restatement is gone.
    event RestatementStruck(address indexed deal, uint32 indexed number);
    event BondOwed(address indexed token, address indexed to, uint256 amount);
    event BondForfeited(address indexed deal, address indexed from, uint256 amount);
    /// @notice Forfeited bonds of a deal that is over are owed to its originator.
    event ForfeitOwed(address indexed deal, address indexed to, uint256 amount);
    event BondWithdrawn(address indexed token, address indexed to, uint256 amount);

    error OracleDisputes_NothingToDispute(address deal, uint32 number);
    error OracleDisputes_WindowOver(uint256 finalAt, uint256 now_);
    error OracleDisputes_Reserved(address caller);
    error OracleDisputes_StruckTooOften(uint256 limit, uint256 struck);
    error OracleDisputes_WrongStage(Stage stage);
    error OracleDisputes_OwnCause(address caller);
    error OracleDisputes_AmountReceived(uint256 expected, uint256 received);
    error OracleDisputes_NothingOwed(address caller);

    /// @notice Dispute; anybody may with the deal's bond, which the oracle takes from the caller; trustee and supervisor need none.
    /// @param evidence Hash of what shows the mistake.
    function dispute(address deal, uint32 number, bytes32 evidence) external;

    /// @notice Decide: the trustee first, the supervisor on appeal or after the trustee's time.
    /// @param strike Whether the report (or restatement) is wrong and goes.
    /// @param reason Hash of the reasons.
    function decide(address deal, uint32 number, bool strike, bytes32 reason) external;

    /// @notice Bring the trustee's decision before the supervisor, with the same bond.
    function appeal(address deal, uint32 number, bytes32 evidence) external;

    /// @notice Put in force what holds when nobody can decide any more: the trustee's decision, or that the report stands. Anybody may.
    function settle(address deal, uint32 number) external;

    /// @notice Take back bonds that are owed to the caller.
    function withdrawBonds(IERC20 token) external returns (uint256 amount);

    /// @notice Pay forfeited bonds into the deal's collection, in its payment token, or of a deal that is over owe them to its originator; anybody may.
    function payForfeited(address deal) external returns (uint256 amount);

    /// @notice A dispute that is going on; zeros when there is none.
    function disputeOf(address deal, uint32 number) external view returns (Dispute memory);

    /// @notice Where it stands, and the last second of that stage (zero for none, and when it is due).
    function stageOf(address deal, uint32 number) external view returns (Stage stage, uint256 until);

    /// @notice Bonds owed back.
    function bondsOwed(IERC20 token, address to) external view returns (uint256);

    /// @notice Bonds forfeited and not yet paid into the deal's collection.
    function forfeitedOf(address deal, IERC20 token) external view returns (uint256);
}

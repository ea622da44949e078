// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title INoteholderMeeting
/// @notice Where the holders of a deal's units decide by class. One for many deals. Proposals, ballots and their events are those of
/// OpenZeppelin's Governor; a proposal is one of the acts below, for the deal it names first.
/// @dev See docs/decisions/0006-a-place-to-trade.md, "The meeting".
interface INoteholderMeeting {
    /// @notice A deal has meetings, on these terms; see {MeetingTerms}.
    event MeetingOpened(address indexed deal, bytes terms);
    /// @notice The proposal of this id is about that deal.
    event Convened(uint256 indexed resolution, address indexed deal, address indexed convener);
    /// @notice A ballot counts so many units of a class. `support` as in {IGovernor-castVote}: 0 against, 1 for, 2 abstains.
    event VotesCounted(
        uint256 indexed resolution, address indexed voter, uint256 indexed tranche, uint8 support, uint256 units
    );
    /// @notice So many units of a holder, in all, don't count for the quorum of a class: they are frozen, or he is halted.
    event Excused(uint256 indexed resolution, address indexed holder, uint256 indexed tranche, uint256 units);
    /// @notice A resolution can't be carried out before `until` is over (seconds).
    event ResolutionHalted(
        uint256 indexed resolution,
        uint256 until,
        bytes32 indexed orderReference,
        bytes32 evidence,
        string reason,
        address indexed by
    );
    /// @notice A halt ended before its time.
    event ResolutionResumed(
        uint256 indexed resolution, bytes32 indexed orderReference, bytes32 evidence, address indexed by
    );
    /// @notice A payee is another from now on.
    event PayeeReplaced(address indexed deal, uint256 indexed payee, address former, address successor);
    /// @notice An event of default was declared.
    event DefaultDeclared(address indexed deal);
    /// @notice What a trigger answered is forgotten; 255: that interest was missed.
    event DefaultWaived(address indexed deal, uint256 indexed trigger);
    /// @notice An amendable field of the program has another value.
    event TermAmended(address indexed deal, uint256 indexed field, uint256 former, uint256 value);
    /// @notice A call can be exercised from now on.
    event CallOpened(address indexed deal, uint256 indexed call);

    error NoteholderMeeting_AlreadyOpen(address deal);
    error NoteholderMeeting_NoMeeting(address deal);
    error NoteholderMeeting_NoRecordDates(address deal, uint256 tranche);
    /// @dev A provider would lose what it lent.
    error NoteholderMeeting_ReplacesProvider(uint256 payee);
    error NoteholderMeeting_NotAnAct(bytes4 selector);
    error NoteholderMeeting_OneAct(uint256 given);
    error NoteholderMeeting_NoEther(uint256 given);
    /// @dev Of no class the convener holds enough: most he holds of a class with a vote, in 0.01%.
    error NoteholderMeeting_HoldsTooLittle(uint256 needed, uint256 held);
    error NoteholderMeeting_OriginatorHasNoVote(address voter);
    error NoteholderMeeting_VoterHalted(address voter, uint256 until);
    error NoteholderMeeting_NoVotes(address voter, uint256 recordDate);
    error NoteholderMeeting_HasVoted(address holder);
    error NoteholderMeeting_NothingToExcuse(address holder);
    error NoteholderMeeting_TooEarly(uint256 from, uint256 timestamp);
    error NoteholderMeeting_DealHalted(uint256 until);
    error NoteholderMeeting_OnlySupervisor(bytes32 role, address caller);
    error NoteholderMeeting_NoOrder(bytes32 orderReference, bytes32 evidence);
    error NoteholderMeeting_BadExpiry(uint256 earliest, uint256 latest, uint256 until);
    error NoteholderMeeting_NoReason();
    error NoteholderMeeting_NotHalted(uint256 resolution);
    error NoteholderMeeting_DealNotLive(uint8 status);
    error NoteholderMeeting_NotReplaceable(uint256 payee);
    error NoteholderMeeting_BadSuccessor(address former, address successor);
    error NoteholderMeeting_NoAcceleration(address deal);
    error NoteholderMeeting_AlreadyDefaulted(address deal);
    error NoteholderMeeting_NothingToWaive(uint256 trigger);
    error NoteholderMeeting_NotAmendable(uint256 fields, uint256 given);
    error NoteholderMeeting_OutOfBounds(uint256 from, uint256 to, uint256 value);
    error NoteholderMeeting_NothingChanges(uint256 value);
    error NoteholderMeeting_NoCall(uint256 calls, uint256 given);
    /// @dev What {rehearse} ends with when an act could be carried out.
    error NoteholderMeeting_Rehearsed();

    /// @notice Let the calling deal have meetings, on terms as {MeetingTerms} lays them out. Once: a deal does so when it is made.
    function open(bytes calldata terms) external;

    /// @notice Show that units of a holder can't vote (frozen by order; all of them when the wallet is frozen or halted), while votes are cast.
    /// Anybody may.
    function excuse(uint256 resolution, address holder) external;

    /// @notice Let nobody carry a resolution out before `until` is over, at most 90 days ahead. Only who may halt deals.
    function haltResolution(
        uint256 resolution,
        uint48 until,
        bytes32 orderReference,
        bytes32 evidence,
        string calldata reason
    ) external;

    /// @notice End such a halt before its time. Only who may resume deals.
    function resumeResolution(uint256 resolution, bytes32 orderReference, bytes32 evidence) external;

    /// @notice Do what an act would do and undo it: reverts with {NoteholderMeeting_Rehearsed} if it can be done, else with what refuses it.
    function rehearse(bytes calldata act) external;

    /// @notice Pay somebody else in the place of a payee. What the payee is owed so far stays its own. Only by resolution.
    function replacePayee(address deal, uint256 payee, address successor) external;

    /// @notice Propose other attestors to the oracle, whose own delay follows. Only by resolution.
    function replaceSigners(address deal, uint8 threshold, address[] calldata signers, uint8[] calldata weights) external;

    /// @notice Declare an event of default of a deal that has an acceleration list. Only by resolution.
    function declareDefault(address deal) external;

    /// @notice Forget what a trigger answered so far, so that it is not active; 255: that interest was missed. Only by resolution.
    function waive(address deal, uint256 trigger) external;

    /// @notice Give an amendable field another value within its bounds. Only by resolution.
    function amend(address deal, uint256 field, uint256 value) external;

    /// @notice Let a call be exercised whatever its terms wait for. Only by resolution.
    function openCall(address deal, uint256 index) external;

    /// @notice The terms of a deal's meetings; empty for a deal without.
    function termsOf(address deal) external view returns (bytes memory);

    /// @notice What a resolution is about, and until when it is halted (0: not).
    function resolutionAt(uint256 resolution) external view returns (address deal, uint256 haltedUntil);

    /// @notice How a class stands: units against, for, abstaining, and those that could vote.
    function tallyOf(uint256 resolution, uint256 tranche)
        external
        view
        returns (uint256 against, uint256 inFavour, uint256 abstaining, uint256 voting);

    /// @notice Units of a holder that would count now for a class, by units at the record date. Zero for the originator.
    function votesOf(uint256 resolution, address holder, uint256 tranche) external view returns (uint256);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Kind,
    LegalAct,
    LegalEvent,
    Licence,
    LiveLicence,
    Method,
    Purpose,
    RightEntry,
    RightFacts,
    Status,
    Valuation
} from "../types/IPRight.sol";

/// @title IIPRegistry
/// @notice What is known of intellectual-property rights: identity, title and its chain, liens, licences, valuations and legal status. A right's
/// id is its number: WIPO ST.13 in ASCII, or a hash (docs/decisions/0004). It knows no deal; a pool binds a right, and hears of every change.
/// @dev Days are numbers yyyymmdd (UTC), zero for none. Shares are parts per million. Every document hash has one meaning for good.
interface IIPRegistry {
    /// @notice A right was entered. Its owners follow as transfers from the zero address.
    event RightEntered(
        bytes32 indexed right,
        Kind kind,
        bytes2 jurisdiction,
        uint32 priority,
        uint32 expiry,
        uint32 renewalDue,
        bytes32 indexed family,
        bytes32 document,
        address indexed by
    );
    /// @notice A link in the chain of title: `number` rises by one for each of a right.
    event TitleTransferred(
        bytes32 indexed right,
        uint32 number,
        address indexed from,
        address indexed to,
        uint32 share,
        uint32 day,
        bytes32 document
    );
    /// @notice A lien was entered. Rank 0 is ahead of everybody by law.
    event LienEntered(
        bytes32 indexed right, uint32 indexed number, address indexed holder, uint8 rank, uint32 day, bytes32 document
    );
    /// @notice A lien was released.
    event LienReleased(bytes32 indexed right, uint32 indexed number, uint32 day, bytes32 document);
    /// @notice A licence was granted.
    event LicenceGranted(bytes32 indexed right, uint32 indexed number, Licence licence, bytes32 document);
    /// @notice A licence ended before its time, and with it those granted under it, of which each is told.
    event LicenceTerminated(bytes32 indexed right, uint32 indexed number, uint32 day, bytes32 document);
    /// @notice A right was valued; `number` rises by one. The valuation before is superseded.
    event RightValued(bytes32 indexed right, uint32 indexed number, Valuation valuation, bytes32 document);
    /// @notice The attestors reported a legal event. `status` is where the right stands afterwards.
    event LegalEventReported(
        bytes32 indexed right,
        uint32 indexed number,
        LegalAct indexed act,
        Status status,
        uint32 effective,
        uint32 date,
        bytes32 code,
        bytes32 document
    );
    /// @notice A newer text of a document takes the place of an older one with the same meaning.
    event DocumentSuperseded(bytes32 indexed right, bytes32 indexed document, bytes32 newer, address indexed by);
    /// @notice A pool holds the right to itself, its title when `whole`, or freed it.
    event RightBound(bytes32 indexed right, address indexed pool, bool whole);
    event RightFreed(bytes32 indexed right, address indexed pool);

    error IPRegistry_BadNumber(bytes32 right, uint256 position);
    error IPRegistry_UnknownOffice(bytes2 office);
    error IPRegistry_WrongType(Kind kind, uint256 given);
    error IPRegistry_NoKind();
    error IPRegistry_WrongHash(bytes32 expected, bytes32 given);
    error IPRegistry_AlreadyEntered(bytes32 right);
    error IPRegistry_UnknownRight(bytes32 right);
    error IPRegistry_BadDay(string what, uint256 given);
    error IPRegistry_ExpiryBeforePriority(uint256 priority, uint256 expiry);
    error IPRegistry_SharesNotWhole(uint256 whole, uint256 given);
    error IPRegistry_TooMany(string what, uint256 most, uint256 given);
    error IPRegistry_ZeroAddress(string what);
    error IPRegistry_ZeroShare(address owner);
    error IPRegistry_WrongLength(uint256 expected, uint256 given);
    error IPRegistry_NoDocument();
    /// @dev The hash stands for something else already: its meaning and the one given, as {meaningOf} has them.
    error IPRegistry_DocumentMeans(bytes32 document, bytes32 meaning, bytes32 given);
    error IPRegistry_SameOwner(address owner);
    error IPRegistry_NotOwner(address from, uint256 held, uint256 given);
    error IPRegistry_OutOfOrder(string what, uint256 last, uint256 given);
    error IPRegistry_InFuture(string what, uint256 today, uint256 given);
    error IPRegistry_Bound(bytes32 right, address pool);
    error IPRegistry_NotBound(bytes32 right, address pool);
    error IPRegistry_RankTaken(uint256 rank, address holder);
    error IPRegistry_NoLien(uint256 liens, uint256 given);
    error IPRegistry_LienReleased(uint256 number);
    error IPRegistry_NoLicence(uint256 licences, uint256 given);
    error IPRegistry_LicenceTerminated(uint256 number);
    error IPRegistry_NotLicensor(address licensor, address given);
    error IPRegistry_BeyondParent(string what, uint256 parent, uint256 given);
    error IPRegistry_ExclusiveGranted(uint256 other);
    error IPRegistry_SharesExceeded(uint256 most, uint256 given);
    error IPRegistry_ParentCarriesShare(uint256 number, uint256 share);
    error IPRegistry_ValuedByOwner(bytes32 right, address appraiser);
    error IPRegistry_ValuedByOriginator(bytes32 right, address appraiser);
    error IPRegistry_NoMethod();
    error IPRegistry_AmountTooLarge(uint256 limit, uint256 given);
    error IPRegistry_NotAllowed(bytes32 right, Status status, LegalAct act);
    error IPRegistry_BeforePriority(uint256 priority, uint256 effective);
    error IPRegistry_DateWithout(LegalAct act, uint256 date);

    /// @notice Enter a right with its owners. Registrars only.
    function enter(RightEntry calldata entry) external;

    /// @notice Enter a transfer of title: `from` has at least `share`, the day is not before the last link's, and no pool holds the title.
    /// Registrars only.
    function transferTitle(bytes32 right, address from, address to, uint32 share, uint32 day, bytes32 document) external;

    /// @notice Enter a lien. Ranks from 1 on are one lien's each; rank 1 is the deal's while a pool holds the right. Registrars only.
    function enterLien(bytes32 right, address holder, uint8 rank, uint32 day, bytes32 document)
        external
        returns (uint32 number);

    /// @notice Release a lien. Registrars only.
    function releaseLien(bytes32 right, uint32 number, uint32 day, bytes32 document) external;

    /// @notice Enter a licence. Registrars only.
    function grantLicence(bytes32 right, Licence calldata licence, bytes32 document) external returns (uint32 number);

    /// @notice End a licence before its time, with those granted under it. Registrars only.
    function terminateLicence(bytes32 right, uint32 number, uint32 day, bytes32 document) external;

    /// @notice Value a right, in the caller's own name. Appraisers only, and none that owns it or is the originator of its deal.
    function value(
        bytes32 right,
        address token,
        uint96 amount,
        Method method,
        uint32 day,
        uint32 until,
        bytes32 document
    ) external returns (uint32 number);

    /// @notice Enter legal events, in the order in which they stand. Oracles only.
    function happen(LegalEvent[] calldata events) external;

    /// @notice Put a newer text in the place of a document of this right; what it stands for stays. Registrars only.
    /// @param purpose What the document stands for, and with `number` for which one.
    function supersedeDocument(bytes32 right, Purpose purpose, uint32 number, bytes32 document, bytes32 newer) external;

    /// @notice Hold a right to the calling pool: its title, which then can't be transferred, or a licence under it. Pools only.
    function bind(bytes32 right, bool whole) external;

    /// @notice Free a right the calling pool holds. Pools only.
    function free(bytes32 right) external;

    /// @notice File the document of a breached warranty. The pool that holds the right only.
    function fileBreach(bytes32 right, uint32 number, bytes32 document) external;

    /// @notice Refuse an id that is no canonical number, or not one of this kind. `document` is what the id of a hashed right is made of.
    function checkNumber(bytes32 right, Kind kind, bytes32 document) external pure;

    /// @notice What is known of a right.
    function factsOf(bytes32 right) external view returns (RightFacts memory);

    /// @notice An owner's share, in ppm.
    function shareOf(bytes32 right, address owner) external view returns (uint256);

    /// @notice Owners and their shares.
    function ownersOf(bytes32 right) external view returns (address[] memory owners, uint32[] memory shares);

    /// @notice The newest valuation; an amount of zero and no appraiser when there is none.
    function valuationOf(bytes32 right) external view returns (Valuation memory);

    /// @notice A licence, and whether it was terminated.
    function licenceAt(bytes32 right, uint256 number) external view returns (Licence memory licence, bool terminated);

    /// @notice Licences that were not terminated, in no order.
    function liveLicences(bytes32 right) external view returns (LiveLicence[] memory);

    /// @notice A lien, and whether it is in force.
    function lienAt(bytes32 right, uint256 number)
        external
        view
        returns (address holder, uint8 rank, uint32 day, bool inForce);

    /// @notice Who holds the lien of a rank from 1 on: an address, the pool for the rank of a bound right, or zero.
    function holderOfRank(bytes32 right, uint256 rank) external view returns (address);

    /// @notice The pool that holds a right, or zero.
    function poolOf(bytes32 right) external view returns (address);

    /// @notice What a document stands for: `keccak256(abi.encode(right, purpose, number))`, or zero.
    function meaningOf(bytes32 document) external view returns (bytes32);
}

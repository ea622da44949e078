// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What a right is. 1 patent, 2 utility model, 3 trademark, 4 copyright, 5 software, 6 trade secret; zero is a right nobody entered.
enum Kind {
    None,
    Patent,
    UtilityModel,
    Trademark,
    Copyright,
    Software,
    TradeSecret
}

/// @dev Where a right stands. Which act leads from which to which is in {LegalStatuses}.
enum Status {
    Entered,
    Pending,
    Discontinued,
    InForce,
    UnderReview,
    Lapsed,
    Surrendered,
    Invalidated,
    Expired
}

/// @dev What happened to a right in law, by the categories of WIPO ST.27. Zero is none.
enum LegalAct {
    None,
    Filed,
    Discontinued,
    Revived,
    Granted,
    Subsisting,
    Challenged,
    Upheld,
    Lapsed,
    Surrendered,
    Invalidated,
    Expired,
    Reinstated,
    AppealWon,
    Terminated,
    Extended,
    Renewed,
    TitleDisputed,
    DisputeSettled,
    TransferBarred,
    TransferAllowed,
    ListedNegative,
    Delisted,
    Noted
}

/// @dev What a document hash stands for: one meaning each.
enum Purpose {
    None,
    Entry,
    Title,
    Lien,
    Licence,
    Valuation,
    LegalEvent,
    LicenceEnd,
    LienRelease,
    Breach
}

/// @dev How an appraiser found a value.
enum Method {
    None,
    Income,
    Market,
    Cost,
    ReliefFromRoyalty
}

/// @dev What a right is entered with. Days are numbers yyyymmdd, zero for none; owners' shares are ppm and add up to a million.
struct RightEntry {
    bytes32 right;
    Kind kind;
    bytes2 jurisdiction;
    uint32 priority;
    uint32 expiry;
    uint32 renewalDue;
    bytes32 family;
    address[] owners;
    uint32[] shares;
    bytes32 document;
}

/// @dev The words of a licence. `parent` is the number of the licence it is granted under, zero for the owner's own; `share` the ppm of the
/// right's value that rests on it; `rate` ppm of sales; `minimum` a year, in the smallest unit of the currency the document names.
struct Licence {
    address licensor;
    address licensee;
    address group;
    uint16 parent;
    bytes2 territory;
    bool exclusive;
    uint32 rate;
    uint32 from;
    uint32 until;
    uint32 share;
    uint96 minimum;
}

/// @dev What a right was worth: `amount` below 2^84 in the smallest unit of `token`, good through the day `until`.
struct Valuation {
    address token;
    uint96 amount;
    address appraiser;
    uint32 day;
    uint32 until;
    Method method;
}

/// @dev One event in the legal life of a right, as attestors sign it. `date` is the new expiry of an extension, the next due day of a renewal, else zero.
struct LegalEvent {
    bytes32 right;
    uint32 number;
    LegalAct act;
    uint32 effective;
    uint32 date;
    bytes32 code;
    bytes32 document;
}

/// @dev What is known of a right beside title, liens, licences and value. `restrictions`: 1 barred from transfer, 2 on a negative list.
struct RightFacts {
    Kind kind;
    Status status;
    bool isFinal;
    uint8 disputes;
    uint8 liensAhead;
    uint8 restrictions;
    bytes2 jurisdiction;
    uint32 priority;
    uint32 expiry;
    uint32 renewalDue;
    uint32 lastEffective;
    uint32 events;
    bytes32 family;
}

/// @dev A licence that was not terminated, as a pool counts it.
struct LiveLicence {
    uint16 number;
    address licensee;
    address group;
    uint32 from;
    uint32 until;
    uint32 share;
}

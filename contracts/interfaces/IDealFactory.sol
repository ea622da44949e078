// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IDealFactory
/// @notice Makes a whole, wired deal in one transaction. Anybody may; the factory keeps no power over what it made.
interface IDealFactory {
    /// @notice Everything a deal is made of.
    /// @param termsHash SHA-256 of the canonical terms.
    /// @param program The packed program compiled from them.
    /// @param paymentToken The one currency of the deal.
    /// @param originator Who receives the proceeds of the offering.
    /// @param payees Addresses of the program's payees, in its order.
    /// @param funding What each account of the program gets from the proceeds at closing.
    /// @param facts The {IPoolFacts} that triggers ask; zero for a program that looks at no fact.
    /// @param names Name of each tranche's token.
    /// @param symbols Symbol of each tranche's token.
    /// @param offers How each tranche is offered; see {Offer}.
    /// @param opens First second of the offering.
    /// @param deadline Last second of the offering.
    /// @param oracleTerms How its receipts are attested, as {OracleTerms} lays it out.
    /// @param meetingTerms How its noteholders decide, as {MeetingTerms} lays it out; empty for no meetings.
    /// @param transferRules What is asked of a transfer of each tranche; see {TransferRules}.
    /// @param countries Admitted countries of each tranche that lists them, 128 bytes; see {TrancheTerms}.
    /// @param taxTable Rates of withholding tax; see {WithholdingTax}. Empty for none.
    /// @param taxAuthority Who is owed that tax; zero where there is none.
    /// @param salt Of the caller's choice; with the caller's address it decides the deal's address.
    struct DealParams {
        bytes32 termsHash;
        bytes program;
        address paymentToken;
        address originator;
        address[] payees;
        uint256[] funding;
        address facts;
        string[] names;
        string[] symbols;
        bytes32[] offers;
        uint40 opens;
        uint40 deadline;
        bytes oracleTerms;
        bytes meetingTerms;
        bytes32[] transferRules;
        bytes[] countries;
        bytes taxTable;
        address taxAuthority;
        bytes32 salt;
    }

    /// @notice A deal was made.
    event DealCreated(
        address indexed deal,
        address indexed creator,
        bytes32 indexed termsHash,
        address escrow,
        address offering,
        address paymentToken,
        address[] tokens,
        bytes32[] offers,
        uint256 opens,
        uint256 deadline
    );

    /// @notice The rules of a deal just made; parameters of {createDeal}.
    event DealRules(
        address indexed deal, bytes32[] transferRules, bytes[] countries, bytes taxTable, address taxAuthority
    );

    error DealFactory_RetainsTooMuch(uint256 most, uint256 retained);
    /// @dev Not all units could be sold, or none: `limit` and what the named rule makes of it.
    error DealFactory_Unsellable(string rule, uint256 limit, uint256 given);
    error DealFactory_NoCountry();
    error DealFactory_OwedToItself(address deal);
    error DealFactory_WrongLength(string what, uint256 expected, uint256 given);
    error DealFactory_ZeroAddress(string what);
    error DealFactory_OtherSupervisor(address ofTheToken, address ofTheDeal);
    error DealFactory_FactsSource(uint256 facts, address source);
    error DealFactory_FundingAboveProceeds(uint256 proceeds, uint256 funding);
    error DealFactory_ProceedsTooLarge(uint256 limit, uint256 proceeds);
    error DealFactory_DeadlinePassed(uint256 deadline, uint256 timestamp);
    error DealFactory_OpensAfterDeadline(uint256 deadline, uint256 opens);
    /// @dev The named field of an offer is beyond the limit.
    error DealFactory_BadOffer(string field, uint256 limit, uint256 given);
    error DealFactory_TextTooLong(uint256 limit, uint256 given);

    /// @notice Make a deal.
    function createDeal(DealParams calldata params) external returns (address deal);

    /// @notice Where a deal of this creator with this salt will be.
    function predictDeal(address creator, bytes32 salt) external view returns (address);

    /// @notice What every deal of this factory uses: oracle, investor registry, transfer agent and supervisor.
    function infrastructure()
        external
        view
        returns (address oracle, address registry, address agent, address supervisor);
}

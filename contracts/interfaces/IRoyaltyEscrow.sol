// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Book} from "../types/Book.sol";
import {Holding} from "../types/Holding.sol";

/// @title IRoyaltyEscrow
/// @notice The only holder of a deal's cash, and the register of who is owed what. Money comes in from licensees and once from the
/// offering; it leaves only when somebody claims what the books say is theirs. Nobody has a role here.
/// @dev Amounts are in the payment token's smallest unit; units of a tranche are whole. Tokens sent here by a plain transfer are not in
/// the books and stay for ever: no book reads the escrow's own token balance except as the difference made by its own pull.
interface IRoyaltyEscrow {
    /// @notice A licensee paid. `paymentReference` is the payer's own, for the reconciliation with statements.
    event RoyaltyPaid(
        address indexed payer, bytes32 indexed licence, uint256 amount, bytes32 indexed paymentReference
    );
    /// @notice The deal closed: `proceeds` came in, `funding[a]` went to account a and the rest is owed to the originator. `units[t]` of each
    /// tranche were placed and share its income from now on.
    event BooksOpened(
        uint256 proceeds, address indexed originator, uint256[] funding, address[] tokens, uint256[] units
    );
    /// @notice A holder took the income of his units: `gross` less `tax`, which is owed to the tax authority.
    event IncomeClaimed(address indexed token, address indexed holder, uint256 gross, uint256 tax);
    /// @notice A payee took what it was owed.
    event PayableClaimed(address indexed payee, uint256 amount);

    error RoyaltyEscrow_OnlyDeal(address deal, address caller);
    error RoyaltyEscrow_NoCode(address paymentToken);
    error RoyaltyEscrow_NotOpen(address deal);
    error RoyaltyEscrow_ZeroAmount();
    error RoyaltyEscrow_AmountReceived(uint256 expected, uint256 received);
    error RoyaltyEscrow_NotConserved(uint256 before, uint256 afterwards);
    error RoyaltyEscrow_NothingOwed(address claimant);
    error RoyaltyEscrow_OnlySupervisor(address supervisor, address caller);
    error RoyaltyEscrow_HolderFrozen(address token, address holder);
    error RoyaltyEscrow_HolderHalted(address holder, uint256 until);
    error RoyaltyEscrow_BadAmendment(address a, address b);
    error RoyaltyEscrow_NoUnits(address token, uint256 income);
    error RoyaltyEscrow_SupplyFixed(uint256 awaited, uint256 units);
    error RoyaltyEscrow_WrongLength(uint256 expected, uint256 given);

    /// @notice Pay royalties of a licence: pulls `amount` from the caller into the collection account of a deal that is live, not concluded. Anybody may
    /// pay.
    /// @dev Refused before closing, as nobody could get it back from a deal that lapses. Reverts unless exactly `amount` arrives (a fee on transfer is refused).
    function payRoyalty(bytes32 licence, uint256 amount, bytes32 paymentReference) external;

    /// @notice Pull what the caller's units of `token` have earned and not yet taken, less withholding tax at the rate of the caller's
    /// country and class. A frozen or halted holder can't; one whose eligibility ended can.
    /// @return net What was paid: the income rounded down less the tax, rounded down. The fraction stays owed to the caller while he has units.
    function claim(address token) external returns (uint256 net);

    /// @notice Pull what the caller is owed as a payee of the deal.
    function withdraw() external returns (uint256 amount);

    /// @notice At closing, once: take the offering's proceeds, fund the accounts, owe the rest to the originator, let units be traded.
    /// Only the deal.
    function openBooks(
        address offering,
        uint256 proceeds,
        address originator,
        uint256[] calldata funding,
        address[] calldata tokens,
        uint256[] calldata units
    ) external;

    /// @notice Take cash from a payer who has allowed it: the price of a call, into collection (`purpose` 0), or what the provider of a
    /// facility puts in for its draws, into that facility's account (its index + 1). Below 2^96 at a time, to which lens and support facility see. Only the deal, which says so in an event of its own.
    function receiveFrom(address payer, uint256 purpose, uint256 amount) external;

    /// @notice Take no royalties any more: the deal is concluded. Claims go on. Only the deal.
    function shut() external;

    /// @notice Book a payment date: new balances of collection and accounts, and what payees and tranches are credited. Only the deal.
    /// @dev Moves no token. Refuses to book a unit more or less than there was.
    function distribute(
        uint256 collection,
        uint256[] calldata accounts,
        address[] calldata payees,
        uint256[] calldata owed,
        address[] calldata tokens,
        uint256[] calldata income
    ) external;

    /// @notice Move units in the caller's own book; zero address as sender issues units that were placed at closing, as receiver burns. For tranche tokens, which ask whether
    /// the move is allowed; from one holder to himself nothing changes.
    /// @dev Anybody has a book; income reaches only the books a deal names. What is issued has earned since closing, whenever it is.
    /// @return book The register before the move.
    /// @return sender The sender's holding before the move.
    /// @return receiver The receiver's holding before the move.
    function rebook(address from, address to, uint256 units)
        external
        returns (Book book, Holding sender, Holding receiver);

    /// @notice In the caller's own book, rewrite two holdings: who holds and is owed how much of what both are and are owed together. For
    /// tranche tokens, by order.
    /// @dev Refused when the two together would have more or fewer units, or more or less income, than before; when one would be owed less
    /// than nothing; and when the supervisor's mark would be taken away.
    function amend(address a, Holding ofA, address b, Holding ofB) external;

    /// @notice In the caller's own book, change what holds a holder's units back: how many are frozen, whether the wallet is, and whether
    /// it retains. Other bits of {Holding} are left as they are. For tranche tokens.
    /// @param clear Bits to clear.
    /// @param set Bits to set after that.
    function restrain(address holder, uint256 clear, uint256 set) external;

    /// @notice In the caller's own book, stop or go on trading. For tranche tokens.
    function stopTrading(bool stopped) external;

    /// @notice Remember that the supervisor's book has to be asked about a holder of a tranche, or about the tranche itself for the zero
    /// address; or that it need not. Only the supervisor, who can change nothing else.
    function heed(address token, address holder, bool on) external;

    /// @notice Cash by purpose: royalties collected and not distributed, and each account of the deal.
    function cash() external view returns (uint256 collection, uint256[] memory accounts);

    /// @notice What the holder is owed now, before tax, in whole smallest units; {claim} pays it unless he is frozen or halted.
    function entitlementOf(address token, address holder) external view returns (uint256);

    /// @notice What {withdraw} would pay the payee now.
    function payableTo(address payee) external view returns (uint256);

    /// @notice The book of a token: `perUnit` is income per unit in 2^48 fixed point, `remainder` what it could not yet spread, `dust` the
    /// fractions (2^48 fixed point) that holders left behind who have neither units nor a whole smallest unit of income any more. Of `supply`
    /// `awaited` units are not issued yet; they earn.
    function bookOf(address token)
        external
        view
        returns (
            uint256 supply,
            uint256 remainder,
            uint256 perUnit,
            bool tradable,
            bool paused,
            uint256 dust,
            uint256 awaited
        );

    /// @notice A holder's units, how many units are frozen (it may be more), whether the wallet is frozen, and whether it retains.
    function holdingOf(address token, address holder)
        external
        view
        returns (uint256 units, uint256 frozen, bool walletFrozen, bool retains);

    /// @notice The words behind both: the book and two holdings of a token.
    function wordsOf(address token, address a, address b)
        external
        view
        returns (Book book, Holding holdingA, Holding holdingB);

    /// @notice What a deal withholds from claims: the table of rates and the authority it is owed to; empty and zero where nothing is.
    function withholding() external view returns (bytes memory table, address authority);
}

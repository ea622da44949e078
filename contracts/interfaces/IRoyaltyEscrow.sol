// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

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
    /// @notice The deal closed: `proceeds` came in, `funding[a]` went to account a and the rest is owed to the originator.
    event BooksOpened(uint256 proceeds, address indexed originator, uint256[] funding, address[] tokens);
    /// @notice A holder took the income of his units.
    event IncomeClaimed(address indexed token, address indexed holder, uint256 amount);
    /// @notice A payee took what it was owed.
    event PayableClaimed(address indexed payee, uint256 amount);

    error RoyaltyEscrow_OnlyDeal(address deal, address caller);
    error RoyaltyEscrow_NoCode(address paymentToken);
    error RoyaltyEscrow_NotOpen(address deal);
    error RoyaltyEscrow_ZeroAmount();
    error RoyaltyEscrow_AmountReceived(uint256 expected, uint256 received);
    error RoyaltyEscrow_NotConserved(uint256 before, uint256 afterwards);
    error RoyaltyEscrow_NothingOwed(address claimant);
    error RoyaltyEscrow_NotEnoughUnits(address holder, uint256 held, uint256 moved);
    error RoyaltyEscrow_NoUnits(address token, uint256 income);
    error RoyaltyEscrow_NotYetTradable(address token);
    error RoyaltyEscrow_SupplyFixed(address token);
    error RoyaltyEscrow_WrongLength(uint256 expected, uint256 given);

    /// @notice Pay royalties of a licence: pulls `amount` from the caller into the collection account of a deal that is live. Anybody may
    /// pay.
    /// @dev Refused before closing, as nobody could get it back from a deal that lapses. Reverts unless exactly `amount` arrives (a fee on transfer is refused).
    function payRoyalty(bytes32 licence, uint256 amount, bytes32 paymentReference) external;

    /// @notice Pull what the caller's units of `token` have earned and not yet taken.
    /// @return amount What was paid, rounded down; the fraction stays owed to the caller.
    function claim(address token) external returns (uint256 amount);

    /// @notice Pull what the caller is owed as a payee of the deal.
    function withdraw() external returns (uint256 amount);

    /// @notice At closing, once: take the offering's proceeds, fund the accounts, owe the rest to the originator, let units be traded.
    /// Only the deal.
    function openBooks(
        address offering,
        uint256 proceeds,
        address originator,
        uint256[] calldata funding,
        address[] calldata tokens
    ) external;

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

    /// @notice Move units in the caller's own book; zero address as sender mints, as receiver burns. For tranche tokens.
    /// @dev Anybody has a book; income reaches only the books a deal names. Minting and burning end when the deal closes, moving begins.
    function move(address from, address to, uint256 units) external;

    /// @notice Cash by purpose: royalties collected and not distributed, and each account of the deal.
    function cash() external view returns (uint256 collection, uint256[] memory accounts);

    /// @notice Units of `token` held.
    function unitsOf(address token, address holder) external view returns (uint256);

    /// @notice All units of `token`.
    function supplyOf(address token) external view returns (uint256);

    /// @notice What {claim} would pay the holder now.
    function entitlementOf(address token, address holder) external view returns (uint256);

    /// @notice What {withdraw} would pay the payee now.
    function payableTo(address payee) external view returns (uint256);

    /// @notice The book of a token: `perUnit` is income per unit in 2^48 fixed point, `remainder` what it could not yet spread.
    function bookOf(address token)
        external
        view
        returns (uint256 supply, uint256 remainder, uint256 perUnit, bool tradable);
}

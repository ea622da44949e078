// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";

/// @title RoyaltyEscrow
/// @notice See {IRoyaltyEscrow}. One escrow a deal, one payment token for ever.
/// @dev Law: token balance ≥ collection + accounts + every payable + every entitlement. The twin of the books is
/// `regalia.domain.entitlement`. Needed for safety: the deal books what its waterfall found (conservation is checked here again). Needed for
/// liveness: the payment token lets the claimant receive. How to stop it: there is no way; a claim can't be held back by anybody here.
contract RoyaltyEscrow is IRoyaltyEscrow, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev Income per unit is carried exactly: perUnit·supply + remainder = all income · 2^48, at every moment of a constant supply.
    struct Book {
        uint48 supply;
        uint48 remainder;
        bool tradable;
        uint152 perUnit;
    }

    /// @dev Entitlement = (perUnit·units + correction) / 2^48. A move of units shifts both corrections and so changes neither entitlement.
    struct Holder {
        uint48 units;
        int208 correction;
    }

    /// @dev Two running totals, so that a payee's slot is never cleared and refilled.
    struct Payee {
        uint128 credited;
        uint128 claimed;
    }

    /// @dev With 48 bits all there can ever be (attested and funded, 2^97) fits even a book of one unit.
    uint256 private constant SCALE_BITS = 48;
    uint256 private constant MAX_ACCOUNTS = 15;

    /// @notice The deal whose cash this is.
    address public immutable DEAL;
    /// @notice The payment token.
    IERC20 public immutable PAYMENT_TOKEN;
    /// @notice How many accounts the deal has.
    uint256 public immutable ACCOUNTS;

    /// @dev 0 is collection, a + 1 is account a: collection and the first account share a slot.
    uint128[MAX_ACCOUNTS + 1] private _cash;
    /// @dev Set at closing. Royalties of a deal that then lapses would stay here for ever.
    bool private _open;
    mapping(address payee => Payee) private _payees;
    mapping(address token => Book) private _books;
    mapping(address token => mapping(address holder => Holder)) private _holders;

    modifier onlyDeal() {
        if (msg.sender != DEAL) revert RoyaltyEscrow_OnlyDeal(DEAL, msg.sender);
        _;
    }

    /// @param deal The deal, which need not exist yet.
    /// @param paymentToken An ERC-20 without fee and rebase.
    /// @param accounts How many accounts the deal's program has.
    constructor(address deal, IERC20 paymentToken, uint256 accounts) {
        if (address(paymentToken).code.length == 0) revert RoyaltyEscrow_NoCode(address(paymentToken));
        if (accounts > MAX_ACCOUNTS) revert RoyaltyEscrow_WrongLength(MAX_ACCOUNTS, accounts);
        DEAL = deal;
        PAYMENT_TOKEN = paymentToken;
        ACCOUNTS = accounts;
    }

    /// @inheritdoc IRoyaltyEscrow
    function payRoyalty(bytes32 licence, uint256 amount, bytes32 paymentReference) external nonReentrant {
        if (amount == 0) revert RoyaltyEscrow_ZeroAmount();
        if (!_open) revert RoyaltyEscrow_NotOpen(DEAL);
        _cash[0] += amount.toUint128();
        emit RoyaltyPaid(msg.sender, licence, amount, paymentReference);
        _pull(msg.sender, amount);
    }

    /// @inheritdoc IRoyaltyEscrow
    function claim(address token) external nonReentrant returns (uint256 amount) {
        Holder storage holder = _holders[token][msg.sender];
        amount = _entitlement(_books[token].perUnit, holder.units, holder.correction);
        if (amount == 0) revert RoyaltyEscrow_NothingOwed(msg.sender);
        holder.correction -= int208(uint208(amount << SCALE_BITS));
        emit IncomeClaimed(token, msg.sender, amount);
        PAYMENT_TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IRoyaltyEscrow
    function withdraw() external nonReentrant returns (uint256 amount) {
        Payee storage payee = _payees[msg.sender];
        amount = payee.credited - payee.claimed;
        if (amount == 0) revert RoyaltyEscrow_NothingOwed(msg.sender);
        payee.claimed = payee.credited;
        emit PayableClaimed(msg.sender, amount);
        PAYMENT_TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IRoyaltyEscrow
    function openBooks(
        address offering,
        uint256 proceeds,
        address originator,
        uint256[] calldata funding,
        address[] calldata tokens
    ) external onlyDeal nonReentrant {
        if (funding.length != ACCOUNTS) revert RoyaltyEscrow_WrongLength(ACCOUNTS, funding.length);
        _open = true;
        uint256 rest = proceeds;
        for (uint256 a; a < funding.length; ++a) {
            _cash[a + 1] = funding[a].toUint128();
            rest -= funding[a];
        }
        _payees[originator].credited += rest.toUint128();
        for (uint256 t; t < tokens.length; ++t) {
            _books[tokens[t]].tradable = true;
        }
        emit BooksOpened(proceeds, originator, funding, tokens);
        if (proceeds != 0) _pull(offering, proceeds);
    }

    /// @inheritdoc IRoyaltyEscrow
    function distribute(
        uint256 collection,
        uint256[] calldata accounts,
        address[] calldata payees,
        uint256[] calldata owed,
        address[] calldata tokens,
        uint256[] calldata income
    ) external onlyDeal nonReentrant {
        if (accounts.length != ACCOUNTS) revert RoyaltyEscrow_WrongLength(ACCOUNTS, accounts.length);
        uint256 before = _cash[0];
        uint256 afterwards = collection;
        _cash[0] = collection.toUint128();
        for (uint256 a; a < accounts.length; ++a) {
            before += _cash[a + 1];
            afterwards += accounts[a];
            _cash[a + 1] = accounts[a].toUint128();
        }
        for (uint256 p; p < payees.length; ++p) {
            if (owed[p] == 0) continue;
            afterwards += owed[p];
            _payees[payees[p]].credited += owed[p].toUint128();
        }
        for (uint256 t; t < tokens.length; ++t) {
            if (income[t] == 0) continue;
            afterwards += income[t];
            _spread(tokens[t], income[t]);
        }
        if (before != afterwards) revert RoyaltyEscrow_NotConserved(before, afterwards);
    }

    /// @inheritdoc IRoyaltyEscrow
    function move(address from, address to, uint256 units) external {
        Book storage book = _books[msg.sender];
        if (from == address(0) || to == address(0)) {
            if (book.tradable) revert RoyaltyEscrow_SupplyFixed(msg.sender);
        } else if (!book.tradable) {
            revert RoyaltyEscrow_NotYetTradable(msg.sender);
        }
        if (from == address(0)) {
            book.supply += units.toUint48();
        } else {
            _take(book.perUnit, _holders[msg.sender][from], from, units);
        }
        if (to == address(0)) {
            book.supply -= uint48(units);
        } else {
            _give(book.perUnit, _holders[msg.sender][to], units);
        }
    }

    /// @inheritdoc IRoyaltyEscrow
    function cash() external view returns (uint256 collection, uint256[] memory accounts) {
        collection = _cash[0];
        accounts = new uint256[](ACCOUNTS);
        for (uint256 a; a < accounts.length; ++a) {
            accounts[a] = _cash[a + 1];
        }
    }

    /// @inheritdoc IRoyaltyEscrow
    function unitsOf(address token, address holder) external view returns (uint256) {
        return _holders[token][holder].units;
    }

    /// @inheritdoc IRoyaltyEscrow
    function supplyOf(address token) external view returns (uint256) {
        return _books[token].supply;
    }

    /// @inheritdoc IRoyaltyEscrow
    function entitlementOf(address token, address account) external view returns (uint256) {
        Holder storage holder = _holders[token][account];
        return _entitlement(_books[token].perUnit, holder.units, holder.correction);
    }

    /// @inheritdoc IRoyaltyEscrow
    function payableTo(address payee) external view returns (uint256) {
        return _payees[payee].credited - _payees[payee].claimed;
    }

    /// @inheritdoc IRoyaltyEscrow
    function bookOf(address token)
        external
        view
        returns (uint256 supply, uint256 remainder, uint256 perUnit, bool tradable)
    {
        Book storage book = _books[token];
        return (book.supply, book.remainder, book.perUnit, book.tradable);
    }

    /// @dev Measures what arrived: a token that keeps a fee, or moves nothing, is refused whole.
    function _pull(address from, uint256 amount) private {
        uint256 before = PAYMENT_TOKEN.balanceOf(address(this));
        PAYMENT_TOKEN.safeTransferFrom(from, address(this), amount);
        uint256 received = PAYMENT_TOKEN.balanceOf(address(this)) - before;
        if (received != amount) revert RoyaltyEscrow_AmountReceived(amount, received);
    }

    /// @dev Spread income over all units; what does not divide is carried to the next time.
    function _spread(address token, uint256 amount) private {
        Book storage book = _books[token];
        uint256 supply = book.supply;
        if (supply == 0) revert RoyaltyEscrow_NoUnits(token, amount);
        uint256 total = (amount << SCALE_BITS) + book.remainder;
        book.perUnit = (book.perUnit + total / supply).toUint152();
        book.remainder = uint48(total % supply);
    }

    /// @dev perUnit < 2^152 and units < 2^48, so a correction stays within 201 bits.
    function _take(uint256 perUnit, Holder storage holder, address who, uint256 units) private {
        uint256 held = holder.units;
        if (units > held) revert RoyaltyEscrow_NotEnoughUnits(who, held, units);
        holder.units = uint48(held - units);
        holder.correction += int208(uint208(perUnit * units));
    }

    function _give(uint256 perUnit, Holder storage holder, uint256 units) private {
        holder.units += uint48(units);
        holder.correction -= int208(uint208(perUnit * units));
    }

    function _entitlement(uint256 perUnit, uint256 units, int256 correction) private pure returns (uint256) {
        return uint256(int256(perUnit * units) + correction) >> SCALE_BITS;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {World} from "./World.sol";

/// @title Ledger
/// @notice The ghosts: what everybody should have by the acts that succeeded, and the first law that was seen broken.
/// @dev Only acts that are meant to change a number tell the ledger. So a number that changed by another act differs at the end.
contract Ledger {
    World public immutable w;
    IRoyaltyEscrow private immutable _escrow;
    IDeal private immutable _deal;

    string public broken;
    uint256 public acts;
    IDeal.Status public status;
    uint256 public nextPeriod;
    /// @notice The period that has an accepted report which was neither executed nor struck.
    uint256 public pending;
    bool public missing;
    mapping(address holder => int256) public cash;
    /// @notice Payment tokens that nobody's books know.
    mapping(address holder => uint256) public donated;
    mapping(uint256 tranche => mapping(address holder => uint256)) public units;
    mapping(uint256 tranche => mapping(address holder => uint256)) public owed;
    mapping(uint256 tranche => mapping(address holder => uint256)) public frozen;

    constructor(World world) {
        w = world;
        (_escrow, _deal) = (IRoyaltyEscrow(world.escrow()), IDeal(world.deal()));
        (status, nextPeriod) = (_deal.status(), _deal.nextPeriod());
        address[5] memory purses = [world.escrow(), world.offering(), world.desk(), world.oracle(), world.hostileEscrow()];
        for (uint256 i; i < purses.length; ++i) {
            cash[purses[i]] = int256(IERC20(world.money()).balanceOf(purses[i]));
        }
        readAll();
    }

    /// @notice A law does not hold. The first one is kept.
    function breakLaw(string memory law) external {
        if (bytes(broken).length == 0) broken = law;
    }

    /// @notice K and J: after an act that was done. A deal goes from offered to sold to live to concluded, or lapses; periods are counted one by one,
    /// by payment dates only.
    function done(bool executed) external {
        ++acts;
        (IDeal.Status now_, uint256 period) = (_deal.status(), _deal.nextPeriod());
        if (now_ != status && !_follows(status, now_)) this.breakLaw("K: a transition that is not allowed");
        if (period != nextPeriod + (executed ? 1 : 0) && now_ == IDeal.Status.Live && status == IDeal.Status.Live) {
            this.breakLaw("J: the period moved without a payment date, or a date did not count");
        }
        (status, nextPeriod) = (now_, period);
    }

    function pay(address purse, int256 amount) external {
        cash[purse] += amount;
    }

    function donate(address purse, uint256 amount) external {
        cash[purse] += int256(amount);
        donated[purse] += amount;
    }

    function move(uint256 tranche, address from, address to, uint256 amount) external {
        units[tranche][from] -= amount;
        units[tranche][to] += amount;
    }

    function freeze(uint256 tranche, address holder, uint256 amount) external {
        frozen[tranche][holder] = amount;
    }

    function claimed(uint256 tranche, address holder) external {
        owed[tranche][holder] = 0;
    }

    /// @notice An act by order, or the first issue, may change what one holder has.
    function read(uint256 tranche, address holder) public {
        address token = w.token(tranche);
        (units[tranche][holder], frozen[tranche][holder],,) = _escrow.holdingOf(token, holder);
        owed[tranche][holder] = _escrow.entitlementOf(token, holder);
    }

    function report(uint256 period) external {
        if (pending == period && !missing) this.breakLaw("J: a period was reported twice");
        (pending, missing) = (period, false);
    }

    /// @notice An empty report, in whose place a real one may still come.
    function declareMissing(uint256 period) external {
        if (pending == period) this.breakLaw("J: a reported period was declared missing");
        (pending, missing) = (period, true);
    }

    function strike() external {
        pending = 0;
    }

    function execute(uint256 period) external {
        if (pending != period) this.breakLaw("J: a payment date was executed without an accepted report, or twice");
        pending = 0;
        distributed();
    }

    /// @notice A payment date: claims may grow, and nothing else may change.
    function distributed() public {
        (address[] memory holders, uint256 tranches) = (w.holders(), w.tranches());
        for (uint256 t; t < tranches; ++t) {
            address token = w.token(t);
            for (uint256 h; h < holders.length; ++h) {
                uint256 owed_ = _escrow.entitlementOf(token, holders[h]);
                if (owed_ < owed[t][holders[h]]) this.breakLaw("F: a payment date took from a holder");
                owed[t][holders[h]] = owed_;
            }
        }
    }

    function readAll() public {
        (address[] memory holders, uint256 tranches) = (w.holders(), w.tranches());
        for (uint256 t; t < tranches; ++t) {
            for (uint256 h; h < holders.length; ++h) {
                read(t, holders[h]);
            }
        }
    }

    function _follows(IDeal.Status from, IDeal.Status to) private pure returns (bool) {
        if (from == IDeal.Status.Offered) return to == IDeal.Status.Sold || to == IDeal.Status.Live || to == IDeal.Status.Lapsed;
        if (from == IDeal.Status.Sold) return to == IDeal.Status.Live || to == IDeal.Status.Lapsed;
        return from == IDeal.Status.Live && to == IDeal.Status.Concluded;
    }
}

# SPDX-License-Identifier: Apache-2.0
"""How units are offered."""

from __future__ import annotations

OFFERS = {
    "offering.one": "Units are offered for {number} day.",
    "offering.many": "Units are offered for {number} days.",
    "offering.between": "Units are offered from {opens} to {number} days after the deal is made.",
    "offer.coupon": "Investors bid the rate, from {rate} up to {up_to} in steps of {step}. The lowest at which all units are placed "
    "becomes the rate of the class, for every holder.",
    "offer.price": "Investors bid the price, from {price} down to {down_to} in steps of {step}. Everybody pays the highest at which all "
    "units are placed.",
    "offer.shared": "Better bids are met in full; bids at that level share what is left in proportion. When there are fewer bids than "
    "units, all are met, at the level of the last.",
    "offer.lot": "Bids are in lots of {number} units.",
    "offer.classes": "Only {classes} investors may bid.",
    "offer.minimum.one": "The deal closes only if at least {number} unit of this class is placed.",
    "offer.minimum.many": "The deal closes only if at least {number} units of this class are placed.",
    "offer.part": "With fewer than all units the original balance is less in proportion.",
}

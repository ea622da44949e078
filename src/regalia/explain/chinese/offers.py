# SPDX-License-Identifier: Apache-2.0
"""份额发行：簿记建档、认购单位、投资者类别、最低发行规模."""

from __future__ import annotations

OFFERS = {
    "offering.one": "认购期为{number}天。",
    "offering.many": "认购期为{number}天。",
    "offering.between": "认购期自交易建立后第{opens}天起，至第{number}天止。",
    "offer.coupon": "票面利率由簿记建档确定：投资者自{rate}起、以{step}为一档向上申报，最高为{up_to}；"
    "能够配售全部份额的最低利率为本级别的票面利率，适用于全部持有人。",
    "offer.price": "发行价格由簿记建档确定：投资者自{price}起、以{step}为一档向下申报，最低为{down_to}；"
    "能够配售全部份额的最高价格为发行价格，适用于全部投资者。",
    "offer.shared": "优于该档的申报全额配售，该档的申报按比例配售剩余份额；申报总量不足的，按最后一档全部配售。",
    "offer.lot": "以{number}份为一个认购单位。",
    "offer.classes": "仅限{classes}类投资者认购。",
    "offer.minimum.one": "本级别配售不少于{number}份的，交易方可成立。",
    "offer.minimum.many": "本级别配售不少于{number}份的，交易方可成立。",
    "offer.part": "未全部配售的，初始本金余额按比例减少。",
}

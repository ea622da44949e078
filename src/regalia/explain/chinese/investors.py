# SPDX-License-Identifier: Apache-2.0
"""投资者与税款."""

from __future__ import annotations

INVESTORS = {
    "investor.retail": "零售",
    "investor.professional": "专业",
    "investor.institutional": "机构",
    "investor.originator": "原始权益人",
    "transfer.none": "任何合格投资者均可受让。",
    "transfer.classes": "仅限{classes}类投资者受让。",
    "transfer.only": "仅限下列国家或地区的投资者受让：{countries}。",
    "transfer.except": "下列国家或地区的投资者不得受让：{countries}。",
    "transfer.sender": "转让方亦须为合格投资者。",
    "transfer.holders.one": "持有人不超过{number}名。",
    "transfer.holders.many": "持有人不超过{number}名。",
    "transfer.largest.one": "单一投资者持有不超过{number}份（{share}）。",
    "transfer.largest.many": "单一投资者持有不超过{number}份（{share}）。",
    "transfer.denomination": "每次转让及转让后剩余持有均不少于{number}份（全部转出的除外）。",
    "transfer.locked": "份额锁定至{date}。",
    "transfer.retention.one": "原始权益人于设立日获配{number}份（{share}），并持续持有。",
    "transfer.retention.many": "原始权益人于设立日获配{number}份（{share}），并持续持有。",
    "transfer.record-dates": "保留权益登记日的持有余额。",
    "transfer.venue-fee": "通过结算台成交的，交易场所收费不超过成交价款的{share}。",
    "withholding": "持有人领取款项时，就全部领取金额（含偿还的本金）代扣税款，应付给{authority}。适用首个符合的税率：",
    "holders.others": "其他持有人",
    "holders.class": "{investor}类投资者",
    "holders.country": "{country}投资者",
    "holders.both": "{country}的{investor}类投资者",
}

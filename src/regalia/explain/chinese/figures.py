# SPDX-License-Identifier: Apache-2.0
"""某一支付日的执行情况."""

from __future__ import annotations

FIGURES = {
    "title.payment-date": "本次支付日",
    "date.period": "归集期间：{period}，期数为{number}，支付日为{date}（约定支付日）。",
    "date.available": "收到许可费回款{received}，可分配资金{available}。",
    "date.events": "付款时持续的事件：{events}。",
    "date.no-events": "付款时无任何事件持续。",
    "date.accelerated": "适用违约事件发生后的支付顺序（加速清偿）。",
    "date.other-list": "本次支付日不适用本顺序。",
    "date.left": "各项支付后未分配的资金：{amount}。",
    "date.class": "{tranche}付款后未偿本金余额{balance}，拖欠利息{arrears}。",
    "date.account": "{account}付款后余额{amount}。",
    "date.facility": "{facility}付款后尚待偿还{owed}，应付利息{cost}。",
    "figure.nothing-due": "本次无应付金额。",
    "figure.paid-in-full": "应付{due}，已足额支付。",
    "figure.paid": "应付{due}，实付{paid}，差额{shortfall}。",
    "figure.turbo": "偿付前未偿本金{due}，本次偿付{paid}。",
    "figure.sources": "资金来源：{sources}。",
    "figure.from-available": "可分配资金{amount}",
    "figure.from-support": "{support} {amount}",
    "figure.released": "释放并计入可分配资金：{amount}。",
    "figure.share": "{tranche}：应付{due}，实付{paid}。",
    "figure.not-up": "不适用：{event}未持续。",
    "figure.up": "不适用：{event}持续中。",
    "figure.held-back": "应计利息{due}，未支付。",
    "short.not-applied": "本次不适用",
    "short.due": "应付{due}",
    "short.paid": "实付{paid}",
    "short.released": "释放{amount}",
}

# SPDX-License-Identifier: Apache-2.0
"""图示用语."""

from __future__ import annotations

DIAGRAM = {
    "diagram.title": "{name}支付顺序图",
    "pool": "现金流归集：可分配资金",
    "diagram.steps": "支付顺序",
    "diagram.acceleration": "违约事件发生后（加速清偿）",
    "terms-hash": "条款哈希值（SHA-256）",
    "legend.account": "圆柱：账户。",
    "legend.facility": "圆角框：流动性支持或差额支付承诺。",
    "legend.support": "左侧来源：补足可分配资金的不足。",
    "legend.guarded": "虚线框：仅在特定情形下适用。",
    "brief.interest": "利息及拖欠利息",
    "brief.rate-on-outstanding": "未偿余额的年费率{rate}",
    "brief.cap": "{cap}",
    "brief.reserve": "补足至{target}",
    "brief.gives-all-back": "释放全部余额",
    "brief.set-by-report": "报告设定的目标，否则为{formula}",
    "brief.periods-of-interest.one": "{number}期利息",
    "brief.periods-of-interest.many": "{number}期利息",
    "brief.share-of-outstanding": "未偿余额的{rate}",
    "brief.turbo": "本金：全部可分配资金",
    "brief.share": "本金：初始余额的{share}",
    "brief.scheduled": "计划还本",
    "brief.target-share": "本金，降至基础资产价值的{share}",
    "brief.target-balance": "本金，降至列示余额",
    "brief.pro-rata": "{tranches}（按比例）",
    "brief.trap": "剩余资金的{share}",
    "brief.repay-support": "先付利息，后还垫付款",
    "brief.residual": "全部剩余资金",
}

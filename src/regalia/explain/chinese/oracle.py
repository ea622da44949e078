# SPDX-License-Identifier: Apache-2.0
"""回款报告：签署、异议、缺失与更正."""

from __future__ import annotations

ORACLE = {
    "collections": "许可费回款归集至收款账户。每个支付日分配的，是账户内经回款报告确认的现金，即可分配资金。",
    "quorum": "回款报告经{count}名回款确认方中的{threshold}名签署后生效：{names}。",
    "quorum.weighed": "回款报告经权重合计不低于{threshold}（全部权重为{total}）的回款确认方签署后生效：{names}。",
    "weighed": "{name}（权重{weight}）",
    "dispute.one": "签署{number}小时后成为最终报告，此前被提出异议的除外。",
    "dispute.many": "签署{number}小时后成为最终报告，此前被提出异议的除外。",
    "dispute.none": "签署后即为最终报告，不得提出异议。",
    "dispute.title": "异议",
    "dispute.anybody": "报告成为最终报告前，任何人均可缴纳保证金{amount}提出异议；受托人及监管机构无须缴纳。",
    "dispute.officers": "报告成为最终报告前，仅受托人及监管机构可提出异议。",
    "dispute.trustee": "有异议的报告暂不执行。受托人应于{trustee}天内作出决定；该决定于{appeal}天后生效，其间被申诉的除外。",
    "dispute.appeal": "提起申诉须缴纳相同的保证金。",
    "dispute.supervisor": "被申诉或受托人未作决定的，由监管机构于{supervisor}天内作出终局决定；监管机构未作决定的，以受托人的决定为准；"
    "均未作决定的，报告成立。",
    "dispute.outcome": "报告成立的，即为最终报告，其成为最终报告的时间不晚于未被提出异议时；报告被撤销的，归于无效，该期另行报告。",
    "dispute.bond": "主张成立的一方，以及未获任何决定的异议方，取回保证金；主张不成立一方的保证金计入本交易的回款，"
    "本交易终结后归原始权益人所有。",
    "dispute.struck": "同一期间的报告被撤销满{struck}次的，其后仅监管机构可提出异议。",
    "missing.title": "报告缺失与更正",
    "missing.one": "自约定支付日后第{number}天起，报告仍未提交的，任何人均可宣告其缺失：宣告{grace}天后，该支付日按未收到回款执行。",
    "missing.many": "自约定支付日后第{number}天起，报告仍未提交的，任何人均可宣告其缺失：宣告{grace}天后，该支付日按未收到回款执行。",
    "missing.late": "该{grace}天内，经签署的报告仍可取而代之；其后，所收回款以更正补报。",
    "missing.none": "报告未提交的，支付日顺延，直至报告提交。",
    "restatement": "支付日执行后发现差错的，予以更正：经同等签署确认的差额，计入其后支付日的回款；已付款项不作变动。",
    "restatement.less": "差额为负的，冲减该支付日的回款，至多冲减至零，余额留待下一支付日。",
    "restatement.dispute": "对更正可如同对报告提出异议。",
}

# SPDX-License-Identifier: Apache-2.0
"""Sentences of the pack in 简体中文: notes under tables, what a figure rests on, why there is none."""

from __future__ import annotations

SENTENCES = {
    "None.": "无。",
    "Nothing was received yet.": "尚未收到款项。",
    "Nobody declared anything.": "无人申报。",
    "Nothing to note.": "无须说明。",
    "The deal file has none.": "交易文件未设。",
    "The deal rests on no rights that are known here.": "交易不以此处可知的权利为基础。",
    "{text}": "{text}",
    "Trading days are weekdays alone: no holidays file was given.": "交易日仅按工作日计算：未提供假日文件。",
    "Trading days are weekdays but the holidays of {name}.": "交易日为工作日，扣除“{name}”的假日。",
    "Trading days are weekdays alone: the holidays of {name} are not of this year.": "交易日仅按工作日计算：“{name}”的假日不含本年。",
    "Days and times are UTC.": "日期与时间为UTC。",
    "None: the contracts hold the payment token and invest nothing.": "无：合约仅持有支付代币，不作投资。",
    "Disputes and rejections by the seller are outside the contracts: they are not known here.":
        "卖方的争议与拒绝在合约之外，此处无从知悉。",
    "The deal rests on no pool of rights: nothing can be demanded back.": "交易不以权利池为基础，无可要求回购者。",
    "As of block {block} ({hash}), {time}, verified by {count} comparisons.": "截至区块{block}（{hash}），{time}，经{count}项比对核验。",
    "Shaped after {rule}; not a filing; prototype; no onshore issuance": "形式参照{rule}；并非申报文件；原型；不涉及境内发行",
    "{shaped}. What the deal file says: {notice}": "{shaped}。交易文件所述：{notice}",
    "The whole pack": "全部资料",
    "Notice.": "提示。",
    "continued": "续",
    "Prototype for testnets and research. Not an offer, not advice, and no claim on anybody.":
        "测试网与研究用原型。并非要约或建议，亦不构成对任何人的债权。",
    "Figures are rebuilt from the events of the deal’s contracts, to the smallest unit.": "数字由交易合约的事件重建，精确至最小单位。",
    "Everything that was made of this deal for its supervisors, on one page.": "为监管者制作的本交易全部资料，汇于一页。",
    "What happened in the year, UTC; states and balances are those of the block.": "按UTC计的本年度情况；状态与余额为该区块时。",
    "One payment date: when its report is due, what stands behind it, what is foreseen or was paid.":
        "一个兑付日：报告期限、依据、预计或已支付金额。",
    "Flagged when above 15% (a debtor) or 20% (a group), exactly; the share shown is rounded up to the next ppm.":
        "债务人超过15%或集团超过20%即标示，精确判定；所示占比向上取整至百万分之一。",
    "A declaration is somebody’s word: it can bar, and clears nothing. What attestors did not report is not seen.":
        "申报仅为申报人所言：可构成禁止，不能证明无碍。见证人未报告者不可见。",
    "Amounts are values at pledge; shares are rounded up to the next ppm. A right that was replaced needs no demand.":
        "金额为入池价值；占比向上取整至百万分之一。替换无须先有要求。",
    "Units to be kept are rounded up, the share held down. The contract refuses any transfer that would leave the originator with fewer; "
    "the lock is of all units of the tranche.":
        "应留份额向上取整，持有比例向下取整。合约拒绝使原始权益人低于应留份额的划转；锁定及于该档全部份额。",
    "As the contracts answered at the block. Where no holder is named, nobody holds the role.":
        "以合约在该区块的回答为准。未列持有人者，该职务空缺。",
    "A halt ends by itself after its last second; income goes on through all of them. Units frozen are all that are frozen from then on.":
        "暂停期满自行终止，期间收益照付。冻结份额为此后冻结的全部份额。",
    "A report carries no more signatures than it needs: who is not among them may have signed all the same. Missed are reports that "
    "did not come at all while he was a signer.": "报告所载签名不多于所需：未列名者亦可能已签。缺失指其在任期间根本未到的报告。",
    "What is invoiced is taken to be as on the last payment date, else zero.": "账单金额按上一兑付日计，此前为零。",
    "Every receipt falls by the same share, from closing on. Empty: not even without a fall.":
        "自成立起各期收入按同一比例下降。空白：不降亦不能支付。",
    "Balances and arrears are those of the block. No rating is known here. Calls are not in the year’s figures.":
        "余额与欠息为该区块时。此处不知任何评级。本年度数字不含赎回。",
}  # fmt: skip
RESTS_ON = {
    "nothing: nobody declared it": "无依据：无人申报",
    "declaration in {file}: {found}, by {by}, document {document}, day {day}":
        "{file}中的申报：{found}，申报人{by}，文件{document}，日期{day}",
    "registry of rights: {rights}": "权利登记簿：{rights}",
    "registry of rights: nothing in the way of {count} rights": "权利登记簿：{count}项权利均无障碍",
    "CSRC Announcement [2026] No. 1, bar ({number})": "证监会公告〔2026〕1号第（{number}）项",
    "{events}, each report signed by at least {threshold} of {known} attestors":
        "{events}，每份报告至少由{known}名见证人中的{threshold}名签署",
    "{events}; who attests them is not known here": "{events}；此处不知由谁见证",
    "legal events up to number {number}": "截至第{number}号的法律事件",
    "no legal event so far": "尚无法律事件",
    "{count} open, of those opened by legal event {numbers}": "{count}项未决，由第{numbers}号法律事件提起",
    "barred from transfer by legal event {number}": "第{number}号法律事件禁止转让",
    "on a negative list by legal event {number}": "第{number}号法律事件列入负面清单",
}  # fmt: skip
NO_DATA = {
    "no contact is known here": "此处不知联系方式",
    "nobody declared it": "无人申报",
    "the terms ask the originator to keep nothing": "条款未要求原始权益人自留",
    "whether assets were sold or pledged is outside the contracts": "资产系出售或质押，合约无从知悉",
    "the deal does not revolve": "本交易无循环期",
    "royalties have no principal and no interest, and can be neither prepaid nor in default": "许可费无本金与利息之分，亦无早偿与违约可言",
    "no payment date was executed": "尚未执行兑付日",
    "the deal has no liquidity facility": "本交易无流动性支持",
    "the deal rests on no pool of rights": "本交易不以权利池为基础",
    "nothing is outstanding": "已无未偿本金",
    "outside the contracts: not known here": "在合约之外，此处无从知悉",
    "the deal file names none": "交易文件未载明",
}
ASSUMED = {
    "all cash of a period arrives in full before its payment date": "每期资金均于其兑付日前足额到账",
    "no call is exercised": "不行使赎回权",
    "zero throughout: {what}": "始终为零：{what}",
    "Terms are those of the deal file: what bids found and meetings amended is not in them.":
        "条款以交易文件为准：簿记定价结果与持有人会议的修改未计入。",
}  # fmt: skip

# SPDX-License-Identifier: Apache-2.0
"""Notes on payment dates, resolutions and legal events in 简体中文, and how parts of sentences are put together."""

from __future__ import annotations

JOINED = {
    "{first} {rest}": "{first}{rest}", "{first}, {rest}": "{first}、{rest}", "{first}; {rest}": "{first}；{rest}",
    "{first} and {rest}": "{first}、{rest}", "{source} {amount}": "{source} {amount}",
    "{comparison} {threshold}": "{comparison}{threshold}",
    "{right}, {happened}": "{right}，{happened}", "{status}, for good": "{status}（终局）",
}  # fmt: skip
OF_DATES = {
    "An event of default is in force: the steps below are those of the list that follows one.":
        "违约事件持续中：以下步骤为违约事件发生后的分配顺序。",
    "No report came in time: an empty one stood in. What was received for the period is taken in by a later payment date, once it is "
    "restated.": "报告未按期提交，以空报告代替。本期所收款项经更正后计入其后的兑付日。",
    "An earlier report of this period was struck after a dispute.": "本期一份在先报告经争议后被撤销。",
    "{count} earlier reports of this period were struck after a dispute.": "本期{count}份在先报告经争议后被撤销。",
    "Restatements of earlier periods are in this date: its report says {said} of royalties, its collections are {flowed}.":
        "本兑付日计入前期更正：报告所载许可费为{said}，归集款为{flowed}。",
    "{amount} more was taken back than came in: it lowers the collections of the next payment date.":
        "冲减超出收入{amount}，从下一兑付日的归集款中扣减。",
    "{tranche} was repaid by a call on {day}: {amount} in all, outside this distribution.":
        "{tranche}已于{day}因赎回清偿，合计{amount}，不在本次分配之内。",
    "{amount} that was distributed earlier is attested no more. Nothing flows until what is attested next has made up for it.":
        "此前已分配的{amount}不再有见证。其后见证的款项补足前不作分配。",
    "Receipts of {amount} are attested, but the cash was not there on the payment date. They are distributed when it arrives.":
        "已见证收入{amount}，但兑付日资金未到账，待到账后分配。",
    "Cash of {amount} in collection is attested by no report yet. It waits there.": "归集账户中的{amount}尚无报告见证，留待其后。",
    "No tranche was paid on this date.": "本兑付日未向任何档次付款。",
    "Available funds of {amount} were needed by no step and stay in collection.": "可分配资金中{amount}无步骤需用，留存归集账户。",
    "{facility}: {provider} let the time to pay pass. The date was executed without it.":
        "{facility}：{provider}逾期未付，兑付日未计入该款项即告执行。",
}  # fmt: skip
OF_STEPS = {
    "{name}: available funds were not enough; {amount} was drawn from {source}.": "{name}：可分配资金不足，从{source}提取{amount}。",
    "{name}: {amount} was kept in {account}.": "{name}：{amount}存入{account}。",
    "{name}: {amount} that {account} had kept was released to available funds.": "{name}：{account}所留存的{amount}释放，计入可分配资金。",
    "{name}: {amount} above the target was given back to available funds.": "{name}：超过目标的{amount}退还，计入可分配资金。",
    "{name}: all that was in {account}, {amount}, was given back to available funds.":
        "{name}：{account}的全部余额{amount}退还，计入可分配资金。",
    "{name}: {missing} of {due} due was not paid.": "{name}：应付{due}，其中{missing}未付。",
    "{name}: {account} is {missing} below its target. This is no default.": "{name}：{account}低于目标{missing}，不构成违约。",
    "{name}: the balance stays {missing} above its target, which is measured anew on the next payment date.":
        "{name}：余额仍高于目标{missing}，目标于下一兑付日重新计量。",
    "It stays owed to the provider.": "仍欠付增信方。",
    "It is due again on the next payment date.": "于下一兑付日再次到期。",
    "It is for the payee to present again.": "由收款人另行提出。",
    "It was added to the balance.": "已计入本金余额。",
    "It is in arrears and bears interest at the coupon.": "列为欠息，按票面利率计息。",
    "It is in arrears and bears no interest.": "列为欠息，不计息。",
    "This is an event of default.": "此为违约事件。",
    "The legal final date has come, and it is outstanding still.": "法定到期日已至，仍未清偿。",
    "The step was {held}; no default follows from that.": "该步骤{held}，不因此构成违约。",
    "held back while {barring}": "因{barring}而暂缓", "held back until {wanting}": "在{wanting}之前暂缓",
    "held back while {barring}, and until {wanting}": "因{barring}而暂缓，且在{wanting}之前暂缓",
    "{flags} is up": "标志{flags}生效", "{flags} are up": "标志{flags}生效",
}  # fmt: skip
OF_TRIGGERS = {
    "Trigger {trigger} became active on this date.": "触发条件{trigger}于本兑付日生效。",
    "Trigger {trigger} was cured on this date.": "触发条件{trigger}于本兑付日解除。",
    "It is an event of default.": "构成违约事件。",
    "It is an event of default, from the next payment date on.": "自下一兑付日起构成违约事件。",
    "The flag {flag} is up.": "标志{flag}生效。",
    "The flag {flag} is up, from the next payment date on.": "标志{flag}自下一兑付日起生效。",
    "Because: {because}.": "原因：{because}。", "and {count} more": "另有{count}项",
    "flag {flag}": "标志{flag}", "event of default": "违约事件",
    "legal event {number}: {act}, effective {day}": "第{number}号法律事件：{act}，{day}生效",
    "legal event {number}: {act} (code {code}), effective {day}": "第{number}号法律事件：{act}（代码{code}），{day}生效",
    "lien {number}, ahead of the deal, of {day}": "第{number}号担保，先于本交易，{day}设立",
    "licence {number}, from {day}": "第{number}号许可，自{day}起", "licence {number} ended on {day}": "第{number}号许可于{day}终止",
    "licence {number} ran through {day}": "第{number}号许可于{day}期满", "valuation {number} of {day}": "第{number}号评估，{day}",
    "valuation {number} was good through {day}": "第{number}号评估有效至{day}",
    "repurchase demanded, demand {number}": "已要求回购，第{number}号要求", "entered on {day}, and never licensed": "{day}登记，从未许可",
    "expired: its last day was {day}": "届满：最后一日为{day}",
}  # fmt: skip
OF_MEETINGS = {
    "{payee} is paid no more; {successor} is, in its place": "不再向{payee}付款，由{successor}接替",
    "attestors are proposed to the oracle, threshold {threshold}: {signers}": "提名见证人，门槛{threshold}：{signers}",
    "{signer} (weight {weight})": "{signer}（权重{weight}）",
    "an event of default is declared: from the next payment date on the acceleration list runs":
        "宣布违约事件：自下一兑付日起适用加速清偿顺序",
    "interest that was missed is no default": "欠付利息不构成违约",
    "what trigger {trigger} answered is forgotten": "豁免触发条件{trigger}的既往结果",
    "{field} becomes {level} from the next payment date on": "{field}自下一兑付日起改为{level}",
    "call {call} can be exercised from then on": "其后可行使第{call}号赎回权",
    "nothing a meeting can do": "非会议可决议事项",
    "{tranche}: {yes} for, {no} against, {neither} abstained, of {all}": "{tranche}：赞成{yes}，反对{no}，弃权{neither}，可表决{all}",
    "{tranche}: {held} of {whole} units": "{tranche}：{whole}份中的{held}份",
    "{tranche}: {share} of the units": "{tranche}：份额的{share}",
}  # fmt: skip
NOTES = JOINED | OF_DATES | OF_STEPS | OF_TRIGGERS | OF_MEETINGS

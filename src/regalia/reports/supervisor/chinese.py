# SPDX-License-Identifier: Apache-2.0
"""The catalogue in 简体中文, by the English: words, notes and sentences here, titles and heads in ``chinese_heads``."""

from __future__ import annotations

from regalia.reports.supervisor.chinese_heads import HEADS, TITLES

_WORDS = {
    "yes": "是", "no": "否", "clear": "无碍", "barred": "禁止", "cannot be known from the chain": "链上无从知悉",
    "chain": "链上", "declarations": "申报", "deal file": "交易文件", "receipts": "收入", "base": "折扣后基数",
    "debtor": "债务人", "group": "集团", "in time": "按时", "late": "迟延", "not due yet": "尚未到期", "overdue": "逾期",
    "paid": "已支付", "foreseen": "预计", "none: no report waits": "无:没有待处理报告", "pending": "待处理", "withdrawn": "已撤回",
    "repurchased": "已回购", "replaced": "已替换",
    "left the pool otherwise": "以其他方式出池", "in dispute": "有争议", "rejected": "被拒绝",
    "subject of demand": "被要求回购", "repurchased or replaced": "已回购或替换", "halt": "暂停", "halt lifted": "解除暂停",
    "units frozen": "冻结份额", "wallet frozen": "冻结钱包", "wallet released": "解冻钱包", "forced transfer": "强制划转",
    "wallet recovered": "钱包恢复", "trading paused": "暂停交易", "trading resumed": "恢复交易", "units redeemed": "注销份额",
    "legal events": "法律事件", "valuations": "评估", "reserve": "储备", "trap": "留存", "facility": "增信安排",
    "patent": "专利", "utility model": "实用新型", "trademark": "商标", "copyright": "著作权", "software": "软件",
    "trade secret": "商业秘密", "entered": "已登记", "discontinued": "已终止申请", "in force": "有效",
    "under review": "审查中", "lapsed": "失效", "surrendered": "放弃", "invalidated": "无效", "expired": "届满",
    "income": "收益法", "market": "市场法", "cost": "成本法", "relief from royalty": "许可费节省法",
    "filed": "申请", "revived": "恢复申请", "granted": "授权", "subsisting": "存续", "challenged": "被请求无效", "upheld": "维持有效",
    "reinstated": "恢复权利", "appeal won": "上诉胜诉", "terminated": "终止", "extended": "延期", "renewed": "续展",
    "title disputed": "权属争议", "dispute settled": "争议解决", "transfer barred": "禁止转让", "transfer allowed": "解除禁止转让",
    "listed negative": "列入负面清单", "delisted": "移出负面清单", "noted": "备注", "convened": "已召集", "being voted on": "表决中",
    "defeated": "未通过", "passed": "已通过", "passed, not carried out in time": "已通过,逾期未执行", "carried out": "已执行",
    "none": "无",
    "financing through capital markets is banned by law": "法律法规禁止通过资本市场融资",
    "found to endanger national security": "经认定危害国家安全",
    "corruption, bribery, misappropriation or market-order crimes of the party or its controllers in the last 3 years":
        "主体或其控制人近三年存在贪污、贿赂、侵占、挪用财产或破坏市场秩序犯罪",
    "under investigation without a conclusion": "正被调查且尚无明确结论",
    "material title dispute, or the asset can't lawfully be transferred": "存在重大权属争议,或资产依法不得转让",
    "on the negative list of domestic asset securitisation": "属于境内资产证券化业务负面清单",
}  # fmt: skip
_SENTENCES = {
    "None.": "无。",
    "Nothing was received yet.": "尚未收到款项。",
    "Nobody declared anything.": "无人申报。",
    "Nothing to note.": "无须说明。",
    "The deal file has none.": "交易文件未设。",
    "The deal rests on no rights that are known here.": "交易不以此处可知的权利为基础。",
    "{note}": "{note}",
    "{text}": "{text}",
    "Trading days are weekdays alone: no holidays file was given.": "交易日仅按工作日计算:未提供假日文件。",
    "Trading days are weekdays but the holidays of {name}.": "交易日为工作日,扣除“{name}”的假日。",
    "Trading days are weekdays alone: the holidays of {name} are not of this year.": "交易日仅按工作日计算:“{name}”的假日不含本年。",
    "Days and times are UTC.": "日期与时间为UTC。",
    "None: the contracts hold the payment token and invest nothing.": "无:合约仅持有支付代币,不作投资。",
    "Disputes and rejections by the seller are outside the contracts: they are not known here.":
        "卖方的争议与拒绝在合约之外,此处无从知悉。",
    "The deal rests on no pool of rights: nothing can be demanded back.": "交易不以权利池为基础,无可要求回购者。",
    "As of block {block} ({hash}), {time}, verified by {count} comparisons.": "截至区块{block}({hash}),{time},经{count}项比对核验。",
    "Shaped after {rule}; not a filing; prototype; no onshore issuance": "形式参照{rule};并非申报文件;原型;不涉及境内发行",
    "What the deal file says": "交易文件所述",
    "The whole pack": "全部资料",
    "Notice.": "提示。",
    "continued": "续",
    "Prototype for testnets and research. Not an offer, not advice, and no claim on anybody.":
        "测试网与研究用原型。并非要约或建议,亦不构成对任何人的债权。",
    "Figures are rebuilt from the events of the deal’s contracts, to the smallest unit.": "数字由交易合约的事件重建,精确至最小单位。",
    "Everything that was made of this deal for its supervisors, on one page.": "为监管者制作的本交易全部资料,汇于一页。",
    "What happened in the year, UTC; states and balances are those of the block.": "按UTC计的本年度情况;状态与余额为该区块时。",
    "One payment date: when its report is due, what stands behind it, what is foreseen or was paid.":
        "一个兑付日:报告期限、依据、预计或已支付金额。",
    "Flagged when above 15% (a debtor) or 20% (a group), exactly; the share shown is rounded up to the next ppm.":
        "债务人超过15%或集团超过20%即标示,精确判定;所示占比向上取整至百万分之一。",
    "A declaration is somebody’s word: it can bar, and clears nothing. What attestors did not report is not seen.":
        "申报仅为申报人所言:可构成禁止,不能证明无碍。见证人未报告者不可见。",
    "Amounts are values at pledge; shares are rounded up to the next ppm. A right that was replaced needs no demand.":
        "金额为入池价值;占比向上取整至百万分之一。替换无须先有要求。",
    "Units to be kept are rounded up, the share held down. The contract refuses any transfer that would leave the originator with fewer; "
    "the lock is of all units of the tranche.":
        "应留份额向上取整,持有比例向下取整。合约拒绝使原始权益人低于应留份额的划转;锁定及于该档全部份额。",
    "As the contracts answered at the block. Where no holder is named, nobody holds the role.":
        "以合约在该区块的回答为准。未列持有人者,该职务空缺。",
    "A halt ends by itself after its last second; income goes on through all of them. Units frozen are all that are frozen from then on.":
        "暂停期满自行终止,期间收益照付。冻结份额为此后冻结的全部份额。",
    "A report carries no more signatures than it needs: who is not among them may have signed all the same. Missed are reports that "
    "did not come at all while he was a signer.": "报告所载签名不多于所需:未列名者亦可能已签。缺失指其在任期间根本未到的报告。",
    "What is invoiced is taken to be as on the last payment date, else zero.": "账单金额按上一兑付日计,此前为零。",
    "Every receipt of the forecast falls by the same share, from closing on. Empty: not even without a fall.":
        "自成立起预测的各期收入按同一比例下降。空白:不降亦不能支付。",
    "Balances and arrears are those of the block. No rating is known here. Calls are not in the year’s figures.":
        "余额与欠息为该区块时。此处不知任何评级。本年度数字不含赎回。",
}  # fmt: skip
CHINESE = {**TITLES, **HEADS, **_WORDS, **_SENTENCES}

# SPDX-License-Identifier: Apache-2.0
"""Words in 简体中文: states, kinds, acts, and what the deal file calls things."""

from __future__ import annotations

WORDS = {
    "yes": "是", "no": "否", "clear": "无碍", "barred": "禁止", "cannot be known from the chain": "链上无从知悉",
    "chain": "链上", "declarations": "申报", "deal file": "交易文件", "receipts": "收入", "base": "折扣后基数",
    "debtor": "债务人", "group": "集团", "in time": "按时", "late": "迟延", "not due yet": "尚未到期", "overdue": "逾期",
    "paid": "已支付", "foreseen": "预计", "none: no report waits": "无：没有待处理报告", "pending": "待处理", "withdrawn": "已撤回",
    "repurchased": "已回购", "replaced": "已替换", "left the pool otherwise": "以其他方式出池", "halt": "暂停", "halt lifted": "解除暂停",
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
    "defeated": "未通过", "passed": "已通过", "passed, not carried out in time": "已通过，逾期未执行", "carried out": "已执行",
    "none": "无", "Available funds": "可分配资金", "after the year 9999": "9999年以后", "no data: {why}": "无数据：{why}",
    "scenario file": "情景文件", "forecast of the deal file": "交易文件的预测", "deal": "交易", "tranche": "档次", "holder": "持有人",
    "esoteric: intellectual property": "特殊资产：知识产权", "in dispute": "权属争议中", "pledged": "另有在先担保", "stale": "估值过期",
    "breached": "违反资产保证", "restricted": "受限制", "untitled": "权属缺失",
    "financing through capital markets is banned by law": "法律法规禁止通过资本市场融资",
    "found to endanger national security": "经认定危害国家安全",
    "corruption, bribery, misappropriation or market-order crimes of the party or its controllers in the last 3 years":
        "主体或其控制人近三年存在贪污、贿赂、侵占、挪用财产或破坏市场秩序犯罪",
    "under investigation without a conclusion": "正被调查且尚无明确结论",
    "material title dispute, or the asset can't lawfully be transferred": "存在重大权属争议，或资产依法不得转让",
    "on the negative list of domestic asset securitisation": "属于境内资产证券化业务负面清单",
}  # fmt: skip
OF_TERMS = {
    "originator": "原始权益人", "issuer": "发行人", "trustee": "受托人", "servicer": "资产服务机构", "backup-servicer": "后备资产服务机构",
    "licensee": "被许可方", "attestor": "见证人", "auditor": "审计机构", "account-bank": "托管银行", "paying-agent": "支付代理机构",
    "noteholder-representative": "持有人代表", "liquidity-provider": "流动性支持机构", "guarantor": "差额支付承诺人",
    "supervisor": "监管机构", "tax-authority": "税务机关", "other": "其他",
    "debt-service-coverage": "偿债覆盖倍数", "interest-coverage": "利息覆盖倍数", "overcollateralisation": "超额抵押倍数",
    "leverage": "杠杆倍数", "collections-to-forecast": "实收与预测之比", "reserve-deficiency": "储备缺口", "arrears-age": "连续欠息期数",
    "rights-share": "权利占比", "licensee-concentration": "被许可方占收入比例", "pool-concentration": "权利池集中度",
    "limits-broken": "被突破的限额数", "days-since-report": "距上一报告天数", "date-reached": "到达日期",
    "support-unpaid": "增信方逾期未付",
    "below": "低于", "at most": "不高于", "at least": "不低于", "above": "高于", "at": "达到",
    "rights-lapsed": "失效权利占比", "rights-invalidated": "被宣告无效权利占比", "rights-expired": "届满权利占比",
    "rights-under-review": "审查中权利占比", "rights-in-dispute": "争议中权利占比", "rights-pledged": "另有在先担保的权利占比",
    "rights-stale": "估值过期权利占比", "rights-breached": "违反资产保证的权利占比", "rights-restricted": "受限制权利占比",
    "rights-untitled": "权属缺失权利占比", "rights-unlicensed": "未许可部分占比", "largest-right": "最大单项权利占比",
    "largest-jurisdiction": "最大法域占比", "largest-licensee": "最大被许可方占比", "largest-group": "最大集团占比",
}  # fmt: skip

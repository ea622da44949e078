# SPDX-License-Identifier: Apache-2.0
"""What published rules and forms call things, in 简体中文."""

from __future__ import annotations

RULES = {
    "the distribution report of CSRC [2014] No. 49": "证监会公告〔2014〕49号收益分配报告",
    "the annual report of Shanghai exchange guide No. 5 (上证发〔2024〕30号)": "上交所指引第5号（上证发〔2024〕30号）年度报告",
    "the rules named in each of its parts": "各部分所列规则",
}
SECURITISATION = {
    "Unique Identifier": "唯一标识", "Data Cut-Off Date": "数据截止日", "Securitisation Name": "证券化名称",
    "Reporting Entity Name": "报告主体名称", "Reporting Entity Contact Person": "报告主体联系人",
    "Reporting Entity Contact Telephone": "报告主体联系电话", "Reporting Entity Contact Emails": "报告主体电子邮箱",
    "Risk Retention Method": "风险自留方式", "Risk Retention Holder": "风险自留方", "Underlying Exposure Type": "底层资产类型",
    "Risk Transfer Method": "风险转移方式", "Trigger Measurements/Ratios": "触发条件生效",
    "Revolving/Ramp-Up Period End-Date": "循环期/建池期结束日", "Principal Recoveries In The Period": "本期本金回收",
    "Interest Recoveries In The Period": "本期利息回收", "Principal Collections In The Period": "本期本金收款",
    "Interest Collections In The Period": "本期利息收款", "Drawings Under Liquidity Facility": "提取流动性支持",
    "Securitisation Excess Spread": "超额利差", "Excess Spread Trapping Mechanism": "超额利差留存",
    "Current Overcollateralisation": "当前超额抵押", "Annualised Constant Prepayment Rate": "年化早偿率", "Dilutions": "稀释",
    "Gross Charge Offs In The Period": "本期核销总额", "Repurchased Exposures": "已回购资产", "Restructured Exposures": "重组资产",
    "Annualised Constant Default Rate": "年化违约率", "Defaulted Exposures": "违约资产", "Defaulted Exposures CRR": "违约资产（CRR）",
}  # fmt: skip
EXPOSURES = {
    "Original Underlying Exposure Identifier": "底层资产原始标识", "New Underlying Exposure Identifier": "底层资产新标识",
    "Original Obligor Identifier": "债务人原始标识", "New Obligor Identifier": "债务人新标识", "Pool Addition Date": "入池日",
    "Date Of Repurchase": "回购日",
    "What is listed is behind the deal at the cut-off: nothing of it was repurchased.": "所列为截止日仍支持本交易者，均未被回购。",
}  # fmt: skip
ABS_15G = {
    "Issuing entity and originator": "发行主体与原始权益人", "Name of Issuing Entity": "发行主体名称", "Check if Registered": "是否注册",
    "Name of Originator": "原始权益人名称", "Total Assets in ABS by Originator": "原始权益人的全部入池资产",
    "Assets That Were Subject of Demand": "被要求回购的资产", "Assets That Were Repurchased or Replaced": "已回购或替换的资产",
    "Assets Pending Repurchase or Replacement (within cure period)": "待回购或替换的资产（补救期内）",
    "Demand in Dispute": "争议中的要求", "Demand Withdrawn": "已撤回的要求", "Demand Rejected": "被拒绝的要求",
    "#": "#", "$": "$", "%": "%", "Amounts under $ are in {currency}.": "“$”栏金额以{currency}计。",
    "A demand whose right left the pool otherwise is counted as a demand, and in none of the states after it.":
        "权利以其他方式出池的，计入要求总数，不计入其后各状态。",
}  # fmt: skip
FORMS = RULES | SECURITISATION | EXPOSURES | ABS_15G

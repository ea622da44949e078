# SPDX-License-Identifier: Apache-2.0
"""Who acts in the chapters."""

from __future__ import annotations

from regalia.demo.regulator.step import Said

ANYBODY = Said("anybody", "任何人")
ARRANGER = Said("arranger", "安排人")
ATTACKER = Said("attacker", "攻击者")
ATTESTORS = Said("attestors", "见证方")
AUDITOR = Said("auditor", "审计机构")
BANK = Said("account bank", "托管银行")
ENFORCER = Said("enforcer, by order", "强制执行人（依令）")
FREEZER = Said("freezer, by order", "冻结人（依令）")
GUARANTOR = Said("guarantor", "担保人（差额支付人）")
HOLDER = Said("holder", "持有人")
LICENSEE = Said("licensee", "被许可方")
ORIGINATOR = Said("originator", "原始权益人")
PASSER_BY = Said("a passer-by", "路人")
PYTHON = Said("Python engine", "Python 引擎")
RECOVERER = Said("registrar and recoverer, by order", "登记人与恢复人（依令）")
RELAY = Said("relay", "中继")
SERVICER = Said("servicer", "资产服务机构")
STRANGER = Said("a stranger", "陌生人")
SUPERVISOR = Said("supervisor", "监管人")
TRUSTEE = Said("oracle trustee", "预言机受托人")

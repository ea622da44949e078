# SPDX-License-Identifier: Apache-2.0
"""Offices and what whoever holds one may do, in 简体中文."""

from __future__ import annotations

OFFICES = {
    "administrator": "管理员", "registrar": "投资者登记员", "freezer": "冻结员", "enforcer": "强制执行员", "recoverer": "恢复员",
    "pauser": "暂停员", "resumer": "恢复交易员", "redeemer": "注销员", "chief-supervisor": "首席监管", "oracle-governor": "预言机治理方",
    "oracle-trustee": "预言机受托人", "oracle-supervisor": "预言机监管方", "rights-registrar": "权利登记员", "appraiser": "评估机构",
    "legal-attestor": "法律事件见证人", "valuation-attestor": "评估见证人", "rights-trustee": "权利受托人",
}  # fmt: skip
DUTIES = {
    "appoint to the roles of the contract": "任命该合约的各项职务",
    "admit and remove investors, add and close wallets": "准入与移除投资者，增设与关闭钱包",
    "freeze and release": "冻结与解冻",
    "force transfers": "强制划转",
    "recover lost wallets": "恢复遗失的钱包",
    "pause trading": "暂停交易",
    "let trading go on": "恢复交易",
    "burn units of redeemed tranches": "注销已清偿档次的份额",
    "halt deals, tranches and holders": "暂停交易、档次与持有人",
    "lift a halt before its end": "提前解除暂停",
    "change who attests receipts, with delay": "更换收入见证人（有等待期）",
    "decide disputes about reports at first": "初审报告争议",
    "decide such disputes in the end": "终审报告争议",
    "enter rights, transfers of title, liens and licences, and end the latter two": "登记权利、权属转移、担保与许可，并终止后两者",
    "value rights in its own name": "以自身名义评估权利",
    "sign reports of legal events": "签署法律事件报告",
    "sign reports of valuations": "签署评估报告",
    "demand that a seller repurchase a right": "要求卖方回购权利",
    "tell the registry legal events a quorum signed": "将经签署的法律事件告知登记簿",
    "bind rights to deals and free them": "将权利绑定于交易或解除",
    "nothing that a contract of ours asks for": "本系统合约未使用的权限",
}

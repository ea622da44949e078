# SPDX-License-Identifier: Apache-2.0
"""How dates, periods, money and lists look in Chinese."""

from __future__ import annotations

CURRENCIES: dict[str, str] = {
    "CNY": "元人民币",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港元",
    "JPY": "日元",
    "SGD": "新加坡元",
    "USD": "美元",
}
"""Other currencies are shown by their code."""

FORMS = {
    "list.comma": "、",
    "list.and": "及",
    "list.or": "或",
    "list.then": "，其后",
    "money": "{amount} {currency}",
    "ratio": "{number} 倍",
    "date": "{year}年{month}月{day}日",
    "month.1": "1",
    "month.2": "2",
    "month.3": "3",
    "month.4": "4",
    "month.5": "5",
    "month.6": "6",
    "month.7": "7",
    "month.8": "8",
    "month.9": "9",
    "month.10": "10",
    "month.11": "11",
    "month.12": "12",
    "period.month": "{year}年{index}月",
    "period.quarter": "{year}年第{index}季度",
    "period.half-1": "{year}年上半年",
    "period.half-2": "{year}年下半年",
    "period.year": "{year}年",
    "named": "{name}：{text}",
    "listed": "{period}：{amount}",
    "item": "第{item}项",
}

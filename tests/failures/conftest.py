# SPDX-License-Identifier: Apache-2.0
from tests.support.fixtures import live, money, offered, platform, sold

__all__ = ["live", "money", "offered", "platform", "sold"]

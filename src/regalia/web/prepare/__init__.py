# SPDX-License-Identifier: Apache-2.0
"""What a wallet is to send or sign, made ready and tried out; nothing is sent or signed here."""

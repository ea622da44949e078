# SPDX-License-Identifier: Apache-2.0
"""The supervisor's pack: files shaped after what supervisors ask, made from a verified replay. None of them is a filing."""

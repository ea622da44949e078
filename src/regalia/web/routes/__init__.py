# SPDX-License-Identifier: Apache-2.0
"""The addresses of the site, a module each for what belongs together."""

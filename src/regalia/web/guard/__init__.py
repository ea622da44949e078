# SPDX-License-Identifier: Apache-2.0
"""What stands before the pages: nothing hostile gets further than this."""

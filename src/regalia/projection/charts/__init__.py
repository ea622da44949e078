# SPDX-License-Identifier: Apache-2.0
"""Charts of projections and stresses, drawn with matplotlib, which the extra ``charts`` installs."""

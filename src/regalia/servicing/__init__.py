# SPDX-License-Identifier: Apache-2.0
"""Running a deal: selling its units, receiving royalties, executing payment dates, claiming."""

# SPDX-License-Identifier: Apache-2.0
"""Small files about two invented patents: the one the originator owns, the other it holds under an exclusive licence."""

from __future__ import annotations

import json
from pathlib import Path

OWNED = "CN102018010990101"
LICENSED = "CN102019010990202"
PARTIES = ("originator", "owner", "valuer")
PORTFOLIO = """\
# SPDX-License-Identifier: Apache-2.0
format: regalia-portfolio-1
id: two-patents
name: INVENTED
notice: INVENTED
currency: {code: USD, decimals: 6}
parties:
  - {id: originator, name: INVENTED}
  - {id: owner, name: INVENTED}
  - {id: valuer, name: INVENTED}
rights:
  - number: "CN201810990101.6"
    kind: patent
    title: INVENTED
    jurisdiction: CN
    priority: 2018-05-14
    expiry: 2038-05-13
    document: {file: deeds.txt, part: entry 1}
    owners: [{owner: originator, share: 100%}]
    valuations:
      - {appraiser: valuer, method: income, day: 2024-12-01, until: 2025-03-01, amount: "4,000,000",
         document: {file: deeds.txt, part: value 1}}
  - number: "CN201910990202.8"
    kind: patent
    title: INVENTED
    jurisdiction: CN
    priority: 2019-03-08
    expiry: 2039-03-07
    document: {file: deeds.txt, part: entry 2}
    owners: [{owner: owner, share: 100%}]
    licences:
      - {id: into, licensor: owner, licensee: originator, territory: WO, exclusive: true, from: 2024-12-01, until: 2034-01-01,
         document: {file: deeds.txt, part: licence 1}}
      - {id: back, licensor: originator, licensee: owner, under: into, territory: CN, exclusive: true, from: 2024-12-01,
         until: 2033-12-31, share: 100%, document: {file: deeds.txt, part: licence 2}}
    valuations:
      - {appraiser: valuer, method: income, day: 2024-12-01, until: 2027-12-31, amount: "8,000,000",
         document: {file: deeds.txt, part: value 2}}
"""
REPORT = """\
# SPDX-License-Identifier: Apache-2.0
format: regalia-valuation-1
notice: INVENTED
appraiser: valuer
seller: originator
method: income
date: 2024-12-20
valid_until: 2025-06-30
currency: {code: USD, decimals: 6}
report: {file: deeds.txt, part: report}
rights:
  - {right: "CN201810990101.6", amount: "4,100,000"}
"""
FEED = {
    "patentLegalStatusBag": [
        {
            "st13ApplicationNumber": right,
            "statusEventDataBag": [
                {"statusEventCode": "A-0-1-A10-A12-nap-X", "keyEventCode": "A10", "eventDate": filed},
                {"statusEventCode": "A-2-4-F10-F11-exm-X", "keyEventCode": "F10", "eventDate": granted},
            ],
        }
        for right, filed, granted in ((OWNED, "2018-05-14", "2020-08-04"), (LICENSED, "2019-03-08", "2021-03-02"))
    ]
}
GAZETTE = """\
right,word,date
CN201810990101.6,授权,2020.08.04
CN201910990202.8,专利权质押合同登记的生效,2021.05.08
CN201910990202.8,无效宣告请求受理,2024.12.27
"""


def written(folder: Path) -> dict[str, Path]:
    """The files, in a folder."""
    texts = {
        "deeds.txt": "INVENTED deeds",
        "portfolio.yaml": PORTFOLIO,
        "report.yaml": REPORT,
        "feed.json": json.dumps(FEED),
        "gazette.csv": GAZETTE,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {name.split(".")[0]: folder / name for name in texts}

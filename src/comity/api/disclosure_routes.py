"""Where disclosures, hand-overs and counts are found, and by which methods."""

from collections.abc import Mapping

from comity.api import counts, disclosures, holders
from comity.api.resources import Endpoint

DISCLOSURE_ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    "/v1/disclosures": {"GET": disclosures.find},
    "/v1/disclosures/unreviewed": {"GET": disclosures.unsigned},
    "/v1/disclosures/reviews": {"POST": disclosures.sign},
    "/v1/accountings/{id}": {"GET": disclosures.account},
    "/v1/accountings/{id}/intermediary": {"GET": disclosures.passed_through},
    "/v1/hand-overs": {"POST": disclosures.hand},
    "/v1/records/{id}/holders": {"GET": holders.of_record},
    "/v1/counts": {"GET": counts.counted},
}

"""Which regions lie beside one, against every distance between two centres reckoned out."""

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from sql.call import rows

EARTH_KM, BESIDE_KM = 6371.0088, 6
FEWEST = 3  # of a region with nobody that near


def distances(here: pd.DataFrame, there: pd.DataFrame) -> np.ndarray:
    """Kilometres from every centre here (down) to every centre there (across)."""
    lat1, lon1 = (np.radians(here[name].to_numpy(float))[:, None] for name in ("latitude", "longitude"))
    lat2, lon2 = (np.radians(there[name].to_numpy(float))[None, :] for name in ("latitude", "longitude"))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half))


def test_every_region_has_the_neighbours_that_the_distances_tell(connection: Connection) -> None:
    postcodes = pd.read_csv("sql/reference/postcode.csv")
    regions = {str(code): centres for code, centres in postcodes.groupby("zorgkantoorregio_code")}
    middles = postcodes.groupby("zorgkantoorregio_code")[["latitude", "longitude"]].mean()
    apart = pd.DataFrame(distances(middles, middles), middles.index, middles.index)
    alone = 0
    for code, centres in regions.items():
        order = apart[code].drop(code).sort_values()
        beside = [other for other in order.index if distances(centres, regions[str(other)]).min() <= BESIDE_KM] or list(
            order.index[:FEWEST]
        )
        found = rows(connection, "functions.region_neighbours", region=code)
        assert [row["region_code"] for row in found] == beside, code
        assert np.allclose([row["distance_km"] for row in found], order[beside], atol=0.001)
        alone += len(beside) == FEWEST
    assert len(regions) == 31
    assert alone < len(regions)

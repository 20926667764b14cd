"""The two halves of the component that draws: what Python sends, the browser's half knows."""

import json
import re
from pathlib import Path

import dashboard
from dashboard.components.drawing import Drawing
from dashboard.figures.geography import geography
from dashboard.figures.region_map import region_map
from dashboard.figures.status_shape import STATUS_CODES, status_shape
from tests.dashboard.test_figures import elements

SCRIPT = (Path(dashboard.__file__).parent / "assets/drawing.js").read_text()


def listed(name: str) -> set[str]:
    """The words of a list in the script."""
    match = re.search(rf"var {name} = \[(.*?)\]", SCRIPT, re.DOTALL)
    assert match is not None
    return set(re.findall(r'"([^"]+)"', match[1]))


def test_a_drawing_is_sent_as_its_tree() -> None:
    shape = status_shape("free")
    sent = json.loads(json.dumps(Drawing(shape).to_plotly_json()))
    assert sent == {"props": {"drawn": shape}, "type": "Drawing", "namespace": "transferpunt"}


def test_the_browser_can_draw_every_element_and_attribute_that_is_sent() -> None:
    rows = [{"region_code": code, "region_name": code, "free_count": 1} for code in geography().regions]
    region = region_map(
        rows, title="Kaart", label=lambda row: str(row["region_name"]), link=lambda code: f"/regio?regio={code}"
    )
    parts = [part for drawn in (region, *map(status_shape, STATUS_CODES)) for part in elements(drawn)]
    assert {part["tag"] for part in parts} <= listed("TAGS")
    assert {name for part in parts for name in part["attributes"]} <= listed("ATTRIBUTES")


def test_nothing_that_could_run_code_can_be_drawn() -> None:
    assert listed("TAGS") & {"script", "foreignObject", "use", "image", "iframe", "style"} == set()
    assert not any(name.lower().startswith("on") or name == "dangerouslySetInnerHTML" for name in listed("ATTRIBUTES"))

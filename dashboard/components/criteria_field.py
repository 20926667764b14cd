"""Check boxes for what plays a role with this patient; their other half is assets/criteria_field.js.

They have no name, so the form does not send them: what is chosen stands behind the # of its address only.
"""

from collections.abc import Iterable, Sequence

from dash.development.base_component import Component

from dashboard.language import current
from dashboard.vocabulary import Row, in_language


class CriteriaField(Component):  # type: ignore[misc]
    """options: code, name and language of the name of each. chosen: codes. label: of the group."""

    _namespace = "transferpunt"
    _type = "CriteriaField"
    _prop_names = ("label", "options", "chosen")
    _children_props: tuple[str, ...] = ()
    _base_nodes = ("children",)
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, label: str, options: Sequence[dict[str, str]], chosen: Sequence[str]) -> None:
        super().__init__(label=label, options=list(options), chosen=list(chosen))


def choose_criteria(label: str, criteria: Iterable[Row], chosen: Sequence[str]) -> CriteriaField:
    """criteria: rows of read.exclusion_criteria. chosen: codes."""
    options = [{"code": row["criterion_code"], "name": in_language(row), "lang": current()} for row in criteria]
    return CriteriaField(label, options, [code for code in chosen if code in {one["code"] for one in options}])

"""The models that several tasks share, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taskgate.schemas.jsonschema import Json
from taskgate.site.fields import members, words
from taskgate.site.markup import Html, join, tag
from taskgate.site.text import anchor, model_id, prose
from taskgate.site.types import Schema


def definitions_of(contracts: Sequence[Json]) -> dict[str, Schema]:
    """Return the definitions of all contracts: in one app, a name means the same model everywhere."""
    found: dict[str, Schema] = {}
    for contract in contracts:
        found |= contract["$defs"]
    return dict(sorted(found.items()))


def models_section(
    contracts: Sequence[Json], definitions: Mapping[str, Schema], names: Mapping[str, str]
) -> Html | None:
    """Return all models under a heading, or None where there are none."""
    if not definitions:
        return None
    ordered = sorted(definitions, key=lambda name: (names[name].lower(), name))
    return tag(
        "section",
        tag("h2", "Models", id="models"),
        [_model(name, contracts, definitions, names) for name in ordered],
        class_="models",
        aria_labelledby="models",
    )


def _model(
    name: str, contracts: Sequence[Json], definitions: Mapping[str, Schema], names: Mapping[str, str]
) -> Html:
    schema = definitions[name]
    users = [contract["name"] for contract in contracts if name in contract["$defs"]]
    description = schema.get("description", "") if isinstance(schema, dict) else ""
    rest = schema.get("additionalProperties", False) if isinstance(schema, dict) else False
    return tag(
        "article",
        tag("h3", tag("a", tag("code", names[name]), href=anchor(model_id(name)))),
        tag("p", tag("code", name), class_="note") if name != names[name] else None,
        prose(description),
        members(schema, definitions, names) or tag("p", words(schema, definitions, names), class_="type"),
        tag("p", "Other members: ", words(rest, definitions, names))
        if rest is not False and schema.get("properties")
        else None,
        tag(
            "p",
            "In ",
            join(
                [
                    [", " if index else "", tag("a", tag("code", user), href=anchor(user))]
                    for index, user in enumerate(users)
                ]
            ),
            class_="note",
        ),
        id=model_id(name),
        data_search=" ".join([names[name], name, *users]).lower(),
    )

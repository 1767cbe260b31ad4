"""The kinds of rule; their union is what a standard may contain."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from eqeval.core.rules import all_of, any_of, quorum, score, some_of, tiers
from eqeval.core.rules.all_of import AllRules
from eqeval.core.rules.any_of import AnyOfRules
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.count import Count
from eqeval.core.rules.dispersion import Dispersion
from eqeval.core.rules.holds import Holds
from eqeval.core.rules.meets import Meets
from eqeval.core.rules.noted import Noted
from eqeval.core.rules.quorum import Member, Quorum
from eqeval.core.rules.score import Score
from eqeval.core.rules.share import Share
from eqeval.core.rules.share_of import ShareOf
from eqeval.core.rules.some_of import SomeRules
from eqeval.core.rules.survey import Survey
from eqeval.core.rules.threshold import Threshold
from eqeval.core.rules.tiers import Tiers
from eqeval.core.rules.trend import Trend
from eqeval.core.rules.veto import Veto

# Named aliases, so that the schema of each is built once wherever rules stand inside rules.
AnyRule = TypeAliasType(
    "AnyRule",
    Annotated[
        Quorum
        | Dispersion
        | Threshold
        | Count
        | Holds
        | ShareOf
        | Share
        | Compare
        | Attestation
        | Survey
        | Trend
        | Veto
        | Meets
        | Score
        | Tiers
        | Noted
        | AllRules
        | AnyOfRules
        | SomeRules,
        Field(discriminator="kind"),
    ],
)


def _part(value: Any) -> str:
    if not isinstance(value, dict):
        return "indicator" if isinstance(value, Member) else str(getattr(value, "kind", ""))
    return "indicator" if "indicator" in value else str(value.get("kind", ""))


# What a quorum counts: indicators with their limits, or rules that judge one school at a time.
Part = TypeAliasType(
    "Part",
    Annotated[
        Annotated[Member, Tag("indicator")]
        | Annotated[Threshold, Tag("threshold")]
        | Annotated[Count, Tag("count")]
        | Annotated[Holds, Tag("holds")]
        | Annotated[AllRules, Tag("all")]
        | Annotated[AnyOfRules, Tag("any")],
        Discriminator(_part),
    ],
)

# Some rules contain rules again. pydantic looks the names up in their modules when the schema is built, once and
# only when a standard is read; rebuilding here would build it twice at every start.
all_of.AnyRule = AnyRule  # type: ignore[attr-defined]
any_of.AnyRule = AnyRule  # type: ignore[attr-defined]
score.AnyRule = AnyRule  # type: ignore[attr-defined]
some_of.AnyRule = AnyRule  # type: ignore[attr-defined]
quorum.Part = Part  # type: ignore[attr-defined]
tiers.Part = Part  # type: ignore[attr-defined]

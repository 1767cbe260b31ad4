"""The kinds of rule; their union is what a standard may contain."""

from typing import Annotated

from pydantic import Field

from eqeval.core.rules import all_of
from eqeval.core.rules.all_of import AllRules
from eqeval.core.rules.attestation import Attestation
from eqeval.core.rules.compare import Compare
from eqeval.core.rules.count import Count
from eqeval.core.rules.dispersion import Dispersion
from eqeval.core.rules.quorum import Quorum
from eqeval.core.rules.share import Share
from eqeval.core.rules.threshold import Threshold
from eqeval.core.rules.veto import Veto

AnyRule = Annotated[
    Quorum | Dispersion | Threshold | Count | Share | Compare | Attestation | Veto | AllRules,
    Field(discriminator="kind"),
]

# The parts of an `all` are rules again. pydantic looks the name up in that module when the schema is built,
# once and only when a standard is read; rebuilding here would build it twice at every start.
all_of.AnyRule = AnyRule  # type: ignore[attr-defined]

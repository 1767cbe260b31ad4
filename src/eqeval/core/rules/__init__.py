"""The kinds of rule; their union is what a standard may contain."""

from typing import Annotated

from pydantic import Field

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

AllRules.model_rebuild(_types_namespace={"AnyRule": AnyRule})

"""survey: satisfaction among those asked, with enough returns and every group well represented."""

from typing import Literal

from eqeval.core.figures.exact import percent, plain
from eqeval.core.figures.ratio import doubt, ratio
from eqeval.core.parts.amount import Amount, find
from eqeval.core.parts.limit import Limits
from eqeval.core.parts.written import Exact, Identifier, Model
from eqeval.core.rules.case import Case, choose_for, why_without, without_bound
from eqeval.core.rules.rule import Rule
from eqeval.core.shown import share
from eqeval.core.terms import Terms, limits_text
from eqeval.core.verdict import Outcome, Verdict, all_of


class Group(Model):
    """A group of those asked, and the share of all returns that has to come from it."""

    item: Identifier
    at_least: Exact


class Survey(Rule):
    """satisfied / returned, or the stated rate, lies within the limit.

    sample: how many returns there must be, for example a thousandth of the population. groups: quotas.
    """

    kind: Literal["survey"]
    satisfied: str
    returned: str
    stated: str
    limits: Limits
    sample: Amount | None = None
    groups: list[Group] = []

    def sentence(self, terms: Terms) -> str:
        """Say what has to be reached."""
        return terms.words(
            "rule.share", what=terms.named([self.stated]), limit=limits_text(self.limits, terms, share=True)
        )

    def judge(self, case: Case) -> Verdict:
        """Judge the rate, the sample and every quota; what the county does not state is awaiting."""
        county, words, named = case.census.county, case.words, case.terms.named
        values, choice = county.values, choose_for(case, self.limits, None)
        if choice.bound is None:
            return Verdict(self.id, without_bound(choice), because=why_without(case, choice))
        rate = ratio(values, {self.satisfied: 1}, {self.returned: 1})
        rate = values.get(self.stated) if rate is None else rate
        found: list[tuple[Outcome, str]] = []
        why = None if rate is None else doubt(rate, values.get(self.stated))
        if rate is None:
            missing = case.unstated((self.satisfied, self.returned, self.stated))
            found.append((missing, words("because.stated_missing", items=named([self.stated]))))
        elif why:
            text = words(f"because.{why}", what=named([self.stated]), value=share(rate, None))
            found.append((Outcome.UNDETERMINED, text))
        else:
            met = Outcome.MET if choice.bound.admits(rate) else Outcome.NOT_MET
            text = share(rate, choice.bound.limit)
            limit = choice.bound.text(share=True)
            found.append((met, words(f"because.share.{met}", what=named([self.stated]), value=text, limit=limit)))
        found += self.quotas(case)
        outcome = all_of(each for each, _ in found)
        because = " ".join(text for each, text in found if each == outcome)
        named_ = (self.satisfied, self.returned, self.stated)
        cells = tuple(dict.fromkeys(cell for item in named_ for cell in county.cells(item)))
        return Verdict(self.id, outcome, None, rate, choice.bound, cells, because=because)

    def quotas(self, case: Case) -> list[tuple[Outcome, str]]:
        """Judge the number of returns and the share of every group."""
        known, words, named = case.census.county.values, case.words, case.terms.named
        returned = known.get(self.returned)
        found: list[tuple[Outcome, str]] = []
        needed = None if self.sample is None else find(self.sample, known)
        if self.sample is not None:
            if needed is None or returned is None:
                found.append(
                    (case.unstated([self.returned]), words("because.stated_missing", items=named([self.returned])))
                )
            else:
                met = Outcome.MET if returned >= needed else Outcome.NOT_MET
                what = named([self.returned])
                text = words(f"because.share.{met}", what=what, value=plain(returned), limit=f"≥{plain(needed)}")
                found.append((met, text))
        for group in self.groups:
            part = ratio(known, {group.item: 1}, {self.returned: 1})
            if part is None:
                found.append((case.unstated([group.item]), words("because.stated_missing", items=named([group.item]))))
            else:
                met = Outcome.MET if part >= group.at_least else Outcome.NOT_MET
                limit = f"≥{percent(group.at_least)}"
                text = words(
                    f"because.share.{met}", what=named([group.item]), value=share(part, group.at_least), limit=limit
                )
                found.append((met, text))
        return found

"""The defined terms of a standard, and the language to speak of them."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.indicator import Indicator
from eqeval.core.origin import item_and_stage
from eqeval.core.parts.amount import Amount, Largest, Quotient, Table, Total
from eqeval.core.parts.bound import SYMBOLS
from eqeval.core.parts.comparison import Comparison
from eqeval.core.parts.condition import AllOf, AnyOf, Compares, Condition, ItemIs, Not, StageIs, TypeIs
from eqeval.core.parts.items import Item
from eqeval.core.parts.limit import Limit
from eqeval.core.parts.scope import Scope
from eqeval.core.parts.written import Title
from eqeval.words import Words


class Terms(Struct, frozen=True):
    """The defined terms of a standard, and the language to speak of them."""

    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    scopes: Mapping[str, Scope]
    stages: Mapping[str, Title]
    types: Mapping[str, Title]
    answers: Mapping[str, str]
    words: Words

    def named(self, items: Iterable[str]) -> str:
        """Name items as the standard does."""
        return self.words.join([self.name(item) for item in dict.fromkeys(items)])

    def name(self, name: str) -> str:
        """Name an item, or the part of it that belongs to one stage."""
        item, stage = item_and_stage(name)
        title = self.words.text(self.items[item].title)
        return self.words("item.of_stage", stage=self.stage(stage), item=title) if stage else title

    def unit(self, name: str) -> str:
        """Name the unit of an item."""
        unit = self.items[item_and_stage(name)[0]].unit
        return self.words.text(unit)

    def sum(self, terms: Mapping[str, Number]) -> str:
        """Write a signed sum of items: 教学及辅助用房面积 − 室内体育用房面积."""
        written = ""
        for item, factor in terms.items():
            sign = "−" if factor < 0 else "+"
            size = factor if factor > 0 else -factor
            times = "" if size == 1 else f"{exact.plain(size)} × "
            name = times + self.name(item)
            written += f" {sign} {name}" if written else ("−" if factor < 0 else "") + name
        return written

    def stage(self, stage: str | None) -> str:
        """Name a stage."""
        return self.words.text(self.stages[stage]) if stage else ""


def amount_text(amount: Amount, terms: Terms, share: bool = False) -> str:
    """Write an amount as the clause does: 在校生数 ÷ 100（向上取整）."""
    words = terms.words
    if isinstance(amount, int | Fraction):
        return exact.percent(amount) if share else exact.plain(amount)
    if isinstance(amount, Quotient):
        per = terms.sum(amount.per) if isinstance(amount.per, dict) else exact.plain(amount.per)
        text = terms.sum(amount.of)
        text += "" if amount.per == 1 else f" ÷ {per}"
        text += "" if amount.times == 1 else f" × {exact.plain(amount.times)}"
        return (
            text if amount.round == "none" else words("amount.rounded", amount=text, how=words(f"round.{amount.round}"))
        )
    if isinstance(amount, Table):
        rows = words.join([f"{exact.plain(size)}→{exact.plain(limit)}" for size, limit in amount.rows])
        return words("amount.table", by=terms.sum(amount.by), rows=rows, between=words(f"between.{amount.between}"))
    if isinstance(amount, Largest):
        return words("amount.largest", amounts=words.join([amount_text(each, terms) for each in amount.largest_of]))
    if isinstance(amount, Total):
        return words("amount.total", amounts=" + ".join(amount_text(each, terms) for each in amount.sum_of))
    return words("amount.smallest", amounts=words.join([amount_text(each, terms) for each in amount.smallest_of]))


def comparison_text(comparison: Comparison, terms: Terms, share: bool = False) -> str:
    """Write an operator with its number, or with how it is found: ≥ 3.5, ≥最大班额."""
    if comparison.fixed:
        return comparison.fixed.text(share)
    value = getattr(comparison, comparison.operator)
    if isinstance(value, tuple):
        return "–".join(amount_text(each, terms, share) for each in value)
    return f"{SYMBOLS[comparison.operator]}{amount_text(value, terms, share)}"


def condition_text(condition: Condition, terms: Terms) -> str:
    """Write a condition as a clause does: 办学类型为教学点，且在校生数 <50."""
    words = terms.words
    if isinstance(condition, AllOf):
        return words("condition.and").join(condition_text(each, terms) for each in condition.all)
    if isinstance(condition, AnyOf):
        return words(
            "condition.any", parts=words("condition.or").join(condition_text(each, terms) for each in condition.any)
        )
    if isinstance(condition, Not):
        return words("condition.not", part=condition_text(condition.not_, terms))
    if isinstance(condition, TypeIs):
        return words.join([words.text(terms.types[kind]) for kind in condition.type])
    if isinstance(condition, StageIs):
        return terms.stage(condition.stage)
    if isinstance(condition, ItemIs):
        item = terms.items[condition.item]
        answers = [words.text(terms.answers.get(answer) or item.choices[answer][0]) for answer in condition.one_of]
        return words("condition.is", item=words.text(item.title), answers=words.join(answers))
    per = f" ÷ {terms.sum(condition.per)}" if condition.per else ""
    return f"{terms.sum(condition.of)}{per} {comparison_text(condition, terms, _is_share(condition, terms))}"


def _is_share(condition: Compares, terms: Terms) -> bool:
    """Tell a part of a whole from a quotient: like by like, and no more than all of it; 20 books a pupil are none."""
    units = {terms.unit(item) for item in (*condition.of, *(condition.per or ()))}
    bound = condition.fixed
    ends = () if bound is None else bound.between or (bound.limit,)
    return condition.per is not None and len(units) == 1 and bool(ends) and all(0 <= end <= 1 for end in ends)


def limits_text(limits: Iterable[Limit], terms: Terms, share: bool = False) -> str:
    """Write the limits of every stage, type and phase: each stage with its limit, one behind the other."""
    return terms.words("list.semicolon").join(limit_text(limit, terms, share) for limit in limits)


def limit_text(limit: Limit, terms: Terms, share: bool = False) -> str:
    """Write one limit with everything that it depends on."""
    words = terms.words
    kinds = [words.text(terms.types[kind]) for kind in limit.type or []]
    parts = [
        words("limit.since", day=limit.since) if limit.since else "",
        words.join(limit.counties or []),
        terms.stage(limit.stage),
        words.join(kinds),
        condition_text(limit.where, terms) if limit.where else "",
    ]
    bound = words("limit.none") if limit.no_limit else comparison_text(limit, terms, share)
    return " ".join([*(part for part in parts if part), bound])

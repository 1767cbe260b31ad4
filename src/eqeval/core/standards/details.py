"""What a rule, an indicator or a relaxation says beyond its sentence: conditions, sums, samples, rounding, points."""

from collections.abc import Collection, Iterator

from eqeval.core.figures import exact
from eqeval.core.indicator import Addition, Indicator
from eqeval.core.parts.limit import Eased
from eqeval.core.parts.relaxation import Relaxation
from eqeval.core.parts.rounding import Rounding
from eqeval.core.rules.count import AlsoCounts
from eqeval.core.rules.dispersion import Dispersion
from eqeval.core.rules.quorum import Member
from eqeval.core.rules.rule import Rule
from eqeval.core.rules.score import Score, Scored
from eqeval.core.rules.share import Share
from eqeval.core.rules.survey import Survey
from eqeval.core.rules.threshold import Otherwise
from eqeval.core.terms import Terms, amount_text, condition_text, limits_text
from eqeval.words import Words


def of_rule(rule: Rule, terms: Terms, told: Collection[str]) -> Iterator[str]:
    """Say what the sentence of a rule leaves out, a line each; told: indicators that have an entry of their own."""
    words = terms.words
    for name in rule.of if isinstance(rule, Dispersion) else ():
        if name not in told:
            indicator = terms.indicators[name]
            yield words.labelled(f"{name} {words.text(indicator.title)}", formula(indicator, terms))
            yield from _indicator(indicator, terms)
    if isinstance(rule, Share) and rule.of:
        per = f" ÷ {terms.sum(rule.per)}" if rule.per else ""
        yield words.labelled(words("explain.formula"), terms.sum(rule.of) + per)
    if isinstance(rule, Survey):
        yield words.labelled(
            words("explain.formula"), terms.sum({rule.satisfied: 1}) + f" ÷ {terms.name(rule.returned)}"
        )
        if rule.sample is not None:
            yield words("detail.sample", item=terms.name(rule.returned), least=amount_text(rule.sample, terms))
        for group in rule.groups:
            values = {"item": terms.name(group.item), "of": terms.name(rule.returned)}
            yield words("detail.group", **values, least=exact.percent(group.at_least))
    if isinstance(rule, Score):
        yield from _points(rule, terms)
    rounding = getattr(rule, "compare_at", None)
    if rounding:
        yield rounded(rounding, words)
    for one in getattr(rule, "relax", []):
        yield words.labelled(words("explain.relaxation"), relaxation(one, terms))


def of_member(member: Member, terms: Terms) -> Iterator[str]:
    """Say how an indicator is formed, how it is rounded, and what relaxes it."""
    words, indicator = terms.words, terms.indicators[member.indicator]
    yield words.labelled(words("explain.formula"), formula(indicator, terms))
    yield from _indicator(indicator, terms)
    for one in member.relax:
        yield words.labelled(words("explain.relaxation"), relaxation(one, terms))


def _indicator(indicator: Indicator, terms: Terms) -> Iterator[str]:
    """Say what an indicator has beside its formula."""
    words = terms.words
    for stage, items in indicator.of_stage.items():
        text = terms.sum(items)
        yield words.labelled(words("detail.of_stage", stage=terms.stage(stage)), text)
    if indicator.compare_at:
        yield rounded(indicator.compare_at, words)
    for one in indicator.also:
        yield words.labelled(words("explain.relaxation"), relaxation(one, terms))


def formula(indicator: Indicator, terms: Terms) -> str:
    """Write how an indicator is formed: (a − b) ÷ pupils × 100."""
    over, under = terms.sum(indicator.of), terms.sum(indicator.per)
    over = f"（{over}）" if len(indicator.of) > 1 else over
    times = "" if indicator.times == 1 else f" × {exact.plain(indicator.times)}"
    return f"{over} ÷ {under}{times}"


def rounded(rounding: Rounding, words: Words) -> str:
    """Say how an authority rounds before it compares."""
    return words("detail.rounded", decimals=rounding.decimals, how=words(f"rounding.{rounding.mode}"))


def relaxation(one: Relaxation, terms: Terms) -> str:
    """Say of a relaxation when it applies, what it changes, and how long it holds."""
    words, effects = terms.words, []
    if isinstance(one, Addition | AlsoCounts):
        effects.append(words("relaxation.add", items=terms.sum(one.add)))
    if isinstance(one, Otherwise) and one.of:
        effects.append(words("relaxation.of", items=terms.sum(one.of)))
    if isinstance(one, Eased) and one.limits:
        effects.append(words("relaxation.limits", limits=limits_text(one.limits, terms)))
    if isinstance(one, Eased) and one.factor != 1:
        effects.append(words("relaxation.factor", factor=exact.percent(one.factor)))
    valid = one.valid
    ends = {"since": valid.since or "…", "until": valid.until or "…"}
    parts = [words("relaxation.valid", **ends)] if valid.since or valid.until else []
    parts += [words.text(valid.note)] if valid.note else []
    return words(
        "explain.relaxation.text",
        title=words.text(one.title),
        clause=one.clause,
        when=condition_text(one.when, terms),
        effect=words.join(effects),
        valid="".join(f"{words('list.semicolon')}{part}" for part in parts),
    )


def _points(rule: Score, terms: Terms) -> Iterator[str]:
    """List the items of every block with their points."""
    words = terms.words
    for block in rule.blocks:
        least = "" if block.at_least is None else words("detail.block.least", share=exact.percent(block.at_least))
        items = words.join([_item(item, terms) for item in block.items])
        yield words("detail.block", title=words.text(block.title), least=least, items=items)


def _item(item: Scored, terms: Terms) -> str:
    words = terms.words
    named = item.rule.title if item.rule else terms.items[item.awarded or ""].title
    text = words.text(item.title or named)
    text += "" if item.points is None else words("detail.points", points=exact.plain(item.points))
    if item.steps:
        steps = [f"{exact.percent(share)}→{exact.percent(part)}" for share, part in item.steps]
        text += words("paren", text=words("detail.steps", steps=words.join(steps)))
    if item.deduct:
        values = {"every": exact.plain(item.deduct.for_every), "points": exact.plain(item.deduct.points)}
        text += words("paren", text=words("detail.deduct", **values))
    return text

"""Which language a command speaks."""

from eqeval.words import LANGUAGES, Words


def speak(lang: str) -> Words:
    """Give the words of a language, or say which ones there are."""
    if lang in LANGUAGES:
        return Words(lang)
    from eqeval.core.errors import UsageError

    words = Words("zh")
    problem = words("usage.choice", choices=words.join(list(LANGUAGES)))
    raise UsageError(words("usage.value", name="--lang", value=lang, problem=problem))

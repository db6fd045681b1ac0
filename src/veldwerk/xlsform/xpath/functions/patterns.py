"""Regular expressions that cannot hang a form: bounded in size before they are compiled and in time while they run.

A form comes from someone else, and `(a|aa)+$` on the wrong answer runs for years. Python's own `re` cannot be stopped;
`regex` reads the same language and stops at a deadline.
"""

from __future__ import annotations

import re

import regex

from veldwerk.xlsform.errors import N_, XPathError

LONGEST_PATTERN = 5_000
LARGEST_PATTERN = 100_000  # single characters to match, with `{n}` written out
SECONDS = 0.25
_MOST_REMEMBERED = 1_000
_COUNT = re.compile(r"\{([0-9]*)(?:,([0-9]*))?\}")
_too_slow: set[tuple[str, int]] = set()


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern is found anywhere in the text (https://getodk.github.io/xforms-spec/#fn:regex).

    XPathError when it is no pattern, when it is too large, or when it needs more than a quarter of a second; a text that
    took too long once is not tried again, so that a form full of them stays usable.
    """
    key = (pattern, hash(text))
    if key in _too_slow:
        raise _slow(pattern)
    if len(pattern) > LONGEST_PATTERN or written_out(pattern) > LARGEST_PATTERN:
        raise XPathError(N_("The pattern “{pattern}” is too large."), pattern=pattern[:80])
    try:
        return regex.search(pattern, text, timeout=SECONDS) is not None
    except TimeoutError as error:
        if len(_too_slow) < _MOST_REMEMBERED:
            _too_slow.add(key)
        raise _slow(pattern) from error
    except (regex.error, OverflowError, MemoryError, RecursionError) as error:
        raise XPathError(N_("“{pattern}” is not a pattern."), pattern=pattern) from error


def _slow(pattern: str) -> XPathError:
    return XPathError(N_("The pattern “{pattern}” takes too long on this answer."), pattern=pattern[:80])


def written_out(pattern: str) -> int:
    """How many single characters a pattern matches when each `{n}` is written out; groups multiply."""
    open_groups: list[int] = []
    total, last, at = 0, 0, 0
    while at < len(pattern):
        letter = pattern[at]
        count = _COUNT.match(pattern, at) if letter == "{" else None
        if letter == "(":
            open_groups.append(total)
            total, last, at = 0, 0, at + 1
            continue
        if count is not None:
            times = max(int(count.group(1) or 0), int(count.group(2) or 0), 1)
            total, last, at = total + last * (times - 1), last * times, count.end()
            continue
        if letter == ")" and open_groups:
            last, total = total, total + open_groups.pop()
        else:
            last, total = 1, total + 1
        at = _class_end(pattern, at) if letter == "[" else at + (2 if letter == "\\" else 1)
    return total + sum(open_groups)


def _class_end(pattern: str, at: int) -> int:
    """The place after `[…]`, where a bracket right after the opening one stands for itself."""
    end = at + 2 if pattern[at + 1 : at + 2] != "^" else at + 3
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end + 1

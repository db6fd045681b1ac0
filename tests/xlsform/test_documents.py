"""What the documents show is true: examples are run, forms are filled, output is what the command prints."""

from __future__ import annotations

import doctest
import re

from tools.form_support import DOCUMENT

PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_engine_run() -> None:
    examples = "".join(PYTHON.findall(DOCUMENT.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(examples, {}, DOCUMENT.name, str(DOCUMENT), 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted > 20
    assert result.failed == 0

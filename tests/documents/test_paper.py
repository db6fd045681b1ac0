"""Forms on paper, page images, and the one door to all documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents import pdf_checks, samples
from veldwerk.documents import form_print, preview
from veldwerk.documents.renderer import Documents
from veldwerk.domain.paper_forms import PaperForm, PaperGroup, PaperOption, PaperQuestion


def form(**answer: object) -> PaperForm:
    questions = (
        PaperQuestion("Hoe gaat het met u?", "Laat de bewoner zelf vertellen.", lines=3),
        PaperQuestion(
            "Mist u mensen om u heen?", options=(PaperOption("Ja"), PaperOption("Nee", chosen=True))
        ),
        PaperQuestion("Wat spraken wij af?", answer="Volgende week bel ik."),
    )
    groups = tuple(PaperGroup(f"Onderdeel {n}", questions) for n in range(5))
    return PaperForm(title="Huisbezoek", language="nl", organisation="Welzijn Oosterveen", groups=groups)


def test_a_form_has_headings_boxes_and_answers_and_every_mark_is_tagged() -> None:
    made = form_print.render(form())
    tree = pdf_checks.outline(made)
    assert pdf_checks.untagged(made) == []
    assert [role for _d, role, _m in tree].count("H2") == 5
    said = [more["/ActualText"] for _d, role, more in tree if role == "Lbl"]
    assert said == ["leeg vakje", "aangekruist"] * 5
    assert "Volgende week bel ik." in pdf_checks.text(made)
    assert "Bladzijde 1 van" in pdf_checks.text(made)
    assert made == form_print.render(form())


def test_page_images_are_opaque_rgb_of_the_asked_size_with_their_words() -> None:
    documents = Documents()
    first, second = documents.pages(documents.letter(samples.letter()), dpi=72)
    assert (first.width, first.height) in ((595, 842), (596, 842))
    assert len(first.rgb) == first.width * first.height * 3
    assert first.rgb[-3:] == b"\xff\xff\xff"
    assert "Geachte mevrouw Özdemir" in first.text
    assert reply_code_of(second.text)
    assert second.png()[:4] == b"\x89PNG"


def reply_code_of(text: str) -> bool:
    return f"{samples.CODE[:3]} {samples.CODE[3:]}" in text


def test_one_page_can_be_asked_for() -> None:
    pdf = Documents().letter(samples.letter())
    assert preview.count(pdf) == 2
    (only,) = preview.pages(pdf, 40, only=[1])
    assert "Antwoordstrook" in only.text


def test_the_door_takes_only_what_it_knows() -> None:
    documents = Documents()
    assert documents.letter(samples.card())[:5] == b"%PDF-"
    assert documents.form(form())[:5] == b"%PDF-"
    assert documents.month_csv(samples.month())[:3] == b"\xef\xbb\xbf"
    for make in (
        documents.letter,
        documents.month_pdf,
        documents.month_xlsx,
        documents.month_csv,
        documents.form,
    ):
        with pytest.raises(TypeError):
            make("een zin")


def test_heavy_libraries_are_loaded_only_when_paper_is_made() -> None:
    import subprocess
    import sys

    source = Path(__file__).resolve().parents[2] / "src"
    script = (
        "import sys; import veldwerk.documents.renderer; "
        "print([m for m in ('reportlab', 'pikepdf', 'pypdfium2', 'xlsxwriter', 'segno', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"

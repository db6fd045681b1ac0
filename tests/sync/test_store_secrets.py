"""A year of work on a store: nothing on it can be read, by a search of all bytes or with the keys of an outsider.

And nothing of `zorg` is in the vault of a welfare worker, opened raw (failures 34, 35, 38; I2, I8).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from backports import zstd

from tests.places import Place, make_place
from tests.store.test_secrecy import everything
from tests.sync.leaks import leaks
from tests.sync.team import Colleague, Team
from veldwerk.demo.generate import generate
from veldwerk.domain.errors import UserError
from veldwerk.domain.register import KINDS, Category, Space
from veldwerk.services.access import Role
from veldwerk.services.safety import Safety
from veldwerk.store import driver
from veldwerk.store.driver import Connection
from veldwerk.sync import envelope, heads
from veldwerk.sync.keys import DeviceKeys, decrypt
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore

pytestmark = pytest.mark.slow

SECRET = frozenset({Category.IDENTIFYING, Category.NOTE, Category.BSN, Category.HEALTH})
WORD = re.compile(r"[^\W\d_]{8,}|\d{9,}")
COMMON = re.compile(r"\d{4}-\d\d-\d\d|\{")
"""A day, or a set of codes: anybody may have the same."""
KEY = re.compile(r'"\w+":')
"""Names of parts of a value, which are no content."""


@dataclass(frozen=True)
class Year:
    """A nurse with a generated year, a welfare worker who shares what is his, and the folder between them."""

    nurse: Place
    welfare: Place
    folder: Path

    @property
    def objects(self) -> dict[str, bytes]:
        return {
            p.relative_to(self.folder).as_posix(): p.read_bytes()
            for p in self.folder.rglob("*")
            if p.is_file()
        }


def begin_reporting_code(place: Place) -> None:
    """A record in a space of its own about the first person in the vault, with a text in it."""
    work = place.work
    safety = Safety(work.services.kit, work.vault, work.sync)
    person = work.services.people.get(work.actor, work.services.people.lines(work.actor)[0].id)
    record = safety.begin(work.actor, person)
    noted = replace(record, step1_on=place.clock.today(), step1_note="Huilend aangetroffen bij de achterdeur")
    safety.save(work.actor, record, noted)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    place = tmp_path_factory.mktemp("year")
    nurse = make_place(place / "nurse")
    welfare = make_place(place / "welfare", Role.WELFARE, "Karim Haddou")
    generate(nurse.work, people=60, years=1)
    begin_reporting_code(nurse)
    folder = place / "stick"
    folder.mkdir()
    store = FolderStore(folder)
    spaces = sorted(nurse.work.vault.spaces)
    nurse.work.sync.found(nurse.work.actor, store, spaces)
    request = welfare.work.sync.request(welfare.work.actor)
    shared = sorted(set(spaces) & welfare.work.vault.spaces)
    invitation = nurse.work.sync.invite(nurse.work.actor, store, request, shared)
    welfare.work.sync.join(welfare.work.actor, invitation)
    for work in (nurse.work, welfare.work, nurse.work):
        assert work.sync.sync(work.actor, store).ok
    yield Year(nurse, welfare, folder)
    nurse.work.vault.close()
    welfare.work.vault.close()


def _ids_and_words(connection: Connection, spaces: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """Ids of records, and the words of everything that says who somebody is or how he fares."""
    ids: set[str] = set()
    words: set[str] = set()
    for kind, spec in KINDS.items():
        if not spec.person_field:
            continue
        fields = [name for name, field in spec.fields.items() if field.category in SECRET]
        columns = "".join(f', "{name}"' for name in fields)
        marks = ", ".join("?" * len(spaces))
        for row in connection.execute(
            f'SELECT id{columns} FROM "{kind}" WHERE _space IN ({marks})', spaces
        ).fetchall():
            ids.add(str(row[0]))
            for value in row[1:]:
                words |= set(WORD.findall(KEY.sub("", str(value or ""))))
    return ids, words


def test_failure_38_a_year_of_work_leaves_no_word_on_the_store(year: Year) -> None:
    objects = year.objects
    vault = year.nurse.work.vault
    ids, words = vault.raw_read(lambda c: _ids_and_words(c, tuple(sorted(vault.spaces))))
    assert "achterdeur" in words
    assert len(ids) > 200
    assert len(words) > 300
    assert sum(map(len, objects.values())) > 100_000
    words |= {name for spec in KINDS.values() for name in spec.fields if len(name) >= 8}
    words |= {"Sanne de Boer", "Karim Haddou", "Wijkteam De Linde", "coalitie"}
    assert leaks(objects, words | ids, [UUID(one).bytes for one in ids]) == set()


@pytest.mark.parametrize(
    "hide",
    [
        lambda text: text,
        lambda text: text.decode().encode("utf-16-le"),
        lambda text: b"x" + text.decode().encode("utf-16-be"),
        lambda text: b"\x00\x01" + zlib.compress(text),
        lambda text: b"VWCS1\n" + zstd.compress(text),
        lambda text: b"." + base64.b64encode(b"ab" + text),
        lambda text: b"!" + base64.urlsafe_b64encode(zstd.compress(text)),
        lambda text: text.hex().encode(),
        lambda text: zlib.compress(text, wbits=31),
    ],
    ids=["clear", "utf-16-le", "utf-16-be", "zlib", "zstd", "base64", "zstd in base64", "hex", "gzip"],
)
def test_the_search_finds_what_is_hidden(year: Year, hide: object) -> None:
    """Otherwise finding nothing would prove nothing."""
    name, data = max(year.objects.items(), key=lambda one: len(one[1]))
    assert callable(hide)
    hidden = hide(b'{"family_name":"Zwanepoel","street":"Kalmoesplein"}')
    spoiled = {name: data[:1000] + hidden + data[1000:2000]} if hidden[:1] != b"\x1f" else {name: hidden}
    assert leaks(spoiled, ["Zwanepoel", "Kalmoesplein"]) == {"Zwanepoel", "Kalmoesplein"}


def _sealed_parts(data: bytes) -> Iterator[bytes]:
    """Each age file inside an object, with whatever stands behind it."""
    for match in re.finditer(rb"age-encryption\.org/v1", data):
        yield data[match.start() :]


def test_failure_35_an_outsider_opens_nothing_of_the_store(year: Year) -> None:
    outsider = DeviceKeys.generate()
    theirs = {key for space in year.welfare.work.sync._spaces() for key in space._epochs.values()}  # type: ignore[attr-defined]
    zorg = next(s for s in year.nurse.work.sync._spaces() if s.label == "zorg")
    sealed = 0
    for name, data in year.objects.items():
        for part in _sealed_parts(data):
            sealed += 1
            identities = [outsider.age, *(theirs if name.startswith(zorg.prefix) else ())]
            for cut in (part, part[:-64]):
                with pytest.raises(UserError) as refused:
                    decrypt(cut, identities)
                assert refused.value.code in ("key-missing", "object-damaged")
    assert sealed > 12
    stranger = Sealing().load(outsider.to_bytes(), "zorg", zorg.objects)
    assert not stranger.ready()
    assert not stranger.active()
    with pytest.raises(UserError) as refused:
        stranger.changeset(f"{stranger.dev}.00000000", 1, "", [])
    assert refused.value.code == "key-missing"


def _closed(space: str) -> bool:
    """Whether a welfare worker who is no attention officer has no business in a space."""
    return space == "zorg" or space.startswith("veilig-")


def _care(connection: Connection) -> set[str]:
    """Ids, citizen service numbers and whole notes of `zorg` and `veilig-…` that are nowhere else."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for kind, spec in KINDS.items():
        fields = [name for name, field in spec.fields.items() if field.category in SECRET]
        columns = "".join(f', "{name}"' for name in fields)
        for space, *values in connection.execute(f'SELECT _space, id{columns} FROM "{kind}"').fetchall():
            found[_closed(space)] |= {
                str(one) for one in values if len(str(one or "")) > 8 and not COMMON.match(str(one))
            }
    return found[True] - found[False]


def test_a_welfare_vault_opened_raw_after_a_year_holds_nothing_of_care(year: Year) -> None:
    care = year.nurse.work.vault.raw_read(_care)
    connection = driver.connect(
        year.welfare.path, year.welfare.work.vault.key, query_only=True, wipe_memory=False
    )
    try:
        content = everything(connection)
        asked = [f'SELECT DISTINCT _space FROM "{kind}"' for kind in KINDS]
        stored = {row[0] for one in asked for row in connection.execute(one).fetchall()}
    finally:
        connection.close()
    assert "casus" in stored
    assert stored <= {space.value for space in Space} - {"zorg"}
    assert len(care) > 100
    assert any(re.fullmatch(r"\d{9}", one) for one in care)
    assert "Huilend aangetroffen bij de achterdeur" in care
    for table, text in content.items():
        assert not [one for one in care if one in text], table
        assert "'zorg'" not in text, table
        assert not re.search(r"veilig-[0-9a-f]{8}-", text), table


# --- tampering


def _three(team: Team) -> tuple[MemoryStore, Colleague, Colleague, list[str]]:
    """Anna wrote three changesets in `casus` and one in `zorg`; Bert has only the first of `casus`."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert, spaces="casus zorg")
    person = anna.person("Eerste")
    team.settle(store)
    for name in ("Tweede", "Derde"):
        anna.person(name)
        anna.sync(store)
    anna.care(person, "insuline")
    anna.sync(store)
    space = next(s for s in anna.service._spaces() if s.label == "casus")
    return (
        store,
        anna,
        bert,
        sorted(n for n in store.objects if n.startswith(f"{space.prefix}dev/") and "/cs/" in n),
    )


def _refused(bert: Colleague, store: MemoryStore, code: str) -> None:
    before = bert.digest()
    report = bert.sync(store)
    casus = next(one for one in report.spaces if one.space == "casus")
    assert [problem.code for problem in casus.problems] == [code]
    assert casus.received == 0
    assert bert.digest() == before


def _announce(store: MemoryStore, anna: Colleague, signer: DeviceKeys, tail: list[tuple[int, bytes]]) -> None:
    """A head in Anna's place, signed by `signer`, that names these changesets; they are put under those names."""
    space = next(s for s in anna.service._spaces() if s.label == "casus")
    start = f"{space.prefix}heads/{space.dev}"
    for name in sorted((n for n in store.objects if n.startswith(start)), reverse=True):
        try:
            head = space.open_head(name[len(space.prefix) :], store.objects[name])
            break
        except UserError:
            del store.objects[name]
    first = head.tail[0]
    named = (first, *((seq, sha256(data).hexdigest()) for seq, data in tail))
    for seq, data in tail:
        name = f"{space.prefix}dev/{head.stream}/cs/{seq:010d}-{sha256(data).hexdigest()[:8]}.vwc"
        store.objects[name] = data
    head = replace(head, number=head.number + 1, seq=named[-1][0], tail=named)
    name, data = heads.write(space.prefix[:-1], head, signer, "")
    store.objects[space.prefix + name] = data


def _keys(one: Colleague) -> DeviceKeys:
    return DeviceKeys.from_bytes(one.vault.read(lambda r: r.meta("sync//device")) or b"")


def test_swapped_objects_are_refused(team: Team) -> None:
    store, _anna, bert, names = _three(team)
    store.objects[names[1]], store.objects[names[2]] = store.objects[names[2]], store.objects[names[1]]
    _refused(bert, store, "object-damaged")


@pytest.mark.parametrize("left", [0, 1, 400, -64, -1])
def test_a_cut_object_is_refused(team: Team, left: int) -> None:
    store, _anna, bert, names = _three(team)
    store.objects[names[1]] = store.objects[names[1]][:left]
    _refused(bert, store, "object-damaged")


def test_failure_34_a_replayed_object_is_refused(team: Team) -> None:
    """The owner's own first changeset again in the second place, and the third in the second."""
    store, anna, bert, names = _three(team)
    _announce(store, anna, _keys(anna), [(2, store.objects[names[0]])])
    _refused(bert, store, "object-replayed")
    _announce(store, anna, _keys(anna), [(2, store.objects[names[2]])])
    _refused(bert, store, "object-replayed")


def test_failure_34_an_object_of_another_space_of_the_same_owner_is_refused(team: Team) -> None:
    store, anna, bert, _ = _three(team)
    zorg = next(s for s in anna.service._spaces() if s.label == "zorg")
    foreign = next(
        data for name, data in store.objects.items() if name.startswith(zorg.prefix) and "/cs/" in name
    )
    _announce(store, anna, _keys(anna), [(2, foreign)])
    _refused(bert, store, "object-foreign")


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_failure_34_a_forged_author_is_refused(team: Team, who: str) -> None:
    """Somebody who has the right key of the space, but not that of Anna, writes in her name."""
    store, anna, bert, names = _three(team)
    signer = _keys(bert) if who == "colleague" else DeviceKeys.generate()
    raw = envelope.open_envelope(b"VWCS1\n", store.objects[names[1]])
    forged = envelope.seal(b"VWCS1\n", raw.header, raw.body, signer.seed)
    _announce(store, anna, signer, [(2, forged)])
    before = bert.digest()
    report = bert.sync(store)
    assert "object-forged" in [problem.code for one in report.spaces for problem in one.problems]
    assert bert.vault.read(lambda r: r.counts())["person"] == 3  # her own head, older, still counts
    assert bert.digest() != before
    _announce(store, anna, _keys(anna), [(2, forged)])
    fresh = team.hire("Clara")
    fresh.service.join(
        fresh.actor, anna.service.invite(anna.actor, store, fresh.service.request(fresh.actor), ["casus"])
    )
    report = fresh.sync(store)
    assert [problem.code for one in report.spaces for problem in one.problems] == ["object-forged"]
    assert fresh.vault.read(lambda r: r.counts())["person"] == 1

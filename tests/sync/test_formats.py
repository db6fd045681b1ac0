"""The bytes of the protocol: one spelling, bounded, signed, and nothing believed that should not be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import Person
from veldwerk.services.sync_shapes import Head
from veldwerk.sync import changeset, envelope, heads
from veldwerk.sync.keys import DeviceKeys, encrypt, public_of
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.space import Space, found
from veldwerk.sync.words import WORDS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
MAGIC = b"VWTS1\n"
ANNA, BERT, CLARA = (DeviceKeys.generate() for _ in range(3))


def _code(call: Callable[[], Any]) -> str:
    with pytest.raises(UserError) as refused:
        call()
    return refused.value.code


def _space(keys: DeviceKeys = ANNA) -> Space:
    return found(keys, "casus", "ab" * 16, "2026-03-02", Person("worker-anna", "Anna Voorbeeld", "d1"))


def _request(keys: DeviceKeys, name: str = "Bert Voorbeeld") -> bytes:
    return Sealing().request(keys.to_bytes(), Person("worker-bert", name, "d2"))


def _seen_by(keys: DeviceKeys, space: Space) -> Space:
    return Space(keys, space.label, space.objects)


# --- envelope


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5), st.binary(max_size=200))
def test_what_was_signed_is_read_back(header: dict[str, object], body: bytes) -> None:
    header.pop("min_reader", None)
    data = envelope.seal(MAGIC, header, body, ANNA.seed)
    read = envelope.open_envelope(MAGIC, data)
    read.verify(ANNA.public)
    assert read.body == body
    assert header.items() <= read.header.items()


@given(st.data())
def test_any_flipped_bit_or_cut_is_refused(data: st.DataObject) -> None:
    whole = envelope.seal(MAGIC, {"a": 1}, b"body", ANNA.seed)
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    spoilt = whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :]
    for one in (spoilt, whole[:at]):
        code = _code(lambda one=one: envelope.open_envelope(MAGIC, one).verify(ANNA.public))
        assert code in ("object-damaged", "object-forged", "update-needed")


def test_a_header_has_one_spelling() -> None:
    for raw in (b'{"min_reader":1, "v":1}', b'{"v":1,"min_reader":1}', b'{"min_reader":1,"v":1,"v":1}'):
        signed = MAGIC + len(raw).to_bytes(4, "big") + raw
        data = signed + bytes.fromhex(envelope.sign(signed, ANNA.seed))
        assert _code(lambda data=data: envelope.open_envelope(MAGIC, data)) == "object-damaged"


@pytest.mark.parametrize(
    "raw",
    [b'{"min_reader":1,"x":NaN}', b"[" * 100_000, b'"text"', b"\xff\xfe", b"{" + b'"a":{' * 50_000],
    ids=["nan", "deep-list", "not-object", "not-utf8", "deep-object"],
)
def test_hostile_json_is_refused(raw: bytes) -> None:
    signed = MAGIC + len(raw).to_bytes(4, "big") + raw
    data = signed + bytes.fromhex(envelope.sign(signed, ANNA.seed))
    assert _code(lambda: envelope.open_envelope(MAGIC, data)) == "object-damaged"


def test_a_length_beyond_the_data_is_refused() -> None:
    data = MAGIC + b"\xff\xff\xff\xff" + bytes(200)
    assert _code(lambda: envelope.open_envelope(MAGIC, data)) == "object-damaged"


def test_a_newer_format_asks_for_an_update_and_unknown_fields_do_not() -> None:
    newer = envelope.seal(MAGIC, {"min_reader": 2}, b"", ANNA.seed)
    assert _code(lambda: envelope.open_envelope(MAGIC, newer)) == "update-needed"
    wider = envelope.seal(MAGIC, {"v": 7, "colour": "blue"}, b"", ANNA.seed)
    assert envelope.open_envelope(MAGIC, wider).header["colour"] == "blue"


# --- changesets


def _changeset(
    body: bytes | None = None, signer: DeviceKeys = ANNA, **changed: object
) -> tuple[Space, str, bytes]:
    """A changeset of Anna's with a body of our choice, signed by her."""
    space = _space()
    epoch, identity = space._writing()
    stream = f"{ANNA.dev}.00000001"
    body = encrypt(body if body is not None else changeset.pack([{"a": 1}])[0], [public_of(identity)])
    header: dict[str, object] = {
        "space": space.id, "dev": ANNA.dev, "inc": "00000001", "seq": 1, "prev": "", "epoch": epoch, "n": 1,
        "len": len(body), "sha": envelope.sha256(body), "schema": 1, **changed,
    }  # fmt: skip
    return space, stream, envelope.seal(changeset.MAGIC, header, body, signer.seed)


def _open(space: Space, stream: str, data: bytes) -> list[Any]:
    return list(space.open_changeset(stream, 1, "", envelope.sha256(data), data))


def test_a_changeset_comes_back_as_it_was() -> None:
    ops = [{"t": "person", "f": {"name": "Wilhelmina", "n": n}} for n in range(50)]
    space = _space()
    stream = f"{ANNA.dev}.00000001"
    name, data = space.changeset(stream, 1, "", ops)
    assert name == f"dev/{stream}/cs/0000000001-{envelope.sha256(data)[:8]}.vwc"
    assert _open(space, stream, data) == ops
    assert b"Wilhelmina" not in data


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"space": "cd" * 16}, "object-foreign"),
        ({"dev": BERT.dev}, "object-foreign"),
        ({"inc": "00000002"}, "object-foreign"),
        ({"seq": 2}, "object-replayed"),
        ({"prev": "00"}, "object-replayed"),
        ({"len": 5}, "object-damaged"),
        ({"sha": "00"}, "object-damaged"),
        ({"n": 2}, "object-damaged"),
        ({"epoch": "9.0000000000000000"}, "key-missing"),
        ({"dict": "00000000"}, "update-needed"),
        ({"min_reader": 2}, "update-needed"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(changed: dict[str, object], code: str) -> None:
    space, stream, data = _changeset(**changed)
    assert _code(lambda: _open(space, stream, data)) == code


def test_a_changeset_that_another_signed_is_refused_before_it_is_decrypted() -> None:
    space, stream, data = _changeset(b"not even an age file's content", signer=BERT)
    assert _code(lambda: _open(space, stream, data)) == "object-forged"


def test_what_is_too_long_is_never_taken_for_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changeset, "MAX_PLAIN", 1000)
    line = b'{"a":"' + b"x" * (1001 - 8) + b'"}'
    assert len(line) == 1001
    space, stream, data = _changeset(zstd.compress(line + b"\n" + line))
    assert _code(lambda: _open(space, stream, data)) == "object-damaged"


def test_a_bomb_is_refused_within_bounds() -> None:
    bomb = zstd.compress(bytes(changeset.MAX_PLAIN * 4))
    assert len(bomb) < 50_000
    space, stream, data = _changeset(bomb)
    assert _code(lambda: _open(space, stream, data)) == "object-damaged"


@pytest.mark.parametrize(
    "plain", [b"not json", b"[1]", b"[" * 90_000, b'{"a":NaN}', b"\xff", b"{}\n\n{}"], ids=str
)
def test_hostile_content_of_a_member_is_refused(plain: bytes) -> None:
    space, stream, data = _changeset(zstd.compress(plain))
    assert _code(lambda: _open(space, stream, data)) == "object-damaged"
    space, stream, data = _changeset(b"no zstd at all")
    assert _code(lambda: _open(space, stream, data)) == "object-damaged"


def test_a_dictionary_is_named_and_needed() -> None:
    sample = [
        json.dumps({"t": "visit", "k": str(n), "f": {"status": "gepland"}}).encode() for n in range(2000)
    ]
    dictionary = zstd.train_dict(sample, 4096).dict_content
    ops: list[Any] = [{"t": "visit", "k": "1", "f": {"status": "gepland"}}]
    space = found(
        ANNA, "casus", "ab" * 16, "2026-03-02", Person("w", "A", "d"), [b"an older one" * 20, dictionary]
    )
    stream = f"{ANNA.dev}.00000001"
    _, data = space.changeset(stream, 1, "", ops)
    assert _open(space, stream, data) == ops
    later = Space(ANNA, "casus", space.objects, [dictionary, b"a newer one" * 20])
    assert _open(later, stream, data) == ops
    without = Space(ANNA, "casus", space.objects)
    assert _code(lambda: _open(without, stream, data)) == "update-needed"
    assert len(changeset.pack(ops, dictionary)[0]) < len(changeset.pack(ops)[0])


# --- heads


def test_a_head_says_what_it_says() -> None:
    space = _space()
    stream = f"{ANNA.dev}.00000001"
    head = Head(stream, 3, 2, ((1, "ab" * 32), (2, "cd" * 32)), {"x": 4}, ("x:5",), (1, "ef"))
    name, data = space.head(head)
    read = space.open_head(name, data)
    assert (read.number, read.seq, read.tail, dict(read.frontier)) == (3, 2, head.tail, {"x": 4})
    assert (read.wanted, read.members, read.name) == (("x:5",), (1, "ef"), name)
    assert (
        _code(lambda: space.open_head(name.replace("0000000003-", "0000000004-"), data)) == "object-foreign"
    )


def test_a_head_that_another_signed_is_refused() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "member")))
    stream = f"{ANNA.dev}.00000001"
    name, data = heads.write(space.id, Head(stream, 1, 0, (), {}), BERT, "")
    assert _code(lambda: space.open_head(name, data)) == "object-forged"
    name, data = heads.write(space.id, Head(f"{CLARA.dev}.00000001", 1, 0, (), {}), CLARA, "")
    assert _code(lambda: space.open_head(name, data)) == "object-forged"


@pytest.mark.parametrize(
    "tail",
    [[[1, "ab" * 32]], [[2, "short"]], [[2, "ab" * 32], [2, "ab" * 32]], [["2", "ab" * 32]], "x", [[2]]],
)
def test_a_head_with_a_gap_or_nonsense_is_refused(tail: object) -> None:
    space = _space()
    header = {
        "space": space.id, "dev": ANNA.dev, "inc": "00000001", "number": 1, "seq": 2, "tail": tail,
        "frontier": {}, "wanted": [], "members": [0, ""], "segs": [],
    }  # fmt: skip
    data = envelope.seal(heads.MAGIC, header, b"", ANNA.seed)
    name = f"heads/{ANNA.dev}.00000001-0000000001-{envelope.sha256(data)[:8]}.vwh"
    assert _code(lambda: space.open_head(name, data)) == "object-damaged"


# --- membership


def test_a_name_is_only_in_the_sealed_part() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "member")))
    everything = b"".join(space.objects.values()) + "".join(space.objects).encode()
    for word in (b"Voorbeeld", b"worker-anna", b"worker-bert"):
        assert word not in everything
    assert [m.person.name for m in _seen_by(BERT, space).members] == [m.person.name for m in space.members]
    assert {m.person.name for m in space.members} == {"Anna Voorbeeld", "Bert Voorbeeld"}


def test_who_is_no_administrator_cannot_change_members() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "member")))
    bert = _seen_by(BERT, space)
    assert _code(lambda: bert.add(_request(CLARA), "member")) == "not-admin"
    assert _code(lambda: bert.revoke(ANNA.dev, {})) == "not-admin"
    stranger = _seen_by(CLARA, space)
    assert not stranger.active()
    assert _code(lambda: stranger.changeset(f"{CLARA.dev}.00000001", 1, "", [])) == "key-missing"


def test_an_entry_that_a_member_forges_is_left_out() -> None:
    """Bert, an ordinary member, signs an entry that makes Clara an administrator."""
    from veldwerk.sync import members

    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "member")))
    draft = _seen_by(BERT, space)._draft()
    forged = members.write_add(draft, BERT, CLARA.public, CLARA.recipient, "admin", Person("", "", ""))
    after = space.absorb(dict([forged]))
    assert [m.dev for m in after.members] == [m.dev for m in space.members]
    assert forged[0] not in after.objects


def test_two_administrators_at_the_same_moment_both_stay() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "admin")))
    bert = _seen_by(BERT, space)
    dora = DeviceKeys.generate()
    by_anna, by_bert = dict(space.add(_request(CLARA), "member")), dict(bert.add(_request(dora), "member"))
    one, other = space.absorb(by_anna).absorb(by_bert), bert.absorb(by_bert).absorb(by_anna)
    assert {m.dev for m in one.members} == {ANNA.dev, BERT.dev, CLARA.dev, dora.dev}
    assert [m.dev for m in one.members] == [m.dev for m in other.members]
    assert one.newest == other.newest


def test_removing_beats_adding_whatever_the_order() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "admin")))
    space = space.absorb(dict(space.add(_request(CLARA), "member")))
    bert = _seen_by(BERT, space)
    removed = dict(space.revoke(CLARA.dev, {}))
    again = dict(bert.add(_request(CLARA), "member"))
    for one in (space.absorb(removed).absorb(again), bert.absorb(again).absorb(removed)):
        assert next(m for m in one.members if m.dev == CLARA.dev).revoked


def test_a_removed_administrator_cannot_date_an_entry_back() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "admin")))
    bert = _seen_by(BERT, space)
    late = dict(bert.add(_request(CLARA), "admin"))  # made from the log as it was before
    space = space.absorb(dict(space.revoke(BERT.dev, {})))
    space = space.absorb(dict(space.add(_request(DeviceKeys.generate(), "Dora"), "member")))
    after = space.absorb(late)
    assert CLARA.dev not in {m.dev for m in after.members}


def test_after_a_removal_there_is_a_new_key_that_the_removed_does_not_have() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "member")))
    stream = f"{ANNA.dev}.00000001"
    _, before = space.changeset(stream, 1, "", [{"a": 1}])
    after = space.absorb(dict(space.revoke(BERT.dev, {})))
    _, later = after.changeset(stream, 1, "", [{"a": 2}])
    bert = _seen_by(BERT, after)
    assert _open(bert, stream, before) == [{"a": 1}]
    assert _code(lambda: _open(bert, stream, later)) == "key-missing"
    assert _open(after, stream, later) == [{"a": 2}]
    assert _open(after, stream, before) == [{"a": 1}]


def test_what_was_sent_before_the_cut_stays_and_nothing_else() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "member")))
    bert = _seen_by(BERT, space)
    stream = f"{BERT.dev}.00000001"
    _, first = bert.changeset(stream, 1, "", [{"a": 1}])
    _, other = bert.changeset(stream, 1, "", [{"a": "changed"}])
    _, second = bert.changeset(stream, 2, envelope.sha256(first), [{"a": 2}])
    after = space.absorb(dict(space.revoke(BERT.dev, {stream: (1, envelope.sha256(first))})))
    assert _open(after, stream, first) == [{"a": 1}]
    assert _code(lambda: _open(after, stream, other)) == "member-revoked"
    sha = envelope.sha256(first), envelope.sha256(second)
    assert _code(lambda: after.open_changeset(stream, 2, *sha, second)) == "member-revoked"


def test_a_reader_does_not_write() -> None:
    space = _space()
    space = space.absorb(dict(space.add(_request(BERT), "reader")))
    bert = _seen_by(BERT, space)
    stream = f"{BERT.dev}.00000001"
    _, data = bert.changeset(stream, 1, "", [{"a": 1}])
    assert _code(lambda: _open(space, stream, data)) == "object-forged"


def test_a_recovery_key_reads_every_key_file() -> None:
    """The content of every key file opens with the organisation's offline recipient."""
    from veldwerk.sync.keys import decrypt, new_identity

    recovery = new_identity()
    space = found(
        ANNA, "casus", "ab" * 16, "2026-03-02", Person("w", "A", "d"), recovery=[public_of(recovery)]
    )
    space = space.absorb(dict(space.add(_request(BERT), "member")))
    space = space.absorb(dict(space.revoke(BERT.dev, {})))
    files = [data for name, data in space.objects.items() if name.startswith("keys/")]
    assert len(files) == 3
    newest = max(
        (json.loads(decrypt(envelope.open_envelope(b"VWKY1\n", data).body, [recovery])) for data in files),
        key=len,
    )
    assert set(newest) == set(space._epochs)


def test_format_is_signed_and_names_the_space() -> None:
    from veldwerk.sync.space import read_format, write_format

    data = write_format("ab" * 16, "2026-03-02", ANNA)
    read = read_format(data)
    assert (read.space, read.founder) == ("ab" * 16, ANNA.public)
    assert _code(lambda: read_format(data.replace(b"ab" * 16, b"cd" * 16))) == "object-forged"
    assert _code(lambda: read_format(data.replace(b'"format":1', b'"format":2'))) == "update-needed"
    assert _code(lambda: read_format(b"<html>")) == "object-damaged"


def test_there_are_256_words_that_differ() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(word.isascii() and word.islower() and 2 < len(word) < 10 for word in WORDS)

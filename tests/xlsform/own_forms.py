"""Forms of our own in which what depends on what is as tangled as forms get, for the property tests."""

from __future__ import annotations

from functools import cache

from tests.xlsform.made import xform_source
from veldwerk.xlsform import Form, parse

_LIST = """<instance id="plaats"><root>
<item><name>u</name><soort>provincie</soort><boven/></item>
<item><name>z</name><soort>provincie</soort><boven/></item>
<item><name>am</name><soort>stad</soort><boven>u</boven></item>
<item><name>ut</name><soort>stad</soort><boven>u</boven></item>
<item><name>rd</name><soort>stad</soort><boven>z</boven></item>
<item><name>am1</name><soort>wijk</soort><boven>am</boven></item>
<item><name>am2</name><soort>wijk</soort><boven>am</boven></item>
<item><name>rd1</name><soort>wijk</soort><boven>rd</boven></item></root></instance>"""


def _itemset(nodeset: str, value: str = "name", label: str = "name") -> str:
    return f'<itemset nodeset="{nodeset}"><value ref="{value}"/><label ref="{label}"/></itemset>'


def _nested_counts() -> bytes:
    """Repeats in repeats, both made by a count, with sums over both."""
    return xform_source(
        "<n>1</n><t/><p><k>1</k><som/><q><v/><w/><s><z/></s></q></p>",
        """<bind nodeset="/data/n" type="int"/>
        <bind nodeset="/data/t" type="int" calculate="sum(/data/p/q/v) + count(/data/p/q)"/>
        <bind nodeset="/data/p/k" type="int"/><bind nodeset="/data/p/som" type="int" calculate="sum(../q/v)"/>
        <bind nodeset="/data/p/q/v" type="int" relevant="../../k &lt; 3"/>
        <bind nodeset="/data/p/q/w" calculate="concat(position(../..), '.', position(..), '/', /data/n, '-', ../v)"/>
        <bind nodeset="/data/p/q/s" relevant="../v &gt; 0"/>
        <bind nodeset="/data/p/q/s/z" type="int" required="../../v &gt; 1" constraint=". &lt; /data/t"/>""",
        """<input ref="/data/n"/><repeat nodeset="/data/p" jr:count="/data/n mod 4"><input ref="/data/p/k"/>
        <repeat nodeset="/data/p/q" jr:count="../k mod 4"><input ref="/data/p/q/v"/>
        <group ref="/data/p/q/s"><input ref="/data/p/q/s/z"/></group></repeat></repeat>""",
    )


def _cascades() -> bytes:
    """Selects that filter each other, one, several and ranked, in the form and in a repeat."""
    place = "instance('plaats')/root/item"
    return xform_source(
        "<a/><b/><c/><m/><o/><e/><r><b/><c/><naam/></r>",
        f"""<bind nodeset="/data/c" relevant="/data/b != ''"/>
        <bind nodeset="/data/e" calculate="concat(jr:choice-name(/data/b, '/data/b'), count-selected(/data/m))"/>
        <bind nodeset="/data/r" relevant="/data/a != 'z'"/>
        <bind nodeset="/data/r/c" required="/data/m != ''"/>
        <bind nodeset="/data/r/naam" calculate="{place}[name = current()/../c]/boven"/>""",
        f"""<select1 ref="/data/a">{_itemset(f"{place}[soort = 'provincie']")}</select1>
        <select1 ref="/data/b">{_itemset(f"{place}[boven = /data/a and soort = 'stad']")}</select1>
        <select1 ref="/data/c">{_itemset(f"{place}[boven = /data/b]")}</select1>
        <select ref="/data/m">{_itemset(f"{place}[boven = /data/a or name = /data/b]")}</select>
        <odk:rank ref="/data/o">{_itemset(f"{place}[boven = /data/a]")}</odk:rank>
        <repeat nodeset="/data/r"><select1 ref="/data/r/b">{_itemset(f"{place}[boven = /data/a]")}</select1>
        <select1 ref="/data/r/c">{_itemset(f"{place}[boven = current()/../b]")}</select1></repeat>""",
        _LIST,
    )


def _relevance() -> bytes:
    """What is asked depends on what was asked, through groups, and calculations see only what counts."""
    return xform_source(
        "<a/><b>7</b><g><c>2</c><h><d/><e>x</e></h></g><f/><som/><tekst/>",
        """<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="int" relevant="/data/a &gt; 2"/>
        <bind nodeset="/data/g" relevant="/data/b &gt; 3" readonly="/data/a = 5"/>
        <bind nodeset="/data/g/c" type="int" required="/data/a = 4"/>
        <bind nodeset="/data/g/h" relevant="/data/g/c &gt; 1"/>
        <bind nodeset="/data/g/h/d" type="decimal" constraint=". &lt; /data/g/c" relevant="../../c != 3"/>
        <bind nodeset="/data/g/h/e" calculate="concat(../d, '|', /data/b)"/>
        <bind nodeset="/data/f" relevant="/data/g/h/e != '' and /data/som mod 2 = 0"/>
        <bind nodeset="/data/som" type="int" calculate="coalesce(/data/b, 0) + coalesce(/data/g/c, 0)"/>
        <bind nodeset="/data/tekst" calculate="concat(/data/g, /data/f)"/>""",
        """<input ref="/data/a"/><input ref="/data/b"/><group ref="/data/g"><input ref="/data/g/c"/>
        <group ref="/data/g/h"><input ref="/data/g/h/d"/></group></group><input ref="/data/f"/>""",
    )


def _running() -> bytes:
    """Each of a series goes on from the one before it; sums take some of it."""
    return xform_source(
        "<grens>3</grens><veel/><laatste/><r><n>1</n><af/><tot/><tot2/><boven/></r>",
        """<bind nodeset="/data/grens" type="int"/><bind nodeset="/data/r/n" type="int"/>
        <bind nodeset="/data/veel" type="int" calculate="sum(/data/r[n &gt; /data/grens]/n) + sum(/data/r[af = 'ja']/n)"/>
        <bind nodeset="/data/laatste" calculate="/data/r[last()]/tot"/>
        <bind nodeset="/data/r/tot" type="int"
            calculate="../n + coalesce(/data/r[position() = position(current()/..) - 1]/tot, 0)"/>
        <bind nodeset="/data/r/tot2" type="int" calculate="../n + sum(../preceding-sibling::r/n)"/>
        <bind nodeset="/data/r/boven" relevant="../tot &gt; /data/grens" calculate="count(/data/r[n &lt; current()/../n])"/>""",
        """<input ref="/data/grens"/><repeat nodeset="/data/r"><input ref="/data/r/n"/>
        <select1 ref="/data/r/af"><item><label>ja</label><value>ja</value></item>
        <item><label>nee</label><value>nee</value></item></select1></repeat>""",
    )


def _actions() -> bytes:
    """Values that come with events: at the first load, with a new repeat, and when another value changes."""
    return xform_source(
        "<a>1</a><b/><c/><d>blijft</d><r><x/><y/><z/><k/></r>",
        """<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="int"/>
        <bind nodeset="/data/c" calculate="concat(/data/b, '!', count(/data/r))"/>
        <bind nodeset="/data/r/x" type="int"/><bind nodeset="/data/r/k" calculate="concat(../x, ../y, ../z)"/>
        <bind nodeset="/data/r/z" readonly="true()"/>
        <setvalue event="odk-instance-first-load" ref="/data/b" value="/data/a + 1"/>""",
        """<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a * 2"/>
        <setvalue event="xforms-value-changed" ref="/data/d"/></input><input ref="/data/d"/>
        <repeat nodeset="/data/r"><setvalue event="odk-new-repeat" ref="/data/r/x" value="count(/data/r) + /data/a"/>
        <setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/r/y" value="position(..)"/>
        <input ref="/data/r/x"><setvalue event="xforms-value-changed" ref="/data/r/z" value="concat('x', ../x)"/></input>
        <input ref="/data/r/y"/></repeat>""",
    )


def _indexed() -> bytes:
    """indexed-repeat and place in nested series."""
    return xform_source(
        "<i>1</i><j>1</j><gekozen/><p><a/><vorige/><q><b/><waar/></q></p>",
        """<bind nodeset="/data/i" type="int"/><bind nodeset="/data/j" type="int"/>
        <bind nodeset="/data/gekozen"
            calculate="indexed-repeat(/data/p/q/b, /data/p, /data/i, /data/p/q, /data/j)"/>
        <bind nodeset="/data/p/vorige" calculate="indexed-repeat(/data/p/a, /data/p, position(..) - 1)"/>
        <bind nodeset="/data/p/q" relevant="../a != 'weg'"/>
        <bind nodeset="/data/p/q/waar" calculate="concat(position(../..), '/', position(..), '/', count(../../q), ../b)"/>""",
        """<input ref="/data/i"/><input ref="/data/j"/><repeat nodeset="/data/p"><input ref="/data/p/a"/>
        <repeat nodeset="/data/p/q"><input ref="/data/p/q/b"/></repeat></repeat>""",
    )


def _languages() -> bytes:
    """Words with values in them, in two languages, and values with words in them."""
    texts = "".join(
        f"""<translation lang="{name} ({code})"><text id="a"><value>{word} <output value="/data/n"/></value></text>
        <text id="r"><value>{word} <output value="position(..)"/> <output value="../x"/></value></text>
        <text id="hint"><value>hint {code}</value><value form="guidance">{code} <output value="/data/dag"/></value></text>
        <text id="ja"><value>{yes}</value></text><text id="nee"><value>{no} <output value="/data/n"/></value></text>
        <text id="fout"><value>{word} &lt; <output value="/data/n"/></value></text></translation>"""
        for name, code, word, yes, no in (
            ("Nederlands", "nl", "Aantal", "Ja", "Nee"),
            ("English", "en", "Number", "Yes", "No"),
        )
    )
    return xform_source(
        "<n>1</n><k/><naam/><dag/><r><x/></r>",
        """<bind nodeset="/data/n" type="int" constraint=". &lt; 8" jr:constraintMsg="jr:itext('fout')"/>
        <bind nodeset="/data/naam" calculate="jr:choice-name(/data/k, '/data/k')"/>
        <bind nodeset="/data/dag" calculate="format-date('2026-03-09', '%a %e %b')"/>
        <bind nodeset="/data/r/x" type="int" required="/data/n &gt; 2" jr:requiredMsg="jr:itext('a')"/>""",
        """<input ref="/data/n"><label ref="jr:itext('a')"/><hint ref="jr:itext('hint')"/></input>
        <select1 ref="/data/k"><label>k</label><item><label ref="jr:itext('ja')"/><value>ja</value></item>
        <item><label ref="jr:itext('nee')"/><value>nee</value></item></select1>
        <repeat nodeset="/data/r"><input ref="/data/r/x"><label ref="jr:itext('r')"/></input></repeat>""",
        f"<itext>{texts}</itext>",
    )


def _choices_from_repeats() -> bytes:
    """What is answered in one series is what can be chosen elsewhere."""
    return xform_source(
        "<p><naam/><leeftijd/><hoofd/></p><wie/><ouder/><hoe/>",
        """<bind nodeset="/data/p/leeftijd" type="int"/>
        <bind nodeset="/data/hoe" type="int" calculate="/data/p[naam = /data/wie]/leeftijd"/>
        <bind nodeset="/data/ouder" relevant="count(/data/p[leeftijd &gt; 3]) &gt; 0"/>""",
        f"""<repeat nodeset="/data/p"><input ref="/data/p/naam"/><input ref="/data/p/leeftijd"/>
        <select1 ref="/data/p/hoofd">{_itemset("/data/p[leeftijd &gt; 4]", "naam", "naam")}</select1></repeat>
        <select1 ref="/data/wie">{_itemset("/data/p[naam != '']", "naam", "naam")}</select1>
        <select ref="/data/ouder">{_itemset("/data/p[leeftijd &gt; 3]", "naam", "naam")}</select>""",
    )


def _until_stop() -> bytes:
    """A series that goes on until its last says stop, inside another series."""
    return xform_source(
        "<p><naam/><n/><c/><r><klaar/><nr/></r></p><alle/>",
        """<bind nodeset="/data/p/n" type="int" calculate="count(../r)"/>
        <bind nodeset="/data/p/c" type="int" calculate="if(../r[position() = ../n]/klaar = 'ja', ../n, ../n + 1)"/>
        <bind nodeset="/data/p/r/nr" calculate="concat(position(../..), '.', position(..))"/>
        <bind nodeset="/data/alle" type="int" calculate="count(/data/p/r)"/>""",
        """<repeat nodeset="/data/p"><input ref="/data/p/naam"/><repeat nodeset="/data/p/r" jr:count="../c">
        <select1 ref="/data/p/r/klaar"><item><label>ja</label><value>ja</value></item>
        <item><label>nee</label><value>nee</value></item></select1></repeat></repeat>""",
    )


def _mixed() -> bytes:
    """A little of everything, each depending on the other."""
    return xform_source(
        """<n>1</n><soort/><plaats/><som/><eerste/><r><a>1</a><b/><p/><t/><s><x/><y/></s></r><g><in/><uit/></g>""",
        """<bind nodeset="/data/n" type="int"/>
        <bind nodeset="/data/som" type="int" calculate="sum(/data/r/b)"/>
        <bind nodeset="/data/eerste" calculate="indexed-repeat(/data/r/a, /data/r, /data/n)"/>
        <bind nodeset="/data/r" relevant="/data/n &lt; 8"/>
        <bind nodeset="/data/r/a" type="int"/>
        <bind nodeset="/data/r/b" type="int" calculate="../a * 2 + count(../s)"/>
        <bind nodeset="/data/r/p" calculate="concat(position(..), '/', count(/data/r))"/>
        <bind nodeset="/data/r/t" type="int"
            calculate="../b + coalesce(/data/r[position() = position(current()/..) - 1]/t, 0)"/>
        <bind nodeset="/data/r/s/x" type="int" relevant="../../a mod 2 = 1"/>
        <bind nodeset="/data/r/s/y" calculate="concat(../x, '-', position(../..))"/>
        <bind nodeset="/data/g" relevant="/data/som &gt; 6"/>
        <bind nodeset="/data/g/in" relevant="/data/n != 3"/>
        <bind nodeset="/data/g/uit" calculate="concat(/data/g/in, /data/plaats)"/>""",
        """<input ref="/data/n"/><select1 ref="/data/soort"><item><label>A</label><value>1</value></item>
        <item><label>B</label><value>2</value></item></select1>
        <select1 ref="/data/plaats"><itemset nodeset="instance('l')/root/item[k = /data/soort]"><value ref="name"/>
        <label ref="name"/></itemset></select1>
        <repeat nodeset="/data/r"><input ref="/data/r/a"/><repeat nodeset="/data/r/s" jr:count="../a">
        <input ref="/data/r/s/x"/></repeat></repeat><group ref="/data/g"><input ref="/data/g/in"/></group>""",
        """<instance id="l"><root><item><name>3</name><k>1</k></item><item><name>4</name><k>2</k></item>
        <item><name>5</name><k>2</k></item></root></instance>""",
    )


_MAKERS = {
    "mixed": _mixed,
    "nested counts": _nested_counts,
    "cascades": _cascades,
    "relevance": _relevance,
    "running totals": _running,
    "actions": _actions,
    "indexed repeats": _indexed,
    "languages": _languages,
    "until stop": _until_stop,
    "choices from repeats": _choices_from_repeats,
}
NAMES = tuple(_MAKERS)


@cache
def own(name: str) -> Form:
    """One of the forms, parsed once."""
    return fresh_copy(name)


def fresh_copy(name: str) -> Form:
    """The same form, parsed anew, for a test that changes it."""
    return parse(source_of(name))


def source_of(name: str) -> bytes:
    """The XForm itself."""
    return _MAKERS[name]()

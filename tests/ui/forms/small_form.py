"""A form with one of everything, small enough to read."""

from __future__ import annotations

TEXTS = {
    "over": ("Over u", "About you"),
    "naam": ("Hoe heet u?", "What is your name?"),
    "naam_hint": ("Een voornaam is genoeg.", "A first name is enough."),
    "naam_guide": ("Vraag het rustig.", "Ask calmly."),
    "gevallen": ("Bent u gevallen?", "Have you fallen?"),
    "aantal": ("Hoe vaak?", "How often?"),
    "aantal_msg": ("Vul 1 tot en met 9 in.", "Fill in 1 to 9."),
    "req": ("Vul dit nog in.", "Please fill this in."),
    "wanneer": ("Wanneer?", "When?"),
    "letsel": ("Had u letsel?", "Were you hurt?"),
    "cijfer": ("Welk cijfer?", "Which mark?"),
    "gewicht": ("Hoeveel weegt u?", "How much do you weigh?"),
    "mensen": ("Mensen", "People"),
    "contact": ("Iemand", "Someone"),
    "wie": ("Wie?", "Who?"),
    "vaak": ("Hoe vaak ziet u elkaar?", "How often do you meet?"),
    "stelling1": ("Ik mis mensen", "I miss people"),
    "stelling2": ("Ik heb vrienden", "I have friends"),
    "verhaal": ("Vertel", "Tell"),
    "geheim": ("Over de gezondheid", "About health"),
    "land": ("Welk land?", "Which country?"),
    "ja": ("Ja", "Yes"),
    "nee": ("Nee", "No"),
    "soms": ("Soms", "Sometimes"),
    "l1": ("Nederland", "The Netherlands"),
    "l2": ("Turkije", "Turkey"),
    "l3": ("Suriname", "Suriname"),
    "l4": ("Marokko", "Morocco"),
    "l5": ("Polen", "Poland"),
    "l6": ("Duitsland", "Germany"),
    "l7": ("Belgie", "Belgium"),
    "l8": ("Italie", "Italy"),
}


def _itext() -> str:
    def entry(key: str, text: str, form: str = "") -> str:
        kind = f' form="{form}"' if form else ""
        return f"<value{kind}>{text}</value>"

    translations = []
    for at, code in enumerate(("nl", "en")):
        texts = [f'<text id="{key}">{entry(key, both[at])}</text>' for key, both in TEXTS.items()]
        guide = entry("", TEXTS["naam_hint"][at]) + entry("", TEXTS["naam_guide"][at], "guidance")
        texts.append(f'<text id="hint">{guide}</text>')
        default = ' default="true()"' if at == 0 else ""
        translations.append(f'<translation lang="{code}"{default}>{"".join(texts)}</translation>')
    return f"<itext>{''.join(translations)}</itext>"


def _label(key: str) -> str:
    return f"<label ref=\"jr:itext('{key}')\"/>"


def _items(*keys: str) -> str:
    return "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key in keys)


_BODY = f"""
<group ref="/data/over" appearance="field-list">{_label("over")}
  <input ref="/data/over/naam">{_label("naam")}<hint ref="jr:itext('hint')"/></input>
  <select1 ref="/data/over/gevallen">{_label("gevallen")}{_items("ja", "nee", "soms")}</select1>
  <input ref="/data/over/aantal">{_label("aantal")}</input>
  <input ref="/data/over/wanneer">{_label("wanneer")}</input>
  <select ref="/data/over/letsel" appearance="columns-2">{_label("letsel")}{_items("ja", "nee", "soms")}</select>
  <range ref="/data/over/cijfer" start="0" end="10" step="1">{_label("cijfer")}</range>
  <input ref="/data/over/gewicht">{_label("gewicht")}</input>
  <select1 ref="/data/over/land">{_label("land")}{_items("l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8")}</select1>
  <input ref="/data/over/geheim" appearance="multiline">{_label("geheim")}</input>
</group>
<group ref="/data/mensen" appearance="field-list">{_label("mensen")}
  <group ref="/data/mensen/contact">{_label("contact")}
    <repeat nodeset="/data/mensen/contact">
      <input ref="/data/mensen/contact/wie">{_label("wie")}</input>
      <select1 ref="/data/mensen/contact/vaak">{_label("vaak")}{_items("ja", "nee", "soms")}</select1>
    </repeat>
  </group>
  <select1 ref="/data/mensen/s1" appearance="likert">{_label("stelling1")}{_items("ja", "nee", "soms")}</select1>
  <select1 ref="/data/mensen/s2" appearance="likert">{_label("stelling2")}{_items("ja", "nee", "soms")}</select1>
  <input ref="/data/mensen/verhaal" appearance="multiline">{_label("verhaal")}</input>
</group>
"""

XFORM = f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:veldwerk="https://veldwerk.example/xforms">
<h:head><h:title>Klein</h:title><model>{_itext()}
<instance><data id="klein" version="1">
  <over><naam/><gevallen/><aantal/><wanneer/><letsel/><cijfer/><gewicht/><land/><geheim/></over>
  <mensen><contact jr:template=""><wie/><vaak/></contact><s1/><s2/><verhaal/></mensen>
  <meta><instanceID/></meta></data></instance>
<bind nodeset="/data/over/naam" type="string" required="true()" jr:requiredMsg="jr:itext('req')"
  veldwerk:space="casus"/>
<bind nodeset="/data/over/gevallen" type="string"/>
<bind nodeset="/data/over/aantal" type="int" relevant=" /data/over/gevallen = 'ja'"
  constraint=". &gt;= 1 and . &lt;= 9" jr:constraintMsg="jr:itext('aantal_msg')"/>
<bind nodeset="/data/over/wanneer" type="date" relevant=" /data/over/gevallen = 'ja'"/>
<bind nodeset="/data/over/letsel" type="string" relevant=" /data/over/gevallen = 'ja'"/>
<bind nodeset="/data/over/cijfer" type="int"/>
<bind nodeset="/data/over/gewicht" type="decimal"/>
<bind nodeset="/data/over/land" type="string"/>
<bind nodeset="/data/over/geheim" type="string" veldwerk:space="zorg"/>
<bind nodeset="/data/mensen/contact/wie" type="string"/>
<bind nodeset="/data/mensen/contact/vaak" type="string"/>
<bind nodeset="/data/mensen/s1" type="string"/>
<bind nodeset="/data/mensen/s2" type="string"/>
<bind nodeset="/data/mensen/verhaal" type="string"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()"/>
</model></h:head><h:body>{_BODY}</h:body></h:html>
""".encode()

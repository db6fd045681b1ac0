"""Names as people of 75 and over in the Netherlands carry them. Combined by chance; no combination is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Given = tuple[str, str, str]
"""Baptismal name, how people call her or him, initials."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Names of one background. `surnames` are (infix, name); `languages` are codes of who prefers another one."""

    weight: float
    women: tuple[Given, ...]
    men: tuple[Given, ...]
    surnames: tuple[tuple[str, str], ...]
    languages: tuple[str, ...] = ()


def _given(text: str) -> tuple[Given, ...]:
    """«Johanna Maria/Annie J.M.; …» as names; without a slash the calling name is the first name itself."""
    made = []
    for entry in text.split(";"):
        words, _, initials = entry.strip().rpartition(" ")
        full, _, called = words.partition("/")
        made.append((full, called or full.split(" ")[0], initials))
    return tuple(made)


def _surnames(text: str) -> tuple[tuple[str, str], ...]:
    """«van den|Berg; Jansen» as (infix, name)."""
    made = []
    for entry in text.split(";"):
        infix, bar, name = entry.strip().partition("|")
        made.append((infix, name) if bar else ("", infix))
    return tuple(made)


_DUTCH = Origin(
    80,
    _given(
        "Maria Johanna/Riet M.J.; Johanna/Annie J.; Cornelia/Corrie C.; Wilhelmina/Mien W.; Hendrika/Riek H.; "
        "Elisabeth/Bets E.; Geertruida/Truus G.; Anna/Anneke A.; Adriana/Sjaan A.; Catharina/Toos C.; "
        "Gerritdina/Gerrie G.; Jacoba/Coba J.; Petronella/Nel P.; Grietje/Greet G.; Margaretha/Gré M.; Alida/Alie A.; "
        "Aaltje A.; Hendrikje/Hennie H.; Jantje/Jannie J.; Berendina/Dina B.; Everdina/Eef E.; Antonia/Toni A.; "
        "Theodora/Thea Th.; Christina/Stien Chr.; Helena/Leny H.; Willempje/Wil W.; Dirkje/Dikkie D.; Neeltje/Neel N.; "
        "Trijntje/Trijn T.; Gesina/Sien G.; Lamberta/Bertha L.; Francisca/Cisca F.; Louise L.; Aleida/Leida A.; "
        "Engelina/Lien E.; Hermina/Mina H.; Jenneke J.; Reintje/Reina R.; Elsje/Els E.; Maria Geertruida/Marietje M.G.; "
        "Johanna Catharina/Joke J.C.; Wilhelmina Jacoba/Willy W.J.; Hilda H.; Ineke I.; Tonia/Ton T.; Bertha B."
    ),
    _given(
        "Johannes/Jan J.; Hendrik/Henk H.; Gerrit G.; Cornelis/Cor C.; Willem/Wim W.; Jacobus/Koos J.; Pieter/Piet P.; "
        "Antonius/Toon A.; Adrianus/Ad A.; Hendrikus/Harry H.; Bernardus/Ben B.; Albertus/Bertus A.; Evert E.; "
        "Berend B.; Derk D.; Teunis/Teun T.; Klaas K.; Dirk D.; Theodorus/Theo Th.; Franciscus/Frans F.; "
        "Lambertus/Bert L.; Martinus/Tinus M.; Egbert E.; Harmen H.; Jannes J.; Roelof R.; Arend A.; Wolter W.; "
        "Gradus/Grades G.; Jan Willem J.W.; Hendrik Jan/Hein H.J.; Christiaan/Chris Chr.; Philippus/Flip Ph.; "
        "Reinder R.; Herman H.; Tonnie T.; Bernard B.; Lubbertus/Lub L."
    ),
    _surnames(
        "Jansen; de|Vries; van den|Berg; van der|Meer; te|Winkel; ter|Horst; Nijenhuis; van 't|Hof; in 't|Veld; "
        "Klein Wassink; op den|Kamp; Roelofs; Wassink; Hissink; Lubbers; Weenink; Garssen; Bosman; Memelink; Enzerink; "
        "Harmsen; Gosselink; Nijland; Bakker; Visser; Smit; Mulder; de|Boer; Bos; Vos; Peters; Hendriks; van|Dijk; "
        "Dekker; Brouwer; de|Wit; Dijkman; de|Graaf; van der|Linden; Kok; van der|Heijden; Schouten; van|Beek; "
        "Willemsen; van|Vliet; Hoogeveen; Verhoeven; van de|Ven; Prins; Kuipers; Veenstra; Kramer; Scholten; "
        "van|Wijk; Postma; Martens; Groot Bramel; Oldenhof; Wolters; te|Riele; ter|Maat; van|Zuilen; d'|Ancona; "
        "van 's|Gravezande; Huurneman; Addink; Bannink; Wissink; Maalderink; Klein Brinke; Rouwenhorst; Pardijs; "
        "Groot Roessink; Zweverink; Leunk; Bulten; Berenpas; van|Til; de|Jonge; Ruiterkamp"
    ),
)
_FRISIAN = Origin(
    4,
    _given(
        "Sjoukje S.; Baukje B.; Fokje F.; Tjitske Tj.; Aukje A.; Wietske W.; Hiltje H.; Froukje F.; Sietske S."
    ),
    _given("Sjoerd S.; Jelle J.; Wiebe W.; Tjeerd Tj.; Sybren S.; Fedde F.; Auke A.; Douwe D.; Ids I."),
    _surnames(
        "Hoekstra; Dijkstra; van der|Wal; Terpstra; Boonstra; Zijlstra; Haitsma; Wiersma; Bouma; Sikkema"
    ),
)
_INDISCH = Origin(
    5,
    _given(
        "Eugenie/Zus E.; Christine/Tien C.; Josephine/Fien J.; Leonie L.; Adeline/Non A.; Constance/Connie C."
    ),
    _given("Rudolf/Ruud R.; Adolf/Dolf A.; Edmond/Eddy E.; Louis L.; Victor V.; George/Sjors G."),
    _surnames(
        "de|Lannoy; Pattiasina; Manuhutu; Leimena; van der|Ploeg; Tuhumury; Sapulette; Weijergang; Hukom"
    ),
    ("ms",),
)
_SURINAMESE = Origin(
    3.5,
    _given(
        "Rohini R.; Soekranie S.; Hilda H.; Iris I.; Wilma W.; Carmelita/Carmen C.; Roekminie R.; Johanna/Jo J."
    ),
    _given(
        "Sewdath/Sew S.; Harrypersad/Harry H.; Edgar E.; Waldo W.; Roepnarain/Roep R.; Humphrey H.; Soekiman S."
    ),
    _surnames(
        "Ramdin; Kanhai; Bhagwandin; Pinas; Kromosoeto; Wijngaarde; Zeefuik; Jadoenath; Sardjoe; Wirjodikromo"
    ),
)
_TURKISH = Origin(
    3,
    _given("Fatma F.; Ayşe A.; Emine E.; Hatice H.; Zeynep Z.; Gülsüm G.; Döndü D.; Sultan S."),
    _given("Mehmet M.; Ali A.; Hüseyin H.; Osman O.; Mustafa M.; Hasan H.; Kemal K.; Yusuf Y."),
    _surnames("Yılmaz; Kaya; Demir; Şahin; Çelik; Öztürk; Aydın; Koç; Arslan; Doğan"),
    ("tr", "tr", "nl"),
)
_MOROCCAN = Origin(
    2.5,
    _given("Fatima F.; Khadija K.; Aïcha A.; Mina M.; Rahma R.; Zohra Z.; Malika M."),
    _given("Mohamed M.; Ahmed A.; Abdelkader A.; Hassan H.; Lahcen L.; Driss D.; Mimoun M."),
    _surnames("El Amrani; Bouzidi; Benali; El Idrissi; Aarab; Amghar; Bouchrit; Ouali"),
    ("ar", "ar", "nl"),
)
_ELSEWHERE = Origin(
    4,
    _given(
        "Ingeborg/Inge I.; Giuseppina/Pina G.; Carmen C.; Hannelore/Lore H.; Krystyna K.; Yvonne Y.; Elvira E."
    ),
    _given(
        "Heinz H.; Giovanni/Gianni G.; Manuel M.; Kazimierz/Kazik K.; Franz F.; Rosario/Saro R.; Winston W."
    ),
    _surnames("Schneider; Ferrante; Moreno; Kowalczyk; Hofmann; Bianchi; Martina; Krüger; Nowak; Curiel"),
    ("nl", "nl", "de"),
)

ORIGINS: Mapping[str, Origin] = {
    "nederlands": _DUTCH,
    "fries": _FRISIAN,
    "indisch": _INDISCH,
    "surinaams": _SURINAMESE,
    "turks": _TURKISH,
    "marokkaans": _MOROCCAN,
    "elders": _ELSEWHERE,
}

DAUGHTERS: tuple[str, ...] = (
    "Marleen", "Ingrid", "Saskia", "Monique", "Esther", "Fatma", "Samira", "Wendy", "Linda", "Anouk", "Mirjam", "Yasmin",
    "Carla", "Iris", "Petra", "Judith", "Angela", "Mieke", "Gerda", "Wilma", "Karin",
)  # fmt: skip
SONS: tuple[str, ...] = (
    "Peter", "Ronald", "Erik", "Mark", "Jeroen", "Bas", "Rob", "Dennis", "Arjan", "Kevin", "Frank", "Hans", "Maarten",
    "Sander", "Theo", "Murat", "Rachid", "Johan",
)  # fmt: skip
YOUNGER = DAUGHTERS + SONS
"""Children, neighbours, colleagues and volunteers."""

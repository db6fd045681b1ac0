"""Kinds of organisations and what they offer. All names are made up; none is an organisation that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """`count` organisations named `forms` + `names`, that offer these kinds of help."""

    count: int
    forms: tuple[str, ...]
    names: tuple[str, ...]
    description: str
    kinds: tuple[str, ...]
    care: bool = False
    everywhere: bool = False


ORGANISATIONS: tuple[OrganisationKind, ...] = (
    OrganisationKind(
        20, ("Buurthuis", "Wijkcentrum", "Dorpshuis", "Ontmoetingshuis"),
        ("De Lindeboom", "De Kersenpit", "Het Molenhuis", "De Vuurtoren", "De Halte", "De Veldkeuken", "De Brink",
         "Het Baken", "De Schakel", "De Kruispost", "'t Achterhuis", "De Zonnebloesem", "De Werkbank", "De Tafel"),
        "Een huis voor de buurt: koffie, activiteiten en een luisterend oor.",
        ("ontmoeten_activiteit", "ontmoeten_activiteit", "betekenisvolle_rol", "informatie", "sociale_vaardigheden"),
    ),
    OrganisationKind(
        20, ("Vereniging", "Koor", "Tuinvereniging", "Kaartclub", "Wandelgroep"),
        ("Nieuw Leven", "De Merel", "Levenslust", "Rust Roest", "Aangenaam", "De Zandlopers", "Samen Uit",
        "De Kwartel",
         "Klaverblad", "Zang en Vreugd", "Ons Genoegen", "De Boekweit"),
        "Een club van en voor buurtgenoten, nieuwe leden zijn welkom.",
        ("ontmoeten_activiteit", "betekenisvolle_rol"),
    ),
    OrganisationKind(
        13, ("Welzijn", "Stichting Welzijn", "Welzijnsteam"),
        ("De Waterlijn", "Op Streek", "De Hanze", "Berk en Beek", "Dichtbij", "Aan Zet", "De Oversteek", "Samenweg"),
        "Welzijnswerk in de wijken: meedenken, meegaan en verbinden.",
        ("welzijnscoach", "maatje", "mantelzorgondersteuning", "realistische_verwachtingen", "langdurige_begeleiding",
         "aanspreekpunt", "levensverhaal", "gesprek", "gemeenschapsopbouw"),
    ),
    OrganisationKind(
        14, ("Vrijwilligershulp", "Burenhulp", "Stichting"),
        ("De Helpende Hand", "Naoberkracht", "Een Arm Erbij", "De Klusbus", "Zij aan Zij", "Buur op Buur",
        "Graag Gedaan"),
        "Vrijwilligers die iets doen voor een ander in de buurt.",
        ("maatje", "praktische_hulp", "vervoer"),
    ),
    OrganisationKind(
        11, ("Kerkgemeente", "Moskeevereniging", "Huis voor Zin", "Parochiekring"),
        ("De Bron", "De Ark", "Het Licht", "De Open Deur", "De Poort", "De Wijngaard"),
        "Aandacht en ontmoeting, ook voor wie niet gelooft.",
        ("geestelijke_verzorging", "rouwondersteuning", "ontmoeten_activiteit", "levensverhaal"),
    ),
    OrganisationKind(
        7, ("Huisartsenpraktijk", "Gezondheidscentrum"),
        ("De Brug", "Aan de Beek", "De Kersentuin", "Het Molenrad", "Zonnehof", "De Waag", "Het Veer"),
        "Huisartsen en praktijkondersteuners in de wijk.", ("huisarts", "poh_ggz"), care=True,
    ),
    OrganisationKind(
        5, ("Praktijk", "Psychologenhuis"), ("De Uiterwaard", "Het Kompas", "De Meander", "Tij en Stroom"),
        "Gesprekken en groepen voor wie vastloopt.", ("ggz", "realistische_verwachtingen",
        "sociale_vaardigheden"), care=True,
    ),
    OrganisationKind(
        9, ("Fysiotherapie", "Gehoorwinkel", "Optiek"), ("In Beweging", "De Klank", "Helder", "De Wandelaar",
        "Op Gang"),
        "Beter horen, zien en bewegen.", ("lichamelijk_zintuig",), care=True,
    ),
    OrganisationKind(
        7, ("Thuiszorg", "Zorgteam"), ("De Wilg", "Nabij", "De Haven", "Rondom", "Thuisbest"),
        "Wijkverpleging en begeleiding aan huis.",
        ("dementie_casemanager", "regiegesprek", "gesprek", "aanspreekpunt", "vangnet",
        "langdurige_begeleiding"), care=True,
    ),
    OrganisationKind(
        5, ("Budgethuis", "Stichting"), ("De Munt", "Op Orde", "Rekenschap", "De Geldwijzer"),
        "Hulp bij post, geld en schulden.", ("schuldhulp", "informatie"),
    ),
    OrganisationKind(
        5, ("Regiotaxi", "Plusbus", "Wensbus"), ("De Zwaluw", "Heen en Weer", "De Pendel"),
        "Vervoer van deur tot deur.", ("vervoer",),
    ),
    OrganisationKind(
        3, ("Wmo-loket", "Sociaal team"), ("De Linden", "Veldzicht", "Oostwijk"), "Het loket van de gemeente.",
        ("wmo_wonen", "schuldhulp", "vangnet", "gemeenschapsopbouw", "informatie"),
    ),
    OrganisationKind(
        3, ("Steunlijn",), ("Een Stem", "Dag en Nacht", "Veilig Dichtbij"), "Altijd iemand aan de telefoon.",
        ("luisterlijn", "crisis", "meldcode"), everywhere=True,
    ),
)  # fmt: skip

SERVICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "informatie": (("Spreekuur voor ouderen", "Vragen over regelingen, formulieren en activiteiten."),
                   ("Inlooppunt", "Kom langs met uw vraag, zonder afspraak.")),
    "gesprek": (("Gesprek aan huis", "Een professional komt langs en neemt de tijd."),),
    "regiegesprek": (("Gesprek over later", "Wat wilt u zelf blijven bepalen? Samen op papier."),),
    "luisterlijn": (("Luisterlijn", "Dag en nacht iemand om mee te praten, anoniem."),),
    "ontmoeten_activiteit": (
        ("Koffieochtend", "Elke week koffie, krant en een praatje."), ("Eettafel",
        "Samen warm eten, wie wil helpt met koken."),
        ("Wandelgroep", "Rustig tempo, onderweg koffie."), ("Handwerkcafé", "Breien, haken en bijpraten."),
        ("Kaart- en spellenmiddag", "Klaverjassen, rummikub en biljart."), ("Zingen op vrijdag",
        "Zingen zonder noten, voor het plezier."),
        ("Bewegen op de stoel", "Een uur bewegen op muziek, daarna thee."), ("Leesclub",
        "Een boek per maand, ook luisterboeken."),
        ("Tuinochtend", "Samen werken in de buurttuin."), ("Filmmiddag", "Oude en nieuwe films, met napraten.")),
    "betekenisvolle_rol": (("Vrijwilliger worden", "Samen zoeken wat bij u past."), ("Voorleesopa's en -oma's",
        "Voorlezen op de basisschool."),
                           ("Repaircafé", "Uw handigheid is welkom."), ("Taalmaatje",
                           "Samen praten met een nieuwe buurtgenoot.")),
    "maatje": (("Bezoekmaatje", "Elke week bezoek van dezelfde vrijwilliger."), ("Wandelmaatje",
        "Samen naar buiten, op uw tempo."),
               ("Belmaatje", "Een vast telefoontje op een vaste dag."), ("Meegaan",
               "Een vrijwilliger gaat mee naar afspraak of club.")),
    "welzijnscoach": (("Welzijnscoach", "Samen op zoek naar wat u goed doet, en de eerste keer mee."),
                      ("Welzijn op recept", "Op verwijzing van huisarts of wijkverpleging.")),
    "sociale_vaardigheden": (("Cursus Vriendschap", "Twaalf bijeenkomsten over contact maken en houden."),
                             ("Groep In gesprek", "Oefenen met gesprekken, in een kleine groep.")),
    "realistische_verwachtingen": (("Groep Anders kijken", "Gedachten en verwachtingen onder de loep."),),
    "rouwondersteuning": (("Rouwgroep", "Acht bijeenkomsten met lotgenoten."), ("Rouwwandeling",
        "Wandelen met mensen die ook iemand missen."),
                          ("Bezoek na verlies", "Een ervaren vrijwilliger komt langs.")),
    "geestelijke_verzorging": (("Geestelijke verzorging thuis", "Gesprekken over zin, verlies en afscheid."),
                               ("Levensvragen", "Met iemand praten over wat echt telt.")),
    "levensverhaal": (("Levensboek", "Een vrijwilliger schrijft uw verhaal op."), ("Op verhaal in de groep",
        "Herinneringen delen, acht keer.")),
    "huisarts": (("Huisarts", "Spreekuur en visites."),),
    "poh_ggz": (("Praktijkondersteuner", "Gesprekken over piekeren, somberheid en slapen."),),
    "ggz": (("Ouderenpsycholoog", "Op verwijzing van de huisarts."), ("Groep Somber en nu",
        "Tien bijeenkomsten, kleine groep.")),
    "schuldhulp": (("Budgetcoach aan huis", "Samen de post en het geld op orde."), ("Schuldhulp",
        "Regelingen met schuldeisers.")),
    "wmo_wonen": (("Wmo-melding", "Hulp, aanpassingen en verhuizen."), ("Wooncoach",
        "Samen kijken naar wonen dat past.")),
    "vervoer": (("Regiotaxi", "Van deur tot deur, bel een uur vooraf."), ("Boodschappenbus",
        "Twee keer per week naar de winkels."),
                ("Vrijwillige chauffeur", "Een vrijwilliger rijdt u, tegen kilometerprijs.")),
    "lichamelijk_zintuig": (("Gehoortest aan huis", "Met advies over hoortoestellen en hulpmiddelen."),
        ("Valpreventie", "Tien lessen in balans en kracht."),
                            ("Oefengroep", "Sterker en zekerder lopen.")),
    "dementie_casemanager": (("Casemanager dementie", "Vast aanspreekpunt voor u en uw naasten."),),
    "mantelzorgondersteuning": (("Mantelzorgsteun", "Meedenken, lotgenoten en een adempauze."),
        ("Respijt aan huis", "Iemand neemt de zorg een middag over.")),
    "praktische_hulp": (("Klussendienst", "Kleine klussen in en om het huis."), ("Tuinhulp",
        "Twee keer per jaar hulp bij snoeien en vegen."),
                        ("Boodschappenhulp", "Samen of voor u."), ("Digihulp",
                        "Hulp met telefoon, tablet en computer.")),
    "langdurige_begeleiding": (("Ouderenwerk aan huis", "Lang en vast contact, in kleine stappen."),),
    "aanspreekpunt": (("Vast gezicht", "Een vaste medewerker die u altijd kunt bellen."),),
    "vangnet": (("Bemoeizorg", "Voor wie geen hulp vraagt en haar wel nodig heeft."),),
    "gemeenschapsopbouw": (("Buurtverbinder", "Samen met bewoners de straat weer laten leven."),),
    "meldcode": (("Adviespunt veilig thuis zijn", "Advies bij zorgen over geweld of mishandeling."),),
    "crisis": (("Crisisroute", "Spoed, dag en nacht bereikbaar."),),
}  # fmt: skip
"""What a service of each kind is called, and one sentence about it."""

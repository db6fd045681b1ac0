"""Words around signals, referrals and volunteers. Places as in `phrases`, with {dienst} for the service."""

from __future__ import annotations

from collections.abc import Mapping

SIGNAL_FACTS: Mapping[str, tuple[str, ...]] = {
    "contact": (
        "Ziet {naam} al weken niet meer bij de winkel.", "Krijgt nooit bezoek, zegt de melder.",
        "Komt niet meer naar de koffieochtend.", "Belt een paar keer per dag met dezelfde vraag, klinkt eenzaam.",
    ),
    "verlies": (
        "De {partner} van {naam} is kort geleden overleden.", "Zus overleden; {ze} was de enige met wie {ze} belde.",
        "De hond is dood, komt sindsdien de deur niet uit.",
    ),
    "niet_gezien": ("Gordijnen al drie dagen dicht.", "De krant ligt nog in de bus.",
        "Rolluik gaat niet meer omhoog."),
    "geld": ("Kon de boodschappen niet betalen.", "Vroeg de bezorger om geld te lenen.",
        "Aanmaningen op de deurmat."),
    "vervuiling": ("Ruikt in het portiek.", "Tuin staat vol spullen, vuilnis blijft staan."),
    "verwarring": ("Stond in pantoffels bij de bushalte.", "Kwam twee keer op een dag voor dezelfde boodschap."),
    "mobiliteit": ("Komt de trap niet meer af.", "Is gevallen bij de supermarkt, wilde geen hulp."),
    "somberheid": ("Huilde bij de kassa.", "Zegt dat het allemaal niet meer hoeft."),
}  # fmt: skip
SIGNAL_JUDGEMENT: tuple[str, ...] = (
    "Melder maakt zich zorgen, kent {naam} al jaren.", "Lijkt op terugtrekken na een verlies.",
    "Kan ook zijn dat {ze} bij familie is.", "Eerder ook gemeld door iemand anders.", "", "",
)  # fmt: skip
SINCE: tuple[str, ...] = (
    "een week",
    "een paar weken",
    "ongeveer een maand",
    "na de zomer",
    "weet de melder niet",
    "",
)
DONE_BY_REPORTER: tuple[str, ...] = (
    "Heeft aangebeld, geen antwoord.",
    "Heeft een briefje in de bus gedaan.",
    "Heeft de dochter gebeld.",
    "",
    "",
)

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "ontmoeten_activiteit": ("Ik wil graag weer onder de mensen.",
        "Samen eten lijkt me fijn, alleen ga ik niet snel."),
    "betekenisvolle_rol": ("Ik wil nog iets doen voor een ander.", "Ik heb tijd over en kan nog veel."),
    "maatje": ("Ik zou het fijn vinden als er elke week iemand langskomt.",
        "Iemand om mee te wandelen, dat zou ik graag willen."),
    "welzijnscoach": ("Ik wil wel, maar ik weet niet waar ik moet beginnen.",
        "Wilt u met mij meedenken wat bij mij past?"),
    "sociale_vaardigheden": ("Ik vind het moeilijk om contact te maken.", "Ik wil leren hoe je vrienden houdt."),
    "realistische_verwachtingen": ("Ik verwacht misschien te veel van mijn kinderen.",
        "Ik wil er anders naar leren kijken."),
    "rouwondersteuning": ("Ik wil praten met mensen die dit ook hebben meegemaakt.",
        "Ik weet niet hoe ik verder moet zonder {partner}."),
    "geestelijke_verzorging": ("Waar doe ik het nog voor? Daar wil ik over praten.",
        "Ik wil met iemand praten over geloof en afscheid."),
    "levensverhaal": ("Ik wil mijn verhaal op papier, voor de kleinkinderen.",
        "Ik wil terugkijken, met iemand die luistert."),
    "huisarts": ("Ik wil dat de dokter eens meekijkt.", "Wilt u het voor mij aan de dokter uitleggen?"),
    "poh_ggz": ("Ik wil praten over het piekeren.", "Ik slaap niet meer goed en wil daar hulp bij."),
    "schuldhulp": ("Ik kom niet meer uit de rekeningen.", "Wilt u helpen met de post en het geld?"),
    "wmo_wonen": ("De trap wordt me te veel.", "Ik wil hier blijven wonen, maar er moet iets gebeuren."),
    "vervoer": ("Ik kom nergens meer sinds de auto weg is.", "Hoe kom ik bij de club?"),
    "lichamelijk_zintuig": ("Ik versta de mensen niet meer in een groep.", "Ik durf niet meer alleen te lopen."),
    "mantelzorgondersteuning": ("Ik wil eens een middag voor mezelf.",
        "Het zorgen wordt te veel, ik zoek iemand die meedenkt."),
    "praktische_hulp": ("Wie kan mij helpen met klusjes?", "De tuin lukt niet meer."),
}  # fmt: skip
QUESTION: tuple[str, ...] = (
    "Ik wil graag dat er iemand meekijkt.",
    "Wilt u mij hiermee helpen?",
    "Ik wil hier graag over praten.",
)
CARE_FACTS: tuple[str, ...] = (
    "Woont alleen, dochter op afstand.\nSlaapt slecht en eet weinig.",
    "Trekt zich terug sinds de zomer.\nZegt afspraken af.",
    "Hoort een gesprek in een groep niet meer.\nGaat daarom niet meer naar de club.",
)  # fmt: skip
CARE_FACTS_PLAIN: tuple[str, ...] = (
    "Wil graag dat iemand meekijkt.", "Heeft het zelf ter sprake gebracht.\nKan niet alles aan de telefoon zeggen.",
)  # fmt: skip
DONE_BEFORE: tuple[str, ...] = (
    "Twee gesprekken thuis gehad.", "Samen naar de inloop geweest, dat was te druk.",
    "Met de kinderen gesproken.", "", "",
)  # fmt: skip
PRACTICAL: tuple[str, ...] = (
    "Liefst in de middag.", "Hoort slecht, spreek duidelijk.", "Heeft vervoer nodig.",
    "Komt de eerste keer liever niet alleen.",
    "Loopt met een rollator.", "Belt liever niet, een kaartje werkt beter.",
)  # fmt: skip

NOTES: tuple[str, ...] = (
    "Gebeld met {dienst}: brief is binnen, zij nemen deze week contact op.",
    "{naam} gebeld: kennismaking was prettig.",
    "{naam} ziet er tegenop. Aangeboden de eerste keer mee te gaan.",
    "{dienst} heeft nog een wachtlijst van een paar weken.",
    "Antwoordkaart ontvangen en ingevoerd.", "{naam} is twee keer geweest en wil doorgaan.",
    "Geen gehoor bij {dienst}, morgen opnieuw bellen.", "{kind} belt: het bezoek doet {naam} goed.",
    "Contactpersoon is met vakantie, na de 15e weer bereikbaar.", "{naam} wil liever een andere dag, doorgegeven.",
)  # fmt: skip
PROMISED: tuple[str, ...] = (
    "Bellen terug voor vrijdag.",
    "Sturen een uitnodiging.",
    "Laten het weten zodra er plek is.",
    "",
    "",
)
NEXT_STEPS: tuple[str, ...] = (
    "Over twee weken bellen hoe het gaat.",
    "Navragen bij {naam}.",
    "Bij het volgende bezoek bespreken.",
    "",
)

REFUSALS: Mapping[str, tuple[str, ...]] = {
    "declined-no-capacity": ("Op dit moment geen plek, ook geen wachtlijst.",
        "Te weinig vrijwilligers in deze wijk."),
    "declined-not-eligible": ("Onze groep is voor mensen met een indicatie.",
        "Past beter bij een rustiger groep, zeggen zij."),
}  # fmt: skip
WAITING: tuple[str, ...] = (
    "Wachtlijst van ongeveer {weken} weken.",
    "Nieuwe groep start over {weken} weken.",
)
WITHDRAWN: tuple[str, ...] = ("{naam} ziet er bij nader inzien van af.", "{naam} wil eerst rust.")
NO_ANSWER: tuple[str, ...] = (
    "Na brief en drie keer bellen geen antwoord gekregen.",
    "Geen antwoord, ook niet op de herinnering.",
)
FAILED: tuple[str, ...] = (
    "Na twee keer niet meer gekomen.",
    "Klikte niet met de groep.",
    "Kon niet bereikt worden.",
)
FEEDBACK: tuple[str, ...] = (
    "Komt elke week en praat mee. Heeft twee mensen leren kennen.",
    "Zes gesprekken gehad. {naam} zegt: het is lichter geworden.",
    "Is gestart, blijft op eigen kracht komen.", "Hulp is afgerond, de post is op orde.",
    "Het maatje komt elke dinsdag, beiden zijn tevreden.", "Deels gelukt: gaat nog niet alleen naar buiten.",
    "De cursus afgemaakt, wil vrijwilliger worden.", "Weinig veranderd, wel blij met de aandacht.",
)  # fmt: skip
GAPS: tuple[str, ...] = (
    "Geen plek binnen drie maanden.", "Bestaat niet in deze wijk.",
    "Alleen overdag doordeweeks, gevraagd is het weekend.",
    "Geen aanbod in de eigen taal.", "Vervoer naar het aanbod ontbreekt.", "Kosten zijn te hoog.",
)  # fmt: skip

CHECK_INS: tuple[str, ...] = (
    "Loopt prettig, ze wandelen samen.", "Fijn contact, vaste dag werkt goed.",
    "Vindt het soms zwaar om de verhalen te horen.",
    "Wil meer doen dan afgesproken; grenzen besproken.", "Koffie en een spelletje, allebei tevreden.",
    "Eerste keer wennen, daarna gezellig.",
)  # fmt: skip
BOUNDARIES: tuple[str, ...] = (
    "Ik werd gevraagd om geld te pinnen.", "Ik werd gevraagd om de medicijnen klaar te zetten.",
    "Ik werd gevraagd om een brief aan de bank te ondertekenen.", "Ik werd gevraagd om te helpen met douchen.",
    "Ik werd gevraagd om het tegen niemand te zeggen.",
)  # fmt: skip
LIMITS: tuple[str, ...] = (
    "Geen autoritten.",
    "Niet in het weekend.",
    "Geen huisdieren, allergie.",
    "Geen huishoudelijk werk.",
    "",
)
END_REASONS: tuple[str, ...] = (
    "Afgesproken tijd voorbij.",
    "Bewoner verhuisd.",
    "Vrijwilliger heeft andere baan.",
    "Bewoner wil stoppen.",
)

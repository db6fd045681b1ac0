"""What people say and what workers note at a visit, in their own kind of words. Combined by chance.

Two lists of a pair are put one after the other, so that few sentences give many texts. Places: {naam}, {zij}, {ze},
{haar}, {partner}, {kind}, {buur}. Nothing about health stands here: that has its own room.
"""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[tuple[str, ...], tuple[str, ...]]
"""Beginnings, and what may follow."""

HOW_ARE_YOU: Mapping[str, Pair] = {
    "licht": (
        ("Goed hoor.", "Ik mag niet klagen.", "Prima, ik heb het naar mijn zin.", "Gaat z'n gangetje.",
        "Best goed, dank u.",
         "Voor mijn leeftijd uitstekend.", "Rustig aan, maar goed."),
        ("De tuin komt weer op gang en daar geniet ik van.", "Ik heb elke dag wel aanloop.",
        "{kind} belt elke avond.",
         "We kaarten nog elke week.", "Ik lees de krant van voor tot achter.", "Ik kook nog elke dag vers.",
         "Zondag was het hele stel hier, heerlijk.", "De dagen zijn goed gevuld.",
         "Met {buur} drink ik vaak koffie."),
    ),
    "midden": (
        ("Het gaat.", "De ene dag beter dan de andere.", "Och, het moet maar.", "Niet slecht, niet goed.",
         "Als het weer meewerkt gaat het wel.", "Ik hou me groot."),
        ("De avonden zijn lang.", "Overdag red ik me, het is vooral het weekend.", "Er valt steeds iemand weg.",
         "Ik kom minder buiten dan ik zou willen.", "Iedereen heeft het druk.", "Ik mis mijn oude straat.",
         "Vroeger was er altijd reuring, dat is voorbij.", "Ik zet de radio aan, dan is er tenminste een stem."),
    ),
    "zwaar": (
        ("Eerlijk gezegd niet zo best.", "Het is stil hier.", "Ik zit veel alleen.",
        "Dat moet u eigenlijk niet vragen.",
         "Ik weet het soms niet meer.", "Zwaar."),
        ("Soms spreek ik dagen niemand.", "Sinds {partner} er niet meer is, is het huis leeg.",
        "Niemand belt zomaar eens.",
         "Ik ga om acht uur naar bed, dan is de dag om.", "Ik wil {kind} niet lastigvallen.",
         "Het is of ik er niet meer toe doe.", "Ze bedoelen het goed, maar ze gaan ook weer weg.",
         "Met wie moet ik het er over hebben?"),
    ),
}  # fmt: skip

HAPPY: Pair = (
    ("Van de kleinkinderen.", "Een mooie wandeling langs de beek.", "Muziek, het liefst een koor.",
    "Bloemen in huis.",
     "De vogels op de voederplank.", "Een goed gesprek.", "Als er iets te vieren is.", "Schaatsen op de televisie.",
     "Samen eten.", "Mijn volkstuin.", "Breien voor de jongste.", "De duiven.", "De markt op donderdag."),
    ("", "", "Daar kan ik dagen op teren.", "Dan vergeet ik de tijd.", "Dat is altijd zo geweest.",
    "Daar kijk ik naar uit.",
     "Vooral als er iemand bij is."),
)  # fmt: skip
DAY: Pair = (
    ("Om zeven uur op, koffie en de krant.", "Rustig opstaan, dan de radio.", "'s Ochtends doe ik het huishouden.",
     "Eerst een rondje met de hond.", "Ik begin met een puzzel.", "Om negen uur komt de hulp, dinsdag en vrijdag.",
     "Uitslapen doe ik niet, om half zeven ben ik er uit."),
    ("'s Middags een boodschap of een wandeling.", "Na de middag een dutje, dan thee.",
    "Om zes uur eten en dan het nieuws.",
     "'s Avonds televisie, dat wordt wel eens lang.", "Woensdag naar de soos.", "Verder komt er wat er komt.",
     "De middag duurt soms lang.", "Vrijdag komt {kind}."),
)  # fmt: skip
LIVING: tuple[str, ...] = (
    "Wil hier zo lang mogelijk blijven wonen.", "Huis is netjes en licht, planten voor het raam.",
    "Tuin wordt te groot, zou graag hulp hebben bij het snoeien.",
    "Kijkt uit naar iets kleiners, dicht bij de winkels.",
    "Kent bijna niemand meer in het portiek.", "De lift was vorige maand een week kapot.",
    "Woont hier al sinds de straat werd gebouwd.", "Drempel bij de achterdeur is lastig.",
    "Verhuisd om dichter bij {kind} te wonen, moet nog wennen.", "Buren letten op elkaar, dat geeft rust.",
)  # fmt: skip
DAILY: tuple[str, ...] = (
    "Boodschappen gaan samen met {buur}.", "Zou graag iemand hebben voor de post.",
    "Kookt voor twee dagen tegelijk.", "De hulp komt om de week, dat is genoeg.", "Wil zelf blijven doen wat lukt.",
    "Gloeilamp op de gang vervangen is niet gelukt; klussendienst gevraagd.",
    "{kind} doet de bank en de computer.", "De tablet ligt in de kast, weet niet hoe hij werkt.",
)  # fmt: skip
GOOD_COMPANY: tuple[str, ...] = (
    "Met {kind}, daar kan ik alles tegen zeggen.", "Met {buur}, we lachen wat af.", "Met mijn kaartclubje.",
    "Met de mensen van het koor.", "Met mijn zus, al woont zij ver weg.", "Met de dominee, die neemt de tijd.",
    "Met niemand echt, ik red mezelf.", "Met de kleinkinderen, die maken me jong.", "Met de vrouwen van de moskee.",
    "Met mijn oude collega's, twee keer per jaar.",
)  # fmt: skip
MISSED: Mapping[str, tuple[str, ...]] = {
    "partner": (
        "Mijn {partner}. Elke dag, vooral met eten.", "Mijn {partner}; wij deden alles samen.",
        "Iemand om 's avonds de dag mee door te nemen.", "De arm om mij heen.",
    ),
    "dierbare": ("Mijn broer, wij belden elke zondag.", "Mijn vriendin van vroeger.",
        "Mijn zus, die kende mij echt."),
    "mensen": (
        "Aanspraak. Gewoon iemand die langskomt.", "De buurvrouw die verhuisd is.", "Een clubje waar ik bij hoor.",
        "Mensen om mee te lachen.", "Mijn oude buurt.", "Ik mis het werk en de mensen daar.",
    ),
    "zin": ("Ik weet niet meer waarvoor ik opsta.", "Het gevoel dat iemand mij nodig heeft.",
        "Vroeger deed ik ertoe."),
}  # fmt: skip
CHANGES: tuple[str, ...] = (
    "Het ging zo snel. Ik kan het nog niet goed vertellen.", "Het jaar is een waas. Nu komt het pas binnen.",
    "Ik heb de auto weggedaan, dat was een hele stap.", "De verhuizing was nodig, maar ik moet opnieuw beginnen.",
    "Wij hebben elkaar al twee jaar niet gesproken, dat doet pijn.", "Ik mis de vaste dagen van de club.",
    "Iedereen was er op de begrafenis. Daarna werd het stil.", "Ik zorg er graag voor, maar het is wel veel.",
    "Ik praat hardop tegen de foto. Dat helpt.",
)  # fmt: skip
MEANING: Mapping[str, tuple[str, ...]] = {
    "doel": ("De bruiloft van de oudste kleindochter.", "Nog een keer naar zee.", "Het voorjaar in de tuin.",
             "Weinig, de dagen lijken op elkaar."),
    "waarde": ("Dat ik iets voor {buur} kan doen.", "Bidden en lezen.", "Soep koken voor een ander."),
    "eigenwaarde": ("Dat ik mijn kinderen heb grootgebracht.", "Veertig jaar in de zorg gewerkt.",
                    "Dat ik altijd eerlijk ben geweest.", "De zaak die ik heb opgebouwd."),
    "regie": ("Zelf bepalen wie er in huis komt.", "De kinderen beslissen graag voor mij.", "Zo lang mogelijk hier."),
    "begrijpen": ("Het is zoals het is, daar heb ik vrede mee.", "Ik vraag me af waarom mij dit overkomt."),
    "verbondenheid": ("Bij de familie en de kerk.", "Bij mijn straat.", "Bij niemand meer, geloof ik."),
    "verwondering": ("De sterren, 's avonds.", "Een psalm op het orgel.", "De eerste zwaluw.", "Oude foto's."),
}  # fmt: skip
MONEY: tuple[str, ...] = (
    "Stapel ongeopende post op tafel. Samen drie brieven bekeken.", "Weet niet of {ze} zorgtoeslag krijgt.",
    "Betaalt {haar} rekeningen op tijd, maar houdt niets over.", "Wil graag dat iemand meekijkt met de papieren.",
    "Heeft een aanmaning van de energie liggen.", "{kind} doet de belasting.",
)  # fmt: skip
WHERE_TO: tuple[str, ...] = (
    "Naar het graf van mijn {partner}.", "Naar het zwembad.", "Naar mijn zus in Kampen.", "Gewoon naar de markt.",
    "Naar de kerk op zondag.", "Naar het bos.", "Naar het theater, een middagvoorstelling.",
)  # fmt: skip
TALENTS: tuple[str, ...] = (
    "Naaien en verstelwerk.", "Houtbewerken, ik heb nog een werkbank.", "Ik kan goed luisteren.",
    "Koken voor veel mensen.",
    "Accordeon spelen.", "Ik gaf les op de lagere school.", "Boekhouden.", "Tuinieren.", "Schaken.",
    "Verhalen vertellen.",
    "Fietsen maken.", "Zingen, alt.", "Talen, ik spreek er drie.",
)  # fmt: skip
WOULD_LIKE: tuple[str, ...] = (
    "Weer eens samen zingen.", "Een middag kaarten.", "Leren appen met de kleinkinderen.",
    "Wandelen met iemand erbij.",
    "Weer schilderen.", "Eens met de bus naar de stad.", "Niets bijzonders, rust is goed.", "Een keer mee uit eten.",
    "Voorlezen op school.",
)  # fmt: skip
FOR_ANOTHER: tuple[str, ...] = (
    "Voorlezen aan kinderen.", "Een trui breien.", "Taalmaatje zijn.", "Koffie schenken bij de inloop.",
    "Fietsen opknappen.",
    "Iemand bellen die ook alleen is.", "Meehelpen in de buurttuin.",
)  # fmt: skip
WISHES: Mapping[str, tuple[str, ...]] = {
    "hulp": (
        "Ik wil weer ergens bij horen.", "Een vast iemand die eens per week langskomt.",
        "Niet elke avond alleen eten.",
        "Hulp met de post, dan slaap ik beter.", "Weer naar buiten durven.",
        "Praten met iemand die het ook heeft meegemaakt.",
        "Zelf weer naar de stad kunnen.", "Dat iemand weet dat ik er ben.",
    ),
    "alleen_praten": ("Dat er eens iemand luistert.", "Mijn verhaal kwijt, meer niet.", "Gewoon een goed gesprek."),
    "later": ("Eerst de feestdagen door, dan zien we verder.", "Nu nog niet, vraag het in het voorjaar nog eens."),
    "geen_hulp": ("Laat mij maar.", "Ik wil het zelf doen.", "Rust, en geen gedoe."),
    "onbekend": ("Dat weet ik nog niet.", "Daar moet ik over nadenken."),
}  # fmt: skip
AGREED: Mapping[str, tuple[str, ...]] = {
    "verwijzing": (
        "{wie} belt deze week voor {naam} en laat weten wanneer de kennismaking is.",
        "We sturen een brief, {naam} krijgt een afschrift. {wie} belt over twee weken hoe het gaat.",
        "Eerste keer gaat {wie} mee, zodat het geen vreemde is.",
    ),
    "afwachten_hercontact": (
        "Nu geen hulp nodig. {wie} belt over drie maanden.",
        "{naam} geeft het tijd. Afspraak: {wie} komt terug in de lente.",
        "Rouw mag duren. {wie} belt over zes weken en anders eerder als {naam} dat wil.",
    ),
    "informatie_gegeven": (
        "Folder van de inloop achtergelaten, {naam} kijkt zelf.", "Telefoonnummers op het prikbord gehangen.",
        "Uitgelegd hoe de regiotaxi werkt.",
    ),
    "gesprek_professional": (
        "{wie} komt over twee weken terug voor een langer gesprek.", "Vervolggesprek gepland, {kind} mag erbij zijn.",
    ),
    "geen_vervolg_nodig": ("Volgend jaar weer een bezoek.", "{naam} belt als er iets verandert. Volgend jaar weer."),
    "client_wil_niet": ("Kaartje achtergelaten met ons nummer.", "{naam} belt zelf als het anders wordt."),
    "spoed": ("Vandaag de huisarts gebeld, die komt langs.", "{wie} blijft tot {kind} er is."),
}  # fmt: skip
FACTS: Mapping[str, tuple[str, ...]] = {
    "licht": ("Vertelt over een druk weekend met familie.", "Gaat elke woensdag naar de soos.",
        "Heeft dagelijks aanloop.",
              "Is lid van het koor en de wandelgroep.", "Past op de achterkleinkinderen."),
    "midden": ("Zegt dat de avonden lang duren.", "Heeft sinds de zomer minder bezoek.",
        "Gaat niet meer naar de club.",
               "Belt {kind} zelf, wordt weinig gebeld.", "Vriendin van vroeger is verhuisd."),
    "zwaar": ("Heeft deze week met niemand gesproken behalve met mij.", "Zegt: het hoeft voor mij niet zo.",
              "Gordijnen blijven dicht, komt weinig buiten.", "Eet staand aan het aanrecht.",
              "Vertelt met tranen over {partner}."),
}  # fmt: skip
SEEN: Mapping[str, tuple[str, ...]] = {
    "licht": ("Huis verzorgd, foto's op tafel, lacht veel.", "Koffie stond klaar.",
        "Telefoon ging twee keer tijdens het bezoek.",
              "Kleurige tuin, vogelhuis vol."),
    "midden": ("Praat veel en snel, lijkt blij met bezoek.", "Post ongeopend op de kast.", "Tafel voor een gedekt.",
               "Kijkt vaak naar buiten."),
    "zwaar": ("Zat in het donker toen ik kwam.", "Weinig eten in huis.",
        "Wil bij het weggaan mijn hand niet loslaten.",
              "Huis stil en koud, televisie uit."),
}  # fmt: skip
THOUGHT: Mapping[str, tuple[str, ...]] = {
    "licht": ("Voelt zich thuis in het eigen leven.", "Heeft mensen om op te leunen.", "Geen zorgen nu."),
    "midden": ("Het netwerk wordt kleiner, houdt zich groot.", "Mist vooral gezelschap overdag.",
               "Verdriet om het verlies, dat past bij de tijd die het kost.",
               "Een kleine stap met begeleiding kan helpen."),
    "zwaar": ("Trekt zich terug, vertrouwen opbouwen gaat voor.",
        "Mist een hechte band; meer mensen lossen dat niet op.",
              "Meer dingen grijpen in elkaar, een vast gezicht is nodig.",
              "Vraagt niet om hulp, maar wil wel gezien worden."),
}  # fmt: skip
REASONS_EXISTENTIAL: tuple[str, ...] = (
    "Zegt zelf dat de dagen geen richting meer hebben sinds het werk wegviel.",
    "Vraagt zich hardop af waarvoor {ze} er nog is, ook als er bezoek is.",
    "Op de zingevingskaart ontbreekt waar {ze} naar uitkijkt.",
)
REASONS_LASTING: tuple[str, ...] = (
    "Het gemis van {partner} blijft, zegt {naam} zelf; wil leren er mee te leven.",
    "Al jaren zo, eerdere hulp bracht rust maar geen verandering. {naam} herkent dat.",
)
NO_REASON: tuple[str, ...] = (
    "Heeft genoeg aan de kinderen.", "Wil geen vreemden in huis.", "Vond het aardig, maar niet nodig.",
    "Slechte ervaring met eerdere hulp.", "Zegt nu geen hoofd te hebben voor nog meer mensen.",
)  # fmt: skip
URGENT: tuple[str, ...] = (
    "Huisarts gebeld, komt vanmiddag. {kind} is gewaarschuwd en onderweg.",
    "Huisartsenpost gebeld en gebleven tot de dokter er was.",
    "Aandachtsfunctionaris gebeld, samen de eerste stap gezet.",
)
FOR_COLLEAGUES: tuple[str, ...] = (
    "Bel de dag ervoor, dan staat de koffie klaar.", "Neem rustig de tijd, {naam} komt langzaam op gang.",
    "Vraag naar het koor, dan komt het verhaal vanzelf.", "Niet op woensdag, dan is {ze} naar de soos.",
    "Begin niet over {kind}, dat ligt gevoelig.", "{naam} wil graag een vast gezicht.",
    "Spreek langzaam en kijk {naam} aan.",
)  # fmt: skip
CARE_TROUBLE: tuple[str, ...] = (
    "De knieën, vooral op de trap.", "Kortademig bij het lopen.", "Slecht slapen.", "Duizelig als ik snel opsta.",
    "De handen, potjes krijg ik niet open.", "Eigenlijk nergens last van.", "De rug.",
    "Vergeet namen, dat is vervelend.",
)  # fmt: skip
CARE_NOTES: tuple[str, ...] = (
    "Spreekt af zelf de huisarts te bellen over het slapen.",
    "Weegt minder dan vorig jaar, eet minder als {ze} alleen eet.",
    "Valmat in de badkamer gaat weg, antislip besteld.", "Hoorapparaat laten nakijken bij de audicien.",
    "Medicijnen in weekdoos, dat gaat goed.", "Wil met de praktijkondersteuner praten over de somberheid.",
)  # fmt: skip

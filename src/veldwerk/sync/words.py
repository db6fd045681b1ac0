"""256 short Dutch nouns, one for each byte, that sound apart on the telephone."""

_TEXT = """
aardbei abrikoos acteur adelaar agenda akker album amandel ananas anker appel april arend atlas
avond baard baken balkon bamboe banaan bank beker berg beuk bever bezem biet bijl blad blik bloem
boei boek boer bokaal boog boom boot bord borstel bos boter bril broek broer brood brug buis bus
citroen dadel dak dame dans das deken deur dijk dorp draad draak druif duif duin eend egel eik
eiland ekster emmer engel erwt ezel fabriek fakkel fiets fles fluit fontein forel framboos gans
garage geit giraf gitaar glas gordijn goud gras grot haak haan haas hagel hamer hand haring hars
haven hek helm herfst hert heuvel hond honing hotel huis iglo inkt jacht jas jurk kaars kaas kabel
kachel kade kameel kamer kanaal kano kapper kast kat kegel kelder kers ketel kever kikker kind klas
klaver klei klok klomp knoop koe koffer kolom komeet koning koper koren kraan kreeft kroon kruik
kust kwal kwast laars ladder lamp land lantaarn laurier leeuw lepel lijst linde lucht maan maart
magneet mais mand mango markt mast meeuw melk merel mier molen mond mos motor muis munt muts muur
naald nacht nagel nest net noot oase oever olifant olijf orgel otter oven paard pad paling panda
papier parel park peer pen perzik piano pijl pinda plank plas plein ploeg poort pop potlood prei
prins raam radijs regen reiger rem ridder rijst ring roos rots sap schaap schelp schip schoen slak
sleutel sneeuw soep specht spiegel ster storm strand tafel tent tijger toren trein trommel tulp vlag
vos wagen walvis wolk zebra
"""
WORDS: tuple[str, ...] = tuple(_TEXT.split())

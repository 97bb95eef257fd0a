"""What must be left alone, and what must be told: everyday sentences from fairs, trains and counters, in both languages."""

INNOCENT = [
    # houses, streets and places that bear such a word
    "Polnische Straße, neben dem Bäcker", "Arbeitet im Krankenhaus an der Rezeption", "Krankenhausstraße, zweiter Stock",
    "Am Katholischen Krankenhaus links", "Treffpunkt: Katholische Kirche am Markt", "Russische Allee, hinter der Brücke",
    "Bürgermeister-Smidt-Straße, drittes Haus", "Judengasse, beim Brunnen", "Türkenstraße in München", "Verdistraße, Dachgeschoss",
    "Ihr Kind geht in den evangelischen Kindergarten", "Jewish Quarter? No: Parliament Street", "Konsul-Smidt-Straße im Hafen",
    "Afrikanische Straße in Berlin", "Am Stadtratsplatz ist die Haltestelle", "Gewerkstraße, Halle vier", "Das polnische Restaurant am Eck",
    # words that only begin alike
    "Fährt einen alten Opel Diplomat", "Diplomatisch gelöst", "Hat Gläubiger im Nacken", "Ein Gläubigerverzeichnis", "Konsultation am Montag",
    "Dementsprechend freute sie sich", "Er dementierte das", "Kundin fliegt nach Islamabad", "Reist am Hindukusch", "Krankenkasse bezahlt nichts davon",
    "Krankenversicherung ist ihr Beruf", "Vertragspartei ist die Tochter", "Drei Parteien wohnen im Haus", "Im Sechs-Parteien-Haus liegt Glasfaser",
    "Fährt bald nach Rumänien, fragt nach Roaming", "Roaming in Afghanistan fehlt", "Protest gegen die Rechnung", "Russ am Schornstein",
    # words that mean something else
    "Frau Krebs will Glasfaser", "Familie Krebs am Krebsbach", "Hört gern Verdi", "Eine Oper von Giuseppe Verdi", "Die grünen Lämpchen blinken",
    "Die linke Leitung ist tot", "Das behindert den Empfang", "Die Firma operiert in drei Ländern", "Er wurde zu uns abgeordnet",
    "Ein Senator-Status bei der Lufthansa", "Herkunft der Störung unbekannt", "Anrufe unbekannter Herkunft", "Mag Sushi und Roma-Tomaten",
    "Russisches Roulette mit dem Router", "Polnische Nummer behalten", "Türkische SIM-Karte im Urlaub", "Rollstuhlgerechter Eingang zum Laden",
    "Call forwarding is disabled", "Sick of waiting on hold", "A stroke of luck", "Bad luck: a stroke of lightning", "The news was depressing", "The line stands by the telegraph pole", "North Pole tour",
    "Jude Law fan with a broken router", "No alcoholic drinks at the stand", "He religiously checks his data", "Wheelchair access to the shop",
    "Flies Turkish Airlines every month", "Plaza Mayor, Madrid", "Czech Republic roaming", "A Diplomat pen as a present", "The union of two contracts",
    # numbers
    "12000 Kunden in der Stadt", "Rund 50000 Euro Umsatz", "25000 Haushalte ohne Glasfaser", "Speicherplatz 64 GB reicht", "Sitzplatz 14, Wagen 3",
    "Parkplatz 12 vor der Halle", "3 people very close to the stand", "10 minutes drive from here", "2 years on the road", "4 Kollegen unterwegs",
]  # fmt: skip
TOLD = [
    ("Ist in der CDU", "politics"), ("wählt die AfD", "politics"), ("SPD-Mitglied seit Jahren", "politics"), ("Er wählt die Linke", "politics"),
    ("Sie ist bei den Grünen-Politikerinnen bekannt", "politics"), ("Kandidiert für die Grünen.", "politics"), ("hat ein Parteibuch", "politics"),
    ("Abgeordnete im Landtag", "politics"), ("Ministerin a. D.", "politics"), ("Sitzt im Stadtrat", "politics"), ("Frau des Bürgermeisters", "politics"),
    ("arbeitet für die Gemeinderätin", "politics"), ("Redet nur über Politik", "politics"), ("She is a politician", "politics"), ("a Labour Party member", "politics"),
    ("her husband is the mayor", "politics"), ("a Member of Parliament", "politics"), ("ist generalkonsulin", "politics"),
    ("der Attaché des Botschafters", "politics"), ("Ihr Mann ist Diplomat", "politics"), ("eine Diplomatin aus Bonn", "politics"), ("he is a diplomat", "politics"),
    ("aktiv in der Gewerkschaft", "union"), ("IG-Metall? Ja, IG Metall", "union"), ("ist bei Verdi", "union"), ("ver.di-Vertrauensfrau", "union"),
    ("Shop steward at the plant", "union"), ("a union member", "union"), ("DGB-Sekretärin", "union"),
    ("streng katholisch", "faith"), ("Katholikin aus dem Eichsfeld", "faith"), ("evangelischer Pfarrer", "faith"), ("Muslimin mit Kopftuch", "faith"),
    ("feiert islamische Feste", "faith"), ("jüdischer Familienname", "faith"), ("Er ist Jude.", "faith"), ("sehr gläubig", "faith"), ("Gläubige Familie", "faith"),
    ("Zeugen Jehovas", "faith"), ("a devout Catholic", "faith"), ("goes to the mosque", "faith"), ("Hindu und Vegetarier", "faith"), ("she is religious", "faith"),
    ("ist schwer krank", "health"), ("Ihr Mann hat Krebs", "health"), ("Brustkrebs überstanden", "health"), ("Diabetikerin", "health"), ("leidet an Depressionen", "health"),
    ("sie ist schwanger", "health"), ("Schwerbehindertenausweis liegt vor", "health"), ("wurde operiert", "health"), ("sitzt im Rollstuhl", "health"),
    ("Pflegegrad drei", "health"), ("Mutter ist dement", "health"), ("Demenzkrank", "health"), ("hat ein Hörgerät", "health"), ("is sick at home", "health"),
    ("had a stroke last year", "health"), ("He has cancer", "health"), ("uses a wheelchair: she is in a wheelchair", "health"), ("a disabled person", "health"),
    ("Türkin aus Zwickau", "origin"), ("spricht Polnisch", "origin"), ("Sie ist Polin", "origin"), ("russischer Akzent", "origin"), ("Familie aus Syrien, Syrer", "origin"),
    ("kurdische Wurzeln", "origin"), ("rumänische Pflegerin", "origin"), ("Ausländerin", "origin"), ("Asylbewerber", "origin"), ("dunkelhäutig", "origin"),
    ("ukrainische Flüchtlinge", "origin"), ("an immigrant", "origin"), ("Romanian nurse", "origin"), ("because of her skin colour", "origin"), ("seine Herkunft war Thema", "origin"),
]  # fmt: skip

"""The words of every problem: code → language → (what is wrong, what to do). The handbook lists the same codes."""

from __future__ import annotations

Words = tuple[str, str]

MESSAGES: dict[str, dict[str, Words]] = {
    # -- YAML and front matter
    "encoding": {
        "sv": ("Filen är inte sparad som UTF-8.", "Öppna den i din redigerare och välj Spara som, kodning UTF-8."),
        "en": ("The file is not saved as UTF-8.", "Open it in your editor and choose Save as, encoding UTF-8."),
    },
    "yaml-syntax": {
        "sv": (
            "Det här går inte att läsa som YAML: {what}.",
            "Titta på raden och den ovanför: kolon följs av mellanslag, rader på samma nivå börjar i samma kolumn, text med kolon i står inom citattecken.",
        ),
        "en": (
            "This can't be read as YAML: {what}.",
            "Look at the line and the one above: a colon is followed by a space, lines of one level start in one column, text that holds a colon stands in quotes.",
        ),
    },
    "yaml-invisible": {
        "sv": ("Här står ett osynligt tecken ({sign}).", "Ta bort det: ställ markören efter det och tryck backsteg."),
        "en": (
            "An invisible character ({sign}) stands here.",
            "Remove it: put the cursor after it and press backspace.",
        ),
    },
    "yaml-refused": {
        "sv": (
            "{what} betyder något särskilt i YAML och används inte här.",
            "Ska texten börja så, sätt den inom citattecken.",
        ),
        "en": (
            "{what} means something special in YAML and can't be used here.",
            "If the text should begin so, put it in quotes.",
        ),
    },
    "yaml-second": {
        "sv": ("Raden --- börjar en ny del, men filen får bara ha en.", "Ta bort raden."),
        "en": ("The line --- begins another part, but the file can have only one.", "Remove the line."),
    },
    "yaml-deep": {
        "sv": ("Fälten är inskjutna i för många nivåer.", "Högst 20 nivåer går att läsa."),
        "en": ("The fields are nested too deeply.", "At most 20 levels can be read."),
    },
    "yaml-twice": {
        "sv": ("Fältet ”{name}” står två gånger.", "Ta bort det ena."),
        "en": ("The field “{name}” stands twice.", "Remove one of them."),
    },
    "front-missing": {
        "sv": (
            "Filen saknar fält överst.",
            "Börja filen med en rad ---, sedan fälten (till exempel title: Rubrik), sedan en rad --- till.",
        ),
        "en": (
            "The file has no fields at its top.",
            "Begin the file with a line ---, then the fields (title: Heading, say), then another line ---.",
        ),
    },
    "front-open": {
        "sv": ("Fälten överst tar aldrig slut.", "Skriv en rad med bara --- efter det sista fältet."),
        "en": ("The fields at the top never end.", "Write a line with only --- after the last field."),
    },
    "field-missing": {
        "sv": ("Fältet ”{name}” saknas.", "Lägg till en rad: {name}: …"),
        "en": ("The field “{name}” is missing.", "Add a line: {name}: …"),
    },
    "field-unknown": {
        "sv": ("Fältet ”{name}” finns inte.", "{suggestion}"),
        "en": ("There is no field “{name}”.", "{suggestion}"),
    },
    "field-empty": {
        "sv": ("Fältet är tomt.", "Fyll i det. Behövs det inte kan raden tas bort."),
        "en": ("The field is empty.", "Fill it in. If it isn't needed, the line can go."),
    },
    "list-empty": {
        "sv": ("Listan är tom.", "Den behöver minst en punkt."),
        "en": ("The list is empty.", "It needs at least one item."),
    },
    "list-twice": {
        "sv": ("”{value}” står två gånger i listan.", "Ta bort den ena."),
        "en": ("“{value}” stands twice in the list.", "Remove one of them."),
    },
    "value-width": {
        "sv": (
            "”{value}” är ingen rimlig bredd för en bild.",
            "Skriv bredden i pixlar, från 16 till 10000, till exempel 800.",
        ),
        "en": (
            "“{value}” is no reasonable width of a picture.",
            "Write the width in pixels, from 16 to 10000, 800 say.",
        ),
    },
    "field-shape": {
        "sv": ("Här väntades {expected}.", "{example}"),
        "en": ("Here {expected} was expected.", "{example}"),
    },
    "field-fact": {
        "sv": (
            "”{name}” är en faktauppgift och skrivs bara i originalet.",
            "Ta bort raden här och ändra i {original}.",
        ),
        "en": (
            "“{name}” is a fact and is written in the original only.",
            "Remove the line here and change it in {original}.",
        ),
    },
    "value-unknown": {
        "sv": ("”{value}” är inget giltigt värde.", "Välj bland: {options}.{suggestion}"),
        "en": ("“{value}” is not a valid value.", "Choose among: {options}.{suggestion}"),
    },
    "value-date": {
        "sv": ("”{value}” är inget datum.", "Skriv år-månad-dag, till exempel 2026-11-22."),
        "en": ("“{value}” is not a date.", "Write year-month-day, 2026-11-22 say."),
    },
    "value-time": {
        "sv": ("”{value}” är ingen tidpunkt.", "Skriv datum och klockslag, till exempel 2027-02-03 18:00."),
        "en": ("“{value}” is not a time.", "Write date and time, 2027-02-03 18:00 say."),
    },
    "value-yesno": {
        "sv": ("”{value}” är varken ja eller nej.", "Skriv ja eller nej."),
        "en": ("“{value}” is neither yes nor no.", "Write yes or no."),
    },
    "value-number": {
        "sv": ("”{value}” är inget heltal.", "Skriv ett tal med siffror, till exempel 3."),
        "en": ("“{value}” is not a whole number.", "Write a number in digits, 3 say."),
    },
    "value-slug": {
        "sv": ("”{value}” kan inte stå i en adress.", "Använd a–z, 0–9 och bindestreck, till exempel {example}."),
        "en": ("“{value}” can't be part of an address.", "Use a–z, 0–9 and hyphens, {example} say."),
    },
    "value-web": {
        "sv": ("”{value}” är ingen webbadress.", "Skriv hela adressen med https:// först."),
        "en": ("“{value}” is not a web address.", "Write the whole address, beginning with https://."),
    },
    "value-length": {
        "sv": ("”{value}” är inget mått.", "Skriv ett tal och en enhet: 210 mm, 70 cm eller 1080 px."),
        "en": ("“{value}” is not a length.", "Write a number and a unit: 210 mm, 70 cm or 1080 px."),
    },
    "value-weight": {
        "sv": ("”{value}” är ingen filstorlek.", "Skriv ett tal och en enhet: 500 kB eller 2 MB."),
        "en": ("“{value}” is not a file size.", "Write a number and a unit: 500 kB or 2 MB."),
    },
    "format-unit": {
        "sv": ("”{value}” har fel enhet för formatet.", "Alla mått ska här vara i {unit}: pdf har mm, bilder har px."),
        "en": (
            "“{value}” has the wrong unit for its format.",
            "All lengths here are in {unit}: pdf has mm, pictures px.",
        ),
    },
    "poster-empty": {
        "sv": (
            "Affischen har varken en bild eller ord att sättas av.",
            "Skriv bildens namn vid master, eller affischens ord vid template.",
        ),
        "en": (
            "The poster has neither a picture nor words to be set from.",
            "Write the picture's name at master, or the poster's words at template.",
        ),
    },
    "poster-number": {
        "sv": (
            "Affischen kan inte visa numret till {name}: tjänsten har slutat, eller har inget telefonnummer.",
            "Välj en annan tjänst, eller lämna bort service.",
        ),
        "en": (
            "The poster can't show the number of {name}: the service has ended, or has no telephone number.",
            "Choose another service, or leave service out.",
        ),
    },
    "value-percent": {
        "sv": ("”{value}” är ingen andel.", "Skriv procent, högst 45: 12 %"),
        "en": ("“{value}” is not a share.", "Write per cent, 45 at most: 12 %"),
    },
    "poster-small": {
        "sv": (
            "Bilden {path} är {size} punkter. Det är för lite för {names}, som därför inte görs.",
            "Be om den i minst {needed} punkter. Den förstoras aldrig: det blir suddigt.",
        ),
        "en": (
            "The picture {path} has {size} pixels. That is too few for {names}, which is therefore not made.",
            "Ask for it in {needed} pixels at least. It is never enlarged: that makes it blurred.",
        ),
    },
    "poster-picture": {
        "sv": (
            "Motivet picture är en bild, och en bild är motivet picture: det ena står här utan det andra.",
            "Skriv motif: picture och picture: filens-namn.jpg, eller ta bort båda.",
        ),
        "en": (
            "The motif picture is a picture, and a picture is the motif picture: one stands here without the other.",
            "Write motif: picture and picture: the-files-name.jpg, or remove both.",
        ),
    },
    "poster-words": {
        "sv": (
            "Orden under template används inte: originalet {original} säger inte hur affischen ska se ut.",
            "Skriv template där, med motif och headline. Då sätts affischen också på det här språket.",
        ),
        "en": (
            "The words under template are not used: the original {original} does not say what the poster looks like.",
            "Write template there, with motif and headline. Then the poster is set in this language too.",
        ),
    },
    "poster-heavy": {
        "sv": (
            "Affischen i {path} blir för tung för ett av formaten ({what}).",
            "Höj most för formatet i content/formats.yaml, eller ta bort det.",
        ),
        "en": (
            "The poster in {path} becomes too heavy for one of the formats ({what}).",
            "Raise most for the format in content/formats.yaml, or take it away.",
        ),
    },
    "poster-glyph": {
        "sv": ("Tecknet ”{char}” finns inte i affischens typsnitt.", "Skriv texten utan det tecknet."),
        "en": ("The character “{char}” is not in the poster's typeface.", "Write the text without it."),
    },
    "value-https": {
        "sv": ("”{value}” är ingen säker adress.", "Skriv {instead}, om sidan öppnas så. Annars lämnar du bort den."),
        "en": ("“{value}” is not a secure address.", "Write {instead}, if the page opens that way. Else leave it out."),
    },
    "value-host": {
        "sv": (
            "”{value}” är en adress som kan förväxlas med en annan.",
            "Skriv webbplatsens vanliga adress: https://, ett namn med bokstäverna a–ö, och till exempel .se.",
        ),
        "en": (
            "“{value}” is an address that can be mistaken for another.",
            "Write the website's usual address: https://, a name in our own letters, and for instance .se.",
        ),
    },
    "value-hidden": {
        "sv": (
            "Texten innehåller ett tecken som inte syns ({number}).",
            "Skriv texten på nytt för hand i stället för att klistra in den.",
        ),
        "en": ("The text holds a sign that can't be seen ({number}).", "Type it anew instead of pasting it."),
    },
    "value-long": {
        "sv": ("Texten är {length} tecken lång. Gränsen är {most}.", "Korta den."),
        "en": ("The text is {length} characters long. The limit is {most}.", "Shorten it."),
    },
    "value-email": {
        "sv": ("”{value}” är ingen e-postadress.", "Skriv den som namn@exempel.se."),
        "en": ("“{value}” is not an e-mail address.", "Write it as name@example.org."),
    },
    "value-colour": {
        "sv": (
            "”{value}” är ingen färg.",
            'Skriv # och sex tecken 0–9 eller a–f, till exempel "#123f41" (med citattecken).',
        ),
        "en": ("“{value}” is not a colour.", 'Write # and six characters 0–9 or a–f, "#123f41" say (in quotes).'),
    },
    "value-phone": {
        "sv": (
            "”{value}” är inget telefonnummer som går att ringa.",
            'Kontrollera siffrorna mot källan. Skriv numret som där, till exempel "020-91 91 91".',
        ),
        "en": (
            "“{value}” is not a telephone number that can be dialled.",
            'Check the digits against the source. Write the number as there, "020-91 91 91" say.',
        ),
    },
    "hours-word": {
        "sv": (
            "Öppettiderna innehåller ”{word}”, och det går inte att läsa.",
            "{suggestion}Skriv till exempel: mån–fre 8–16, lör 10–14. Förklaringar skrivs i hours-note.",
        ),
        "en": (
            "The hours hold “{word}”, which can't be read.",
            "{suggestion}Write for example: Mon–Fri 8–16, Sat 10–14. Explanations go in hours-note.",
        ),
    },
    "hours-sign": {
        "sv": (
            "Här i öppettiderna står ”{sign}” där det inte betyder något.",
            "Skriv komma mellan två tider: 9–12, 13–16. Kolon står bara efter en period eller efter dagar.",
        ),
        "en": (
            "In the hours “{sign}” stands where it means nothing.",
            "Write a comma between two times: 9–12, 13–16. A colon only follows a period or days.",
        ),
    },
    "hours-no-times": {
        "sv": (
            "”{days}” står utan tider.",
            "Skriv tiderna efter: {days} 8–16. Är det stängt skriver du: {days} stängt.",
        ),
        "en": (
            "“{days}” stands without times.",
            "Write the times after it: {days} 8–16. If it is closed, write: {days} closed.",
        ),
    },
    "hours-one-time": {
        "sv": (
            "Tiden ”{time}” har bara en ände.",
            "Skriv både när det öppnar och när det stänger: 8–16.",
        ),
        "en": (
            "The time “{time}” has only one end.",
            "Write both when it opens and when it closes: 8–16.",
        ),
    },
    "hours-time": {
        "sv": (
            "”{time}” är inget klockslag.",
            "Skriv timmar från 0 till 24, och minuter med två siffror: 8–16 eller 8.30–16.15.",
        ),
        "en": (
            "“{time}” is no time of day.",
            "Write hours from 0 to 24, and minutes with two digits: 8–16 or 8.30–16.15.",
        ),
    },
    "hours-no-length": {
        "sv": (
            "”{times}” börjar och slutar samtidigt.",
            "Är det alltid öppet skriver du: dygnet runt.",
        ),
        "en": (
            "“{times}” begins and ends at once.",
            "If it is always open, write: dygnet runt (or 24/7).",
        ),
    },
    "hours-overlap": {
        "sv": (
            "”{times}” går in i en tid som redan står för samma dag.",
            "Har en dag andra tider skriver du den för sig: mån–tors 9–17, fre 9–15.",
        ),
        "en": (
            "“{times}” overlaps a time that already stands for the same day.",
            "If a day has other times, write it by itself: Mon–Thu 9–17, Fri 9–15.",
        ),
    },
    "hours-twice": {
        "sv": (
            "”{day}” står två gånger.",
            "Skriv varje dag en gång: mån–fre 8–16.",
        ),
        "en": (
            "“{day}” stands twice.",
            "Write each day once: Mon–Fri 8–16.",
        ),
    },
    "hours-no-days": {
        "sv": (
            "Här saknas en veckodag.",
            "Skriv vilken dag: lör stängt, eller första måndagen i månaden 18–20.",
        ),
        "en": (
            "A weekday is missing here.",
            "Write which day: Sat closed, or first Monday of the month 18–20.",
        ),
    },
    "hours-of-month": {
        "sv": (
            "Det står inte vad ”första”, ”andra” eller ”sista” räknas i.",
            "Skriv i månaden: första måndagen i månaden 18–20.",
        ),
        "en": (
            "It isn't said what “first”, “second” or “last” is counted in.",
            "Write of the month: first Monday of the month 18–20.",
        ),
    },
    "hours-which-days": {
        "sv": (
            "Det framgår inte vilka dagar ”{period}” gäller, för de vanliga tiderna skiljer sig mellan dagarna.",
            "Skriv dagarna: juli: mån–fre 9–15.",
        ),
        "en": (
            "It isn't clear which days “{period}” is about, because the usual times differ between days.",
            "Write the days: July: Mon–Fri 9–15.",
        ),
    },
    "hours-break": {
        "sv": (
            "Pausen ”{times}” ligger inte inom en tid när det är öppet.",
            "Skriv pausen efter de tider som den bryter: mån–fre 8–16, lunchstängt 12–13.",
        ),
        "en": (
            "The break “{times}” doesn't lie within a time when it is open.",
            "Write the break after the times that it interrupts: Mon–Fri 8–16, closed 12–13.",
        ),
    },
    "hours-break-days": {
        "sv": (
            "Pausen gäller bara några av dagarna före den.",
            "Skriv de dagarna för sig: mån 8–12, 13–16, tis–fre 8–16.",
        ),
        "en": (
            "The break is for only some of the days before it.",
            "Write those days by themselves: Mon 8–12, 13–16, Tue–Fri 8–16.",
        ),
    },
    "hours-unclear": {
        "sv": (
            "”{text}” kan läsas på två sätt: något annat här säger annorlunda om samma dag.",
            "Skriv varje fall för sig, en gång: jämna veckor: tors 13–17; ojämna veckor: tors 8–12.",
        ),
        "en": (
            "“{text}” can be read in two ways: something else here says otherwise of the same day.",
            "Write each case by itself, once: even weeks: Thu 13–17; odd weeks: Thu 8–12.",
        ),
    },
    "hours-periods": {
        "sv": (
            "”{text}” gäller en period som delvis går in i en annan.",
            "Låt perioderna ligga efter varandra, eller den ena helt inom den andra.",
        ),
        "en": (
            "“{text}” is about a period that partly overlaps another.",
            "Let the periods follow one another, or lie one within the other.",
        ),
    },
    "hours-date": {
        "sv": (
            "”{date}” finns inte i kalendern.",
            "Skriv dag och månad: 24/12 eller 24 december. Med årtal: 2026-12-24.",
        ),
        "en": (
            "“{date}” isn't in the calendar.",
            "Write day and month: 24/12 or 24 December. With a year: 2026-12-24.",
        ),
    },
    "hours-years": {
        "sv": (
            "Bara den ena änden av perioden har årtal.",
            "Skriv båda med årtal, 2026-12-24–2027-01-06, eller ingen: 24/12–6/1.",
        ),
        "en": (
            "Only one end of the period has a year.",
            "Write both with a year, 2026-12-24–2027-01-06, or neither: 24/12–6/1.",
        ),
    },
    "hours-backwards": {
        "sv": (
            "Perioden slutar innan den börjar.",
            "Skriv det tidigare datumet först: 2026-12-24–2027-01-06.",
        ),
        "en": (
            "The period ends before it begins.",
            "Write the earlier date first: 2026-12-24–2027-01-06.",
        ),
    },
    "hours-weeks": {
        "sv": (
            "”{weeks}” är inga veckor.",
            "Veckorna går från 1 till 53, den lägre först: vecka 27–32. Över årsskiftet skriver du datum: 24/12–6/1.",
        ),
        "en": (
            "“{weeks}” are no weeks.",
            "Weeks go from 1 to 53, the lower first: week 27–32. Over the turn of the year write dates: 24/12–6/1.",
        ),
    },
    "hours-never-open": {
        "sv": (
            "Så är det aldrig öppet.",
            "Skriv när det är öppet. Är tjänsten stängd tills vidare sätter du status: paused.",
        ),
        "en": (
            "Like this it is never open.",
            "Write when it is open. If the service is closed until further notice, set status: paused.",
        ),
    },
    "value-degrees": {
        "sv": (
            "”{value}” är ingen latitud eller longitud.",
            "Skriv grader med decimaler: 59.3712. En kartsida visar dem när du högerklickar på platsen.",
        ),
        "en": (
            "“{value}” is no latitude or longitude.",
            "Write degrees with decimals: 59.3712. A map on the web shows them when you right-click the place.",
        ),
    },
    "value-point": {
        "sv": (
            "”{value}” är ingen punkt i bilden.",
            "Skriv två procenttal: från vänster och uppifrån, till exempel 50% 30%.",
        ),
        "en": (
            "“{value}” is not a point in the picture.",
            "Write two percentages: from the left and from the top, 50% 30% say.",
        ),
    },
    "channel-address": {
        "sv": ("Vägen in ({kind}) saknar {needs}.", "Lägg till raden {needs}: … under samma punkt."),
        "en": ("The channel ({kind}) has no {needs}.", "Add the line {needs}: … under the same item."),
    },
    "age-order": {
        "sv": ("Åldrarna är omvända: från {start} till {end}.", "Byt plats på from och to."),
        "en": ("The ages are the wrong way round: from {start} to {end}.", "Change places of from and to."),
    },
    "dates-order": {
        "sv": ("Slutet ({end}) kommer före början ({start}).", "Kontrollera de två datumen."),
        "en": ("The end ({end}) comes before the beginning ({start}).", "Check the two dates."),
    },
    # -- the tree
    "site-missing": {
        "sv": ("Filen content/site.yaml saknas.", "Varje kampanj behöver den: namn, adress och språk. Se handboken."),
        "en": (
            "The file content/site.yaml is missing.",
            "Every campaign needs it: name, address and languages. See the handbook.",
        ),
    },
    "start-missing": {
        "sv": ("Startsidan {path} saknas.", "Skapa filen med minst title och description."),
        "en": ("The start page {path} is missing.", "Create the file with at least title and description."),
    },
    "language-folder": {
        "sv": (
            "Mappen content/{name} är inget av webbplatsens språk.",
            "Lägg till språket i content/site.yaml eller flytta mappen. Språken är: {options}.",
        ),
        "en": (
            "The folder content/{name} is none of the site's languages.",
            "Add the language to content/site.yaml or move the folder. The languages are: {options}.",
        ),
    },
    "language-partial": {
        "sv": (
            "”{name}” kan inte vara ett språk med bara en del av sidorna.",
            "Skriv något av webbplatsens språk, men inte det första ({first}), som de andra faller tillbaka på: {options}.",
        ),
        "en": (
            "“{name}” can’t be a language with some of the pages only.",
            "Write one of the site's languages, but not the first ({first}), which the others fall back on: {options}.",
        ),
    },
    "file-ignored": {
        "sv": (
            "Filen används inte: {what}.",
            "Texter ligger i språkets mapp, till exempel content/sv/, och heter något som slutar på .md.",
        ),
        "en": (
            "The file is not used: {what}.",
            "Texts lie in the language's folder, content/sv/ say, and have names that end in .md.",
        ),
    },
    "original-missing": {
        "sv": (
            "Översättningen har inget original.",
            "Originalet ska heta {original}. Rätta filnamnet eller skapa originalet.",
        ),
        "en": (
            "The translation has no original.",
            "The original should be {original}. Correct the file name or create the original.",
        ),
    },
    "slug-twice": {
        "sv": ("Namnet ”{slug}” används två gånger.", "Välj ett annat. Ett namn hör till en enda."),
        "en": ("The name “{slug}” is used twice.", "Choose another. A name belongs to one only."),
    },
    "network-unknown": {
        "sv": ("Det finns inget nätverk med namnet ”{name}” bland partnerna.", "{suggestion}"),
        "en": ("There is no network named “{name}” among the partners.", "{suggestion}"),
    },
    "address-twice": {
        "sv": ("Två filer vill ha adressen {address}.", "Ge den ena ett annat slug."),
        "en": ("Two files want the address {address}.", "Give one of them another slug."),
    },
    "name-case": {
        "sv": (
            "Filnamnen skiljer sig bara i stora och små bokstäver eller i hur å, ä och ö är lagrade.",
            "Byt namn på den ena: Windows och macOS ser dem som samma fil.",
        ),
        "en": (
            "The file names differ only in capitals or in how letters are stored.",
            "Rename one of them: Windows and macOS see one file.",
        ),
    },
    "name-encoding": {
        "sv": (
            "Filnamnet innehåller tecken som inte går att läsa.",
            "Byt namn på filen: helst bara a–z, 0–9 och bindestreck.",
        ),
        "en": (
            "The file's name holds characters that can't be read.",
            "Rename the file: best only a–z, 0–9 and hyphens.",
        ),
    },
    # -- Markdown
    "markdown-html": {
        "sv": (
            "HTML-taggen <{tag}> används inte i texterna.",
            "Skriv med Markdown i stället, till exempel **fet**, *kursiv* eller ett block med ///.",
        ),
        "en": (
            "The HTML tag <{tag}> can't be used in texts.",
            "Write Markdown instead: **bold**, *italic* or a block with ///, say.",
        ),
    },
    "markdown-large": {
        "sv": (
            "Texten är för lång eller innehåller för många hakparenteser i rad.",
            "Dela upp sidan, eller ta bort det som klistrats in av misstag.",
        ),
        "en": (
            "The text is too long or holds too many brackets in a row.",
            "Split the page, or remove what was pasted by mistake.",
        ),
    },
    "markdown-list": {
        "sv": ("Listan blir ingen lista: raden ovanför är inte tom.", "Lägg till en tom rad före listan."),
        "en": ("The list will not be a list: the line above is not empty.", "Add an empty line before the list."),
    },
    "markdown-nested": {
        "sv": ("Listan på andra nivån är indragen med för få mellanslag.", "Dra in med fyra mellanslag."),
        "en": ("The list on the second level is indented by too few spaces.", "Indent by four spaces."),
    },
    "markdown-footnote": {
        "sv": ("Fotnoten [^{name}] har ingen text.", "Lägg till en rad längst ned: [^{name}]: Källa, datum."),
        "en": ("The footnote [^{name}] has no text.", "Add a line at the bottom: [^{name}]: Source, date."),
    },
    "markdown-block": {
        "sv": ("Blocket ”{name}” finns inte.", "Blocken är: {options}.{suggestion}"),
        "en": ("There is no block “{name}”.", "The blocks are: {options}.{suggestion}"),
    },
    "markdown-block-title": {
        "sv": ("Blocket {name} saknar {what}.", "Skriv efter ett lodstreck: /// {name} | {words}"),
        "en": ("The block {name} has no {what}.", "Write after a bar: /// {name} | {words}"),
    },
    "markdown-block-option": {
        "sv": ("Blocket {block} har ingen uppgift som heter ”{name}”.", "{suggestion}"),
        "en": ("The block {block} has nothing called “{name}”.", "{suggestion}"),
    },
    "markdown-block-open": {
        "sv": ("Blocket tar aldrig slut.", "Skriv en rad med bara /// där det ska sluta."),
        "en": ("The block never ends.", "Write a line with only /// where it should end."),
    },
    "markdown-attribute": {
        "sv": ("”{name}” kan inte sättas på text.", "Bara {{#id}}, {{.knapp}} och {{lang=…}} kan användas."),
        "en": ("“{name}” can't be set on text.", "Only {{#id}}, {{.knapp}} and {{lang=…}} can be used."),
    },
    "markdown-heading": {
        "sv": ("Rubriken är på nivå 1, som är sidans titel.", "Börja med ## för rubriker i texten."),
        "en": ("The heading is on level 1, which is the page's title.", "Begin with ## for headings in the text."),
    },
    "heading-skipped": {
        "sv": ("Rubriken ”{text}” hoppar över en nivå.", "Skriv {right} i stället för {level}."),
        "en": ("The heading “{text}” skips a level.", "Write {right} instead of {level}."),
    },
    # -- series of figures
    "data-pair": {
        "sv": (
            "Filen {missing} saknas.",
            "Ett diagram har två filer med samma namn i content/data: siffrorna i en .csv och orden om dem i en .yaml.",
        ),
        "en": (
            "The file {missing} is missing.",
            "A chart has two files of the same name in content/data: its figures in a .csv, the words about them in a .yaml.",
        ),
    },
    "data-table": {
        "sv": (
            "Här finns ingen tabell med siffror.",
            "Första raden har kolumnernas namn, perioden först. Sedan kommer en rad för varje period, med minst en siffra: 2024;12,5",
        ),
        "en": (
            "There is no table of figures here.",
            "The first line has the columns' names, the period first. Then comes a line for each period, with one figure at least: 2024;12,5",
        ),
    },
    "data-cells": {
        "sv": (
            "Raden har {count} celler, men rubrikraden har {wanted}.",
            'Ge varje rad lika många. Skiljs cellerna åt med komma ska tal med decimalkomma stå i raka citattecken: "12,5".',
        ),
        "en": (
            "The line has {count} cells, but the header has {wanted}.",
            'Give every line as many. Where commas divide the cells, a number with a decimal comma stands in straight quotes: "12,5".',
        ),
    },
    "data-number": {
        "sv": (
            "”{value}” är inget tal.",
            "Skriv det med bara siffror, till exempel 1 234,5. Enheten står i fältet unit. Finns det ingen siffra lämnas cellen tom.",
        ),
        "en": (
            "“{value}” is not a number.",
            "Write it in digits only, 1 234,5 say. The unit stands in the field unit. Where there is no figure, leave the cell empty.",
        ),
    },
    "data-twice": {
        "sv": (
            "”{value}” står två gånger.",
            "Varje period har en enda rad, och varje serie en enda kolumn. Ta bort den ena.",
        ),
        "en": (
            "“{value}” stands twice.",
            "Each period has one line only, and each series one column. Remove one of them.",
        ),
    },
    "data-large": {
        "sv": (
            "Tabellen har {count} {what}. Fler än {most} går inte att läsa i ett diagram.",
            "Dela upp den på flera filer, eller ta bara med det som sidan handlar om.",
        ),
        "en": (
            "The table has {count} {what}. More than {most} can't be read in a chart.",
            "Divide it into several files, or keep only what the page is about.",
        ),
    },
    "data-column": {
        "sv": ("Tabellen har ingen kolumn som heter ”{name}”.", "{suggestion}"),
        "en": ("The table has no column “{name}”.", "{suggestion}"),
    },
    "data-unknown": {
        "sv": ("Det finns inga siffror som heter ”{name}” i content/data.", "{suggestion}"),
        "en": ("There are no figures called “{name}” in content/data.", "{suggestion}"),
    },
    "trace-left": {
        "sv": (
            "Filen {out} bär med sig mer än den visar ({what}), och har inte publicerats.",
            "Det här är ett fel i programmet. Säg till den som sköter det.",
        ),
        "en": (
            "The file {out} carries more than it shows ({what}), and was not published.",
            "This is a fault of the program. Tell whoever looks after it.",
        ),
    },
    # -- films
    "film-missing": {
        "sv": ("Filen {path} finns inte.", "Filmer och deras texter ligger i assets/film.{suggestion}"),
        "en": ("There is no file {path}.", "Films and their words lie in assets/film.{suggestion}"),
    },
    "film-format": {
        "sv": (
            "{path} är ingen film som kan tas ({what}).",
            "Spara den som MP4 (H.264 och AAC); .mov och .webm går också.",
        ),
        "en": (
            "{path} is not a film that can be taken ({what}).",
            "Save it as MP4 (H.264 and AAC); .mov and .webm will do too.",
        ),
    },
    "film-broken": {
        "sv": (
            "Filmen {path} går inte att läsa: den är skadad, avklippt eller ingen film.",
            "Exportera den en gång till, som MP4 (H.264 och AAC).",
        ),
        "en": (
            "The film {path} can't be read: it is damaged, cut off or no film.",
            "Export it once more, as MP4 (H.264 and AAC).",
        ),
    },
    "film-codec": {
        "sv": (
            "Filmen {path} är kodad så att många telefoner inte kan visa den ({what}).",
            "Exportera den som MP4 med H.264, 8 bitar (4:2:0), och ljud i AAC.",
        ),
        "en": (
            "The film {path} is encoded so that many telephones can't show it ({what}).",
            "Export it as MP4 with H.264, 8 bits (4:2:0), and sound in AAC.",
        ),
    },
    "film-large": {
        "sv": (
            "Filmen {path} är för stor ({what}).",
            "Gränsen är 200 MB. Exportera den med lägre datatakt, 2–5 Mbit/s räcker.",
        ),
        "en": (
            "The film {path} is too large ({what}).",
            "The limit is 200 MB. Export it at a lower rate; 2–5 Mbit/s will do.",
        ),
    },
    "film-heavy": {
        "sv": (
            "Filmens minsta fil, {path}, är {size} MB. Den som ser den på bussen betalar för det.",
            "Lägg till en mindre fil under files, 640 punkter bred och helst under 15 MB.",
        ),
        "en": (
            "The film's smallest file, {path}, is {size} MB. Whoever sees it on the bus pays for that.",
            "Add a smaller file under files, 640 pixels wide and preferably below 15 MB.",
        ),
    },
    "film-twice": {
        "sv": ("Två av filmens filer är lika stora ({size}): {path} är den andra.", "Ta bort en av dem."),
        "en": ("Two of the film's files have the same size ({size}): {path} is the second.", "Remove one of them."),
    },
    "film-lengths": {
        "sv": (
            "{path} är {other} sekunder, men en annan av filmens filer är {one}.",
            "Är det två olika filmer ska de ha var sin textfil. Undertexter passar bara den ena.",
        ),
        "en": (
            "{path} is {other} seconds long, but another of the film's files is {one}.",
            "If they are two different films, give each a text file of its own. Subtitles fit only one of them.",
        ),
    },
    "film-captions": {
        "sv": (
            "Filmen har ljud men inga undertexter på sitt eget språk. Den som inte hör kan inte följa den.",
            "Skriv captions: och namnet på en .vtt-fil i assets/film. Lagen om digital offentlig service kräver det.",
        ),
        "en": (
            "The film has sound but no captions in its own language. Who can't hear can't follow it.",
            "Write captions: and the name of a .vtt file in assets/film. The law on digital public service requires it.",
        ),
    },
    "film-described": {
        "sv": (
            "Filmen har ljud men ingen syntolkning. Den som inte ser vet inte vad som händer i bild.",
            "Skriv described: och en version med syntolkning, eller descriptions: och en .vtt-fil med det som syns. Hörs allt viktigt redan räcker en .vtt-fil som säger det.",
        ),
        "en": (
            "The film has sound but no audio description. Who can't see doesn't know what happens.",
            "Write described: and a version with audio description, or descriptions: and a .vtt file of what is seen. If all that matters is heard already, a .vtt file that says so will do.",
        ),
    },
    "film-transcript": {
        "sv": (
            "Filmen har ingen text att läsa i stället för att se den.",
            "Skriv under front matter vad som sägs och vad som syns, i ordning. Det är filmen för den som inte kan se eller höra den.",
        ),
        "en": (
            "The film has no text to read in place of seeing it.",
            "Write below the front matter what is said and what is seen, in order. That is the film for whoever can't see or hear it.",
        ),
    },
    "film-languages": {
        "sv": (
            "Filmen saknar undertexter på {names}.",
            "Lägg en översättning i det språkets mapp films, med captions: och en .vtt-fil.",
        ),
        "en": (
            "The film has no subtitles in {names}.",
            "Put a translation in that language's folder films, with captions: and a .vtt file.",
        ),
    },
    "film-unknown": {
        "sv": ("Det finns ingen film som heter ”{name}”.", "{suggestion}"),
        "en": ("There is no film called “{name}”.", "{suggestion}"),
    },
    "cues-format": {
        "sv": ("{path} är ingen fil med undertexter.", "De sparas som .vtt (WebVTT) eller .srt."),
        "en": ("{path} is not a file of subtitles.", "They are saved as .vtt (WebVTT) or .srt."),
    },
    "cues-head": {
        "sv": ("En .vtt-fil börjar med ordet WEBVTT.", "Skriv WEBVTT på första raden, och lämna raden under tom."),
        "en": (
            "A .vtt file begins with the word WEBVTT.",
            "Write WEBVTT on the first line, and leave the line below empty.",
        ),
    },
    "cues-times": {
        "sv": (
            "Här ska två tider stå, inte ”{value}”.",
            "Skriv när texten visas och när den försvinner: 00:00:01.000 --> 00:00:03.500",
        ),
        "en": (
            "Two times should stand here, not “{value}”.",
            "Write when the words are shown and when they go: 00:00:01.000 --> 00:00:03.500",
        ),
    },
    "cues-empty": {
        "sv": ("Tiderna har ingen text under sig.", "Skriv texten på raden under, eller ta bort tiderna."),
        "en": ("The times have no words below them.", "Write the words on the line below, or remove the times."),
    },
    "cues-none": {
        "sv": (
            "Här finns inga undertexter.",
            "Varje text har två tider på en rad och orden under: 00:00:01.000 --> 00:00:03.500",
        ),
        "en": (
            "There are no subtitles here.",
            "Each has two times on a line and its words below: 00:00:01.000 --> 00:00:03.500",
        ),
    },
    "cues-order": {
        "sv": ("Tiderna går bakåt.", "Varje text slutar efter att den har börjat, och börjar efter den förra."),
        "en": ("The times go backwards.", "Each text ends after it has begun, and begins after the one before."),
    },
    "cues-overlap": {
        "sv": (
            "Texten börjar innan den förra är slut ({end}).",
            "Låt den förra sluta tidigare, eller den här börja senare.",
        ),
        "en": (
            "The text begins before the last one has ended ({end}).",
            "Let the last one end sooner, or this one begin later.",
        ),
    },
    "cues-end": {
        "sv": ("Texten visas efter att filmen är slut ({end}).", "Är det rätt film? Annars, ändra tiden."),
        "en": ("The text is shown after the film has ended ({end}).", "Is it the right film? If so, change the time."),
    },
    "cues-fast": {
        "sv": (
            "Texten ({length} tecken) står så kort att den inte hinner läsas.",
            "Låt den stå minst {least} sekunder, eller korta den: {most} tecken i sekunden är det mesta.",
        ),
        "en": (
            "The text ({length} characters) stands too short a time to be read.",
            "Let it stand {least} seconds at least, or shorten it: {most} characters a second is the most.",
        ),
    },
    # -- links and pictures
    "ledger-line": {
        "sv": (
            "Raden går inte att läsa.",
            "Filen skrivs av python3 build.py partners record. Hämta tillbaka raden ur en säkerhetskopia eller ur versionshanteringen.",
        ),
        "en": (
            "This line can't be read.",
            "The file is written by python3 build.py partners record. Get the line back from a backup or from version control.",
        ),
    },
    "ledger-lost": {
        "sv": (
            "{address}{more} fanns här vid förra bygget, och är borta.",
            "Partner kan ha bäddat in den adressen. Hämta tillbaka raden ur en säkerhetskopia eller ur versionshanteringen.",
        ),
        "en": (
            "{address}{more} stood here at the last build, and is gone.",
            "Partners may have embedded that address. Get the line back from a backup or from version control.",
        ),
    },
    "ledger-missing": {
        "sv": (
            "{address}{more} är utlovad till partnern {partner}, men görs inte längre.",
            "Sätt tillbaka partnern i partners.yaml. Har partnern slutat skriver du: python3 build.py partners end {partner}",
        ),
        "en": (
            "{address}{more} was promised to the partner {partner}, but is no longer made.",
            "Put the partner back into partners.yaml. If the partner has left, type: python3 build.py partners end {partner}",
        ),
    },
    "ledger-stronger": {
        "sv": (
            "Partnern {partner} har slutat, och {address}{more} får inte tala för någon igen.",
            "Sätt tillbaka raden ended: i partners.yaml. Kommer partnern tillbaka, eller är det en annan, får den ett nytt namn i slug.",
        ),
        "en": (
            "The partner {partner} has left, and {address}{more} must not speak for anybody again.",
            "Put the line ended: back into partners.yaml. A partner that comes back, or another one, gets a new slug.",
        ),
    },
    "ledger-changed": {
        "sv": (
            "Bilden på {address}{more} är en annan än den som partnern {partner} har fått.",
            "Är det samma partner, och bilden ska ändras, skriver du: python3 build.py partners record. Annars: ge den nya partnern ett eget namn i slug.",
        ),
        "en": (
            "The picture at {address}{more} is another than the partner {partner} was given.",
            "If it is the same partner and the picture is to change, type: python3 build.py partners record. Otherwise give the new partner a slug of its own.",
        ),
    },
    "ledger-gap": {
        "sv": (
            "{address}{more} saknas i content/ledger.txt, där andra adresser till partnern {partner} står.",
            "Är en rad borttagen hämtar du tillbaka den. Är adressen ny (ett nytt språk) skriver du: python3 build.py partners record",
        ),
        "en": (
            "{address}{more} is missing from content/ledger.txt, which has other addresses of the partner {partner}.",
            "If a line was removed, get it back. If the address is new (a new language), type: python3 build.py partners record",
        ),
    },
    "ledger-none": {
        "sv": (
            "Märkena till {partner}{more} är inte utlovade: inget hindrar att en adress som de använder slutar fungera.",
            "När du har sett att allt är rätt skriver du: python3 build.py partners record. Spara content/ledger.txt tillsammans med resten.",
        ),
        "en": (
            "The badges of {partner}{more} are not promised: nothing keeps an address that they use from going dead.",
            "When you have seen that all is right, type: python3 build.py partners record. Keep content/ledger.txt with the rest.",
        ),
    },
    "ledger-new": {
        "sv": (
            "Partnern {partner} är ny: {address}{more} är inte utlovad än.",
            "När du har sett att allt är rätt skriver du: python3 build.py partners record. Sedan fungerar adresserna för alltid.",
        ),
        "en": (
            "The partner {partner} is new: {address}{more} is not promised yet.",
            "When you have seen that all is right, type: python3 build.py partners record. From then on the addresses work for ever.",
        ),
    },
    "ledger-weaker": {
        "sv": (
            "Partnern {partner} har slutat: {address}{more} visar nu ett märke utan namn.",
            "Skriv python3 build.py partners record, så står det också i content/ledger.txt.",
        ),
        "en": (
            "The partner {partner} has left: {address}{more} now shows a badge without a name.",
            "Type python3 build.py partners record, so that content/ledger.txt says so too.",
        ),
    },
    "link-dead": {
        "sv": ("Länken ”{target}” leder ingenstans.", "{suggestion}"),
        "en": ("The link “{target}” leads nowhere.", "{suggestion}"),
    },
    "link-anchor": {
        "sv": ("Sidan {page} har ingen rubrik med namnet ”{anchor}”.", "{suggestion}"),
        "en": ("The page {page} has no heading named “{anchor}”.", "{suggestion}"),
    },
    "link-unsafe": {
        "sv": (
            "Länken ”{target}” är av ett slag som inte får användas.",
            "Länka till en fil (stod.md), en adress med https://, tel: eller mailto:.",
        ),
        "en": (
            "The link “{target}” is of a kind that can't be used.",
            "Link to a file (stod.md), an address with https://, tel: or mailto:.",
        ),
    },
    "link-number": {
        "sv": ("Länken ringer {number}. Det är inte numret {shown}.", "Skriv tel:{right}"),
        "en": ("The link dials {number}. That is not the number {shown}.", "Write tel:{right}"),
    },
    "link-draft": {
        "sv": ("Länken ”{target}” leder till något som inte är publicerat.", "Publicera det, eller ta bort länken."),
        "en": ("The link “{target}” leads to something that is not published.", "Publish it, or remove the link."),
    },
    "html-link": {
        "sv": (
            "Sidan {page}{more} pekar på {target}, som inte finns.",
            "Det här är ett fel i mallarna. Säg till den som sköter dem.",
        ),
        "en": (
            "The page {page}{more} points to {target}, which does not exist.",
            "This is a fault in the templates. Tell whoever keeps them.",
        ),
    },
    "link-vague": {
        "sv": (
            "Länken ”{text}” säger inte vart den leder.",
            "Skriv det i länken: [Så går ett samtal till](samtalet.md). Den som lyssnar hör ofta bara länkarna.",
        ),
        "en": (
            "The link “{text}” doesn't say where it leads.",
            "Say it in the link: [What a call is like](samtalet.md). Those who listen often hear the links alone.",
        ),
    },
    "html-rule": {
        "sv": (
            "Sidan {page}{more} går inte att använda för alla: {what} ({where}).",
            "Det här är ett fel i mallarna. Säg till den som sköter dem.",
        ),
        "en": (
            "The page {page}{more} can't be used by everyone: {what} ({where}).",
            "This is a fault in the templates. Tell whoever keeps them.",
        ),
    },
    "style-contrast": {
        "sv": (
            "Text i {selector} syns för dåligt {where}: {ratio} mot 1 mellan text och botten. Minst {least} behövs.",
            "Skriv kampanjens färger, till exempel color: var(--text) och background: var(--surface).",
        ),
        "en": (
            "Text in {selector} is seen too badly {where}: {ratio} to 1 against its ground. At least {least} is needed.",
            "Write the campaign's colours, such as color: var(--text) and background: var(--surface).",
        ),
    },
    "style-palette": {
        "sv": (
            "Färgen {name} är satt för hand och syns för dåligt {where}: {ratio} mot 1. Minst {least} behövs.",
            "Ta bort raden, och skriv kampanjens färger under brand i content/site.yaml. Då räknas alla färger ut så att de syns.",
        ),
        "en": (
            "The colour {name} is set by hand, and is seen too badly {where}: {ratio} to 1. At least {least} is needed.",
            "Remove the line, and write the campaign's colours under brand in content/site.yaml. All colours are reckoned from them so that they are seen.",
        ),
    },
    "style-target": {
        "sv": (
            "{selector} är {size} pixlar stor. Det är svårt att träffa med fingret.",
            "Skriv minst {least} pixlar, helst var(--target).",
        ),
        "en": (
            "{selector} is {size} pixels in size. That is hard to hit with a finger.",
            "Write at least {least} pixels, rather var(--target).",
        ),
    },
    "alt-missing": {
        "sv": (
            "Bilden saknar en beskrivning (alt).",
            "Skriv vad bilden visar, för den som inte ser den: ![Beskrivning](bild.jpg). Är den bara till prydnad skriver du ett streck: ![-](bild.jpg)",
        ),
        "en": (
            "The picture has no description (alt).",
            "Write what it shows, for those who don't see it: ![Description](picture.jpg). If it only adorns, write a dash: ![-](picture.jpg)",
        ),
    },
    "alt-missing-field": {
        "sv": (
            "Bilden saknar en beskrivning (alt).",
            "Lägg till en rad under bilden: alt: Vad bilden visar, för den som inte ser den",
        ),
        "en": (
            "The picture has no description (alt).",
            "Add a line below the picture: alt: What it shows, for those who don't see it",
        ),
    },
    "picture-missing": {
        "sv": ("Bilden {path} finns inte.", "{suggestion}"),
        "en": ("There is no picture {path}.", "{suggestion}"),
    },
    "consent-over": {
        "sv": (
            "Samtycket för {path} gick ut {date}. Bilden visas inte längre.",
            "Ta bort bilden ur texten. Har ni ett nytt samtycke skriver du dess sista dag vid consent-until.",
        ),
        "en": (
            "The consent for {path} ran out on {date}. The picture is no longer shown.",
            "Take the picture out of the text. If you have a new consent, write its last day at consent-until.",
        ),
    },
    "consent-soon": {
        "sv": (
            "Samtycket för {path} går ut {date}. Därefter visas bilden inte.",
            "Fråga om ett nytt samtycke i tid, och skriv dess sista dag vid consent-until.",
        ),
        "en": (
            "The consent for {path} runs out on {date}. After that the picture is not shown.",
            "Ask for a new consent in time, and write its last day at consent-until.",
        ),
    },
    "consent-poster": {
        "sv": (
            "Samtycket för affischens bild {path} gick ut {date}.",
            "Byt bilden, eller dra in affischen: skriv draft: yes. Har ni ett nytt samtycke skriver du dess sista dag i content/pictures.yaml.",
        ),
        "en": (
            "The consent for the poster's picture {path} ran out on {date}.",
            "Change the picture, or withdraw the poster: write draft: yes. If you have a new consent, write its last day in content/pictures.yaml.",
        ),
    },
    "picture-twice": {
        "sv": ("Bilden {path} står två gånger.", "Skriv allt om den på ett ställe, och ta bort det andra."),
        "en": ("The picture {path} stands there twice.", "Write all about it in one place, and take away the other."),
    },
    "picture-broken": {
        "sv": ("{path} är ingen bild som går att läsa ({what}).", "Spara om den som JPEG, PNG eller TIFF."),
        "en": ("{path} is not a picture that can be read ({what}).", "Save it again as JPEG, PNG or TIFF."),
    },
    "picture-large": {
        "sv": ("Bilden {path} är för stor ({what}).", "Gränsen är {limit}. Spara en mindre kopia."),
        "en": ("The picture {path} is too large ({what}).", "The limit is {limit}. Save a smaller copy."),
    },
    "picture-profile": {
        "sv": (
            "Bilden {path} är i CMYK utan färgprofil; färgerna blir en gissning.",
            "Be byrån om filen med inbäddad profil, eller i sRGB.",
        ),
        "en": (
            "The picture {path} is CMYK without a colour profile; its colours will be a guess.",
            "Ask the agency for the file with its profile, or in sRGB.",
        ),
    },
    "logo-format": {
        "sv": ("Logotypen {path} är av ett slag som inte tas emot.", "Be partnern om den som SVG eller PNG."),
        "en": ("The logo {path} is of a kind that is not taken.", "Ask the partner for it as SVG or PNG."),
    },
    "logo-broken": {
        "sv": ("Logotypen {path} går inte att läsa.", "Be partnern spara om den som SVG, eller som PNG."),
        "en": ("The logo {path} can't be read.", "Ask the partner to save it again as SVG, or as PNG."),
    },
    "logo-text": {
        "sv": (
            "Logotypen {path} innehåller text som skrivs med ett typsnitt, och det typsnittet har inte alla.",
            "Be partnern göra om texten till konturer och spara igen, eller skicka en PNG.",
        ),
        "en": (
            "The logo {path} holds text set in a typeface, which not everybody has.",
            "Ask the partner to turn the text into outlines and save again, or to send a PNG.",
        ),
    },
    "logo-refers": {
        "sv": (
            "Logotypen {path} hämtar något från en annan fil eller webbplats.",
            "Be partnern bädda in allt i filen och spara igen, eller skicka en PNG.",
        ),
        "en": (
            "The logo {path} fetches something from another file or website.",
            "Ask the partner to embed everything in the file and save again, or to send a PNG.",
        ),
    },
    "logo-effects": {
        "sv": (
            "Logotypen {path} innehåller effekter (filter, mönster eller inbäddade sidor) som inte tas emot.",
            "Be partnern om en logotyp utan effekter, eller en PNG.",
        ),
        "en": (
            "The logo {path} holds effects (filters, patterns or embedded pages) that are not taken.",
            "Ask the partner for a logo without effects, or a PNG.",
        ),
    },
    "logo-complex": {
        "sv": (
            "Logotypen {path} består av för många delar.",
            "Be partnern om en enklare version, eller en PNG.",
        ),
        "en": ("The logo {path} has too many parts.", "Ask the partner for a simpler version, or a PNG."),
    },
    "logo-shape": {
        "sv": (
            "Logotypen {path} har ingen rimlig storlek: den saknar mått, eller är mer än tolv gånger så bred som hög.",
            "Be partnern om en annan version av logotypen.",
        ),
        "en": (
            "The logo {path} has no sensible size: it says none, or is more than twelve times as wide as high.",
            "Ask the partner for another version of the logo.",
        ),
    },
    "logo-heavy": {
        "sv": ("Logotypen {path} är större än 1 MB.", "Be partnern om en mindre fil, eller en PNG."),
        "en": ("The logo {path} is larger than 1 MB.", "Ask the partner for a smaller file, or a PNG."),
    },
    "logo-small": {
        "sv": (
            "Logotypen {path} är bara {size} bildpunkter och blir suddig.",
            "Be partnern om den som SVG, eller minst {least} bildpunkter bred.",
        ),
        "en": (
            "The logo {path} is only {size} pixels and will look soft.",
            "Ask the partner for it as SVG, or at least {least} pixels wide.",
        ),
    },
    "logo-empty": {
        "sv": ("Logotypen {path} är tom: där finns inget att se.", "Be partnern om filen igen."),
        "en": ("The logo {path} is empty: there is nothing to see in it.", "Ask the partner for the file again."),
    },
    "brand-contrast": {
        "sv": (
            "Färgen {name} ({value}) syns dåligt i mörkt läge, på {ground}: kontrasten är {ratio} och ska vara minst {least}.",
            "Närmaste färg som går att läsa är {instead}. Eller ta bort raden, så räknas färgen ut.",
        ),
        "en": (
            "The colour {name} ({value}) is hard to see in dark mode, on {ground}: its contrast is {ratio} and must be {least} or more.",
            "The nearest colour that can be read is {instead}. Or remove the line, and the colour is reckoned.",
        ),
    },
    "brand-alike": {
        "sv": (
            "De två färgerna {other} och {value} är nästan lika ljusa: kontrasten är {ratio} och ska vara minst {least}. Den som inte ser skillnad på färger ser en enda.",
            "Närmaste färg som går att skilja från {other} är {instead}. Eller ta bort raden accent, så räknas en andra färg ut.",
        ),
        "en": (
            "The two colours {other} and {value} are almost equally light: their contrast is {ratio} and must be {least} or more. Whoever does not tell hues apart sees only one.",
            "The nearest colour that is told apart from {other} is {instead}. Or remove the line accent, and a second colour is reckoned.",
        ),
    },
    "partner-language": {
        "sv": ("Webbplatsen finns inte på språket ”{value}”.", "Välj bland: {options}"),
        "en": ("The website has no language “{value}”.", "Choose one of: {options}"),
    },
    "commitment-unknown": {
        "sv": ("Åtagandet ”{name}” finns inte i site.yaml.", "{suggestion}"),
        "en": ("There is no commitment “{name}” in site.yaml.", "{suggestion}"),
    },
    "host-alike": {
        "sv": (
            "Adressen {host} går att förväxla med {other} ({whose}).",
            "Kontrollera adressen med partnern. Är den rätt lämnar du bort url.",
        ),
        "en": (
            "The address {host} can be mistaken for {other} ({whose}).",
            "Check the address with the partner. If it is right, leave url out.",
        ),
    },
    "glyph-missing": {
        "sv": ("Tecknet ”{char}” finns inte i märkets typsnitt.", "Skriv namnet utan det tecknet."),
        "en": ("The character “{char}” is not in the badge's typeface.", "Write the name without it."),
    },
    # -- services
    "poster-unknown": {
        "sv": ("Affischen ”{name}” finns inte.", "{suggestion}"),
        "en": ("There is no poster “{name}”.", "{suggestion}"),
    },
    "service-stale": {
        "sv": (
            "Uppgifterna skulle ha kontrollerats senast {date}.",
            "Ring och kontrollera, skriv sedan: python3 build.py services confirm {name}",
        ),
        "en": (
            "The facts should have been checked by {date}.",
            "Call and check, then type: python3 build.py services confirm {name}",
        ),
    },
    "service-unverified": {
        "sv": (
            "Uppgifterna skulle ha kontrollerats senast {date}. Sidan visar dem nu som obekräftade.",
            "Ring och kontrollera, skriv sedan: python3 build.py services confirm {name}",
        ),
        "en": (
            "The facts should have been checked by {date}. The page now shows them as unverified.",
            "Call and check, then type: python3 build.py services confirm {name}",
        ),
    },
    "service-refused": {
        "sv": (
            "Uppgifterna skulle ha kontrollerats senast {date}. Det är för länge sedan; ett bygge med --strict stannar här.",
            "Ring och kontrollera, skriv sedan: python3 build.py services confirm {name}",
        ),
        "en": (
            "The facts should have been checked by {date}. That is too long ago; a build with --strict stops here.",
            "Call and check, then type: python3 build.py services confirm {name}",
        ),
    },
    "number-changed": {
        "sv": (
            "Numret hos {name} har ändrats sedan förra bygget: {before} blev {now}.",
            "Ring numret. Stämmer det, skriv: python3 build.py services confirm {name}. Annars: ändra tillbaka.",
        ),
        "en": (
            "The number of {name} has changed since the last build: {before} became {now}.",
            "Call the number. If it is right, type: python3 build.py services confirm {name}. Else change it back.",
        ),
    },
    "retired": {
        "sv": ("”{word}” används inte längre.", "Skriv i stället: {instead}. Listan står i content/words.yaml."),
        "en": ("“{word}” is no longer used.", "Write instead: {instead}. The list is in content/words.yaml."),
    },
    "retired-empty": {
        "sv": ("Här saknas både namn och nummer.", "Skriv name: det gamla namnet, eller number: det gamla numret."),
        "en": ("Both name and number are missing here.", "Write name: the old name, or number: the old number."),
    },
    "service-number-twice": {
        "sv": ("Numret {number} står hos två tjänster.", "Kontrollera vilken det hör till. Ett fel nummer gör skada."),
        "en": ("The number {number} belongs to two services.", "Check whose it is. A wrong number does harm."),
    },
    # -- pages
    "access-level": {
        "sv": (
            "Redogörelsen säger att webbplatsen uppfyller lagen helt, men {faults} brister står i listan.",
            "Skriv level: partly, eller ta bort de brister som är åtgärdade.",
        ),
        "en": (
            "The statement says that the website meets the law in full, but lists {faults} faults.",
            "Write level: partly, or remove the faults that have been mended.",
        ),
    },
    "access-untrue": {
        "sv": (
            "Redogörelsen säger att webbplatsen uppfyller lagen helt, men programmet ser en brist: {what}.",
            "Skriv level: partly, eller åtgärda bristen.",
        ),
        "en": (
            "The statement says that the website meets the law in full, but the program sees a fault: {what}.",
            "Write level: partly, or mend the fault.",
        ),
    },
    "server-unknown": {
        "sv": (
            "Sidan om integritet kan inte säga vem som driver webbservern.",
            "Skriv det i content/site.yaml: server: {{operator: Kommunens it-avdelning, days: 7}}",
        ),
        "en": (
            "The page on privacy can't say who runs the web server.",
            "Write it in content/site.yaml: server: {{operator: The town's IT department, days: 7}}",
        ),
    },
    "page-stale": {
        "sv": ("Sidan skulle ha setts över senast {date}.", "Läs igenom den och flytta fram review-by."),
        "en": ("The page should have been reviewed by {date}.", "Read it through and set review-by to a later date."),
    },
    "word-person": {
        "sv": ("”{word}” gör en människa till sitt bruk.", "Skriv hellre {instead}."),
        "en": ("“{word}” makes a person out of their use.", "Write {instead} instead."),
    },
    "lix": {
        "sv": (
            "Texten är svårläst: LIX {lix}, gränsen för hjälpsidor är {limit}.",
            "Korta meningarna och byt långa ord.{sentences}",
        ),
        "en": (
            "The text is hard to read: LIX {lix}, the limit on help pages is {limit}.",
            "Shorten sentences and replace long words.{sentences}",
        ),
    },
    # -- templates and the engine
    "template": {
        "sv": (
            "Mallen går inte att använda: {what}.",
            "Har du ändrat mallen? Ta annars bort din kopia, så används den som följer med.",
        ),
        "en": (
            "The template can't be used: {what}.",
            "Did you change it? Otherwise remove your copy, and the one that comes along is used.",
        ),
    },
    "words-missing": {
        "sv": (
            "Gränssnittets ord saknar översättning till {lang}: ”{word}”{more}.",
            "Lägg till i templates/locales/{lang}.po.",
        ),
        "en": ("Interface words have no translation to {lang}: “{word}”{more}.", "Add to templates/locales/{lang}.po."),
    },
    "output-foreign": {
        "sv": (
            "Bygget vill skriva {out}, men där ligger en fil som det inte har gjort.",
            "Flytta filen ur output/, eller ta bort den.",
        ),
        "en": (
            "The build wants to write {out}, but a file it did not make lies there.",
            "Move the file out of output/, or remove it.",
        ),
    },
    "output-write": {
        "sv": (
            "Det gick inte att skriva: {what}.",
            "Är disken full eller filen öppen i ett annat program? Webbplatsen är hel; bygg igen när det är ordnat.",
        ),
        "en": (
            "Writing failed: {what}.",
            "Is the disk full, or the file open in another program? The site is whole; build again when that is mended.",
        ),
    },
    "file-unreadable": {
        "sv": (
            "Filen går inte att läsa: {what}.",
            "Är den öppen i ett annat program, eller saknas rättigheter? Stäng den eller kopiera den.",
        ),
        "en": (
            "The file can't be read: {what}.",
            "Is it open in another program, or are rights missing? Close it or copy it.",
        ),
    },
    "changed-meanwhile": {
        "sv": ("Filen {path} ändrades medan bygget pågick.", "Bygg igen."),
        "en": ("The file {path} changed during the build.", "Build again."),
    },
}

# What PyYAML says, what a person is told (Swedish, English), and whether the place is where it began.
YAML_SAYS = (
    (
        "mapping values are not allowed",
        "texten innehåller ett kolon; sätt den inom citattecken",
        "the text holds a colon; put it in quotes",
        False,
    ),
    (
        "while scanning a quoted scalar",
        "ett citattecken öppnas men stängs aldrig",
        "a quote is opened and never closed",
        True,
    ),
    (
        "while scanning an alias",
        "texten börjar med *; sätt den inom citattecken",
        "the text begins with *; put it in quotes",
        True,
    ),
    (
        "while scanning an anchor",
        "texten börjar med &; sätt den inom citattecken",
        "the text begins with &; put it in quotes",
        True,
    ),
    (
        "while scanning a tag",
        "texten börjar med !; sätt den inom citattecken",
        "the text begins with !; put it in quotes",
        True,
    ),
    ("while parsing a flow sequence", "en lista inom [ ] är inte avslutad", "a list within [ ] is not closed", True),
    ("while parsing a flow mapping", "fält inom { } är inte avslutade", "fields within { } are not closed", True),
    ("tab character", "raden börjar med en tabb; använd mellanslag", "the line begins with a tab; use spaces", False),
    (
        "could not find expected ':'",
        "raden saknar kolon efter fältets namn",
        "the line has no colon after the field's name",
        True,
    ),
    (
        "did not find expected key",
        "raden hör inte ihop med dem ovanför; kontrollera indraget",
        "the line doesn't belong with those above; check the indent",
        False,
    ),
    (
        "did not find expected '-' indicator",
        "en punkt i listan saknar bindestreck",
        "an item of the list has no hyphen",
        False,
    ),
)

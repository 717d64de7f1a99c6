"""Where sentences, headings and list items end, in four languages; every case is its text cut at `|`."""

import time

import pytest

from workbench.text.segmenter import segment, segment_spans

CASES = {
    "en": [
        "The talks began on Monday. |They will end on Friday.",
        "Mr. J. R. Smith met Dr. Lee of the U.N. Security Council. |He left at 5 p.m. |The others stayed.",
        "The U.S. delegation came by train. |It was late.",
        "She lives in the U.S. |The embassy knows.",
        "See Art. 5, No. 12 and pp. 3–4. |See also Fig. 2.",
        "It costs $3.5 million, i.e. less than in 2019. |In 2020 it was more.",
        "“Is this true?” the minister asked. |“Yes!” she said. |“We agreed.” |Nobody spoke.",
        '"Why now?" Mr. Brown asked. |"It is time." |The hall was silent.',
        "He hesitated... and went on. |Then he stopped… |The end.",
        "The parties (see below.) agreed. |They signed.[1] |It rained.",
        "Read https://example.org/a.b?c=D. |Write to Press.Office@example.org. |Thank you.",
        "Water, roads, etc. were discussed. |Smith et al. disagree.",
        "Acme Inc. signed. |Vitamin C. |The sun.",
        "The score at 15:16. |Nobody moved at 27:37. |Then it ended.",
        "THE MINISTERS MEET IN GENEVA\n|Geneva, 3 May 2024\n\n|The ministers met.\n",
        "Agenda:\n|1. Water\n|2. Roads. |They matter.\n|a) bridges\n|b) tunnels\n|• ferries\n|- trains\n",
        "They named three aims: 1. peace, 2. trade, 3. Culture. |All agreed.",
        "– Good day, said the guest.\n|– Welcome! |Sit down.\n",
        "No stop at the end\n\n|and a new paragraph",
        "One.\r\n\r\n|Two.\r\n|Three.",
        "“Why?” |Silence fell. |Brown asked again.",
        "It was cold.\u00a0|It was dark.",
        "II. Final provisions\n|Article 5. Scope\n|It applies. |See Article 5. |The end.\n",
    ],
    "fr": [
        "M. Dupont et MM. Durand et J.-P. Martin sont arrivés. |Ils repartent demain.",
        "« Que dit-on ? » demande-t-il. |« Rien. » |Il sort.",
        "« C’est vrai\u202f! » |Le public se lève.",
        "Voir p. ex. l’art. 5 et la p. 12. |L’O.N.U. a parlé. |Elle attend.",
        "Le n° 7 coûte 1,5 million d’euros. |C’est peu.",
        "Les parties… hésitent. |Et alors\u202f? |Rien.",
        "COMMUNIQUÉ DE PRESSE\n|Genève, le 3 mai\n\n|La réunion a eu lieu. |Elle fut brève.\n",
        "Au programme\xa0:\n|– l’eau\xa0;\n|– les routes, les ponts, etc.\n|– la culture.\n",
        "Au XXe siècle av. J.-C. |Les villes grandissent.",
        "Mme. Roy et S. E. M. Dupont sont là. |Merci.",
        "À 17 h. |Étant donné l’heure, on part.",
    ],
    "az": [
        "Nazir Ə. Ə. Məmmədov 2024-cü il mayın 3-də gəldi. |O, sabah gedəcək.",
        "«Bu doğrudurmu?» – nazir soruşdu. |«Bəli!» – o dedi. |Zal susdu.",
        "Su, yol və s. məsələlər müzakirə olundu. |İclas bitdi.",
        "Prof. Əliyev və dos. Quliyeva çıxış etdilər. |İşıq söndü.",
        "Artım 3.5 faizdir. |İl ərzində 1.234.567 manat ayrılıb. |Ümid var.",
        "Danışıqlar... davam edir. |Nə üçün? |Çünki vacibdir!",
        "BAKIDA GÖRÜŞ KEÇİRİLDİ\n|Bakı, 3 may\n\n|Görüş bitdi. |İştirakçılar dağıldı.\n",
        "1) Su\n|2) Yol\n|3) İqlim\n",
        "Maddə 5. Məqsəd\n|Bu maddə qüvvədədir.\n",
        "Bax: səh. 5, c. 2. |BMT-nin nümayəndəsi gəldi.",
    ],
    "hy": [
        "Բանակցություններն սկսվեցին երկուշաբթի։ |Դրանք կավարտվեն ուրբաթ։",
        "Նախարարը ժամանեց ժամը 12:30-ին: |Նա կմեկնի վաղը: |Վերջ:",
        "Ի՞նչ եք կարծում։ |Ինչպիսի՜ օր։ |Եկե՛ք մեզ հետ։",
        "Ճիշտ է. մենք համաձայն ենք. դա կարևոր է։ |Գնանք։",
        "Ա. Բ. Սարգսյանը ծնվել է 1960 թ. Երևանում։ |Նա դիվանագետ է։",
        "Նա ասաց. «Մենք գալիս ենք։» |Հետո գնաց։",
        "«Ոչ։» – ասաց նա։ |Լռություն տիրեց։",
        "Օրակարգում էին՝ ջուր, ճանապարհ և այլն։ |Բոլորը համաձայնեցին։",
        "Նա ասաց: «Գալիս ենք»։ |Մասնակիցներն էին: հյուրեր։ |Վերջ։",
        "ԵՐԵՎԱՆՈՒՄ ՀԱՆԴԻՊԵՑԻՆ\n|Երևան, մայիսի 3\n\n|Հանդիպումն ավարտվեց։ |Հյուրերը մեկնեցին։\n",
        "1. Ջուր\n|2. Ճանապարհ\n|ա) կամուրջ\n|բ) թունել\n",
        "Առաջինը։Երկրորդը։|Երրորդը։".replace("։Ե", "։|Ե"),
        "Գնաց տուն... ու եկավ։ |Նա հոգնած էր… |Քնեց։",
        "Այս տեքստում վերջակետ չկա. |Միայն կետեր են. |Ա. Սարգսյանը գիտի.",
    ],
    "de": ["Das ist gut. |Das nicht! |Warum? |„Nein.“ |Er ging."],
    "zh": ["你好。|再见。|完"],
}


@pytest.mark.parametrize(
    ("language", "marked"), [(language, text) for language, texts in CASES.items() for text in texts]
)
def test_cuts_where_a_reader_would(language: str, marked: str) -> None:
    assert segment(marked.replace("|", ""), language) == marked.split("|")


def test_hard_wrapped_paragraph_is_joined_and_its_headings_are_not() -> None:
    text = (
        "Talks on Water\n"
        "The two delegations met for the third time this year and spoke about the rivers\n"
        "that cross the border. They agreed that the joint commission, led by the Prime\n"
        "Minister, will meet again in autumn.\n"
        "Next steps\n"
        "A report will follow.\n"
    )
    assert [piece.strip().replace("\n", " ") for piece in segment(text, "en")] == [
        "Talks on Water",
        "The two delegations met for the third time this year and spoke about the rivers that cross the border.",
        "They agreed that the joint commission, led by the Prime Minister, will meet again in autumn.",
        "Next steps",
        "A report will follow.",
    ]


def test_one_item_a_line_without_stops_stays_one_a_line() -> None:
    lines = "water\nroads\nclimate change\nculture\n"
    assert segment(lines, "en") == ["water\n", "roads\n", "climate change\n", "culture\n"]


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\ufeff", "\u200b \r\n"])
def test_blank_text_is_one_segment_or_none(blank: str) -> None:
    assert segment(blank, "en") == ([blank] if blank else [])


def test_leading_space_belongs_to_the_first_and_separators_to_the_one_before() -> None:
    assert segment("\ufeff \n One.  \n\n  Two. \n", "en") == ["\ufeff \n One.  \n\n  ", "Two. \n"]


def test_offsets_are_code_points() -> None:
    spans = segment_spans("😀 Hi! 😀 Ok.", "en")
    assert [(span.start, span.end) for span in spans] == [(0, 6), (6, 11)]


@pytest.mark.parametrize(
    "unit",
    ["a", ".", " ", ". ", '."', "A. ", "\n", " \n a", "(.", "« ", "1. ", "\u202f»", ".\u202f»", "։", "a: ", "ա. "],
)
@pytest.mark.parametrize("language", ["en", "hy"])
def test_time_is_linear_on_hostile_text(unit: str, language: str) -> None:
    small, large = (unit * count for count in (4_000, 32_000))
    segment(small, language)
    allowed = 40 * max(min(_seconds(small, language) for _ in range(3)), 0.002)
    assert any(_seconds(large, language) < allowed for _ in range(3))  # so is the least of three


def _seconds(text: str, language: str) -> float:
    """Processor time of segmenting: what else the machine and the collector do is not the law."""
    began = time.process_time()
    segment(text, language)
    return time.process_time() - began


def test_western_armenian_is_cut_as_armenian() -> None:
    assert segment("Ան կը խօսի։ Ե՞րբ կու գայ։", "hyw") == ["Ան կը խօսի։ ", "Ե՞րբ կու գայ։"]

"""In 2,000 made-up forms of marks and of cables no mark is read lower than it was written and no text is lost."""

import html
import random
import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.cables import read_cable
from positions.markings import FORMS, Marking, read_mark

ROWS = [row.split(" | ") for row in FORMS.strip().splitlines()]
LEVELS = {form: Marking(says) for words, says, _ in ROWS if not says.startswith("+") for form in words.split(", ")}
CAVEATS = [form for words, says, _ in ROWS if says.startswith("+") for form in words.split(", ")]
CLASS_LINES = [form for form in LEVELS if len(form) > 5 and form not in ("RESTRICTED", "CONTROLLED", "SENSITIVE")]
PORTIONS = ["U", "SBU", "LOU", "C", "S", "TS", "C/NF", "SBU/NF", "S//REL TO USA, KEN", "U//FOUO", "C/REL PERU"]
LEVEL_OF = {p: read_mark(p).marking for p in PORTIONS}
WORDS = "kenya peru norway dues harbour text said would could not accept the a of any new fee wharf pilots tugs".split()  # noqa: SIM905
EXAMPLES = settings(max_examples=2000, deadline=None, derandomize=True)


def spaced(rng, text):
    """Write words letter by letter."""
    return "  ".join(" ".join(word) for word in text.split()) if rng.random() < 0.4 and len(text) > 6 else text


def written(rng, form):
    """Write a level with caveats, in one of the ways in use."""
    between = rng.choice(["/", "//", " ", "-", " // ", ", "])
    text = between.join([spaced(rng, form), *rng.sample(CAVEATS, rng.randint(0, 2))])
    text += rng.choice(["", "", "//REL TO USA, GBR", " REL TO USA AND KEN"])
    return rng.choice([str, str.lower, str.title])(text)


@EXAMPLES
@given(st.integers(0, 2**32))
def test_a_mark_is_never_read_lower(seed):
    rng = random.Random(seed)  # noqa: S311
    form = rng.choice(list(LEVELS))
    text = written(rng, form)
    found = read_mark(text).marking
    assert found is not None, text
    assert found >= LEVELS[form], text
    if rng.random() < 0.5:  # something that nobody knows stands in it
        odd = rng.choice(["XYZ", "QUEBEC", "ATOMAL", "G4"])
        assert read_mark(f"{text.split('REL')[0]}//{odd}").marking is None, (text, odd)


def sentences(rng, capitals):
    made = " ".join(
        " ".join(rng.choices(WORDS, k=rng.randint(5, 14))).capitalize() + "." for _ in range(rng.randint(1, 3))
    )
    return made.upper() if capitals else made


def numbered(rng, style, number, mark, text):
    """Return a paragraph with its number in one of the styles."""
    mark = f"({mark})" if mark else ""
    first = f"{number}"
    if style == "before" and mark:
        return f"{mark} {first}. {text}"
    first = {
        "sign": f"¶{first}.", "brackets": f"({first})", "half": f"{first})", "word": f"PARA {first}.",
        "roman": f"{['I', 'II', 'III', 'IV', 'V', 'VI'][number - 1]}.", "letters": f"{'ABCDEF'[number - 1]}.",
    }.get(style, f"{first}.")  # fmt: skip
    gap = rng.choice([" ", "  ", ""]) if mark else " "
    return f"{first}{gap}{mark} {text}"


def cable(rng):
    """Return a cable, the marking that it has, and the words of its text."""
    capitals = rng.random() < 0.4
    form = rng.choice(CLASS_LINES)
    section = " SECTION 01 OF 02" if rng.random() < 0.3 else ""
    caption = rng.choice(["", "", "SENSITIVE", "NODIS", "SIPDIS", "SENSITIVE\nSIPDIS"])
    class_line = f"{spaced(rng, form)}{section}{rng.choice([' ', '  '])}KAP 000061"
    if form == "UNCLASSIFIED" and rng.random() < 0.5:
        class_line = class_line.replace("UNCLASSIFIED", "UNCLAS")
    fields = ["E.O. 12958: N/A", "TAGS: EWWT, UN", "SUBJECT: HARBOUR DUES"]
    top = ["R 211430Z MAY 76" + rng.choice(["", " ZDK"]), "FM USMISSION KAP", "TO SECSTATE WASHDC 4412"]
    if rng.random() < 0.3:
        top[:0] = [form, "PAGE 01 KAP 001234", "44", "ACTION IO-13", "INFO OCT-01 EUR-12 /035 W", "------- 053129"]
    if rng.random() < 0.3:
        header = [*top, " ".join([class_line, *caption.split("\n"), *fields]).replace("  E.O.", " E.O.")]
    else:
        header = [*top, class_line, "", *caption.split("\n"), "", *fields]
    style = rng.choice(["dot", "dot", "sign", "brackets", "half", "word", "roman", "letters", "before", "none"])
    marks = [rng.choice([*PORTIONS, ""]) for _ in range(rng.randint(2, 4))]
    if style in ("none", "roman", "letters"):
        marks = ["" for _ in marks]
    texts = [sentences(rng, capitals) for _ in marks]
    width = rng.choice([60, 68, 2000])
    body = []
    for n, (mark, text) in enumerate(zip(marks, texts, strict=True), start=1):
        whole = text if style == "none" else numbered(rng, style, n, mark, text)
        lines = textwrap.wrap(whole, width, break_on_hyphens=False)
        if len(lines) > 2 and rng.random() < 0.5:
            page = [form, "PAGE 02 KAP 001234"] if rng.random() < 0.5 else ["KAP 00000061  002 OF 002"]
            at = rng.randint(1, len(lines) - 1)
            lines[at:at] = ["", *page, ""] if rng.random() < 0.5 else page
        body += [*lines, *([""] if width > 100 or style in ("none", "roman", "letters") or rng.random() < 0.6 else [])]
    text = "\n".join([*header, "", *body, "SMITH", form, "NNN"])
    levels = [LEVELS[form], *(LEVEL_OF[m] for m in marks if m)]
    if "SENSITIVE" in caption or "NODIS" in caption:
        levels.append(Marking.SBU)
    return text, max(levels), " ".join(texts)


def dressed(rng, text):
    """Return a cable as it may have been saved: other line ends, a web page, lost blanks."""
    kind = rng.randrange(5)
    if kind == 0:
        return text.replace("\n", "\r\n")
    if kind == 1:
        return f"<html><head><script>x = 1</script></head><body><pre>{html.escape(text)}</pre></body></html>"
    if kind == 2:
        return "<body>" + "<br />\n".join(html.escape(line) for line in text.split("\n")) + "</body>"
    if kind == 3:
        return text.replace("\n", " \\\n")
    return text


@EXAMPLES
@given(st.integers(0, 2**32))
def test_a_cable_is_never_read_lower_and_never_loses_its_text(seed):
    rng = random.Random(seed)  # noqa: S311
    text, marking, words = cable(rng)
    found = read_cable(dressed(rng, text))
    assert found.marking is None or found.marking >= marking, text
    told = re.sub(r"[^A-Za-z]+", " ", " ".join(p.text for p in found.paragraphs)).split()
    wanted = re.sub(r"[^A-Za-z]+", " ", words).split()
    at = iter(told)
    assert all(word in at for word in wanted), text  # every word, in order


NUMBERS = ["{n}.", "{n} .", "{n}:", "{n} -", "{n})", "({n})", "[{n}]", "{n}.)", "0{n}.", "¶{n}.", "¶ {n}", "§{n}.",
           "# {n}.", "--{n}.", "PARA {n}.", "PARAGRAPH {n}:", "No. {n}.", "{n}.1.", "A.{n}.", "{n}", ""]  # fmt: skip
BRACKETS = ["({m})", "[{m}]", "{{{m}}}", "（{m}）", "( {m} )", "({m}):", "({m}.", "({m}) -"]
WHOLES = ["S - ENTIRE TEXT", "SECRET - ENTIRE TEXT", "SECRET/ENTIRE TEXT", "ENTIRE TEXT SECRET", "S/NF ENTIRE TEXT",
          "SECRET ENTIRE MESSAGE", "SECRET-ENTIRE CABLE"]  # fmt: skip


def head_of(form):
    return f"FM USMISSION KAP\nTO SECSTATE WASHDC\n{form} KAP 000061\n\nE.O. 12958: N/A\nTAGS: UN\nSUBJECT: DUES\n\n"


def all_told(found, text):
    told = re.sub(r"[^A-Za-z]+", " ", " ".join(p.text for p in found.paragraphs)).split()
    at = iter(told)
    return all(word in at for word in re.sub(r"[^A-Za-z]+", " ", text).split())


@EXAMPLES
@given(st.integers(0, 2**32))
def test_a_mark_behind_any_number_is_read_or_leaves_the_whole_unknown(seed):
    rng = random.Random(seed)  # noqa: S311
    form = rng.choice(["UNCLAS", "C O N F I D E N T I A L", "CONFIDENTIAL"])
    number, bracket = rng.choice(NUMBERS), rng.choice([*BRACKETS, "{m}"])
    marks = [rng.choice(["U", "C", "S", "TS", "S//NF"]) for _ in range(rng.randint(2, 4))]
    if bracket == "{m}":  # a letter by itself: only what no sentence begins with
        marks = [m if m in ("S", "TS") else "TS" for m in marks]
    texts = [sentences(rng, False) for _ in marks]
    gap = rng.choice([" ", "  ", ""]) if bracket != "{m}" and number else " "
    pieces = [
        f"{number.format(n=n)}{gap}{bracket.format(m=m)}{rng.choice([' ', '  '])}{text}".strip()
        for n, (m, text) in enumerate(zip(marks, texts, strict=True), start=1)
    ]
    text = head_of(form) + rng.choice(["\n\n", "\n\n\n"]).join(pieces) + "\n\nSMITH\nNNNN\n"
    found = read_cable(text)
    highest = max(LEVEL_OF.get(m) or read_mark(m).marking for m in marks)
    assert found.marking is None or found.marking >= highest, text
    assert all_told(found, " ".join(texts)), text


@EXAMPLES
@given(st.integers(0, 2**32))
def test_an_entire_text_is_never_read_lower(seed):
    rng = random.Random(seed)  # noqa: S311
    whole, capitals = rng.choice(WHOLES), rng.random() < 0.5
    whole = rng.choice(["{}", "({})", "{}.", "({}.)", "[{}]", "{}:"]).format(whole)
    texts = [sentences(rng, capitals) for _ in range(3)]
    first = f"{rng.choice(['1.', '1. ', '¶1. ', '(1) ', '', 'PARA 1. '])}{whole}"
    text = head_of("UNCLAS") + "\n\n".join([first, *(f"{n}. {t}" for n, t in enumerate(texts, start=2))])
    found = read_cable(f"{text}\n\nSMITH\nNNNN\n")
    assert found.marking is None or found.marking >= Marking.S, text
    assert all_told(found, " ".join(texts)), text


@pytest.mark.parametrize("odd", ["SECRET//XYZ", "NATO SECRET ATOMAL", "SENSITIVE HANDLING ONLY", "UNCLAS//QUEBEC"])
def test_a_line_that_looks_like_a_mark_and_is_not_understood_leaves_the_whole_unknown(odd):
    head = "FM USMISSION KAP\n{}\n\nE.O. 13526: N/A\nTAGS: UN\nSUBJECT: DUES\n\n1. (U) One.\n\n2. (U) Two.\n"
    found = read_cable(head.format(f"{odd}\nUNCLAS KAP 000061"))
    assert found.marking is None
    assert [r.rule for r in found.remarks if r.rule == "mark-unknown"]
    assert read_cable(head.format("UNCLAS KAP 000061")).marking is Marking.U

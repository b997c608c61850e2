"""Tracked changes by word."""

from positions.text import Run, as_ansi, as_html, as_plain, changes


def shown(old, new):
    return as_plain(changes(old, new))


def test_a_comma_is_not_a_changed_word():
    assert shown("the law of the State", "the law, of the State") == "the law{+,+} of the State"


def test_words_change_whole():
    assert shown("Encourages States", "Encouraged States") == "[-Encourages-]{+Encouraged+} States"
    assert shown("victim-centred care", "victim care") == "[-victim-centred-]{+victim+} care"


def test_a_replaced_phrase_reads_as_one_change():
    assert shown("Urges all States", "Invites some States") == "[-Urges all-]{+Invites some+} States"


def test_equal_texts_are_one_run():
    assert changes("same", "same") == (Run("equal", "same"),)
    assert changes("", "") == ()


def test_html_is_escaped_and_the_terminal_resets():
    assert as_html(changes("<b>", "&")) == "<del>&lt;b&gt;</del><ins>&amp;</ins>"
    assert as_ansi(changes("a b", "a c")) == "a \x1b[9;31mb\x1b[0m\x1b[4;32mc\x1b[0m"


def test_long_texts_keep_what_they_share():
    old = [f"Paragraph {n} urges States to do thing number {n * n}." for n in range(600)]
    new = [*old[:100], "A new paragraph.", *old[150:400], "Another.", *old[400:]]
    runs = changes(" ".join(old), " ".join(new))
    assert sum(len(r.text) for r in runs if r.kind == "insert") < 60
    assert sum(len(r.text) for r in runs if r.kind == "delete") < 51 * len(old[120])


def test_long_texts_that_share_nothing_are_replaced_whole():
    old, new = " ".join(f"a{n % 90}" for n in range(3000)), " ".join(f"b{n % 90}" for n in range(3000))
    assert changes(old, new) == (Run("delete", old), Run("insert", new))

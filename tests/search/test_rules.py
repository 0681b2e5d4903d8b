"""Words as they are searched, typing errors that are forgiven, and the piece that is marked."""

import string

from hypothesis import given
from hypothesis import strategies as st

from app.index.rules import body, domain, plain, spelled, trigrams
from app.search.rules import asked, asked_any, fit, forgiving_fit, likely_pieces, marked, pieces_of, words_of

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
LETTERS = st.text(st.sampled_from("ABCdefghijklmnopqrstuvwxyzÀéïöüçñßøœŁ"), min_size=3, max_size=20)
WORDS = st.text(st.sampled_from(string.ascii_lowercase), min_size=5, max_size=14)


def test_a_text_is_searched_without_capitals_accents_and_signs():
    assert plain("Jérôme & Zn. B.V.") == " jerome en zn bv "
    assert plain("Ørsted’s œuvre") == " orsteds oeuvre "
    assert plain("GR-26-017") == " gr 26 017 "
    assert plain("") == plain("%_'") == " "


def test_a_website_is_known_by_its_domain():
    assert domain("https://www.voltaris.example/nl?x=1") == ["voltaris.example", "nl?x=1"][0]
    assert domain("www.voltaris.example") == domain(" voltaris.example ") == "voltaris.example"


@given(NAMES)
def test_each_sign_that_is_searched_stood_somewhere_in_the_text(text: str):
    found = spelled(text)
    assert len(found.text) == len(found.places)
    assert list(found.places) == sorted(found.places)
    assert found.text.strip() == " ".join(found.text.split())
    assert plain(found.text) == found.text


@given(st.lists(LETTERS, min_size=1, max_size=4), st.data())
def test_every_piece_of_three_letters_of_a_name_fits_and_is_marked(names: list[str], data: st.DataObject):
    name = " ".join(names)
    word = data.draw(st.sampled_from(names))
    start = data.draw(st.integers(0, len(word) - 3))
    piece = word[start : data.draw(st.integers(start + 3, len(word)))]
    words = words_of(piece)
    text = body("company", [name])
    assert all(looked_for in text for looked_for in pieces_of(words))
    assert all(sign.strip('"') in text for sign in asked(pieces_of(words), "company").split(" AND "))
    found = fit(name, words, plain(piece))
    assert found.score > 0
    assert "".join(part for part, _ in marked(name, found.marks)) == name
    assert any(
        plain(part).strip() == plain(piece).strip()[:40] for part, is_marked in marked(name, found.marks) if is_marked
    )


@given(WORDS, st.data())
def test_one_wrong_letter_is_forgiven(word: str, data: st.DataObject):
    place = data.draw(st.integers(0, len(word) - 1))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:place] + "é" + word[place + 1 :],
                word[:place] + "x" + word[place:],
                word[:place] + word[place + 1 :],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )
    words = words_of(wrong)
    if not words or len(words[0]) < 5:
        return
    assert forgiving_fit(f"Zuid {word} bv", words).score > 0
    if len(word) >= 7:
        text = body("company", [f"Zuid {word} bv"])
        assert any(piece in text for pieces in likely_pieces(words) for piece in pieces)


def test_another_name_is_not_forgiven():
    assert forgiving_fit("Halvex Fotonica", words_of("halfweg")).score == 0
    assert forgiving_fit("Halvex Fotonica", words_of("halvex robotica")).score == 0
    assert forgiving_fit("ASML", words_of("asnl")).score == 0


def test_what_fits_whole_comes_before_what_fits_in_pieces():
    words, typed = words_of("zon wind"), plain("zon wind")
    whole, apart = fit("Zon Wind", words, typed), fit("Wind van de Zonnekade", words, typed)
    assert whole.score > apart.score > fit("Zonnekade", words, typed).score > 0
    assert fit("Eindhoven", words, typed).score == 0


def test_a_long_text_is_shown_around_what_was_found():
    text = "Eerst iets anders. " * 20 + "De hal is te klein. " + "En dan nog wat. " * 20
    words = words_of("hal klein")
    shown = marked(text, fit(text, words, plain("hal klein")).marks)
    assert [part for part, is_marked in shown if is_marked] == ["hal", "klein"]
    assert shown[0][0] == "… "
    assert shown[-1][0] == " …"
    assert len("".join(part for part, _ in shown)) < 220


def test_short_words_begin_a_word_and_one_letter_finds_nothing():
    assert pieces_of(words_of("ph")) == (" ph",)
    assert pieces_of(words_of("p")) == ()
    assert pieces_of(words_of("de hal")) == ("hal", "de")
    assert words_of("x" * 500) == ("x" * 40,)
    assert len(words_of(" ".join(string.ascii_lowercase))) == 6


def test_the_question_to_the_index_holds_nothing_but_letters_in_quotes():
    nasty = pieces_of(words_of("a\"b OR c* NEAR(x, 3) body:xyz -- 'q' ^abc"))
    for question in (asked(nasty, "hub"), asked_any(tuple(f" {word}" for word in nasty if len(word) > 2))):
        bare = question.replace(" AND ", " ").replace(" OR ", " ").replace("(", "").replace(")", "")
        assert all(len(sign) == 5 for sign in bare.replace('" "', '"|"').split("|"))
    assert trigrams("abcd") == ["abc", "bcd"]

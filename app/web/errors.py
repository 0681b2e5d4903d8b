"""Error pages in our own look: what happened, and what a person can do."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.access.errors import OutOfScope
from app.db.outage import AWAY, FULL, outage
from app.words import N_


@dataclass(frozen=True)
class Trouble:
    """What an error page says: what happened, why, and what to do."""

    icon: str
    title: str
    happened: str
    todo: str


TROUBLES = {
    400: Trouble(
        "alert-circle",
        N_("Deze aanvraag kunnen we niet lezen"),
        N_("Er klopt iets niet aan wat je browser stuurde."),
        N_("Ga terug, laad de pagina opnieuw en probeer het nog eens."),
    ),
    403: Trouble(
        "lock",
        N_("Hier heb je geen toegang toe"),
        N_("Je rol laat dit niet toe, of de toestemming is intussen geëindigd. Er is niets gewijzigd."),
        N_("Denk je dat je er wel bij mag? Vraag het je beheerder, of bij een lead de houder."),
    ),
    404: Trouble(
        "map-2",
        N_("Deze pagina is er niet"),
        N_("Het adres klopt niet, de pagina is verplaatst, of je mag haar niet zien."),
        N_("Ga naar het begin en zoek van daaruit verder."),
    ),
    405: Trouble(
        "alert-circle",
        N_("Dit kan hier niet"),
        N_("Deze pagina doet alleen iets na een druk op een knop. Er is niets gewijzigd."),
        N_("Ga terug en gebruik de knop op de pagina."),
    ),
    409: Trouble(
        "arrows-exchange",
        N_("Intussen gewijzigd"),
        N_("Iemand anders heeft dit opgeslagen terwijl jij bezig was. Jouw wijziging is niet opgeslagen."),
        N_("Ga terug, laad de pagina opnieuw en kijk wat er veranderd is."),
    ),
    413: Trouble(
        "file",
        N_("Dit is te groot"),
        N_("Je tekst of bestand is groter dan we aannemen. Er is niets opgeslagen."),
        N_("Ga terug, maak het korter of kleiner, en verstuur het nog een keer."),
    ),
    429: Trouble(
        "clock-pause",
        N_("Even wachten"),
        N_("Er kwamen te veel pogingen achter elkaar. Dat houden we tegen om gegevens te beschermen."),
        N_("Wacht een paar minuten en probeer het dan opnieuw."),
    ),
    500: Trouble(
        "alert-triangle",
        N_("Er ging iets mis bij ons"),
        N_("Dit ligt niet aan jou. Wat je het laatst deed, is niet opgeslagen."),
        N_("Probeer het over een paar minuten opnieuw. Blijft het misgaan, geef het dan door aan je beheerder."),
    ),
    AWAY: Trouble(
        "clock-pause",
        N_("Het programma is even niet bereikbaar"),
        N_("De database antwoordt niet of heeft het te druk. Wat je het laatst deed, is niet opgeslagen."),
        N_("Probeer het over een minuut opnieuw. Blijft het zo, geef het dan door aan je beheerder."),
    ),
    FULL: Trouble(
        "file",
        N_("De schijf is vol"),
        N_("Er is geen ruimte om iets op te slaan. Wat je het laatst deed, is niet opgeslagen; de rest staat er nog."),
        N_("Geef het door aan je beheerder. Zodra er ruimte is, gaat alles verder."),
    ),
}
STALE_FORM = Trouble(
    "clock",
    N_("Dit formulier is verlopen"),
    N_("Je was te lang weg, of je bent in een ander venster uitgelogd. Er is niets opgeslagen."),
    N_("Ga terug, laad de pagina opnieuw en verstuur het formulier nog een keer."),
)


def trouble_page(trouble: Trouble, status: int) -> tuple[str, int]:
    """A page that stands alone: it asks neither the database nor the session who looks."""
    came_from = request.referrer or ""
    back = came_from if came_from.startswith(request.host_url) and came_from != request.url else ""
    template = current_app.jinja_env.get_template("error.html")
    return template.render(trouble=trouble, status=status, back=back, flashes=False), status


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    """A refusal by the framework or by `abort` in, our own page with the same status out."""
    if error.response is not None:
        return error
    status = error.code or 500
    trouble = TROUBLES.get(status) or TROUBLES[400 if status < 500 else 500]
    page, status = trouble_page(trouble, status)
    headers = [(name, value) for name, value in error.get_headers(request.environ) if name in ("Allow", "Retry-After")]
    return Response(page, status=status, headers=headers, content_type="text/html; charset=utf-8")


def answer_stale_form(error: CSRFError) -> tuple[str, int]:
    """A form without a valid token in, the page that says how to send it again out."""
    return trouble_page(STALE_FORM, 400)


def answer_out_of_scope(error: OutOfScope) -> tuple[str, int]:
    """A write that the actor may not do in, the page that says so out."""
    return trouble_page(TROUBLES[403], 403)


def answer_crash(error: Exception) -> tuple[str, int]:
    """Anything unforeseen in, a page without details out; the log keeps them. What the machine lacks is told as that."""
    status = outage(getattr(error, "original_exception", error)) or 500
    return trouble_page(TROUBLES[status], status)


def register_errors(app: Flask) -> None:
    """Gives `app` its own page for every error."""
    app.register_error_handler(CSRFError, answer_stale_form)
    app.register_error_handler(OutOfScope, answer_out_of_scope)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(500, answer_crash)

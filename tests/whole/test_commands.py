"""What an operator types on the command line."""

from sqlalchemy import select

from app.accounts.models import Person, RoleGrant
from tests.pages import Site


def test_the_first_administrator_chooses_a_password_by_a_link(site: Site):
    answer = site.app.test_cli_runner().invoke(args=["administrator", "Rik Hofstede", "Rik@Groeiruimte.example"])

    assert answer.exit_code == 0, answer.output
    link = answer.output.split()[-1]
    assert site.browser().get(link).status == 200
    with site.system() as session:
        role = session.scalars(
            select(RoleGrant.role)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(Person.email == "rik@groeiruimte.example")
        ).one()
    assert role == "administrator"


def test_an_address_that_has_an_account_is_refused(site: Site):
    answer = site.app.test_cli_runner().invoke(args=["administrator", "Iemand", "admin@groeiruimte.example"])

    assert answer.exit_code != 0
    assert "heeft al een account" in answer.output

"""The whole policy on one screen: every address, how it may be asked, and which roles get past the door.

Behind the door the rows decide: a member who may open /leads/<code> still sees only what the lead's circles allow.
A route that is not in this table, or that opens to a role the table does not name, makes tests/whole/test_access.py
fail. Whoever changes a line here changes who may do what.
"""

from app.access.actor import Role

VISITOR, MEMBER, COORDINATOR, VERIFIER, PROGRAMME, ADMINISTRATOR = (
    Role.VISITOR,
    Role.MEMBER,
    Role.COORDINATOR,
    Role.VERIFIER,
    Role.PROGRAMME,
    Role.ADMINISTRATOR,
)
TASKFORCE = {MEMBER, COORDINATOR, VERIFIER}
READERS = {*TASKFORCE, PROGRAMME}
JUDGES = {COORDINATOR, VERIFIER}
ACCOUNTS = {MEMBER, COORDINATOR, VERIFIER, PROGRAMME, ADMINISTRATOR}
EVERYBODY = {VISITOR, *ACCOUNTS}

# fmt: off
WHO_MAY: dict[str, set[Role]] = {
    # the door itself
    "GET  /health":                                         EVERYBODY,
    "GET  /static/<path:filename>":                         EVERYBODY,
    "GET  /login":                                          EVERYBODY,
    "POST /login":                                          EVERYBODY,
    "POST /taal":                                           EVERYBODY,
    "POST /logout":                                         ACCOUNTS,
    # the homes
    "GET  /":                                               ACCOUNTS,
    "GET  /hulp":                                           ACCOUNTS,
    "GET  /hulp/sneltoetsen":                               ACCOUNTS,
    "GET  /mijn-werk":                                      TASKFORCE,
    "POST /mijn-werk/taken/<code>/<int:task_id>/klaar":     TASKFORCE,
    "GET  /achtergrond/<int:job_id>":                       TASKFORCE,
    "GET  /meldingen":                                      TASKFORCE,
    "POST /meldingen/gelezen":                              TASKFORCE,
    "BOTH /meldingen/instellen":                            TASKFORCE,
    "GET  /zoeken":                                         TASKFORCE,
    # import
    "BOTH /importeren":                                     TASKFORCE,
    "GET  /importeren/<int:import_id>":                     TASKFORCE,
    "BOTH /importeren/<int:import_id>/kolommen":            TASKFORCE,
    "BOTH /importeren/<int:import_id>/lezen":               TASKFORCE,
    "POST /importeren/<int:import_id>/vergeet":             TASKFORCE,
    "POST /importeren/<int:import_id>/keuze":               TASKFORCE,
    "POST /importeren/<int:import_id>/uitvoeren":           TASKFORCE,
    "GET  /importeren/<int:import_id>/geweigerd.xlsx":      TASKFORCE,
    "BOTH /importeren/<int:import_id>/terug":               TASKFORCE,
    "BOTH /importeren/<int:import_id>/weg":                 TASKFORCE,
    # a new lead
    "BOTH /leads/nieuw":                                    TASKFORCE,
    "POST /leads/nieuw/contact":                            TASKFORCE,
    "GET  /leads/nieuw/bekend":                             TASKFORCE,
    "GET  /leads/nieuw/voorsprong":                         TASKFORCE,
    "GET  /wachtwoord-vergeten":                            EVERYBODY,
    "BOTH /welkom/<word>":                                  EVERYBODY,
    "BOTH /instellingen":                                   ACCOUNTS,
    "POST /instellingen/wachtwoord":                        ACCOUNTS,
    # the list, and the page of a lead
    "GET  /pijplijn":                                       TASKFORCE,
    "GET  /pijplijn/totaal":                                TASKFORCE,
    "GET  /pijplijn/filter":                                TASKFORCE,
    "GET  /pijplijn/samen":                                 TASKFORCE,
    "POST /pijplijn/samen/<what>":                          TASKFORCE,
    "BOTH /pijplijn/samen/<int:batch_id>/terug":            TASKFORCE,
    "GET  /exporteren":                                     {*TASKFORCE, ADMINISTRATOR},
    "BOTH /exporteren/<what>":                              TASKFORCE,
    "GET  /pijplijn/weergaven":                             TASKFORCE,
    "BOTH /pijplijn/weergaven/nieuw":                       TASKFORCE,
    "BOTH /pijplijn/weergaven/<int:view_id>":               TASKFORCE,
    "BOTH /pijplijn/weergaven/<int:view_id>/weg":           TASKFORCE,
    "GET  /leads/<code>":                                   TASKFORCE,
    "GET  /leads/<code>/tijdlijn":                          TASKFORCE,
    "GET  /leads/<code>/meenemen":                          TASKFORCE,
    "POST /leads/<code>/toevoegen/<what>":                  TASKFORCE,
    "BOTH /leads/<code>/stap":                              TASKFORCE,
    "BOTH /leads/<code>/afsluiten":                         TASKFORCE,
    "BOTH /leads/<code>/heropenen":                         TASKFORCE,
    # the case approach
    "BOTH /leads/<code>/aanpak":                            TASKFORCE,
    "BOTH /leads/<code>/acties/nieuw":                      TASKFORCE,
    "BOTH /leads/<code>/acties/<int:action_id>":            TASKFORCE,
    "POST /leads/<code>/acties/<int:action_id>/klaar":      TASKFORCE,
    "POST /leads/<code>/partners":                          TASKFORCE,
    "POST /leads/<code>/partners/<int:partner_id>/weg":     TASKFORCE,
    "BOTH /leads/<code>/knelpunten":                        TASKFORCE,
    "BOTH /leads/<code>/lessen":                            TASKFORCE,
    "BOTH /leads/<code>/signalen":                          TASKFORCE,
    "POST /leads/<code>/signalen/<kind>/intrekken":         TASKFORCE,
    # documents
    "BOTH /leads/<code>/documenten/nieuw":                  TASKFORCE,
    "GET  /leads/<code>/documenten/<int:document_id>":      TASKFORCE,
    "BOTH /leads/<code>/documenten/<int:document_id>/weg":  TASKFORCE,
    "BOTH /leads/<code>/berichten/<word>":                  TASKFORCE,
    # talks and tasks
    "BOTH /leads/<code>/gesprekken/nieuw":                  TASKFORCE,
    "BOTH /leads/<code>/gesprekken/<int:talk_id>":          TASKFORCE,
    "BOTH /leads/<code>/taken/nieuw":                       TASKFORCE,
    "BOTH /leads/<code>/taken/<int:task_id>":               TASKFORCE,
    "POST /leads/<code>/taken/<int:task_id>/klaar":         TASKFORCE,
    "POST /leads/<code>/taken/<int:task_id>/terug":         TASKFORCE,
    "POST /leads/<code>/taken/<int:task_id>/weg":           TASKFORCE,
    "POST /leads/<code>/gesprekken/<int:talk_id>/weg":      TASKFORCE,
    "GET  /prullenbak":                                     TASKFORCE,
    "POST /prullenbak/<int:number>/terug":                  TASKFORCE,
    "BOTH /leads/<code>/wissen/<what>/<int:number>":        TASKFORCE,
    # the decision and the money
    "BOTH /leads/<code>/besluit":                           TASKFORCE,
    "BOTH /leads/<code>/vermogen":                          TASKFORCE,
    "BOTH /leads/<code>/vermogen/<int:investment_id>":      TASKFORCE,
    "POST /leads/<code>/vermogen/<int:investment_id>/weg":  TASKFORCE,
    # companies
    "GET  /bedrijven":                                       TASKFORCE,
    # doubles: put together, taken apart, told apart
    "GET  /bedrijven/dubbelen":                             TASKFORCE,
    "POST /bedrijven/dubbelen/<int:one>/<int:other>/verschillend": TASKFORCE,
    "POST /bedrijven/dubbelen/<int:one>/<int:other>/toch":  TASKFORCE,
    "GET  /bedrijven/<int:company_id>/samenvoegen":         TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/samenvoegen/<int:gone_id>": TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/samenvoegingen/<int:merge_id>/terug": TASKFORCE,
    "BOTH /bedrijven/nieuw":                                 TASKFORCE,
    "BOTH /bedrijven/navragen":                              TASKFORCE,
    "POST /bedrijven/contact":                               TASKFORCE,
    "GET  /bedrijven/<int:company_id>":                      TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/gegevens":             TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/nda":                  TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/doelgroep":            TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/toestemming":          TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/toestemming/<int:consent_id>/intrekken": TASKFORCE,
    "POST /bedrijven/<int:company_id>/naam/<int:reading_id>/gevraagd": TASKFORCE,
    "GET  /bedrijven/<int:company_id>/verteld":              TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/verteld/nieuw":        TASKFORCE,
    "POST /bedrijven/<int:company_id>/verteld/<where>/<int:number>/gevraagd": TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/contacten/nieuw":      TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/contacten/<int:contact_id>": TASKFORCE,
    "GET  /bedrijven/<int:company_id>/contacten/<int:contact_id>/gegevens.json": TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/contacten/<int:contact_id>/wissen": TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/vragen/nieuw":         TASKFORCE,
    "BOTH /bedrijven/<int:company_id>/vragen/<int:question_id>": TASKFORCE,
    "GET  /contactverzoeken":                                TASKFORCE,
    "POST /contactverzoeken/<int:request_id>":               TASKFORCE,
    # the facts of a lead
    "BOTH /leads/<code>/gegevens":                           TASKFORCE,
    "BOTH /leads/<code>/fase":                               TASKFORCE,
    "POST /leads/<code>/volgen":                             TASKFORCE,
    "BOTH /leads/<code>/contact":                            TASKFORCE,
    "GET  /leads/<code>/doelgroep":                          TASKFORCE,
    "GET  /leads/<code>/nda":                                TASKFORCE,
    # facts: the holder submits, the verifier judges
    "BOTH /leads/<code>/feiten/<slug>":                     TASKFORCE,
    "BOTH /leads/<code>/feiten/kapitaal/<int:investment_id>": TASKFORCE,
    "POST /leads/<code>/feiten/terugnemen/<int:submission_id>": TASKFORCE,
    "GET  /toetsing":                                       JUDGES,
    "GET  /toetsing/<int:submission_id>":                   JUDGES,
    "POST /toetsing/<int:submission_id>/akkoord":           JUDGES,
    "POST /toetsing/<int:submission_id>/<verb>":            JUDGES,
    "BOTH /toetsing/grootboek/<int:number>":                JUDGES,
    # the figures
    "GET  /overzicht":                                      {COORDINATOR},
    "GET  /overzicht/stand":                                {COORDINATOR},
    "GET  /overzicht/<code>":                               {COORDINATOR},
    # Beheer
    "GET  /beheer":                                         {ADMINISTRATOR},
    "GET  /rollen":                                         {COORDINATOR, ADMINISTRATOR},
    "GET  /beheer/mensen":                                  {ADMINISTRATOR},
    "BOTH /beheer/mensen/nieuw":                            {ADMINISTRATOR},
    "GET  /beheer/mensen/<int:person_id>":                  {ADMINISTRATOR},
    "POST /beheer/mensen/<int:person_id>/rollen":           {ADMINISTRATOR},
    "POST /beheer/mensen/<int:person_id>/rollen/<int:grant_id>/einde": {ADMINISTRATOR},
    "POST /beheer/mensen/<int:person_id>/organisatie":      {ADMINISTRATOR},
    "POST /beheer/mensen/<int:person_id>/wachtwoord":       {ADMINISTRATOR},
    "BOTH /beheer/mensen/<int:person_id>/einde":            {ADMINISTRATOR},
    "POST /beheer/mensen/<int:person_id>/herstel":          {ADMINISTRATOR},
    "GET  /beheer/organisaties":                            {ADMINISTRATOR},
    "BOTH /beheer/organisaties/nieuw":                      {ADMINISTRATOR},
    "BOTH /beheer/organisaties/<int:organisation_id>":      {ADMINISTRATOR},
    "BOTH /beheer/doelen/nieuw":                            {ADMINISTRATOR},
    "GET  /beheer/achtergrond":                              {ADMINISTRATOR},
    "POST /beheer/achtergrond/<int:job_id>/stop":            {ADMINISTRATOR},
    "POST /beheer/achtergrond/<int:job_id>/opnieuw":         {ADMINISTRATOR},
    "GET  /beheer/mail":                                     {ADMINISTRATOR},
    "GET  /beheer/stamgegevens":                            {ADMINISTRATOR},
    "GET  /beheer/stamgegevens/<slug>":                     {ADMINISTRATOR},
    # what a company asks
    "GET  /leads/<code>/vraag":                             TASKFORCE,
    "BOTH /leads/<code>/vraag/<slug>":                      TASKFORCE,
    "POST /leads/<code>/vraag/<slug>/geen":                 TASKFORCE,
    "BOTH /leads/<code>/vraag/<slug>/weg":                  TASKFORCE,
    # brandpunten, and what their own ROM keeps of them
    "GET  /brandpunten":                                    TASKFORCE,
    "GET  /brandpunten/<code>":                             TASKFORCE,
    "GET  /brandpunten/aanbod":                             TASKFORCE,
    "BOTH /brandpunten/<code>/aanbod/nieuw":                TASKFORCE,
    "BOTH /brandpunten/<code>/aanbod/<int:supply_id>":      TASKFORCE,
    "POST /brandpunten/<code>/aanbod/<int:supply_id>/weg":  TASKFORCE,
    "BOTH /brandpunten/<code>/gegevens":                    TASKFORCE,
    "BOTH /brandpunten/<code>/technologie":                 TASKFORCE,
    "BOTH /brandpunten/<code>/vraag":                       TASKFORCE,
    "POST /brandpunten/<code>/vraag/<int:wish_id>/klaar":   TASKFORCE,
    # a lead beside brandpunten, and places offered against its code
    "GET  /leads/<code>/brandpunten":                       TASKFORCE,
    "POST /leads/<code>/brandpunten/<hub_code>/voorstel":   TASKFORCE,
    "BOTH /leads/<code>/brandpunten/<hub_code>/stap":       TASKFORCE,
    "BOTH /brandpunten/<code>/bied/<lead_code>":            TASKFORCE,
    "BOTH /leads/<code>/aanbod/<int:offer_id>":             TASKFORCE,
    "POST /leads/<code>/aanbod/<int:offer_id>/terug":       TASKFORCE,
    # reports: the coordinator publishes, everybody at the table reads
    "BOTH /rapportages":                                    {COORDINATOR},
    "POST /rapportages/controle":                            {COORDINATOR},
    "BOTH /rapportages/concept/<int:draft_id>":             {COORDINATOR},
    "GET  /rapportages/concept/<int:draft_id>/voorbeeld":   {COORDINATOR},
    "POST /rapportages/concept/<int:draft_id>/controle/<line>": {COORDINATOR},
    "POST /rapportages/concept/<int:draft_id>/controle/<line>/terug": {COORDINATOR},
    "POST /rapportages/concept/<int:draft_id>/publiceer":   {COORDINATOR},
    "BOTH /rapportages/<number>/verbeter":                  {COORDINATOR},
    "BOTH /rapportages/concept/<int:draft_id>/reden":       {COORDINATOR},
    "BOTH /rapportages/concept/<int:draft_id>/weg":         {COORDINATOR},
    "BOTH /rapportages/concept/<int:draft_id>/cases":       {COORDINATOR},
    "BOTH /rapportages/concept/<int:draft_id>/cases/<int:case_id>": {COORDINATOR},
    "POST /rapportages/concept/<int:draft_id>/cases/<int:case_id>/voorstel": {COORDINATOR},
    "BOTH /rapportages/concept/<int:draft_id>/cases/<int:case_id>/weg": {COORDINATOR},
    "GET  /voortgang":                                      READERS,
    "GET  /voortgang/eerder":                               READERS,
    "GET  /voortgang/vergelijk":                            READERS,
    "GET  /voortgang/<number>":                             READERS,
    "GET  /voortgang/<number>/rapport.<form>":              READERS,
    "GET  /voortgang/<number>/uittreksel":                  READERS,
    "GET  /voortgang/<number>/uittreksel/<code>":           READERS,
    "GET  /voortgang/<number>/uittreksel/<code>/rapport.<form>": READERS,
    # the table of the progress talk: EZ and IPO ask, the coordinator answers, everybody reads
    "GET  /rapportages/namen":                              {COORDINATOR},
    "POST /rapportages/namen/<int:reading_id>/gevraagd":    {COORDINATOR},
    "GET  /vragen":                                         READERS,
    "BOTH /voortgang/<number>/vragen/nieuw":                {PROGRAMME},
    "BOTH /vragen/<int:question_id>":                       {PROGRAMME},
    "BOTH /vragen/<int:question_id>/weg":                   {PROGRAMME},
    "BOTH /vragen/<int:question_id>/antwoord":              {COORDINATOR},
    "BOTH /voortgang/<number>/gesprekken/nieuw":            {COORDINATOR},
    "BOTH /gesprekken/<int:talk_id>":                       {COORDINATOR},
    "BOTH /gesprekken/<int:talk_id>/weg":                    {COORDINATOR},
    "POST /gesprekken/<int:talk_id>/afspraken":             {COORDINATOR},
    "POST /gesprekken/<int:talk_id>/afspraken/<int:agreement_id>/klaar": {COORDINATOR},
    "BOTH /gesprekken/<int:talk_id>/afspraken/<int:agreement_id>/weg": {COORDINATOR},
    "GET  /begrippen":                                      READERS,
    # suggestions while typing
    "GET  /plaatsen":                                       ACCOUNTS,
}
# fmt: on


def lines() -> dict[tuple[str, str], set[Role]]:
    """The table by method and address: BOTH stands for GET and POST."""
    table = {}
    for line, roles in WHO_MAY.items():
        how, address = line.split()
        for method in ("GET", "POST") if how == "BOTH" else (how,):
            table[method, address] = roles
    return table

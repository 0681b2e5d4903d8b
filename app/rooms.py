"""Every room that has tables: importing this module makes them all known, with their policies."""

import app.accounts.models
import app.companies.circles
import app.geography.models
import app.growth.models
import app.hubs.models
import app.leads.circles
import app.ledger.models
import app.matching.models

__all__ = ["app"]

"""Every room that has tables: importing this module makes them all known, with their policies."""

import app.accounts.models
import app.board.models
import app.capital.models
import app.cases.models
import app.companies.circles
import app.documents.models
import app.drafting.models
import app.exports.models
import app.geography.models
import app.growth.models
import app.hubs.models
import app.impact.models
import app.imports.models
import app.jobs.models
import app.leads.circles
import app.ledger.models
import app.matching.models
import app.notices.models
import app.pipeline.models
import app.reports.models
import app.search.circles
import app.talks.models
import app.timeline.models

__all__ = ["app"]

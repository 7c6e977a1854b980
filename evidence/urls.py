from django.urls import path, register_converter

from evidence.views import (
    comparing,
    duties,
    files,
    imports,
    items,
    pages,
    protection,
    reader,
    reading,
    redacting,
    screening,
    situations,
    submitting,
)


class DocketNumber:
    """S-2026-000123 and its like; anything else is not found before the database is asked."""

    regex = "[A-Z]{1,2}-[0-9]{4}-[0-9]{3,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class StateCode(DocketNumber):
    """Three letters of ISO 3166."""

    regex = "[A-Z]{3}"


class TextReference:
    """A narrative by its submission's number, or what was read out of a file by F and the file's id."""

    regex = "(?:S-[0-9]{4}-[0-9]{6,12}|F[0-9]{1,18})"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DocketNumber, "evidence_number")
register_converter(TextReference, "text_reference")
register_converter(StateCode, "state_code")

urlpatterns = [
    path("submit/", submitting.submit, name="submit"),
    path("submit/draft/", submitting.keep_draft, name="submit_draft"),
    path("submissions/", reading.submissions, name="submissions"),
    path("submissions/<evidence_number:number>/", reading.submission, name="submission"),
    path("submissions/<evidence_number:number>/receipt.json", reading.receipt, name="receipt"),
    path("submissions/<evidence_number:number>/answer/", reading.answer, name="answer"),
    path("submissions/<evidence_number:number>/withdraw/", reading.withdrawal, name="withdraw"),
    path("submissions/<evidence_number:number>/source/", reading.source, name="source"),
    path("submissions/<evidence_number:number>/readers/", reading.readers, name="readers"),
    path("submissions/<evidence_number:number>/readers/<int:pk>/end/", protection.reader_end, name="reader_end"),
    path("submissions/<evidence_number:number>/sensitivity/", protection.sensitivity, name="sensitivity"),
    path("submissions/<evidence_number:number>/release/", protection.release, name="release"),
    path("submissions/<evidence_number:number>/place/", protection.place, name="place"),
    path("screening/", screening.queue, name="screening"),
    path("screening/<evidence_number:number>/", screening.screening_item, name="screening_item"),
    path("screening/<evidence_number:number>/draft/", screening.keep_draft, name="screening_draft"),
    path("screening/<evidence_number:number>/reopen/", screening.reopening, name="reopen"),
    path("screening/<evidence_number:number>/origin/", screening.origin, name="origin"),
    path("duty/", duties.ledger, name="duty"),
    path("duty/ledger.csv", duties.ledger_csv, name="duty_csv"),
    path("duty/nil-return/", duties.nil_return, name="nil_return"),
    path("duty/watch/", duties.watch, name="watch"),
    path("duty/watch/<evidence_number:number>/end/", duties.watch_end, name="watch_end"),
    path("events/", situations.events, name="events"),
    path("events/<state_code:iso3>/", situations.situation, name="situation"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_run, name="import"),
    path("imports/<int:pk>/report.csv", imports.import_report, name="import_report"),
    path("imports/<int:pk>/again/", imports.import_again, name="import_again"),
    path("evidence/compare/<text_reference:left>/<text_reference:right>/", comparing.compare, name="compare"),
    path("evidence/files/<int:pk>/", files.file, name="file"),
    path("evidence/files/<int:pk>/pages/<int:number>/", pages.page_image, name="page_image"),
    path("evidence/files/<int:pk>/read/", reader.reading_again, name="reading_again"),
    path("pages/<str:token>/", pages.page_picture, name="page_picture"),
    path("evidence/<evidence_number:number>/", items.item, name="item"),
    path("evidence/<evidence_number:number>/regrade/", items.regrading, name="regrade"),
    path("evidence/<evidence_number:number>/retract/", items.retraction, name="retract"),
    path("evidence/<evidence_number:number>/derive/", items.derivation, name="derive"),
    path("evidence/<evidence_number:number>/sensitivity/", items.sensitivity, name="item_sensitivity"),
    path("evidence/<evidence_number:number>/release/", items.release, name="item_release"),
    path("evidence/<evidence_number:number>/redact/", redacting.redact, name="redact"),
    path("evidence/<evidence_number:number>/redact/draft/", redacting.keep_draft, name="redact_draft"),
]

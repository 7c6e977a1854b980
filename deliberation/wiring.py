"""What the deliberation app offers to the shared packages (mad.common.ports, mad.clocks)."""

from cases.procedure import Stage
from deliberation import actions, desk, desk_call, followup_actions, followup_desk, followup_record, record, search
from deliberation.selectors import followup
from deliberation.selectors.council import case_answered
from deliberation.services import correspondence, publishing
from deliberation.services.consequences import lapse_due
from deliberation.services.measure_clocks import pass_due
from deliberation.services.voting import close_due
from mad.accounts.permissions import Act
from mad.clocks import due_actions
from mad.clocks.kinds import ClockKind
from mad.common import ports
from mad.notices import outbox


def connect() -> None:
    due_actions.register(ClockKind.VOTE, close_due)
    due_actions.register(ClockKind.INSUFFICIENCY, lapse_due)
    due_actions.register(ClockKind.EMBARGO, publishing.publish_due)
    outbox.register(correspondence.MAIL_TOPIC, correspondence.send, outside=True)
    ports.desk_panels.register(desk_call.panel)
    ports.docket_checks.register(record.checks)
    ports.search_sources.register(search.OUTPUTS)
    ports.search_marks.register(search.marks)
    ports.case_tabs.register(ports.CaseTab("deliberation", "Deliberation", "deliberation", 60))
    ports.case_tabs.register(ports.CaseTab("outputs", "Outputs", "case_outputs", 70))
    ports.case_actions.register(actions.on_case)
    ports.nav.register(ports.NavItem("outputs", "Outputs", "outputs", 60, Act.READ_OUTPUTS))
    ports.desk.register(desk.awaiting)
    ports.council_answers.register(case_answered)
    # Parts VI and VII
    due_actions.register(ClockKind.FOLLOW_UP, pass_due)
    ports.docket_checks.register(followup_record.checks)
    ports.stage_facts.register(ports.StageFact("closable", Stage.FOLLOW_UP.value, followup.closable))
    ports.stage_facts.register(ports.StageFact("triggered", Stage.CLOSED.value, followup.triggered))
    ports.case_tabs.register(ports.CaseTab("follow_up", "Follow-up", "case_follow_up", 80))
    ports.case_actions.register(followup_actions.on_case)
    ports.nav.register(ports.NavItem("follow_up", "Follow-up", "follow_up", 65, Act.READ_REVIEWS))
    ports.nav.register(ports.NavItem("accounts", "Annual account", "accounts", 66, Act.READ_ACCOUNT))
    ports.desk.register(followup_desk.awaiting)

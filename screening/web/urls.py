"""The officer's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from screening.web.account import account
from screening.web.attachments import attach, attachment, small_picture
from screening.web.audit import audit
from screening.web.check import check
from screening.web.checkpoint_map import checkpoint_map
from screening.web.comparison import comparison
from screening.web.dashboard import dashboard
from screening.web.delegations import delegation_end, delegations
from screening.web.determine import determine
from screening.web.dossier import dossier
from screening.web.editions import edition, edition_act
from screening.web.entry import entry, propose_term
from screening.web.goods import determination, good, goods, uphold
from screening.web.holding import holding
from screening.web.list_import import list_import, list_import_act
from screening.web.lists import control_list, lists
from screening.web.lists_import import edition_table, list_template, lists_import
from screening.web.my_decisions import my_decisions
from screening.web.new_shipment import new_shipment
from screening.web.notes import add_note
from screening.web.oversight import oversight
from screening.web.results import record_result
from screening.web.search import search
from screening.web.shipment import answer, confirm, decide, shipment, shipment_state
from screening.web.sign_in import SignIn, choose_language
from screening.web.statistics import statistics, statistics_table
from screening.web.style import style
from screening.web.submission import refused_rows, submission
from screening.web.term_proposals import decide_term, resume_drafting, term_proposals
from screening.web.upload import upload
from screening.web.watchlists import watchlist_edition, watchlist_edition_act, watchlists
from screening.web.why import why

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("language/", choose_language, name="language"),
    path("style/", style, name="style"),
    path("account/", account, name="account"),
    path("check/", check, name="check"),
    path("search/", search, name="search"),
    path("shipments/new/", new_shipment, name="new-shipment"),
    path("shipments/<uuid:key>/", shipment, name="shipment"),
    path("shipments/<uuid:key>/state/", shipment_state, name="shipment-state"),
    path("shipments/<uuid:key>/answers/", answer, name="answer"),
    path("shipments/<uuid:key>/decisions/", decide, name="decide"),
    path("shipments/<uuid:key>/confirmations/", confirm, name="confirm"),
    path("shipments/<uuid:key>/holding/", holding, name="holding"),
    path("shipments/<uuid:key>/notes/", add_note, name="add-note"),
    path("shipments/<uuid:key>/attachments/", attach, name="attach"),
    path("shipments/<uuid:key>/attachments/<uuid:attachment>/", attachment, name="attachment"),
    path("shipments/<uuid:key>/attachments/<uuid:attachment>/small/", small_picture, name="small-picture"),
    path("shipments/<uuid:key>/results/", record_result, name="record-result"),
    path("shipments/<uuid:key>/versions/<uuid:other>/", comparison, name="comparison"),
    path("shipments/<uuid:key>/lines/<int:number>/why/", why, name="why"),
    path("my-decisions/", my_decisions, name="my-decisions"),
    path("shipments/<uuid:key>/dossier/", dossier, name="dossier"),
    path("submissions/new/", upload, name="upload"),
    path("submissions/<uuid:key>/", submission, name="submission"),
    path("submissions/<uuid:key>/refused.csv", refused_rows, name="refused-rows"),
    path("goods/", goods, name="goods"),
    path("goods/new/", determine, name="determine"),
    path("goods/<uuid:key>/", good, name="good"),
    path("determinations/<uuid:key>/", determination, name="determination"),
    path("determinations/<uuid:key>/confirmation/", uphold, name="uphold"),
    path("audit/", audit, name="audit"),
    path("lists/", lists, name="lists"),
    path("lists/<slug:slug>/", control_list, name="list"),
    path("editions/new/", lists_import, name="lists-import"),
    path("editions/example.<slug:extension>", list_template, name="list-template"),
    path("editions/imports/<uuid:key>/", list_import, name="list-import"),
    path("editions/imports/<uuid:key>/acts/", list_import_act, name="list-import-act"),
    path("editions/<uuid:key>/", edition, name="edition"),
    path("editions/<uuid:key>/table.<slug:extension>", edition_table, name="edition-table"),
    path("editions/<uuid:key>/acts/", edition_act, name="edition-act"),
    path("watchlists/", watchlists, name="watchlists"),
    path("watchlists/<uuid:key>/", watchlist_edition, name="watchlist-edition"),
    path("watchlists/<uuid:key>/acts/", watchlist_edition_act, name="watchlist-edition-act"),
    path("term-proposals/", term_proposals, name="term-proposals"),
    path("term-proposals/<uuid:key>/decision/", decide_term, name="decide-term"),
    path("term-proposals/drafts/<uuid:key>/resumed/", resume_drafting, name="resume-drafting"),
    path("oversight/", oversight, name="oversight"),
    path("statistics/", statistics, name="statistics"),
    path("statistics/<slug:name>.csv", statistics_table, name="statistics-table"),
    path("delegations/", delegations, name="delegations"),
    path("delegations/<uuid:key>/end/", delegation_end, name="delegation-end"),
    path("map/", checkpoint_map, name="map"),
    path("lists/<slug:slug>/<path:code>/terms/", propose_term, name="propose-term"),
    path("lists/<slug:slug>/<path:code>/", entry, name="entry"),
]

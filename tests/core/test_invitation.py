"""Who is invited to a meeting, and what each of them may read of its agenda."""

from __future__ import annotations

from datetime import date

from alp.core.destinataires import find_destinataire
from alp.core.invitation import Invitation, chosen, invitations, part_for
from alp.core.preparation.seance import prepare_seance
from alp.core.registre import Registre
from tests.conftest import dispositif, reunion, situation

KEY = "2025-02-04-cellule"
JOURNAL = """
- {le: 2025-01-06, type: saisine, origine: ccas}
- {le: 2025-01-07, type: recevabilite, decision: recevable}
- {le: 2025-01-10, type: accord, objet: partage, reponse: oui, avec: [hlm, ccas]}
"""
D = dispositif(
    equipe=[{"code": "ide", "metier": "infirmière", "courriel": "ide@essai.example"}, {"code": "psy", "metier": "psychologue"}],
    partenaires=[
        {"code": "ccas", "nom": "CCAS", "type": "ccas", "secret": "soumis", "contacts": [
            {"nom": "Mme Noir", "courriel": "noir@ccas.example"}, {"fonction": "accueil", "courriel": "accueil@ccas.example"}]},
        {"code": "saad", "nom": "SAAD", "type": "aide_domicile", "secret": "soumis"},
        {"code": "hlm", "nom": "Bailleur", "type": "bailleur_social", "secret": "non_soumis", "contacts": [{"courriel": "hlm@hlm.example"}]},
    ],
)  # fmt: skip
CELLULE = (
    "{le: 2025-02-04, nature: cellule, participants: [{qui: ide}, {qui: ccas, nom: Mme Noir}, {qui: hlm}, {qui: saad, presence: excuse}], "
    "points: [{libelle: LIBRE}], "
    "ordre_du_jour: [{situation: ESSAI-2025-001, objet: nouvelle, invites: [psy]}, {situation: ESSAI-2025-002, objet: nouvelle}]}"
)


def registre(texte: str = CELLULE) -> Registre:
    housed = {"commune": "28085", "bailleur": "hlm"}
    return Registre(D, (situation(JOURNAL, logement=housed), situation(JOURNAL, "ESSAI-2025-002")), reunions={KEY: reunion(texte)})


def codes_read(one: Invitation) -> list[str]:
    part = part_for(registre(), KEY, one)
    found = prepare_seance(part, KEY, find_destinataire(one.pour, D), au=date(2025, 2, 1), sans_point=True)
    return [p.code[-1] for p in found.points]


def test_each_one_is_invited_once_with_what_is_known_of_his_address() -> None:
    found = {i.qui: i for i in invitations(registre(), KEY)}
    assert list(found) == ["ide", "ccas", "hlm", "saad", "psy"]
    assert {qui: i.courriels for qui, i in found.items()} == {
        "ide": ("ide@essai.example",), "ccas": ("noir@ccas.example",), "hlm": ("hlm@hlm.example",), "saad": (), "psy": (),
    }  # fmt: skip


def test_the_cell_reads_the_whole_agenda_a_landlord_his_tenant_and_a_guest_his_items() -> None:
    found = {i.qui: i for i in invitations(registre(), KEY)}
    assert {qui: codes_read(i) for qui, i in found.items()} == {
        "ide": ["1", "2"], "ccas": ["1", "2"], "hlm": ["1"], "saad": ["1", "2"], "psy": ["1"],
    }  # fmt: skip
    assert found["hlm"].pour == "hlm"


def test_a_guest_of_one_item_is_not_told_of_the_other_points() -> None:
    guest = next(i for i in invitations(registre(), KEY) if i.qui == "psy")
    his = part_for(registre(), KEY, guest).reunions[KEY]
    assert (his.points, len(his.ordre_du_jour)) == ((), 1)


def test_who_said_that_he_will_not_come_is_left_out_unless_one_asks() -> None:
    found = invitations(registre(), KEY)
    assert [i.qui for i in chosen(found, [])] == ["ide", "ccas", "hlm", "psy"]
    assert [i.qui for i in chosen(found, ["saad"])] == ["saad"]


def test_a_partner_bound_by_secrecy_who_only_comes_for_one_item_reads_that_one() -> None:
    texte = CELLULE.replace("{qui: saad, presence: excuse}", "{qui: hlm}").replace("[psy]", "[saad]").replace(", {qui: hlm}]", "]")
    r = registre(texte)
    guest = next(i for i in invitations(r, KEY) if i.qui == "saad")
    assert (guest.pour, guest.invite) == ("saad", True)
    part = part_for(r, KEY, guest)
    read = prepare_seance(part, KEY, find_destinataire("saad", D), au=date(2025, 2, 1), sans_point=True)
    assert read.points == ()  # the person has not accepted to share with it: a letter without items

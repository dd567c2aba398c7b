"""`alp init`: a whole interview in a real terminal, a model, and what is refused; the file that is written."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp.core import codes
from alp.core.controles import check
from alp.core.dispositif import Commune, ContratDispositif, Dispositif, Equipier, Financeur, PartenaireDispositif, Rythmes, Vocabulaire
from alp.core.erreurs import DISPOSITIF, AlpError, Gravite
from alp.core.installation import Reponses, dispositif_data
from alp.core.registre import Registre
from alp.core.structure import plain
from alp.core.types import Codes
from alp.store.creation import create
from alp.store.installation import write_dispositif
from alp.store.lecture import read_bytes
from alp.store.modeles import describe, model, models
from alp.store.noeuds import INTERDITS
from tests.cli.conftest import Poste
from tests.cli.test_terminal import BAS, CTRL_C, ENTREE, ESPACE, HAUT, Terminal
from tests.conftest import read_yaml
from tools.galerie import COURRIEL, alp

terminal_only = pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")

NOM = 'Toit: "à soi" # l\'été'
"""Everything that naive YAML would get wrong."""


@pytest.fixture
def ouvre(tmp_path: Path) -> Iterator[Callable[[str], Terminal]]:
    """A terminal outside any register; closed whatever happened."""
    opened: list[Terminal] = []

    def run(ligne: str) -> Terminal:
        opened.append(Terminal(Poste(tmp_path), ligne))
        return opened[-1]

    yield run
    for t in opened:
        t.fils.close(force=True)


def down(liste: Codes, code: str) -> str:
    """The arrow keys that lead to a code."""
    return [*liste].index(code) * BAS


def who_we_are(t: Terminal) -> None:
    """The first questions, answered in few words."""
    t("D'où partir ?")
    t("Comment s'appelle le dispositif ?", NOM + ENTREE)
    t("Quel sigle ?", "\x15toit15" + ENTREE)
    t("Qui le porte ?", "Association {{ fictive }}" + ENTREE)
    t.passe("Les personnes arrivent-elles sans logement ?")


def where(t: Terminal) -> None:
    """Two communes, one of them chosen among several."""
    t("Quelle commune ?", "st flour" + ENTREE)
    t("Laquelle ?", ENTREE)
    t("après Saint-Flour ?", "villequelconque" + ENTREE)
    t("Aucune commune pour « villequelconque »", "arpajon cere" + ENTREE)
    t("après Arpajon-sur-Cère ?", "15187" + ENTREE)
    t("Saint-Flour y est déjà", ENTREE)


def skip_people(t: Terminal) -> None:
    t.passe("Quel métier ?", "Quel financeur ?", "Quel partenaire ?")


def skip_rules(t: Terminal) -> None:
    t.passe("Évaluez-vous", "Une réunion décide-t-elle", "Comment s'appelle cette réunion ?", "Dans quel ordre ?")
    t.passe(
        "Signez-vous un contrat",
        "De combien de mois ?",
        "Est-ce le contrat qui ouvre",
        "Qui peut saisir",
        "Où voyez-vous",
        "Que mesurez-vous ?",
    )


def team_and_money(t: Terminal) -> None:
    """The one who types and her chief; a convention, and a funder of whom nothing is known."""
    t("Quel métier ?", "infirmière médiatrice" + ENTREE)
    t("Quel temps de travail, infirmière médiatrice ?", "0,8" + ENTREE)
    t("Est-ce vous, infirmière médiatrice ?")
    t("après infirmière médiatrice ?", "chef de service" + ENTREE)
    t("Quel temps de travail, chef de service ?", "un peu" + ENTREE)
    t("n'est pas un nombre", "\x15" + ENTREE)
    t("Quel courriel, chef de service ?")
    t("après chef de service ?")
    t("Quel financeur ?", "ARS Auvergne" + ENTREE)
    t("De quel type est ARS Auvergne ?")
    t("Quel montant verse ARS Auvergne ?", "45 000" + ENTREE)
    t("ARS Auvergne verse cela par an, ou en tout ?")
    t("Depuis quel jour paie ARS Auvergne ?")
    t("Jusqu'à quel jour paie ARS Auvergne ?", "31/12/2025" + ENTREE)
    t("C'est avant le 01/01/2026", "\x1531/12/2027" + ENTREE)
    t("après ARS Auvergne ?", "Ville" + ENTREE)
    t("De quel type est Ville ?", down(codes.TYPES_FINANCEUR, "collectivite") + ENTREE)
    t("Quel montant verse Ville ?")
    t("Depuis quel jour paie Ville ?")
    t("après Ville ?")


def partners(t: Terminal) -> None:
    """A landlord, not bound by secrecy, and a CCAS, which is."""
    t("Quel partenaire ?", "Office: Habitat" + ENTREE)
    t("De quel type est Office: Habitat ?", "bailleur social" + ENTREE)
    t("Quel rôle a Office: Habitat ?", BAS + ENTREE)
    t("Sont-ils tenus au secret, Office: Habitat ?")
    t("après Office: Habitat ?", "CCAS de Saint-Flour" + ENTREE)
    t("De quel type est CCAS de Saint-Flour ?", "CCAS" + ENTREE)
    t("Quel rôle a CCAS de Saint-Flour ?")
    t("Sont-ils tenus au secret, CCAS de Saint-Flour ?")
    t("après CCAS de Saint-Flour ?")


def rules(t: Terminal) -> None:
    """A commission, but for the landlord; professionals only; fewer places, one instrument."""
    t.passe("Évaluez-vous")
    t("Une réunion décide-t-elle", BAS + ENTREE)
    t("Sauf pour quels bailleurs ?", ESPACE + ENTREE)
    t("Comment s'appelle cette réunion ?", BAS + ENTREE)
    t.passe("Dans quel ordre ?", "Signez-vous un contrat", "De combien de mois ?", "Est-ce le contrat qui ouvre")
    t("Qui peut saisir", BAS + ENTREE)
    t("Lesquels ?", ENTREE)
    t("Où voyez-vous", down(codes.LIEUX, "vehicule") + ESPACE + BAS + ESPACE + ENTREE)  # neither vehicle nor partners
    t("Que mesurez-vous ?", down(codes.INSTRUMENTS, "gir") + ESPACE + ENTREE)


# --- the interview ------------------------------------------------------------------------------------


@terminal_only
def test_a_whole_interview_makes_a_register_that_works(
    ouvre: Callable[[str], Terminal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    t = ouvre("init neuf")
    who_we_are(t)
    where(t)
    team_and_money(t)
    partners(t)
    rules(t)
    t("Enregistrer ?")
    assert t.fin() == 0, t.texte
    before = t.texte.partition("Enregistrer")[0]
    assert "évaluation, puis commission (sauf pour Office: Habitat), puis accompagnement" in " ".join(before.replace("\xa0", " ").split())

    root = tmp_path / "neuf"
    written = read_yaml((root / "dispositif.yaml").read_text(encoding="utf-8"))
    for name in ("vocabulaire", "tranches_age", "secret", "conservation", "rythmes", "contrat"):
        written.pop(name)
    assert written == read_yaml(
        f"""
format: 1
nom: {NOM!r}
sigle: TOIT15
porteur: "Association {{{{ fictive }}}}"
fuseau: Europe/Paris
territoire: {{communes: [{{insee: "15187", nom: Saint-Flour}}, {{insee: "15012", nom: Arpajon-sur-Cère}}]}}
equipe:
  - {{code: infirmiere_mediatrice, metier: infirmière médiatrice, courriel: {COURRIEL}, etp: [{{valeur: "0.80"}}]}}
  - {{code: chef_service, metier: chef de service}}
partenaires:
  - {{code: office-habitat, nom: "Office: Habitat", type: bailleur_social, role: amont, secret: non_soumis}}
  - {{code: ccas-saint-flour, nom: CCAS de Saint-Flour, type: ccas, secret: soumis}}
financeurs:
  - {{code: ars-auvergne, nom: ARS Auvergne, type: ars, conventions: [{{du: 2026-01-01, au: 2027-12-31, montant: "45000.00", par: an}}]}}
  - {{code: ville, nom: Ville, type: collectivite}}
parcours:
  avant: [evaluation, cellule]
  ouvre: cellule
  cellule: {{sauf_bailleurs: [office-habitat]}}
  reunion: commission
  qui_saisit: [bailleur_social, ccas]
  reprise_mois: 12
lieux: [domicile, pas_de_porte, appartement, exterieur, telephone, visio, courrier, message]
instruments: [gir]
""".replace(repr(NOM), '"Toit: \\"à soi\\" # l\'été"')
    )

    monkeypatch.chdir(root)
    poste = Poste(root)
    assert poste.sujets() == ["Registre créé en répondant aux questions"]
    assert "0 erreur, 0 alerte" in poste("check")
    assert "TOIT15-2026-001" in poste(
        "new --no-input --origine office-habitat --commune Saint-Flour --personne-informee oui --motifs incurie"
    )
    poste("add 1 recevabilite --no-input --decision recevable")
    assert poste.journal("situations/2026/TOIT15-2026-001.yaml")[1]["par"] == ["infirmiere_mediatrice"]
    assert "0 erreur" in poste("check")


@terminal_only
def test_a_section_may_be_answered_again_before_it_is_saved(ouvre: Callable[[str], Terminal], tmp_path: Path) -> None:
    t = ouvre("init neuf")
    who_we_are(t)
    where(t)
    skip_people(t)
    skip_rules(t)
    t("Enregistrer ?", BAS + ENTREE)
    t("Quelles réponses corriger ?", ESPACE + BAS + ESPACE + ENTREE)
    t("Comment s'appelle le dispositif ?", "\x15Chez soi" + ENTREE)
    t.passe("Quel sigle ?", "Qui le porte ?", "Les personnes arrivent-elles sans logement ?")
    t("Quelles communes garder ?", BAS + ESPACE + ENTREE)
    t("après Saint-Flour ?", ENTREE)
    t("Enregistrer ?", ENTREE)
    assert t.fin() == 0, t.texte
    written = read_yaml((tmp_path / "neuf" / "dispositif.yaml").read_text(encoding="utf-8"))
    assert (written["nom"], written["sigle"]) == ("Chez soi", "TOIT15")
    assert [c["nom"] for c in written["territoire"]["communes"]] == ["Saint-Flour"]


@terminal_only
@pytest.mark.parametrize(("touches", "sortie"), [(HAUT + ENTREE, 3), (CTRL_C, 130)])
def test_what_is_not_agreed_upon_leaves_nothing_behind(ouvre: Callable[[str], Terminal], tmp_path: Path, touches: str, sortie: int) -> None:
    t = ouvre("init neuf")
    who_we_are(t)
    t.passe("Quelle commune ?")
    skip_people(t)
    skip_rules(t)
    t("Enregistrer ?", touches)
    assert t.fin() == sortie, t.texte
    assert not (tmp_path / "neuf").exists()
    assert "Traceback" not in t.texte


@terminal_only
def test_a_terminal_may_also_start_from_a_model(ouvre: Callable[[str], Terminal], tmp_path: Path) -> None:
    t = ouvre("init neuf")
    t("D'où partir ?", BAS + ENTREE)
    assert t.fin() == 0, t.texte
    assert "Le modèle alp28 : Action Logement Précarité 28, Agglomération chartraine" in t.texte
    assert "sur le modèle alp28" in t.texte
    assert (tmp_path / "neuf" / "dispositif.yaml").read_text(encoding="utf-8").endswith(model("alp28"))


@terminal_only
def test_a_folder_that_is_taken_is_refused_before_any_question(ouvre: Callable[[str], Terminal], tmp_path: Path) -> None:
    (tmp_path / "neuf").mkdir()
    (tmp_path / "neuf" / "lettre.txt").write_text("à moi")
    t = ouvre("init neuf")
    assert t.fin() == 3
    assert "n'est pas vide" in t.texte
    assert "D'où partir" not in t.texte


@terminal_only
def test_without_a_name_for_git_nothing_is_asked(ouvre: Callable[[str], Terminal], tmp_path: Path, maison: Path) -> None:
    (maison / "gitconfig").write_text("")
    t = ouvre("init neuf")
    assert t.fin() == 3
    assert "git ne sait pas qui vous êtes" in t.texte
    assert "D'où partir" not in t.texte


# --- without a terminal -------------------------------------------------------------------------------


def test_without_a_terminal_nor_a_model_the_models_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, said = alp(["init", "neuf"])
    assert status == 2
    assert all(f"{name} ({describe(name)})" in said for name in models())
    assert "dans un terminal" in said
    assert not (tmp_path / "neuf").exists()


@pytest.mark.parametrize("nom", models())
def test_a_model_is_kept_byte_for_byte(nom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, said = alp(["init", "neuf", "--modele", nom])
    assert status == 0, said
    written = (tmp_path / "neuf" / "dispositif.yaml").read_text(encoding="utf-8")
    assert written == "# yaml-language-server: $schema=schema/dispositif.schema.json\n" + model(nom)


def test_the_starter_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert alp(["init", "neuf", "--modele", "questions"])[0] == 2
    assert not {"dispositif", "questions", "communes"} & set(models())


# --- the file -----------------------------------------------------------------------------------------

SANS = Reponses(nom="Essai", sigle="ESSAI")


def read(texte: str) -> Dispositif:
    found = read_bytes("dispositif.yaml", DISPOSITIF, texte.encode())
    assert not found.problemes, [str(p) for p in found.problemes]
    assert isinstance(found.record, Dispositif)
    return found.record


def is_typed(texte: str) -> bool:
    return texte == texte.strip() != "" and not INTERDITS.search(texte)


TEXTES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=120).filter(is_typed)
CODES = st.lists(st.sampled_from(["ide", "non", "on", "as", "1e3", "115", "n", "x-1", "null"]), unique=True, max_size=4)


@st.composite
def answers(draw: st.DrawFn) -> Reponses:
    """Texts as awkward as people can type them, everywhere that a text is typed."""
    team = [{"code": code, "metier": draw(TEXTES), "courriel": draw(TEXTES), "etp": [{"valeur": "0.80"}]} for code in draw(CODES)]
    partners = [
        {"code": f"p-{code}", "nom": draw(TEXTES), "type": draw(st.sampled_from([*codes.TYPES_PARTENAIRE])), "secret": "soumis"}
        for code in draw(CODES)
    ]
    funders = [
        {"code": code, "nom": draw(TEXTES), "type": "autre", "conventions": [{"du": "2026-01-01", "montant": "1000000.50", "par": "an"}]}
        for code in draw(CODES)
    ]
    return Reponses(
        nom=draw(TEXTES),
        sigle="ESSAI",
        porteur=draw(TEXTES),
        communes=tuple(
            Commune(insee=insee, nom=draw(TEXTES)) for insee in draw(st.sampled_from([(), ("01001",), ("2A004", "97411", "28085")]))
        ),
        equipe=tuple(Equipier.model_validate(one) for one in team),
        partenaires=tuple(PartenaireDispositif.model_validate(one) for one in partners),
        financeurs=tuple(Financeur.model_validate(one) for one in funders),
    )


@given(answers())
def test_any_text_survives(r: Reponses) -> None:
    d = read(write_dispositif(dispositif_data(r)))
    assert (d.nom, d.porteur) == (r.nom, r.porteur)
    assert (d.territoire.communes, d.equipe, d.partenaires, d.financeurs) == (r.communes, r.equipe, r.partenaires, r.financeurs)
    assert [p for p in check(Registre(d), au=date(2026, 11, 20)) if p.gravite is Gravite.erreur] == []


def test_a_text_that_no_file_may_hold_is_refused() -> None:
    with pytest.raises(AlpError, match="interdit"):
        write_dispositif(dispositif_data(Reponses(nom="à l'\u202eenvers", sigle="ESSAI")))


def test_values_are_quoted_as_people_should_quote_them() -> None:
    written = write_dispositif(
        dispositif_data(
            Reponses(
                nom="Essai",
                sigle="ESSAI",
                communes=(Commune(insee="01001", nom="L'Abergement-Clémenciat"),),
                financeurs=(
                    Financeur.model_validate(
                        {
                            "code": "ars",
                            "nom": "ARS",
                            "type": "ars",
                            "conventions": [{"du": "2026-01-01", "montant": "45000.00", "par": "an"}],
                        }
                    ),
                ),
            )
        )
    )
    assert '    - {insee: "01001", nom: L\'Abergement-Clémenciat}\n' in written
    assert '      - {du: 2026-01-01, montant: "45000.00", par: an}\n' in written
    assert "  mois: 6                              # Durée : en mois" in written
    assert "  avant: [evaluation, cellule]" in written
    assert max(len(line) for line in written.splitlines()) <= 160


def test_the_starter_names_every_list_and_the_usual_rhythms() -> None:
    d = read(write_dispositif(dispositif_data(SANS)))
    assert all(len(getattr(d.vocabulaire, name)) >= 4 for name in Vocabulaire.model_fields)
    assert d.rythmes == Rythmes()
    assert d.contrat == ContratDispositif(mois=6)
    assert (d.secret, d.conservation) == (Dispositif.model_fields["secret"].get_default(call_default_factory=True), type(d.conservation)())


def test_every_section_is_explained_and_the_order_is_that_of_the_models() -> None:
    written = write_dispositif(dispositif_data(SANS))
    shown = re.findall(r"^(?:# )?([a-z_]+):", written, re.MULTILINE)
    order = re.findall(r"^([a-z_]+):", model("alp28"), re.MULTILINE)
    assert [name for name in order if name in shown] == [name for name in shown if name in order]
    assert "ne jamais l'effacer" in written
    assert "touche Tab" in written


def test_every_example_of_the_starter_is_right_once_its_marks_are_taken_off() -> None:
    """Someone takes off the « # » before a section: the file still reads."""
    written = write_dispositif(dispositif_data(SANS))
    present = set(plain(read(written)))
    sections = re.findall(r"^# ([a-z_]+):(?: .*)?\n(?:#   .*\n)*", written, re.MULTILINE)
    wanted = [name for name in sections if name in Dispositif.model_fields and name not in present]
    assert {"contact", "territoire", "equipe", "partenaires", "financeurs", "missions", "publics", "lieux", "instruments", "places"} <= set(
        wanted
    )
    for name in wanted:
        block = re.search(rf"^# {name}:.*\n(?:#   .*\n)*", written, re.MULTILINE)
        assert block
        uncommented = re.sub(r"^# ", "", block[0], flags=re.MULTILINE)
        assert name in plain(read(written.replace(block[0], uncommented)))


def test_a_register_is_made_of_it(tmp_path: Path) -> None:
    depot = create(tmp_path / "neuf", write_dispositif(dispositif_data(SANS)))
    assert depot.read().registre.dispositif.sigle == "ESSAI"


def test_what_would_not_read_back_as_it_was_meant_is_not_written() -> None:
    """The template holds the vocabulary: answers cannot."""
    with pytest.raises(AlpError, match="ne se relit pas"):
        write_dispositif(dispositif_data(SANS) | {"vocabulaire": {"actes": [{"code": "ecoute", "libelle": "Écoute"}]}})

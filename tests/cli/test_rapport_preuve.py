"""`alp report verify` and `compare`: what a person reads when figures moved, and when they did not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from alp.cli.rapport_ecrire import _rank
from alp.core.rapport.preuve import digest
from alp.core.rapport.publication import read_deja
from alp.store.modeles import example
from tests.cli.conftest import Poste

PREUVE = "documents/rapport-2026-10-preuve.json"


@pytest.fixture
def prouve(chartres: Poste) -> Poste:
    """Chartres, whose report of October is made."""
    chartres("report 2026-10 --format md")
    return chartres


def visited(poste: Poste) -> tuple[str, str]:
    """A situation and one of her visits of October."""
    first = poste.json("report show visites 2026-10")["membres"][0]
    return first["quoi"], first["ref"]


def fiche(poste: Poste, id_: str) -> Path:
    return next((poste.racine / "situations").rglob(f"{id_}.yaml"))


def rename(poste: Poste, id_: str, autre: str) -> None:
    """As one does by hand: the file, the id wherever it stands, and the former one kept."""
    for path in poste.racine.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace(id_, autre), encoding="utf-8")
    path = fiche(poste, id_)
    path.write_text(path.read_text(encoding="utf-8").replace(f"id: {autre}\n", f"id: {autre}\nanciens_ids: [{id_}]\n", 1), encoding="utf-8")
    for one in list(poste.racine.rglob(f"{id_}.yaml")):
        one.rename(one.with_name(f"{autre}.yaml"))


def signed(poste: Poste, **rapport: Any) -> None:
    """The same proof, that says something else of its report."""
    data = json.loads(poste.lire(PREUVE))
    data["rapport"] |= rapport
    del data["empreinte"]
    (poste.racine / PREUVE).write_text(json.dumps(data | {"empreinte": digest(data)}), encoding="utf-8")


def test_a_situation_that_has_another_id_changes_nothing(prouve: Poste) -> None:
    id_, _ = visited(prouve)
    rename(prouve, id_, f"{id_[:10]}-900")
    said = prouve(f"report verify {PREUVE}")
    assert said == "Identique : le registre donne toujours les mêmes chiffres.\n"
    prouve("report 2026-10 --format md --sortie apres")
    assert "Identiques" in prouve(f"report compare {PREUVE} apres/{Path(PREUVE).name}")


def test_a_situation_that_is_gone_is_one_line(prouve: Poste) -> None:
    id_, _ = visited(prouve)
    fiche(prouve, id_).unlink()
    said = prouve(f"report verify {PREUVE}", sortie=1)
    figures, _, why = said.partition(" à cause de :\n")
    assert f"{len(figures.splitlines()) - 1} chiffres à revoir," in figures
    assert why == f"  {id_} n'est plus au registre\n"


def test_a_file_that_cannot_be_read_is_not_said_to_be_gone(prouve: Poste) -> None:
    id_, _ = visited(prouve)
    fiche(prouve, id_).write_text("journal: [", encoding="utf-8")
    said = prouve(f"report verify {PREUVE}", sortie=1)
    assert f"  {id_} : son fichier ne se lit pas\n" in said
    assert "1 fichier ne se lit pas" in said
    said = prouve("report 2026-10 --format md --strict", sortie=1)
    assert "Rien n'est écrit (--strict)" in said


def test_each_entry_is_told_once_with_the_figures_that_its_situation_moved(prouve: Poste) -> None:
    id_, _ = visited(prouve)
    other = next(m["quoi"] for m in prouve.json("report show visites 2026-10")["membres"] if m["quoi"] != id_)
    prouve(f"visit {id_} --le 30/10/2026 --lieu domicile --resultat rencontre --duree 30 --par ide")
    prouve(f"visit {other} --le 30/10/2026 --lieu domicile --resultat porte_close --duree 10 --par ide")
    said = prouve(f"report verify {PREUVE}", sortie=1).splitlines()
    assert [line.partition(" : ")[0].strip() for line in said if line.endswith(": ajout")].count(id_) == 1
    assert len([line for line in said if line.endswith(": ajout")]) == 2
    assert any(line.startswith("    → ") and "Visites" in line for line in said)


def test_many_entries_of_one_situation_are_counted_beyond_the_latest(prouve: Poste) -> None:
    id_, _ = visited(prouve)
    for n in range(1, 8):
        prouve(f"visit {id_} --le {20 + n}/10/2026 --heure 1{n}:00 --lieu domicile --resultat porte_close --duree 5 --par ide")
    said = prouve(f"report verify {PREUVE}", sortie=1)
    assert said.count(": ajout") == 5
    assert f"  {id_} : et 2 autres entrées" in said
    assert len(prouve.json(f"report verify {PREUVE}", sortie=1)["causes"]) == 7


def test_a_visit_cancelled_after_the_month_counts_no_more(prouve: Poste) -> None:
    id_, ref = visited(prouve)
    prouve(f"cancel {id_} {ref} --motif 'autre personne'")
    said = prouve(f"report verify {PREUVE}", sortie=1)
    assert "Visites : 20 actes → 19 actes" in said
    assert f"({ref}) : annulation" in said
    assert f"Visites : {19} actes" in prouve("report show visites 2026-10")


def test_a_file_that_keeps_the_others_words_but_is_of_another_time_is_told(prouve: Poste) -> None:
    """Everything of hers is dated after the report now: she is in the register, and not in that time."""
    id_, _ = visited(prouve)
    path = fiche(prouve, id_)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    start = lines.index("journal:")
    header, first = lines[: start + 1], lines[start + 1 :]
    end = next((n for n, line in enumerate(first[1:], 1) if line.startswith("  - ")), len(first))
    saisine = ["    le: 2026-11-20" if line.strip().startswith("le:") else line for line in first[:end]]
    path.write_text("\n".join([*header, *saisine]) + "\n", encoding="utf-8")
    assert f"{id_} n'a plus rien de daté dans ce temps-là" in prouve(f"report verify {PREUVE}", sortie=1)


def test_what_moved_no_figure_is_said_in_one_line(prouve: Poste) -> None:
    path = prouve.racine / "dispositif.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("fuseau:", "# relu\nfuseau:"), encoding="utf-8")
    assert "rien changer" not in prouve(f"report verify {PREUVE}")
    name = prouve.json("dispositif")["nom"]
    path.write_text(path.read_text(encoding="utf-8").replace(f"nom: {name}", f"nom: {name} (suite)", 1), encoding="utf-8")
    assert "1 chose de ce temps-là a changé depuis au registre, sans rien changer aux chiffres." in prouve(f"report verify {PREUVE}")


def test_the_proof_of_another_register_is_refused(prouve: Poste) -> None:
    said = prouve(f"-r {example('le-mans')} report verify {PREUVE}", sortie=3)
    assert "celle d'un autre registre : ALP28, et non LEMANS" in said
    assert "→ La vérifier dans le sien" in said


def test_the_proof_of_another_register_neither_masks_nor_is_kept(prouve: Poste, tmp_path: Path) -> None:
    """Two registers may write in one folder."""
    other = tmp_path / "commun"
    prouve(f"report 2026-10 --pour ag2r --format pdf --sortie {other}")
    path = next(other.glob("*-preuve.json"))
    data = json.loads(path.read_text(encoding="utf-8"))
    data["registre"]["sigles"], data["publication"]["cellules"] = ["AUTRE"], {"visites@2026-10": 20}
    del data["empreinte"]
    path.write_text(json.dumps(data | {"empreinte": digest(data)}), encoding="utf-8")
    assert "parle d'un autre rapport : seul le PDF est gardé" in prouve(f"report sent {path.with_name('rapport-2026-10-ag2r.pdf')}")
    for one in (prouve.racine / "documents").glob("*ag2r-preuve.json"):
        one.unlink()
    alone = prouve.json("report 2026-10 --pour ag2r")
    prouve(f"report 2026-10 --pour ag2r --format json --sortie {other}")
    assert json.loads((other / "rapport-2026-10-ag2r.json").read_text())["indicateurs"] == alone["indicateurs"]


def test_a_proof_of_tomorrow_is_pointed_out(prouve: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(prouve, le="2026-12-05")
    said = prouve(f"report verify {PREUVE}")
    assert "Attention : cette preuve est datée du 05/12/2026, après aujourd'hui (22/11/2026)." in said
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-12-05")
    assert "Attention" not in prouve(f"report verify {PREUVE}")


def test_a_proof_says_itself_which_day_it_looks_at(prouve: Poste) -> None:
    for words in (f"report verify {PREUVE} --au 2026-10-15", f"report compare {PREUVE} {PREUVE} --au 2026-10-15"):
        assert "--au ne va pas avec une preuve" in prouve(words, sortie=2)


def test_two_reports_that_were_not_asked_the_same_are_pointed_out(prouve: Poste) -> None:
    prouve("report 2026-09 --format md")
    said = prouve(f"report compare documents/rapport-2026-09-preuve.json {PREUVE}", sortie=1)
    first, _, rest = said.partition("\n")
    assert (
        first == "Ces deux rapports ne parlent pas de la même chose : septembre 2026 (toute l'équipe), puis octobre 2026 (toute l'équipe)."
    )
    assert re.search(r"Chiffre +septembre 2026 +octobre 2026", rest)
    assert re.search(r"Visites +22 actes +20 actes", rest)
    assert "ALP28-" not in said
    assert len(said.splitlines()) < 40
    assert prouve.json(f"report compare documents/rapport-2026-09-preuve.json {PREUVE}", sortie=1)["meme_demande"] is False


def test_two_reports_of_one_period_to_two_readers_are_named_by_their_readers(prouve: Poste) -> None:
    prouve("report 2026-10 --pour ag2r --format md")
    said = prouve(f"report compare {PREUVE} documents/rapport-2026-10-ag2r-preuve.json", sortie=0)
    assert "octobre 2026 (toute l'équipe), puis octobre 2026 (AG2R La Mondiale)." in said


def test_compare_says_which_file_it_lacks(prouve: Poste) -> None:
    assert "Il manque l'argument APRES." in prouve(f"report compare {PREUVE}", sortie=2)


# --- what a report said before ------------------------------------------------------------------------


def late_visit(poste: Poste, jour: int = 30) -> None:
    id_, _ = visited(poste)
    poste(f"visit {id_} --le {jour}/10/2026 --lieu domicile --resultat rencontre --duree 30 --trajet 10 --par ide")


def proofs(poste: Poste) -> list[str]:
    return sorted(p.name for p in (poste.racine / "documents").glob("*preuve*"))


def test_the_proof_of_what_was_said_before_is_kept_with_its_day(prouve: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    before = prouve.lire(PREUVE)
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-12-01")
    assert "est gardée" not in prouve("report 2026-10 --format md")
    (prouve.racine / PREUVE).unlink()
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-11-22")
    prouve("report 2026-10 --format md")
    late_visit(prouve)
    monkeypatch.setenv("ALP_AUJOURDHUI", "2026-12-01")
    kept = "rapport-2026-10-preuve-2026-11-22.json"
    assert f"dont la preuve est gardée : {kept}." in prouve("report 2026-10 --format md")
    assert (proofs(prouve), prouve.lire(f"documents/{kept}")) == ([kept, Path(PREUVE).name], before)
    assert "Identique" in prouve(f"report verify {PREUVE}")
    assert "Visites : 20 actes → 21 actes" in prouve(f"report verify documents/{kept}", sortie=1)
    assert "Visites : 20 actes → 21 actes" in prouve(f"report compare documents/{kept} {PREUVE}", sortie=1)


def test_two_that_were_said_on_one_day_are_both_kept(prouve: Poste) -> None:
    for jour in (29, 30):
        late_visit(prouve, jour)
        prouve("report 2026-10 --format md")
    kept = ["rapport-2026-10-preuve-2026-11-22 (2).json", "rapport-2026-10-preuve-2026-11-22.json", "rapport-2026-10-preuve.json"]
    assert proofs(prouve) == kept
    figures = [json.loads(prouve.lire(f"documents/{name}"))["indicateurs"]["visites"]["valeur"] for name in kept]
    assert figures == ["21", "20", "22"]
    assert [p.name for p in sorted((prouve.racine / "documents").glob("*preuve*"), key=_rank)] == [kept[1], kept[0], kept[2]]


def test_a_masked_report_made_again_holds_what_its_first_version_told(chartres: Poste) -> None:
    chartres("report 2026-10 --pour ag2r --format md")
    stem = "documents/rapport-2026-10-ag2r-preuve"
    late_visit(chartres)
    chartres("report 2026-10 --pour ag2r --format md")
    first, then = (json.loads(chartres.lire(f"{stem}{end}.json"))["publication"] for end in ("-2026-11-22", ""))
    assert (first["cellules"]["visites@2026-10"], then["cellules"]["visites@2026-10"]) == (20, 21)
    told = read_deja([json.loads(chartres.lire(f"{stem}{end}.json")) for end in ("-2026-11-22", "")], "ag2r").cellules
    assert {20, 21} <= {value for key, value in told.items() if key.startswith("visites@2026-10") and "/" not in key}


def test_the_proof_made_beside_an_edited_one_counts_too(prouve: Poste) -> None:
    """« …-preuve (2).json » : what its report told must not be forgotten by the next one, nor by what is kept of the sending."""
    prouve("report 2026-10 --pour ag2r --format pdf")
    (prouve.racine / "documents/rapport-2026-10-ag2r.pdf").write_bytes(b"%PDF-1.4 relu")
    (prouve.racine / "documents/rapport-2026-10-ag2r-preuve.json").write_text("{}")
    prouve("report 2026-10 --pour ag2r --format pdf")
    assert (prouve.racine / "documents/rapport-2026-10-ag2r-preuve (2).json").is_file()
    said = prouve("report sent 'documents/rapport-2026-10-ag2r (2).pdf'")
    assert "preuve" not in said.partition("Gardé")[0]
    assert list((prouve.racine / "envois").rglob("*-preuve.json"))


def test_an_account_that_changed_after_it_was_sent_is_told_row_by_row(chartres: Poste) -> None:
    """Its figures are no situations': the budget of the year is what it is made of."""
    chartres("report 2025 --modele financier --format md")
    proof, path = "documents/rapport-2025-financier-preuve.json", chartres.racine / "budgets/2025.yaml"
    budget = path.read_text(encoding="utf-8")
    path.write_text(budget.replace('prevu: "3900.00"', 'prevu: "3900"'), encoding="utf-8")
    assert "Identique" in chartres(f"report verify {proof}")
    path.write_text(budget.replace('realise: "1610.00"', 'realise: "1710.00"', 1), encoding="utf-8")
    said = chartres(f"report verify {proof}", sortie=1)
    assert (
        "Charges, 3 lignes qui ont bougé : 60 Achats (correction), 60 Fournitures et petit équipement (correction), Total (correction)"
        in said
    )
    assert chartres.json(f"report verify {proof}", sortie=1)["comptes"][0] == {
        "tableau": "Charges",
        "ligne": "60 Achats",
        "nature": "correction",
    }

"""`docs/reference/`: every file of a register, key by key, and the closed lists, from the records themselves."""

from __future__ import annotations

from alp.core import codes
from alp.core.budget import Budget
from alp.core.champs import Fiche
from alp.core.dispositif import Dispositif
from alp.core.echeances import NATURES
from alp.core.entrees import TYPES, Travail
from alp.core.envoi import Envoi
from alp.core.reunion import Action, Reunion
from alp.core.situation import Situation
from alp.core.types import Codes
from tools.fiches import Section, keys_of, linker, sections_of, table_of, write_fiche, write_sections
from tools.markdown import ENTETE, ancre, table

LEGENDE = "Une clé suivie de * est obligatoire. Une clé absente et une clé vide disent la même chose.\n"


def write_dispositif() -> str:
    """`docs/reference/dispositif.md`."""
    return (
        f"{ENTETE}# Le dispositif\n\n`dispositif.yaml` : qui nous sommes, et par quelles règles nous travaillons. Tout ce qui diffère d'un "
        "dispositif à l'autre est dans ce fichier. `alp dispositif` le montre, `alp edit dispositif` l'ouvre et le vérifie.\n\n"
        "Un code n'est jamais effacé : il prend une fin (`au`) et, si besoin, un successeur (`devient`). Ce qui est déjà écrit reste juste.\n\n"
        f"{LEGENDE}\n{write_fiche(Dispositif)}"
    )


def write_situation() -> str:
    """`docs/reference/situation.md`."""
    return (
        f"{ENTETE}# L'en-tête d'une situation\n\nUn fichier par personne suivie : `situations/2026/ALP28-2026-014.yaml`. L'en-tête dit comment "
        "étaient les choses au jour de la saisine. On le corrige (`alp amend ID`), on ne le met pas à jour : ce qui change ensuite dans la "
        "vie de la personne est une entrée `changement` du [journal](entrees.md). Aucun nom, aucune adresse, aucun téléphone.\n\n"
        f"{LEGENDE}\n{write_fiche(Situation, sauf=frozenset({'journal'}))}\n"
        "Puis `journal` : ce qui est arrivé, jour après jour. Voir [les entrées du journal](entrees.md).\n"
    )


def write_reunions() -> str:
    """`docs/reference/reunions.md`."""
    return (
        f"{ENTETE}# Les réunions\n\nUn fichier par réunion : `reunions/2026-11-03-cellule.yaml`. Son nom est son identifiant, pour toujours ; "
        "son jour est `le`. Les décisions n'y sont pas : chacune est une entrée `examen` du [journal](entrees.md) de la situation.\n\n"
        f"{LEGENDE}\n{write_fiche(Reunion)}"
    )


def write_actions() -> str:
    """`docs/reference/actions.md`."""
    return (
        f"{ENTETE}# Les actions collectives\n\nUn fichier par action, ou par sortie du véhicule : `actions/2026-11-18-formation.yaml`. On y compte "
        "les personnes rencontrées sans ouvrir de dossier. `alp action new` en écrit une.\n\n"
        f"{LEGENDE}\n{write_fiche(Action)}"
    )


def write_budgets() -> str:
    """`docs/reference/budgets.md`."""
    return (
        f"{ENTETE}# Les budgets\n\nUn fichier par année : `budgets/2026.yaml`. Son nom est l'année. On y écrit ce qui était prévu, puis ce qui a "
        "été réalisé, compte par compte : le compte rendu financier en est tiré. Ce qui est apporté autrement qu'en argent (bénévoles, "
        "logement, véhicule) est à part. `alp check` vérifie les comptes, les financeurs et l'équilibre ; `alp edit budgets/2026` commence l'année, ou l'ouvre.\n\n"
        "Les comptes et leurs noms : la liste [comptes](listes.md#comptes).\n\n"
        f"{LEGENDE}\n{write_fiche(Budget)}"
    )


def write_envois() -> str:
    """`docs/reference/envois.md`."""
    return (
        f"{ENTETE}# Ce qui a été envoyé\n\nDeux fichiers par envoi, côte à côte : le PDF tel qu'il est parti, et "
        "`envois/2026/2026-11-05-compte-rendu-2026-11-03-cellule.yaml`, qui dit à qui et quand. `alp meeting sent` et `alp sent` les écrivent ; "
        "`alp check` compare l'empreinte.\n\n"
        f"{LEGENDE}\n{write_fiche(Envoi)}"
    )


# --- the entries --------------------------------------------------------------------------------------


def write_entrees() -> str:
    """`docs/reference/entrees.md`."""
    common = {c.nom for c in keys_of(Travail)}
    titles = {name: f"{kind.TITRE} (`{name}`)" for name, kind in TYPES.items()}
    menu = ", ".join(f"[{kind.TITRE}]({ancre(titles[name])})" for name, kind in TYPES.items())
    inside = _inside()
    link = linker(inside)
    parts = [
        f"{ENTETE}# Les entrées du journal\n\nTypes : {menu}.\n\n{LEGENDE}",
        "## Champs communs\n",
        table_of(keys_of(Travail), link),
        "`heure`, `duree`, `trajet` et `aussi` ne vont qu'aux entrées où l'on a travaillé : visite, démarche, évaluation, bilan.\n",
    ]
    for name, kind in TYPES.items():
        own = [c for c in keys_of(kind) if c.nom not in common | {"type"}]
        parts += [f"## {titles[name]}\n", f"{kind.AIDE}\n", table_of(own, link) if own else "Les champs communs seulement.\n"]
    parts += ["## Objets dans une entrée\n"]
    return "\n".join([*parts, *write_sections(inside, "###")])


def _inside() -> list[Section]:
    """The records inside entries: those common to all, then those of each type."""
    seen: set[type[Fiche]] = set()
    found = sections_of(Travail, (), seen)
    for name, kind in TYPES.items():
        found += sections_of(kind, (name,), seen)
    return found


def write_listes() -> str:
    """`docs/reference/listes.md`."""
    found = sorted({v.nom: v for v in [*vars(codes).values(), NATURES] if isinstance(v, Codes)}.values(), key=lambda c: c.nom)
    head = (
        f"{ENTETE}# Les listes fermées\n\nCelles du programme : les mêmes pour tous les dispositifs. Les autres (difficultés, actes, partenaires…) "
        "sont dans [dispositif.yaml](dispositif.md). Un code s'écrit dans les fichiers et ne change pas ; son libellé est pour les gens.\n"
    )
    parts = [f"## {c.nom}\n\nSource : {c.source}.\n\n" + table(["Code", "Libellé"], [[f"`{k}`", v] for k, v in c.items()]) for c in found]
    return "\n".join([head, *parts])

"""What a model says: all that belongs to one system, and nothing else does.

What `dispositif.yaml` says already (order of the steps, contract, name of the meeting, who convenes it, who evaluates, instruments,
places of visit, who may refer) is read there and never said again here. Codes are those of that file.

Words used below:

- a *role* is a short name for a partner (`psy`, `medecin`…); `Modele.roles` gives its code. Two roles depend on the person: `bailleur` (who lets
  the dwelling) and `ccas` (that of the commune). A code stands for itself. A role that leads to no declared partner is skipped.
- *par* is who of the team does something: weighted groups of codes. The word `referent` in a group stands for the referent of that life.
- weights come first in a pair: `(6, "domicile")`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

Donnees = dict[str, Any]
"""Data of a record on its way: what YAML will hold."""

Par = tuple[tuple[int, tuple[str, ...]], ...]
"""Who acts together, with weights."""

SEUL: Par = ((1, ("referent",)),)
SUITES = ((50, 120), (240, 330))


@dataclass(frozen=True)
class Theme:
    """What troubles a person most, and what follows from it.

    Args:
        problematiques: codes; the first two or three are those of the saisine.
        poids: how often the theme is drawn.
        actes: codes drawn at visits.
        origines: roles (or personne, proche, voisin, equipe) that refer such a life.
        orientations: (role, service) towards common law, in the order of their weight.
        domaines: those rated high at first, and better later.
        resultats: codes that a bilan or an exit may claim.
        sorties: the act of going along somewhere, and the role to whom.
        soins: the share of visits with a care note.
        naissance: first and last year of birth.
        grilles: what its evaluations measure: dette, gir, encombrement, honos (and only if `dispositif.instruments` has it).
        referent: who of the team follows such lives; empty: drawn from `Modele.referents`.
        constats: code → chance to be there at first, instead of the model's; 1 is surely known.
    """

    problematiques: tuple[str, ...]
    poids: int
    actes: tuple[str, ...]
    origines: tuple[str, ...]
    orientations: tuple[tuple[str, str], ...]
    domaines: tuple[str, ...]
    resultats: tuple[str, ...]
    sorties: tuple[str, str]
    soins: float = 0.0
    naissance: tuple[int, int] = (1945, 1978)
    grilles: frozenset[str] = frozenset()
    referent: str = ""
    constats: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Fait:
    """Something that surely befalls: an `evenement`.

    Args:
        nature: its code.
        quand: at which part of the follow-up, from 0 to 1; or the day itself.
        issue: how it ends; empty: it still lasts on the last day.
        jours: how long it lasts.
        texte: the key of its note; empty: its nature.
        retour: whether the team visits on the return (a stay in hospital).
    """

    nature: str
    quand: float | date
    issue: str = ""
    jours: int = 0
    texte: str = ""
    retour: bool = False


@dataclass(frozen=True)
class Scenario:
    """One kind of life, as often as `nombre` says. Totals are exact because scenarios are counted.

    Args:
        nom: for whoever reads the table.
        nombre: how many lives.
        arrivee: months before the last day, between which the saisine falls; a `date` twice the same fixes the day.
        jusque: signalee, evaluation, cellule, contrat (waiting for each of these on the last day), accompagnement, relais, close, non_retenue.
        periodes: contracts before the exit, halves allowed; where there is no contract or no term, half-years.
        motif: of the exit (`jusque` close) or of the refusal: a code of recevabilite, `sans_suite:MOTIF`, or `examen:DECISION` (refus, reorientation).
        issue: of the exit.
        traits: what else befalls; see `TRAITS`.
        theme: empty: drawn.
        commune, bailleur, quartier: fixed instead of drawn; a `bailleur` must be one of `Modele.parcs`. `vers`: the commune of the second dwelling, where the
            dispositif houses.
        origine: a role, instead of one of the theme's.
        genre, naissance, foyer: fixed instead of drawn; `foyer` is (type, adultes, enfants).
        caisses: fixed instead of drawn.
        referent: fixed instead of drawn.
        faits: events that surely befall.
        fil: key of texts told in their order along the visits of this life; only where `nombre` is 1. What follows a line `---` is told once
            the first of `faits` is over. Keys of a theme may be said for a thread instead: `saisine_<fil>`, `evaluation_<fil>`, `objectifs_<fil>`… The orientations of the theme are then all proposed, and come to their end.
        resultats: claimed at the exit and at the last bilan, instead of drawn.
        constats: as in `Theme`, for this life.
    """

    nom: str
    nombre: int
    arrivee: tuple[float, float] | tuple[date, date]
    jusque: str = "accompagnement"
    periodes: float = 0
    motif: str = ""
    issue: str = ""
    traits: frozenset[str] = frozenset()
    theme: str = ""
    commune: str = ""
    vers: str = ""
    quartier: str = ""
    bailleur: str = ""
    origine: str = ""
    genre: str = ""
    naissance: int = 0
    foyer: tuple[str, int, int] | None = None
    caisses: tuple[str, ...] | None = None
    referent: str = ""
    faits: tuple[Fait, ...] = ()
    fil: str = ""
    resultats: tuple[str, ...] = ()
    constats: Mapping[str, float] = field(default_factory=dict)

    @property
    def file_active(self) -> bool:
        """Whether it ever reaches accompaniment."""
        return self.jusque in ("accompagnement", "relais", "close")


TRAITS: Mapping[str, str] = {
    # before
    "attente": "on the waiting list first (with jusque signalee: still there)",
    "ajournement": "the first meeting adjourns",
    "reseau": "taken over from the earlier network; fewer attempts",
    "sans_accord": "no accord before the meeting, a written one later",
    "vehicule": "met on a day of the vehicle: saisine that day, by the team, in that district",
    # ties between files
    "couple": "two of a household (by pairs)",
    "doublon": "a copy of an earlier person",
    "precedente": "a person whose earlier follow-up ended (one with trait ancienne)",
    "ancienne": "may be taken up by a precedente",
    "sosie": "looks like another person",
    # the contract
    "echu": "lapsed on the last day",
    "a_renouveler": "to be renewed on the last day",
    "retard": "renewals late",
    "retard_une_fois": "the second contract late",
    "trou": "days without a contract",
    "interruption": "interrupted during a stay in hospital",
    "vu": "the alerte of the gap was looked at",
    "non_signe": "not signed yet",
    "signature_refusee": "refused to sign",
    # what befalls
    "hopital": "a stay in hospital",
    "hopital_ouvert": "in hospital on the last day",
    "expulsion_suspendue": "an eviction procedure, suspended",
    "expulsion_abandonnee": "an eviction procedure, given up",
    "expulsion_ouverte": "an eviction procedure still open",
    "danger": "a danger, dealt with",
    "signalement": "a report to an authority",
    "demenagement": "moves house",
    "foyer": "the household changes",
    "problematiques": "the difficulties change",
    "referent": "followed by the replacement during a summer",
    "partage_retire": "takes back the accord to share",
    "autre_saisine": "referred again",
    "note": "a remark in the journal",
    "annulee": "a visit written by mistake, cancelled",
    "engagement_sans_date": "an engagement without a day",
    "reprise": "opened again after the exit",
    # where the dispositif houses (`loge: oui`)
    "a_loger": "not housed yet on the last day",
    "logement_perdu": "loses the dwelling, stays, is housed again",
    "logement_perdu_ouvert": "loses the dwelling, stays, not housed again yet",
    "bail_direct": "the lease becomes hers",
}
"""Every trait that a scenario may have, and what it does."""


@dataclass(frozen=True)
class Commune:
    """Where people live: weight, districts, the role or code of its CCAS, and the landlords found there (none: all of `parcs`).

    `roles`: those that lead elsewhere there (its own hospital). `trajets`: minutes to go there and back, drawn evenly. `loin`: too far to come to the
    dispositif's own flat.
    """

    poids: int
    quartiers: tuple[str, ...] = ()
    ccas: str = ""
    bailleurs: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    trajets: tuple[int, ...] = (15, 20, 25, 30, 35, 40)
    loin: bool = False


@dataclass(frozen=True)
class Offre:
    """A dwelling that a dispositif which houses may find: where, from whom, by which bail."""

    poids: int
    commune: str
    bailleur: str
    bail: str = "sous_location"
    quartier: str = ""
    parc: str = "prive"
    statut: str = "sous_locataire"


@dataclass(frozen=True)
class Caisse:
    """A fund that a person belongs to: the share of people of these ages (on the last day) who do. Codes of one `groupe` exclude each other."""

    code: str
    part: float
    ages: tuple[int, int] = (0, 120)
    groupe: str = ""


@dataclass(frozen=True)
class Seances:
    """The meetings that decide.

    Args:
        lieu: where.
        permanents: partners who sit each time.
        heure: at which time.
        dates: the days, one of them after the last day (the next one, planned); empty: one a month, by the next three.
        jour, rang, sauf_mois: 1, 1, (8,): the first Tuesday of each month but August (the next one if it is a holiday).
        facultative: the share of situations that pass there although no rule asks for it.
        concernes: those concerned by a situation are invited for its point, and sit.
        reexamen: what a second passage after an adjournment is called.
        retours: at how many following meetings each examined situation is reported on (« feed-back »).
        rattrape: what those reports left out comes back once to a later meeting, where nothing is new.
        suites: days between the entrée and the first report, then between reports, where `retours` is 0.
        renouvellements: the share of renewals that pass there.
    """

    lieu: str
    permanents: tuple[str, ...]
    heure: str = "14:00"
    dates: tuple[date, ...] = ()
    jour: int = 1
    rang: int = 1
    sauf_mois: tuple[int, ...] = (8,)
    facultative: float = 0.0
    concernes: bool = False
    reexamen: str = "nouvelle"
    retours: int = 0
    rattrape: bool = False
    suites: tuple[tuple[int, int], tuple[int, int]] = SUITES
    renouvellements: float = 0.75


@dataclass(frozen=True)
class AutreReunion:
    """A meeting that decides of no situation: steering committee (`copil`) or `synthese`. `points`: (libelle, compte rendu)."""

    le: date
    nature: str
    lieu: str
    points: tuple[tuple[str, str], ...]
    participants: tuple[str, ...]
    heure: str = "10:00"


@dataclass(frozen=True)
class Halte:
    """Where the vehicle stops. `par`: who goes there, if not those of the `Tournee`; `texte`: the corpus key of its notes."""

    commune: str
    quartier: str
    lieu: str
    partenaires: tuple[str, ...] = ()
    par: tuple[str, ...] = ()
    texte: str = "tournee"


@dataclass(frozen=True)
class Tournee:
    """The days of a consulting vehicle: one action each, at one stop after the other; the corpus key `tournee` gives their notes.

    Args:
        du: the first day.
        tous_les: days between two of them (moved to a working day of `par`, or left out if it is more than three days later).
        haltes: the stops, in turn.
        par: who goes.
        nombre: least and most people met.
        actes: code → least and most; never more than people met.
        duree: minutes.
        heures: when it stands there: visits at the vehicle take one of these times, and who goes has no other visit then.
    """

    du: date
    tous_les: int
    haltes: tuple[Halte, ...]
    par: tuple[str, ...]
    nombre: tuple[int, int]
    actes: Mapping[str, tuple[int, int]]
    duree: tuple[int, ...] = (180, 210, 240)
    heures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Modele:
    """All that belongs to one system.

    Args:
        debut, fin: first and last day of the register. `graine`: of the shipped one.

        referents: who may be referent, with weights.
        responsable, secretaire: who answers for the team, presides; who keeps the minutes.
        jours: for each worker, from a day on: weekdays (0 = Monday) and visits a day. Who has none shares the first referent's.
        conges: (month, day, month, day) when nobody works.
        visites_par, evaluations_par, demarches_par: who does what together. `evaluations_par` only where `dispositif.parcours.evaluation_par` is empty.
        approche_par: who goes before the admission; empty: `visites_par`.
        contrats_par: who takes part in a contract.
        metiers: the acts that only one worker does, by worker. A visit without the referent is told by `visite_CODE`, if the corpus has it.
        soignants: care notes are written only where one of them took part.
        remplacement: (code, first day of the summer) for the trait referent.

        communes: by INSEE code. `ailleurs`: the commune of a saisine refused as outside the territory.
        parcs: (weight, parc, statut, bailleur); an empty bailleur: none; weight 0: only where a scenario fixes that bailleur.
        foyers: (share, household); the rest live alone.
        offres: dwellings to move into, where the dispositif houses. `emmenage`: days from the entrée to moving in.
        caisses: funds that people belong to.

        roles: role → code. `repli`: the role used where another leads nowhere.
        partage: roles always named in an accord to share, and roles of which one is drawn.
        conjointes, evaluateurs: roles who join a visit, an evaluation.

        lieux: where visits take place, with weights. `premiers_lieux`: the first one (drawn evenly). `lieu_rendez_vous`: where one is missed.
        sans_logement: where one meets people who have no dwelling.
        moments: days until which texts are those of the beginning, and from which those of the end.
        rythme: days between contacts in the first 90 days, then to 300, then later, and while withdrawing.
        contacts: weights of visit, call, step without the person, failed attempt, going along, message, letter. `contacts_fil`: those of a thread,
            which its visits tell; empty: the same.
        manques: weights of the ways to miss someone: closed door, no answer, missed appointment, refusal.
        marge: days without a contact before the last day, for those who go on.
        etale: working days over which contacts are spread that would fall on a weekend; 0: all on Monday.
        essais: attempts before the first meeting, drawn evenly. `raconte`: the share of visits with a note.
        incidents: (nature, key of the note); each befalls a life with the chance `part_incidents`.
        bilans: months between two bilans where no contract asks for them; 0: only at the exit.
        fil_avance: whether in a thread every objective moves on, the orientations begin in the first two months, and no incident befalls.
        revient: days between an exit and coming back, for the trait reprise.
        evaluations: months between two evaluations, where the team makes them more often than the dispositif asks; 0: it does not.

        actes: contact, information, ecoute, coordination, soin, conjointe, retour, binome (visits by two), and any place of visit → codes;
            one left out is not used.
        constats: code → chance to be there at first, and to come later; those of `passagers` go away instead. `intervenants`: constat → (role, what) of who is then said to intervene.
            Those of `chez_soi` are asked only of who has a dwelling, those of `dehors` of who has none.
        actes_logement: where the dispositif houses, step on the way to a dwelling (approche, recherche, logee, perdue) → codes, one of which is done at a visit
            (empty: none). Texts too: `sans_logement`, `telephone`, `message`, `refus`, `rendez_vous_manque`, `demarche`, with the step after a `_`.
        tous: difficulties that everyone has, before those of the theme. `dettes`: least and most debt of rent at first, in tens of euros.
        acquis: result claimed at a bilan → constat that is then there.
        apparait: the difficulty that a change brings. `plainte`: the motif of a second saisine by the landlord.
        ancien_reseau: (code, last day) of an earlier team. `anciens_codes`: (old, new, last day) of a difficulty that was renamed.

        seances: the meetings that decide; none: no meeting. `autres_reunions`: committees and syntheses.
        tournee: the days of a vehicle.

        emprunte: keys of the common corpus (`tools/recits/*.yaml`) used beside the model's own (`tools/recits/NOM/*.yaml`); `None`: all of them.
        ecarte: lines holding one of these words are not used.

        themes, scenarios: the lives.
    """

    debut: date
    fin: date
    graine: int
    referents: tuple[tuple[int, str], ...]
    responsable: str
    secretaire: str
    jours: Mapping[str, tuple[tuple[date, tuple[int, ...], int], ...]]
    communes: Mapping[str, Commune]
    parcs: tuple[tuple[int, str, str, str], ...]
    roles: Mapping[str, str]
    actes: Mapping[str, str]
    constats: Mapping[str, float]
    intervenants: Mapping[str, tuple[str, str]]
    themes: Mapping[str, Theme]
    scenarios: tuple[Scenario, ...]
    conges: tuple[tuple[int, int, int, int], ...] = ()
    visites_par: Par = SEUL
    evaluations_par: Par = SEUL
    demarches_par: Par = SEUL
    approche_par: Par = ()
    contrats_par: Par = SEUL
    metiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    soignants: frozenset[str] = frozenset()
    remplacement: tuple[str, date] | None = None
    ailleurs: str = ""
    foyers: tuple[tuple[float, Donnees], ...] = ((0.1, {"type": "fratrie", "adultes": 2, "enfants": 0}),)
    offres: tuple[Offre, ...] = ()
    emmenage: tuple[int, int] = (12, 75)
    caisses: tuple[Caisse, ...] = ()
    repli: str = "departement"
    partage: tuple[tuple[str, ...], tuple[str, ...]] = (("ccas", "medecin"), ("bailleur", "psy", "soins"))
    conjointes: tuple[str, ...] = ("ccas", "aide", "soins", "psy", "bailleur")
    evaluateurs: tuple[str, ...] = ("ccas", "departement", "soins", "psy")
    lieux: tuple[tuple[int, str], ...] = ((12, "domicile"), (1, "pas_de_porte"), (1, "exterieur"))
    premiers_lieux: tuple[str, ...] = ("pas_de_porte", "domicile", "domicile", "structure")
    lieu_rendez_vous: str = "structure"
    sans_logement: tuple[str, ...] = ("exterieur", "structure")
    moments: tuple[int, int] = (70, 400)
    rythme: tuple[float, float, float, float] = (12, 19, 24, 19)
    contacts: tuple[int, ...] = (48, 20, 12, 9, 5, 1, 1)
    contacts_fil: tuple[int, ...] = ()
    manques: tuple[int, int, int, int] = (10, 4, 2, 3)
    marge: int = 3
    etale: int = 0
    essais: tuple[int, ...] = (0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 5)
    raconte: float = 0.55
    incidents: tuple[tuple[str, str], ...] = (
        ("chute", "chute"),
        ("plainte", "plainte"),
        ("coupure_energie", "coupure_energie"),
        ("absence", "absence"),
    )
    part_incidents: float = 0.07
    bilans: int = 0
    fil_avance: bool = False
    revient: tuple[int, int] = (90, 150)
    evaluations: int = 0
    passagers: frozenset[str] = frozenset()
    chez_soi: frozenset[str] = frozenset()
    dehors: frozenset[str] = frozenset()
    actes_logement: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tous: tuple[str, ...] = ()
    dettes: tuple[int, int] = (90, 480)
    acquis: Mapping[str, str] = field(default_factory=dict)
    apparait: str = ""
    plainte: str = ""
    ancien_reseau: tuple[str, date] | None = None
    anciens_codes: tuple[str, str, date] | None = None
    seances: Seances | None = None
    autres_reunions: tuple[AutreReunion, ...] = ()
    tournee: Tournee | None = None
    emprunte: frozenset[str] | None = field(default_factory=frozenset)
    ecarte: tuple[str, ...] = ()

    @cached_property
    def base(self) -> tuple[Scenario, ...]:
        """The scenarios, each as often as it says."""
        return tuple(replace(s, nombre=1) for s in self.scenarios for _ in range(s.nombre))

    @property
    def situations(self) -> int:
        """How many situations the shipped register has."""
        return len(self.base)


def traits(*names: str) -> frozenset[str]:
    """The traits of a scenario, or the grids of a theme.

    Raises:
        ValueError: one of them does nothing.
    """
    unknown = set(names) - set(TRAITS) - GRILLES
    if unknown:
        raise ValueError(f"unknown traits: {', '.join(sorted(unknown))}")
    return frozenset(names)


GRILLES = frozenset({"dette", "gir", "encombrement", "honos"})
"""What a theme's evaluations may measure."""

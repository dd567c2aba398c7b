"""Ids and pseudonyms: a number is never given twice, a pseudonym is drawn from a list."""

from __future__ import annotations

from collections.abc import Iterable

from alp.core.registre import fold

PSEUDONYMES = tuple(
    """
    Acacia Airelle Ajonc Alisier Aloès Alouette Amandier Ancolie Anémone Angélique Anis Arbousier Ardèche Armoise Arnica
    Aster Aubépine Aulne Avocette Azalée Bambou Basilic Bergeronnette Bleuet Bourrache Bouleau Bouvreuil Bruyère Buis Busard
    Camélia Camomille Campanule Capucine Cardamine Cèdre Cerfeuil Cerisier Chardon Charme Chêne Chèvrefeuille Cigogne Ciste
    Citronnier Clématite Cognassier Colchique Colibri Coquelicot Cormier Cornouiller Coriandre Creuse Crocus Cyclamen Cyprès
    Dahlia Digitale Dordogne Églantier Épicéa Épine Érable Estragon Eucalyptus Euphorbe Fauvette Fenouil Figuier Fougère
    Frêne Fusain Gardénia Garonne Genêt Genévrier Gentiane Géranium Ginkgo Giroflée Glaïeul Glycine Grenadier Grive
    Groseillier Gui Hellébore Hêtre Héron Hibiscus Hortensia Houblon Houx Hirondelle If Iris Jacinthe Jasmin Jonquille
    Kerria Laurier Lavande Liane Lierre Lilas Lin Lis Liseron Loire Loriot Lotus Luzerne Magnolia Marguerite Marjolaine
    Marronnier Martinet Mauve Mélèze Mélisse Menthe Merisier Merle Mésange Meuse Mimosa Moselle Muguet Mûrier Myosotis Myrte
    Myrtille Narcisse Néflier Nénuphar Nigelle Noisetier Noyer Olivier Oranger Orchidée Origan Orme Ortie Oseille Osier
    Palmier Pâquerette Passereau Pavot Pensée Perce-neige Pervenche Peuplier Pin Pinson Pissenlit Pivoine Platane Poirier
    Pommier Primevère Prunier Pyrèthre Renoncule Réséda Romarin Roseau Rossignol Rouge-gorge Safran Sapin Sarriette Sauge
    Saule Seigle Séquoia Serin Seringat Soleil Sorbier Sureau Tamaris Thuya Thym Tilleul Tournesol Trèfle Troène Tulipe
    Valériane Verdier Véronique Verveine Vigne Violette Viorne Yucca Zinnia
    """.split()
)
"""Trees, flowers, birds and rivers: no first names, no initials."""


def make_id(sigle: str, annee: int, pris: Iterable[str]) -> str:
    """The next id of a year.

    Args:
        sigle: the dispositif's.
        annee: the year of the saisine.
        pris: every id ever given: files, former ids, history, tombstones.
    """
    prefix = f"{sigle}-{annee}-"
    numbers = [int(i.removeprefix(prefix)) for i in pris if i.startswith(prefix) and i.removeprefix(prefix).isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1:03}"


def free_pseudonyms(pris: Iterable[str]) -> list[str]:
    """Those that nobody bears, in the list's order; numbered ones once the list is used up."""
    taken = {fold(name) for name in pris}
    free = [name for name in PSEUDONYMES if fold(name) not in taken]
    if free:
        return free
    rounds = (f"{name} {n}" for n in range(2, 100) for name in PSEUDONYMES)
    return [name for name in rounds if fold(name) not in taken]

"""`python -m tools.generer [MODELE DOSSIER]`; without arguments, every example register."""

import argparse
from pathlib import Path

from alp.livre import shipped
from tools.generer import MODELES, save
from tools.generer.rapport import report, report_texts
from tools.generer.registre import compose


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.generer", description="Écrit un registre fictif ; sans argument, tous ceux de cases/."
    )
    parser.add_argument("modele", choices=sorted(MODELES), nargs="?")
    parser.add_argument("dossier", type=Path, nargs="?", help="sinon, cases/MODELE")
    parser.add_argument("--situations", type=int, help="combien ; sinon, celles du modèle")
    parser.add_argument("--graine", type=int, help="sinon, celle du modèle")
    parser.add_argument("--verifier", action="store_true", help="dit ce que le registre contient et ce que les contrôles en disent")
    args = parser.parse_args()
    for nom in [args.modele] if args.modele else MODELES:
        files, recueil = compose(nom, graine=args.graine, situations=args.situations)
        save(files, args.dossier or shipped("cases") / nom)
        if args.verifier:
            report(files, MODELES[nom].fin)
            report_texts(recueil)


if __name__ == "__main__":
    main()

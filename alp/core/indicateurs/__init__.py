"""Figures for funders: each one is a set of members and a way to sum them.

`etude` cuts the register and folds each journal once, `table.INDICATEURS` lists what may be asked, `indicateur.mesurer` answers.
"""

"""A small official code for tests, in the form of the real one, with the straddling EPCI and shared codes that break things."""

from pathlib import Path

FILES = {
    "regions.csv": """\
code,nom,chef_lieu,zone
01,Guadeloupe,97105,drom
84,Auvergne-Rhône-Alpes,69123,metro
""",
    "departements.csv": """\
code,nom,region,chef_lieu,zone,lat,lon
01,Ain,84,01053,metro,46.06,5.28
26,Drôme,84,26362,metro,44.73,5.22
971,Guadeloupe,01,97105,drom,16.23,-61.67
""",
    "epci.csv": """\
siren,nom,type,population_municipale,departements,lat,lon
200068781,CA Valence Romans Agglo,CA,226000,26,44.9,4.9
200000172,CC À Cheval,CC,2000,01|26,46.0,5.2
""",
    "communes.csv": """\
code,nom,departement,region,epci,siren,population,codes_postaux,lat,lon,point_precision
01015,Arboys en Bugey,01,84,200000172,210100152,645,01300,45.7,5.6,epci
01427,Trévoux,01,84,200000172,210104279,6960,01600,45.94,4.77,commune
26281,Romans-sur-Isère,26,84,200068781,212602817,32988,26100,45.05,5.05,commune
26001,Saint-Homonyme,26,84,200068781,212600019,10,26100|26101,45.0,5.0,epci
26002,Saint Homonyme,26,84,,212600027,,26102,,,
97105,Basse-Terre,971,01,,219711058,9861,97100,16.0,-61.7,commune
""",
    "other_communes.csv": """\
code,nom,type,commune_actuelle
01015,Arbignieu,commune-deleguee,01015
26999,Ancien-Bourg,commune-associee,26281
""",
}


def write(folder: Path, **changes: str) -> Path:
    """Write the files in `folder`/cog-2026; `changes` replaces the content of some, by name without `.csv`."""
    return write_vintage(folder, 2026, **changes)


def write_vintage(folder: Path, vintage: int, **changes: str) -> Path:
    """The same for another year."""
    directory = folder / f"cog-{vintage}"
    directory.mkdir(exist_ok=True)
    for name, content in FILES.items():
        (directory / name).write_text(changes.get(name.removesuffix(".csv"), content), encoding="utf-8")
    return directory

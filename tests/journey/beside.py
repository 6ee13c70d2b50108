#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: other programs write to the file that the window has open."""

import importlib.util
import os
import shutil
import subprocess
import sys
import textwrap

from program import Program, button, cli, has, keys, run, until

SPATIALITE = "mod_spatialite"
SQUARE = "CastToMultiPolygon(GeomFromText('POLYGON((121.30 31.00,121.305 31.00,121.305 31.004,121.30 31.004,121.30 31.00))',4490))"


def can_sql():
    """Whether sqlite3 can load SpatiaLite here."""
    if not shutil.which("sqlite3"):
        return False
    done = subprocess.run(["sqlite3", ":memory:"], input=f".load {SPATIALITE}\nSELECT spatialite_version();",
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.returncode == 0 and done.stdout.strip() != ""


def sql(path, statements):
    """What a person does with sqlite3 and SpatiaLite on the file."""
    done = subprocess.run(["sqlite3", "-bail", path], input=f".timeout 5000\n.load {SPATIALITE}\n{statements}\n",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def skip(name, what):
    print(f"# {name}: skipped, {what} is not here", flush=True)


def sample(folder, name):
    path = os.path.join(folder, name)
    cli("sample", "--plots", "60", "--parks", "4", "--firms", "10", "--seed", "7", path)
    return path


def wait_count(program, kind, count):
    """The name of a list's tab with so many."""
    until(lambda: has(program.frame, f"^{kind} {count}$"), f"{count} of {kind}")


def count(path, entity, text=""):
    return int(cli("count", entity, *([text] if text else []), path).split()[-1])


def test_sql_beside_the_window(folder):
    """Rows edited, drawn and deleted with SQL are in the list within seconds, derived anew, and undone by the
    window like any other change."""
    if not can_sql():
        return skip("sql", "sqlite3 with SpatiaLite")
    path = sample(folder, "sql.sqlite")
    low = count(path, "plots", "standing:low")
    with Program(path) as program:
        wait_count(program, "地块", 60)
        program.filter("plot standing:low")
        wait_count(program, "地块", low)
        sql(path, "UPDATE plot SET standing='low', name='waila A' WHERE id IN "
                  "(SELECT id FROM plot WHERE standing IS NOT 'low' ORDER BY id LIMIT 3);")
        wait_count(program, "地块", low + 3)
        program.filter("plot waila")
        wait_count(program, "地块", 3)
        sql(path, f"INSERT INTO plot (name, number, standing, geom) VALUES ('waila B', 'W-1', 'low', {SQUARE});")
        wait_count(program, "地块", 4)
        sql(path, "DELETE FROM plot WHERE name='waila A';")
        wait_count(program, "地块", 1)
        # The newest first: the rows are back, then the drawn one goes.
        button(program.frame, "^撤销").queryAction().doAction(0)
        wait_count(program, "地块", 4)
        button(program.frame, "^撤销").queryAction().doAction(0)
        wait_count(program, "地块", 3)
    assert count(path, "plots", "waila") == 3
    assert count(path, "plots") == 60


def test_ogr_beside_the_window(folder):
    """What ogr2ogr appends is a plot like others: with an identifier, an area, a town, and taken back in one step."""
    if not shutil.which("ogr2ogr"):
        return skip("ogr", "ogr2ogr")
    path = sample(folder, "ogr.sqlite")
    source = os.path.join(folder, "in.geojson")
    with open(source, "w", encoding="utf-8") as file:
        file.write("""{"type":"FeatureCollection","features":[%s]}""" % ",".join(
            """{"type":"Feature","properties":{"name":"追加 %d","number":"O-%d"},"geometry":{"type":"MultiPolygon",
            "coordinates":[[[[%f,31.02],[%f,31.02],[%f,31.022],[%f,31.022],[%f,31.02]]]]}}"""
            % (i, i, x, x + .002, x + .002, x, x) for i, x in ((i, 121.20 + .004 * i) for i in range(20))))
    with Program(path) as program:
        wait_count(program, "地块", 60)
        subprocess.run(["ogr2ogr", "-append", "-update", "-f", "SQLite", path, source, "-nln", "plot(geom)",
                        "-a_srs", "EPSG:4490"], check=True, stderr=subprocess.DEVNULL)
        wait_count(program, "地块", 80)
        assert count(path, "plots", "追加 area:>30mu") == 20
        assert len(set(cli("list", "plots", "追加", "--csv", path).splitlines())) == 21
        keys("ctrl+z")
        wait_count(program, "地块", 60)
    assert count(path, "plots", "追加") == 0


def test_at_the_next_opening(folder):
    """What was written while nobody looked is derived and recorded when the file is opened."""
    if not can_sql():
        return skip("opening", "sqlite3 with SpatiaLite")
    path = sample(folder, "opening.sqlite")
    sql(path, "UPDATE plot SET name='yeli', standing='low' WHERE id=1;")
    with Program(path) as program:
        wait_count(program, "地块", 60)
        program.filter("plot yeli standing:low")
        wait_count(program, "地块", 1)
    assert "yeli" in cli("history", path)


def test_a_copy_is_whole(folder):
    """The file alone is the whole registry a few idle seconds after a write, also while the window is open."""
    path = sample(folder, "copy.sqlite")
    copy = os.path.join(folder, "copied.sqlite")
    with Program(path) as program:
        wait_count(program, "地块", 60)
        cli("set", "plots", "--where", "plot", "note=抄", path)
        until(lambda: not os.path.exists(path + "-wal") or os.path.getsize(path + "-wal") == 0,
              "an empty log beside the file")
        shutil.copyfile(path, copy)
        assert count(copy, "plots", "note:抄") == 60


QGIS = textwrap.dedent("""
    import os
    import sys
    from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsVectorLayer
    application = QgsApplication([], False)
    application.initQgis()
    provider, path, name = sys.argv[1:4]
    uri = {"spatialite": "dbname='" + path + "' table=" + '"plot" (geom)', "ogr": path + "|layername=plot(geom)"}[provider]
    layer = QgsVectorLayer(uri, "plot", provider)
    assert layer.isValid(), uri
    assert layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setAttribute("name", name)
    feature.setAttribute("number", name)
    feature.setGeometry(QgsGeometry.fromWkt("MultiPolygon(((121.31 31.01,121.313 31.01,121.313 31.012,121.31 31.012,121.31 31.01)))"))
    assert layer.addFeature(feature)
    first = next(f for f in layer.getFeatures() if f["name"] != name)
    assert layer.changeAttributeValue(first.id(), layer.fields().indexOf("note"), provider)
    assert layer.commitChanges(), layer.commitErrors()
    os._exit(0)  # some releases crash on the way out
""")


def test_qgis_beside_the_window(folder):
    """A person draws a plot and edits another in QGIS, by both of its providers."""
    if importlib.util.find_spec("qgis") is None:
        return skip("QGIS", "python3-qgis")
    path = sample(folder, "qgis.sqlite")
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    with Program(path) as program:
        wait_count(program, "地块", 60)
        for number, provider in enumerate(("spatialite", "ogr"), 1):
            done = subprocess.run([sys.executable, "-c", QGIS, provider, path, f"画 {provider}"], env=environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            assert done.returncode == 0, (done.returncode, done.stdout)
            wait_count(program, "地块", 60 + number)
            assert count(path, "plots", "画 area:>50mu") == number
            assert count(path, "plots", f"note:{provider}") == 1


run([test_sql_beside_the_window, test_ogr_beside_the_window, test_at_the_next_opening, test_a_copy_is_whole,
     test_qgis_beside_the_window])

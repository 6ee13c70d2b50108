# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of bench-map: QGIS draws the plots and firms of one registry.

bench-map-qgis.py FILE: says "ready", then for each line "x0 y0 x1 y1" (degrees) draws that
extent at 1920 x 1080 and prints the milliseconds; "memory" prints its megabytes. Layers are read
from the file as a project does, coloured by status, without labels, in their own CRS: nothing is
reprojected, all cores are used, simplification is on. A line "x0 y0 x1 y1 FILE" saves the picture.
"""
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (  # noqa: E402
    QgsApplication, QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsMapRendererParallelJob,
    QgsMapSettings, QgsProject, QgsRectangle, QgsRendererCategory, QgsVectorLayer,
    QgsVectorSimplifyMethod)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

COLOURS = ["#f2c14e", "#4d9078", "#5b8e7d", "#b4436c", "#8cb369", "#577590", "#9a8c98", "#e07a5f"]


def style(layer, field):
    """One plain symbol a value of the field."""
    values = sorted(str(v) for v in layer.uniqueValues(layer.fields().indexOf(field)))
    categories = []
    for i, value in enumerate(values):
        symbol = QgsFillSymbol.createSimple({"outline_width": "0.2"})
        symbol.setColor(QColor(COLOURS[i % len(COLOURS)]))
        categories.append(QgsRendererCategory(value, symbol, value))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))


def load(path, table, field):
    # the OGR reader, as when the file is dropped on the map: the SpatiaLite one draws no column of
    # mixed kinds
    layer = QgsVectorLayer(path + "|layername=" + table, table, "ogr")
    if not layer.isValid():
        sys.exit("cannot read " + table)
    if layer.featureCount() == 0:
        sys.exit("nothing in " + table)
    simplify = QgsVectorSimplifyMethod()
    simplify.setSimplifyHints(QgsVectorSimplifyMethod.FullSimplification)
    layer.setSimplifyMethod(simplify)
    if field:
        style(layer, field)
    return layer


def draw(layers, box, path):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(1920, 1080))
    settings.setExtent(QgsRectangle(*box))
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    start = time.monotonic()
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    spent = (time.monotonic() - start) * 1000
    if path:
        image.save(path)
    return spent


def memory():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def main():
    app = QgsApplication([], False)
    app.initQgis()
    layers = [load(sys.argv[1], "firm", None),
              load(sys.argv[1], "plot", "status")]
    QgsProject.instance().addMapLayers(layers)
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words == ["memory"]:
            print("%.1f" % memory(), flush=True)
        else:
            print("%.2f" % draw(layers, [float(w) for w in words[:4]], "".join(words[4:])),
                  flush=True)


main()

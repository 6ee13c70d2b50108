/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YunSvgText: keeps texts as text in an SVG file.
 *
 * cairo writes the outlines of letters into SVG. While attached to a context this puts a small
 * mark in the place of each text instead, and when the file is finished the marks give way to
 * <text> elements, so that order and clipping are those of the drawing. One thread.
 */
typedef struct _YunSvgText YunSvgText;

YunSvgText *yun_svg_text_new (void);
void        yun_svg_text_free (YunSvgText *self);

/** From here on texts drawn with @cr are kept; @self must outlive @cr. */
void yun_svg_text_attach (YunSvgText *self, cairo_t *cr);

/**
 * yun_svg_text_copy:
 * @from: what cairo wrote
 * @title: (nullable): becomes the title of the picture
 *
 * Copies the picture with texts in the place of marks. Fails with what the streams say.
 */
gboolean yun_svg_text_copy (YunSvgText    *self,
                            GInputStream  *from,
                            GOutputStream *to,
                            const char    *title,
                            GCancellable  *cancellable,
                            GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YunSvgText, yun_svg_text_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-paint"

#include "config.h"

#include "yun-label-sizer.h"

#include "yun-text-painter.h"

#include <string.h>

#define MAX_KNOWN 16384 /* sizes; then all are forgotten, which makes one plan slow */

typedef struct
{
  const YunLabelStyle *style; /* (unowned): static */
  const char          *text;  /* (owned) where it is kept */
  double               width;
  double               height;
} Size;

static GMutex      mutex;
static GHashTable *known; /* (owned): Size, owned */

static guint
size_hash (gconstpointer key)
{
  const Size *size = key;

  return g_str_hash (size->text) ^ g_direct_hash (size->style);
}

static gboolean
size_equal (gconstpointer a, gconstpointer b)
{
  const Size *one = a, *other = b;

  return one->style == other->style && strcmp (one->text, other->text) == 0;
}

static gboolean
find_size (Size *size)
{
  const Size *found = NULL;

  g_mutex_lock (&mutex);
  if (known != NULL)
    found = g_hash_table_lookup (known, size);
  if (found != NULL)
    {
      size->width = found->width;
      size->height = found->height;
    }
  g_mutex_unlock (&mutex);

  return found != NULL;
}

/* The text stands behind its entry, in one block with it. */
static void
keep_size (const Size *size)
{
  gsize bytes = strlen (size->text) + 1;
  Size *kept = g_malloc (sizeof (Size) + bytes);

  *kept = *size;
  kept->text = memcpy (kept + 1, size->text, bytes);

  g_mutex_lock (&mutex);
  if (known == NULL)
    known = g_hash_table_new_full (size_hash, size_equal, g_free, NULL);
  if (g_hash_table_size (known) >= MAX_KNOWN)
    g_hash_table_remove_all (known);
  g_hash_table_add (known, kept);
  g_mutex_unlock (&mutex);
}

void
yun_label_sizer_measure (
  YunLabelSizer *self, YunLabelKind kind, const char *text, double *width, double *height)
{
  Size           size = { &self->style->label[kind], text, 0, 0 };
  PangoRectangle logical;

  if (!find_size (&size))
    {
      if (self->layouts[kind] == NULL)
        self->layouts[kind] = yun_text_new_label (self->style, kind);
      pango_layout_set_text (self->layouts[kind], text, -1);
      pango_layout_get_extents (self->layouts[kind], NULL, &logical);
      size.width = logical.width / (double) PANGO_SCALE;
      size.height = logical.height / (double) PANGO_SCALE;
      keep_size (&size);
    }
  *width = size.width;
  *height = size.height;
}

void
yun_label_sizer_clear (YunLabelSizer *self)
{
  for (guint i = 0; i < YUN_LABEL_N; i++)
    g_clear_object (&self->layouts[i]);
}

guint
yun_label_sizer_get_n_known (void)
{
  guint n;

  g_mutex_lock (&mutex);
  n = known != NULL ? g_hash_table_size (known) : 0;
  g_mutex_unlock (&mutex);

  return n;
}

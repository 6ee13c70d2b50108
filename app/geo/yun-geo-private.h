/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yun-crs.h"

#include <proj.h>

G_BEGIN_DECLS

/* PROJ for the files of this layer. A context and all made with it belong to one thread. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PJ, proj_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PJ_CONTEXT, proj_context_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PJ_OPERATION_FACTORY_CONTEXT, proj_operation_factory_context_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PJ_OBJ_LIST, proj_list_destroy)

/** (transfer full): a context that never uses the network and says everything to g_debug(). */
PJ_CONTEXT *yun_proj_context_new (void);

/** (transfer full): the map system @definition, or NULL with %YUN_GEO_ERROR_CRS; as
 * yun_crs_check(). */
PJ *yun_proj_create_crs (PJ_CONTEXT *ctx, const char *definition, GError **error);

/** (transfer full): @definition as the text of a .prj file, or NULL with %YUN_GEO_ERROR_CRS. */
char *yun_proj_dup_esri (const char *definition, GError **error);

/** (transfer full): its geographic system; NULL when it has none. */
PJ *yun_proj_get_base (PJ_CONTEXT *ctx, const PJ *crs);

/** Whether its coordinates are longitude and latitude. */
gboolean yun_proj_is_geographic (PJ_CONTEXT *ctx, const PJ *crs);

G_END_DECLS

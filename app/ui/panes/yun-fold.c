/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "yun-ui"

#include "config.h"

#include "yun-fold.h"

#include <math.h>

#define BESIDE_EM                                                                                  \
  3.0 /* of the content beside a pane that lies over it, to see that it is there                   \
       */

const double yun_fold_usual_em[YUN_N_SIDES] = { YUN_FOLD_START_EM, YUN_FOLD_END_EM };

/* The signs keep their size, the words and the entry grow with the text. */
static const struct
{
  double px;
  double em;
} header_needs[] = {
  [YUN_HEADER_WHOLE] = { 500, 31 },
  [YUN_HEADER_SHORT] = { 440, 24 },
};

static int
to_pixels (double em, double ems)
{
  return (int) ceil (em * ems);
}

static int
get_content (const YunFoldAsk *ask)
{
  return MAX (ask->content, to_pixels (ask->em, YUN_FOLD_CONTENT_EM));
}

static int
get_usual (const YunFoldAsk *ask, YunSide side)
{
  return MAX (ask->least[side], to_pixels (ask->em, yun_fold_usual_em[side]));
}

static gboolean
is_beside (const YunFoldAsk *ask, const YunFold *fold, YunSide side)
{
  return ask->shown[side] && !fold->folded[side];
}

int
yun_fold_clamp (const YunFoldAsk *ask, const YunFold *fold, YunSide side, int width)
{
  YunSide other = side == YUN_SIDE_START ? YUN_SIDE_END : YUN_SIDE_START;
  int     most;

  if (fold->folded[side])
    most = ask->width - to_pixels (ask->em, BESIDE_EM);
  else
    most = ask->width - get_content (ask) - (is_beside (ask, fold, other) ? fold->width[other] : 0);
  return CLAMP (width, ask->least[side], MAX (most, ask->least[side]));
}

void
yun_fold_fit (const YunFoldAsk *ask, YunFold *fold)
{
  int start = get_usual (ask, YUN_SIDE_START), end = get_usual (ask, YUN_SIDE_END);
  int content = get_content (ask);

  fold->folded[YUN_SIDE_START] = ask->width < content + start;
  fold->folded[YUN_SIDE_END] = ask->width < content + start + end;

  /* The end keeps its usual width before the start gets more than its own. */
  fold->width[YUN_SIDE_END] = end;
  for (YunSide i = 0; i < YUN_N_SIDES; i++)
    fold->width[i] = yun_fold_clamp (ask, fold, i, (int) lround (ask->em * ask->wanted[i]));
}

YunHeader
yun_fold_get_header (int width, double em)
{
  YunHeader header = YUN_HEADER_WHOLE;

  while (header < YUN_HEADER_LEAST &&
         width < header_needs[header].px + header_needs[header].em * em)
    header++;
  return header;
}

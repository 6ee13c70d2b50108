/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* Preloaded into the program, makes the disk fail as YUN_FAULT says:
 *   "sync N"   the Nth fsync or fdatasync, and all after it, fail with EIO
 *   "kill N"   the program is killed when it renames for the Nth time, before that is done */

static int
count (const char *kind)
{
  static int  n_sync, n_kill;
  const char *fault = getenv ("YUN_FAULT");
  int        *n = strcmp (kind, "sync") == 0 ? &n_sync : &n_kill;
  size_t      length = strlen (kind);

  if (fault == NULL || strncmp (fault, kind, length) != 0)
    return 0;
  return __atomic_add_fetch (n, 1, __ATOMIC_SEQ_CST) >= atoi (fault + length);
}

static void *
next (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

int
fsync (int fd)
{
  int (*real) (int) = next ("fsync");

  if (count ("sync"))
    {
      errno = EIO;
      return -1;
    }
  return real (fd);
}

int
fdatasync (int fd)
{
  int (*real) (int) = next ("fdatasync");

  if (count ("sync"))
    {
      errno = EIO;
      return -1;
    }
  return real (fd);
}

static void
maybe_die (void)
{
  if (count ("kill"))
    kill (getpid (), SIGKILL);
}

int
rename (const char *from, const char *to)
{
  int (*real) (const char *, const char *) = next ("rename");

  maybe_die ();
  return real (from, to);
}

int
renameat2 (int a, const char *from, int b, const char *to, unsigned int flags)
{
  int (*real) (int, const char *, int, const char *, unsigned int) = next ("renameat2");

  maybe_die ();
  return real (a, from, b, to, flags);
}

int
link (const char *from, const char *to)
{
  int (*real) (const char *, const char *) = next ("link");

  maybe_die ();
  return real (from, to);
}

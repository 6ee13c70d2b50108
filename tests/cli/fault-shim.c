/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both pwrite() and pwrite64() are wanted, each under its own name. */
#undef _FILE_OFFSET_BITS
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* Preloaded into the program, makes the disk fail as YUN_FAULT says, "KIND N HOW":
 *   KIND  write, sync, size (ftruncate), name (rename, link, unlink)
 *   N     the how manieth call of that kind, from 1
 *   HOW   once: it fails with EIO; full: it and all after it fail with ENOSPC;
 *         kill: the program is killed before it is done
 * A file of the name in YUN_FAULT_MARK is made when it comes to that. Standard streams are left
 * alone. */

static void
mark (void)
{
  const char *path = getenv ("YUN_FAULT_MARK");
  int         fd = path != NULL ? open (path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600) : -1;

  if (fd >= 0)
    close (fd);
}

/* Whether the call fails; errno is set then. */
static int
fails (const char *kind)
{
  static int  n_calls;
  const char *fault = getenv ("YUN_FAULT");
  char        meant[8], how[8];
  int         n, at;

  if (fault == NULL || sscanf (fault, "%7s %d %7s", meant, &at, how) != 3 ||
      strcmp (meant, kind) != 0)
    return 0;
  n = __atomic_add_fetch (&n_calls, 1, __ATOMIC_SEQ_CST);
  if (n < at || (n > at && strcmp (how, "full") != 0))
    return 0;
  mark ();
  if (strcmp (how, "kill") == 0)
    kill (getpid (), SIGKILL);
  errno = strcmp (how, "full") == 0 ? ENOSPC : EIO;
  return 1;
}

#define REAL(type, name, ...)                                                                      \
  static type (*real) (__VA_ARGS__);                                                               \
  if (real == NULL)                                                                                \
  *(void **) &real = dlsym (RTLD_NEXT, name)

int
fsync (int fd)
{
  REAL (int, "fsync", int);
  return fails ("sync") ? -1 : real (fd);
}

int
fdatasync (int fd)
{
  REAL (int, "fdatasync", int);
  return fails ("sync") ? -1 : real (fd);
}

ssize_t
write (int fd, const void *bytes, size_t size)
{
  REAL (ssize_t, "write", int, const void *, size_t);
  return fd > STDERR_FILENO && fails ("write") ? -1 : real (fd, bytes, size);
}

ssize_t
pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  REAL (ssize_t, "pwrite", int, const void *, size_t, off_t);
  return fails ("write") ? -1 : real (fd, bytes, size, offset);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t size, off64_t offset)
{
  REAL (ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  return fails ("write") ? -1 : real (fd, bytes, size, offset);
}

int
ftruncate (int fd, off_t size)
{
  REAL (int, "ftruncate", int, off_t);
  return fails ("size") ? -1 : real (fd, size);
}

int
ftruncate64 (int fd, off64_t size)
{
  REAL (int, "ftruncate64", int, off64_t);
  return fails ("size") ? -1 : real (fd, size);
}

int
rename (const char *from, const char *to)
{
  REAL (int, "rename", const char *, const char *);
  return fails ("name") ? -1 : real (from, to);
}

int
renameat2 (int a, const char *from, int b, const char *to, unsigned int flags)
{
  REAL (int, "renameat2", int, const char *, int, const char *, unsigned int);
  return fails ("name") ? -1 : real (a, from, b, to, flags);
}

int
link (const char *from, const char *to)
{
  REAL (int, "link", const char *, const char *);
  return fails ("name") ? -1 : real (from, to);
}

int
unlink (const char *path)
{
  REAL (int, "unlink", const char *);
  return fails ("name") ? -1 : real (path);
}

/* Stands between a program and the disk, for the trials of reliability (docs/ordeal.md).
 *
 * Only files below SHIM_DIR are meddled with.
 *   SHIM_AT=k SHIM_ERRNO=e SHIM_ON=0|1   the k-th operation fails with e; with SHIM_ON=1 all after it too
 *   SHIM_GATE=path                       operations that need room fail while this file exists (ENOSPC)
 *   SHIM_COUNT=path                      at the end, how many operations there were
 *   SHIM_LOG=path                        every operation is written down, and every line on stdout
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *dir, *gate;
static size_t dir_len;
static long fail_at;
static int fail_errno = EIO, fail_on, log_fd = -1;
static long count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);
static int (*real_unlinkat)(int, const char *, int);

static void find(void) {
    if (real_unlinkat) return;
    real_open = dlsym(RTLD_NEXT, "open");
    real_openat = dlsym(RTLD_NEXT, "openat");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_unlinkat = dlsym(RTLD_NEXT, "unlinkat");
}

static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
    find();
    const char *log = getenv("SHIM_LOG");
    if (log) log_fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    fail_at = number("SHIM_AT");
    if (number("SHIM_ERRNO")) fail_errno = (int)number("SHIM_ERRNO");
    fail_on = (int)number("SHIM_ON");
    gate = getenv("SHIM_GATE");
    dir = getenv("SHIM_DIR");
    dir_len = dir ? strlen(dir) : 0;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("SHIM_COUNT");
    if (!path) return;
    char text[32];
    int fd = real_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int n = snprintf(text, sizeof text, "%ld\n", count);
    if (fd >= 0 && real_write(fd, text, (size_t)n) != n) _exit(9);
}

static int below(const char *path) {
    if (!dir || !path || strncmp(path, dir, dir_len) != 0) return 0;
    return path[dir_len] == '/' || path[dir_len] == 0;
}

/* The path behind a descriptor, where it lies below the folder and is not deleted. */
static int ours(int fd) {
    char name[64], path[PATH_MAX + 1];
    if (!dir) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(name, path, PATH_MAX);
    if (n <= 0) return 0;
    path[n] = 0;
    return below(path);
}

/* Whether this operation is to fail; counts it. */
static int fails(int needs_room) {
    long now = __sync_add_and_fetch(&count, 1);
    if (gate && needs_room && access(gate, F_OK) == 0) {
        errno = ENOSPC;
        return 1;
    }
    if (fail_at > 0 && (now == fail_at || (fail_on && now > fail_at))) {
        errno = fail_errno;
        return 1;
    }
    return 0;
}

static void note(const char *head, const void *data, size_t length) {
    int kept = errno;
    pthread_mutex_lock(&lock);
    if (real_write(log_fd, head, strlen(head)) < 0) _exit(9);
    if (length && real_write(log_fd, data, length) < 0) _exit(9);
    pthread_mutex_unlock(&lock);
    errno = kept;
}

static unsigned long inode(int fd) {
    struct stat it;
    return fstat(fd, &it) == 0 ? (unsigned long)it.st_ino : 0;
}

static int is_dir(int fd) {
    struct stat it;
    return fstat(fd, &it) == 0 && S_ISDIR(it.st_mode);
}

/* W inode offset length, then the bytes */
static void note_write(int fd, const void *data, ssize_t written, off_t at) {
    char head[128];
    if (log_fd < 0 || written <= 0) return;
    snprintf(head, sizeof head, "W %lu %lld %zd\n", inode(fd), (long long)at, written);
    note(head, data, (size_t)written);
}

static int opened(const char *path, int flags, mode_t mode, int at) {
    find();
    int mine = below(path), there = mine && access(path, F_OK) == 0;
    int makes = (flags & O_CREAT) && !there;
    if (mine && fails(makes || (flags & O_TRUNC))) return -1;
    int fd = at == AT_FDCWD ? real_open(path, flags, mode) : real_openat(at, path, flags, mode);
    if (mine && fd >= 0 && log_fd >= 0) {
        char head[PATH_MAX + 64];
        if (makes) snprintf(head, sizeof head, "C %lu %s\n", inode(fd), path);
        else if (flags & O_TRUNC) snprintf(head, sizeof head, "T %lu 0\n", inode(fd));
        else return fd;
        note(head, NULL, 0);
    }
    return fd;
}

#define OPENING(name, before, at)                          \
    int name(before const char *path, int flags, ...) {    \
        mode_t mode = 0;                                   \
        if (flags & (O_CREAT | O_TMPFILE)) {               \
            va_list rest;                                  \
            va_start(rest, flags);                         \
            mode = va_arg(rest, mode_t);                   \
            va_end(rest);                                  \
        }                                                  \
        return opened(path, flags, mode, at);              \
    }
#define COMMA int folder,
OPENING(open, , AT_FDCWD)
OPENING(open64, , AT_FDCWD)
OPENING(openat, COMMA, folder)
OPENING(openat64, COMMA, folder)

ssize_t write(int fd, const void *data, size_t length) {
    find();
    if (fd == STDOUT_FILENO) {
        if (log_fd >= 0) {
            char head[64];
            snprintf(head, sizeof head, "A %zu\n", length);
            note(head, data, length);
        }
        return real_write(fd, data, length);
    }
    int mine = ours(fd);
    if (mine && fails(1)) return -1;
    ssize_t written = real_write(fd, data, length);
    if (mine) note_write(fd, data, written, lseek(fd, 0, SEEK_CUR) - written);
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
    find();
    int mine = ours(fd);
    if (mine && fails(1)) return -1;
    ssize_t written = real_pwrite(fd, data, length, at);
    if (mine) note_write(fd, data, written, at);
    return written;
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) { return pwrite(fd, data, length, at); }

/* S inode of a file, or D path of a folder */
static int synced(int fd, int (*real)(int)) {
    int mine = ours(fd);
    if (mine && fails(0)) return -1;
    int result = real(fd);
    if (mine && result == 0 && log_fd >= 0) {
        char head[PATH_MAX + 64], name[64], path[PATH_MAX + 1];
        snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(name, path, PATH_MAX);
        path[n > 0 ? n : 0] = 0;
        if (is_dir(fd)) snprintf(head, sizeof head, "D %s\n", path);
        else snprintf(head, sizeof head, "S %lu\n", inode(fd));
        note(head, NULL, 0);
    }
    return result;
}
int fsync(int fd) {
    find();
    return synced(fd, real_fsync);
}
int fdatasync(int fd) {
    find();
    return synced(fd, real_fdatasync);
}

int rename(const char *from, const char *to) {
    find();
    int mine = below(from) || below(to);
    if (mine && fails(0)) return -1;
    int result = real_rename(from, to);
    if (mine && result == 0 && log_fd >= 0) {
        char head[2 * PATH_MAX + 64];
        snprintf(head, sizeof head, "R %s\t%s\n", from, to);
        note(head, NULL, 0);
    }
    return result;
}

int ftruncate(int fd, off_t size) {
    find();
    int mine = ours(fd);
    if (mine && fails(0)) return -1;
    int result = real_ftruncate(fd, size);
    if (mine && result == 0 && log_fd >= 0) {
        char head[64];
        snprintf(head, sizeof head, "T %lu %lld\n", inode(fd), (long long)size);
        note(head, NULL, 0);
    }
    return result;
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

static int unlinked(const char *path, int at, int flags) {
    int mine = below(path);
    if (mine && fails(0)) return -1;
    int result = at == AT_FDCWD && !flags ? real_unlink(path) : real_unlinkat(at, path, flags);
    if (mine && result == 0 && log_fd >= 0) {
        char head[PATH_MAX + 64];
        snprintf(head, sizeof head, "U %s\n", path);
        note(head, NULL, 0);
    }
    return result;
}
int unlink(const char *path) {
    find();
    return unlinked(path, AT_FDCWD, 0);
}
int unlinkat(int at, const char *path, int flags) {
    find();
    return unlinked(path, at, flags);
}

/* Whole copies inside the kernel are done byte by byte instead, so that they are seen here. */
ssize_t copy_file_range(int from, off_t *at, int to, off_t *there, size_t length, unsigned flags) {
    (void)from, (void)at, (void)to, (void)there, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}
ssize_t sendfile64(int to, int from, off_t *at, size_t length) {
    (void)to, (void)from, (void)at, (void)length;
    errno = ENOSYS;
    return -1;
}

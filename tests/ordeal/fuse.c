/* Runs a program that sees a FUSE file system at a folder: fuse FOLDER PROGRAM ARGUMENT...
 *
 * The mount is seen by that program alone and goes with it. The file system holds one empty file,
 * vault.json, and refuses to change; what it is asked to change is told on standard error.
 * Exit code 99: it cannot be mounted here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void fill(struct fuse_attr *attr, unsigned long long node) {
    attr->ino = node;
    attr->mode = node == 1 ? S_IFDIR | 0700 : S_IFREG | 0600;
    attr->nlink = 1;
}

static void answer(int line, unsigned long long unique, int error, const void *body, size_t length) {
    char out[4096];
    struct fuse_out_header head = {.len = sizeof head + length, .error = -error, .unique = unique};
    memcpy(out, &head, sizeof head);
    if (length)
        memcpy(out + sizeof head, body, length);
    if (write(line, out, head.len) < 0)
        return;
}

static void serve(int line) {
    static char in[1 << 17] __attribute__((aligned(8)));
    while (read(line, in, sizeof in) > 0 || errno == EINTR) {
        struct fuse_in_header *head = (struct fuse_in_header *)in;
        switch (head->opcode) {
        case FUSE_INIT: {
            struct fuse_init_out out = {.major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096};
            answer(line, head->unique, 0, &out, sizeof out);
            break;
        }
        case FUSE_GETATTR: {
            struct fuse_attr_out out = {0};
            fill(&out.attr, head->nodeid);
            answer(line, head->unique, 0, &out, sizeof out);
            break;
        }
        case FUSE_LOOKUP: {
            struct fuse_entry_out out = {.nodeid = 2};
            fill(&out.attr, 2);
            int found = !strcmp(in + sizeof *head, "vault.json");
            answer(line, head->unique, found ? 0 : ENOENT, &out, found ? sizeof out : 0);
            break;
        }
        case FUSE_STATFS: {
            struct fuse_statfs_out out = {.st = {.bsize = 4096, .namelen = 255}};
            answer(line, head->unique, 0, &out, sizeof out);
            break;
        }
        case FUSE_FORGET:
        case FUSE_BATCH_FORGET:
            break;
        case FUSE_SETATTR:
        case FUSE_MKNOD:
        case FUSE_MKDIR:
        case FUSE_UNLINK:
        case FUSE_RENAME:
        case FUSE_RENAME2:
        case FUSE_WRITE:
        case FUSE_CREATE:
            fprintf(stderr, "asked to change something: %u\n", head->opcode);
            answer(line, head->unique, EROFS, 0, 0);
            break;
        default:
            answer(line, head->unique, ENOSYS, 0, 0);
        }
    }
}

int main(int count, char **arguments) {
    char options[100];
    int line = count > 2 ? open("/dev/fuse", O_RDWR | O_CLOEXEC) : -1;
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", line);
    if (line < 0 || unshare(CLONE_NEWNS) || mount("none", "/", 0, MS_REC | MS_PRIVATE, 0) ||
        mount("trial", arguments[1], "fuse", MS_NOSUID | MS_NODEV, options)) {
        perror("no FUSE");
        return 99;
    }
    pid_t program = getpid();
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != program)
            return 0;
        serve(line);
        return 0;
    }
    execv(arguments[2], arguments + 2);
    return 99;
}

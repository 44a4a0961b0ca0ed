// SPDX-License-Identifier: MIT
/*
 * What a program sees of mm_test_dev.c: one line, the same for every way of
 * mapping but for the end, which says whether a pipe may hold the pages.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define LEN (4 * PAGE)

static int fd;

static void show(const char *what)
{
	char buf[8] = "";
	ssize_t n;

	lseek(fd, 0, SEEK_SET);
	n = pread(fd, buf, sizeof(buf) - 1, 0);
	printf("%s %.*s; ", what, n < 0 ? 0 : (int)n, buf);
}

int main(void)
{
	struct iovec iov = { .iov_len = 1 };
	char *p, *q;
	int fds[2];

	fd = open("/dev/mmtest", O_RDWR);
	p = mmap(NULL, LEN, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return 1;
	for (int i = 0; i < 4; i++)
		p[i * PAGE] = 'a' + i;
	show("written");
	fflush(stdout);
	if (fork() == 0) {
		p[0] = 'X';
		_exit(0);
	}
	wait(NULL);
	printf("child %c; ", p[0]);
	q = mmap(NULL, LEN, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (mremap(p, LEN, LEN, MREMAP_MAYMOVE | MREMAP_FIXED, q) != q)
		return 2;
	printf("moved %c%c; ", q[0], q[3 * PAGE]);
	close(fd);
	fd = open("/dev/mmtest", O_RDWR);
	munmap(q + PAGE, PAGE);
	show("split");
	pipe(fds);
	iov.iov_base = q;
	printf("pipe %s; ", vmsplice(fds[1], &iov, 1, 0) == 1 ? "yes" :
	       errno == EFAULT ? "EFAULT" : "other");
	munmap(q, LEN);
	show("unmapped");
	printf("\n");
	return 0;
}

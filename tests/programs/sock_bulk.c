/* SPDX-License-Identifier: MIT */
/*
 * sock_bulk.c - a lot of bytes through AF_UNIX from one process to another.
 *
 *	sock_bulk stream|dgram|seqpacket MIB [BYTES]	each byte is looked at
 *	sock_bulk killed TIMES		who sends, with files on their way, is killed
 *
 * The bytes are a memory file, sent with ever different lengths, or BYTES at
 * once. The second line says how fast it was.
 */
#include "sock.h"

#define MIB	(1l << 20)

static unsigned char *data;
static char buf[100000];

/* What stands at @pos. */
static unsigned char byte_at(ulong pos)
{
	return (unsigned char)(pos * 31 + (pos >> 8) * 7 + (pos >> 20));
}

/* 1 to 60,000, mostly not the same twice. */
static long next_len(ulong *seed, long fixed)
{
	if (fixed)
		return fixed;
	*seed = *seed * 1103515245 + 12345;
	return 1 + (long)(*seed >> 12) % 60000;
}

static void send_all(int fd, long size, long fixed)
{
	ulong seed = 1;

	for (long pos = 0; pos < size; ) {
		long n = next_len(&seed, fixed);

		if (n > size - pos)
			n = size - pos;
		n = SC(write, fd, L(data + pos), n);
		if (n <= 0) {
			show("write", n);
			SC(exit, 1);
		}
		pos += n;
	}
	SC(exit, 0);
}

/* Bytes that came as they were sent. */
static long receive_all(int fd, long size, long most)
{
	long pos = 0, n;

	while (pos < size && (n = SC(read, fd, L(buf), most)) > 0)
		for (long i = 0; i < n; i++, pos++)
			if ((unsigned char)buf[i] != data[pos])
				return pos;
	return pos;
}

static int bulk(int type, long size, long fixed)
{
	long f = SC(memfd_create, L("data"), 0), pid, got, t;
	int sv[2];

	io_ftruncate(f, size);
	data = (unsigned char *)io_mmap(size, 3, 1, f);
	for (long i = 0; i < size; i++)
		data[i] = byte_at((ulong)i);
	SC(socketpair, AF_UNIX, type, 0, L(sv));
	t = io_now_ms();
	pid = io_fork();
	if (!pid)
		send_all(sv[0], size, fixed);
	SC(close, sv[0]);
	got = receive_all(sv[1], size, sizeof(buf));
	t = io_now_ms() - t;
	put(got == size && !io_wait(pid) ? "all as sent\n" : "not as sent\n");
	show("MiB/s", size / MIB * 1000 / (t ? t : 1));
	return 0;
}

static void send_for_ever(int *sv)
{
	struct io_vec vec = { buf, sizeof(buf) };
	struct cmsg c = { CMSG_LEN(8), SOL_SOCKET, SCM_RIGHTS,
			  { sv[0], sv[1] } };
	struct msg m = {
		.vec = &vec, .nr = 1, .control = &c, .controllen = CMSG_SPACE(8),
	};

	for (;;)
		SC(sendmsg, sv[0], L(&m), 0);
}

static int killed(long times)
{
	for (long i = 0; i < times; i++) {
		int sv[2];
		long pid;

		SC(socketpair, AF_UNIX, i % 2 ? STREAM : DGRAM, 0, L(sv));
		pid = io_fork();
		if (!pid)
			send_for_ever(sv);
		SC(read, sv[1], L(buf), 5000 + i);
		SC(kill, pid, 9);
		io_wait(pid);
		SC(close, sv[0]);
		SC(close, sv[1]);
	}
	put("killed ");
	put_number(times);
	put(" times\n");
	return 0;
}

int main(int argc, char **argv, char **envp)
{
	long n = argc > 2 ? (long)get_number(argv[2]) : 1;
	long fixed = argc > 3 ? (long)get_number(argv[3]) : 0;

	if (argc < 2)
		return 2;
	switch (argv[1][0]) {
	case 'k':
		return killed(n);
	case 'd':
		return bulk(DGRAM, n * MIB, fixed);
	case 's':
		return bulk(argv[1][1] == 't' ? STREAM : SEQPACKET, n * MIB,
			    fixed);
	}
	return 2;
}

/* SPDX-License-Identifier: MIT */
/*
 * socket_test.c - sockets when memory is short: each allocation of a scenario
 * made to fail in turn, and nothing left over; and what counts as garbage among
 * sockets in flight.
 */
#include "fixture.h"
#include <octavo/fault_inject.h>
#include <octavo/skbuff.h>
#include <octavo/socket.h>

#define MAX_POINTS	600u

/* Where things are in the page of the fixture. */
#define AT_SV		0		/* int[2] */
#define AT_ADDR		64
#define AT_CMSG		256
#define AT_MSG		512
#define AT_VEC		640
#define AT_BYTES	4096

static long sv(int i)
{
	int val[2];

	if (copy_from_user(val, (void __user *)kt_at(AT_SV), sizeof(val)))
		return -1;
	return val[i];
}

static long call6(unsigned long nr, const unsigned long *args)
{
	return kt_syscall(nr, args);
}

#define CALL(nr, ...)	call6(nr, (const unsigned long[6]){ __VA_ARGS__ })

/* A message of bytes, with both sockets along. */
static void put_message(size_t len)
{
	const struct iovec vec = { (void *)kt_at(AT_BYTES), len };
	struct {
		struct cmsghdr head;
		int fd[2];
	} c = {
		{ CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS },
		{ (int)sv(0), (int)sv(1) },
	};
	const struct user_msghdr msg = {
		.msg_iov = (struct iovec *)kt_at(AT_VEC), .msg_iovlen = 1,
		.msg_control = (void *)kt_at(AT_CMSG),
		.msg_controllen = CMSG_SPACE(2 * sizeof(int)),
	};

	kt_bytes(AT_VEC, &vec, sizeof(vec));
	kt_bytes(AT_CMSG, &c, sizeof(c));
	kt_bytes(AT_MSG, &msg, sizeof(msg));
}

static void pair_of(int type)
{
	if (CALL(NR_socketpair, AF_UNIX, type, 0, kt_at(AT_SV)))
		return;
	put_message(8000);
	CALL(NR_sendmsg, sv(0), kt_at(AT_MSG), 0);
	CALL(NR_recvmsg, sv(1), kt_at(AT_MSG), MSG_PEEK | MSG_DONTWAIT);
	CALL(NR_recvmsg, sv(1), kt_at(AT_MSG), MSG_DONTWAIT);
	put_message(10);
	CALL(NR_sendmsg, sv(1), kt_at(AT_MSG), MSG_DONTWAIT);
}

static void streams(struct kunit *test)
{
	pair_of(SOCK_STREAM);
}

static void datagrams(struct kunit *test)
{
	pair_of(SOCK_DGRAM);
}

static void connections(struct kunit *test)
{
	static const struct {
		unsigned short family;
		char path[16];
	} addr = { AF_UNIX, "/tmp/sock" };
	long a = CALL(NR_socket, AF_UNIX, SOCK_STREAM, 0);
	long b = CALL(NR_socket, AF_UNIX, SOCK_STREAM, 0);

	kt_bytes(AT_ADDR, &addr, sizeof(addr));
	CALL(NR_bind, a, kt_at(AT_ADDR), sizeof(addr));
	CALL(NR_listen, a, 3);
	CALL(NR_connect, b, kt_at(AT_ADDR), sizeof(addr));
	CALL(NR_sendto, b, kt_at(AT_BYTES), 5000, MSG_DONTWAIT | MSG_NOSIGNAL);
	CALL(NR_fcntl, a, F_SETFL, O_NONBLOCK);
	CALL(NR_accept4, a, 0, 0, 0);
	CALL(NR_bind, b, kt_at(AT_ADDR), 2);
}

static void clean(void)
{
	for (unsigned int fd = 0; fd < 20; fd++)
		fd_close(kt.task->files, fd);
	net_process_ended();
	kt_string(AT_ADDR, "/tmp/sock");
	kt_call(NR_unlink, kt_at(AT_ADDR), 0, 0, 0);
}

static void sweep(struct kunit *test, enum fault_kind kind,
		  void (*scenario)(struct kunit *test))
{
	unsigned long nth = 1;
	bool failed = true;

	for (; failed && nth < MAX_POINTS; nth++) {
		fault_inject_arm(kind, nth, false);
		scenario(test);
		failed = fault_inject_failed(kind);
		fault_inject_disarm();
		clean();
		KUNIT_EXPECT_EQ(test, skb_nr_live(), 0ul);
	}
	KUNIT_EXPECT_GT(test, nth, 2ul);
	KUNIT_EXPECT_LT(test, nth, (unsigned long)MAX_POINTS);
}

static void streams_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, streams);
}

static void streams_without_pages(struct kunit *test)
{
	sweep(test, FAULT_PAGE_ALLOC, streams);
}

static void streams_without_copies(struct kunit *test)
{
	sweep(test, FAULT_USER_COPY, streams);
}

static void datagrams_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, datagrams);
}

static void datagrams_without_pages(struct kunit *test)
{
	sweep(test, FAULT_PAGE_ALLOC, datagrams);
}

static void connections_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, connections);
}

/* Each in the queue of the other, and closed: gone when somebody looks. */
static void forgotten_sockets_go(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, CALL(NR_socketpair, AF_UNIX, SOCK_STREAM, 0,
				   kt_at(AT_SV)), 0);
	put_message(1);
	KUNIT_EXPECT_EQ(test, CALL(NR_sendmsg, sv(0), kt_at(AT_MSG), 0), 1);
	net_process_ended();
	KUNIT_EXPECT_EQ(test, skb_nr_live(), 1ul);
	fd_close(kt.task->files, (unsigned int)sv(0));
	net_process_ended();
	KUNIT_EXPECT_EQ(test, skb_nr_live(), 1ul);
	fd_close(kt.task->files, (unsigned int)sv(1));
	KUNIT_EXPECT_EQ(test, skb_nr_live(), 1ul);
	net_process_ended();
	KUNIT_EXPECT_EQ(test, skb_nr_live(), 0ul);
}

static struct kunit_case socket_cases[] = {
	KUNIT_CASE(streams_without_objects),
	KUNIT_CASE(streams_without_pages),
	KUNIT_CASE(streams_without_copies),
	KUNIT_CASE(datagrams_without_objects),
	KUNIT_CASE(datagrams_without_pages),
	KUNIT_CASE(connections_without_objects),
	KUNIT_CASE(forgotten_sockets_go),
	{}
};

static struct kunit_suite socket_suite = {
	.name = "kernel_socket",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = socket_cases,
};
kunit_test_suite(socket_suite);

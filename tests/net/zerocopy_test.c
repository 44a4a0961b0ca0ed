/* SPDX-License-Identifier: MIT */
/*
 * zerocopy_test.c - MSG_ZEROCOPY without a protocol: calls, their numbers,
 * and what the error queue says of them, in every order of ends.
 */
#include <octavo/kernel.h>
#include <octavo/uio.h>
#include <octavo/vmstat.h>
#include <octavo/zerocopy.h>
#include "../user_mm.h"
#include "net_test.h"

static struct proto test_proto = {
	.name = "zerocopy_test", .obj_size = sizeof(struct sock),
};

static unsigned long pins_held(void)
{
	return vm_event(FOLL_PIN_ACQUIRED) - vm_event(FOLL_PIN_RELEASED);
}

static int start(struct kunit_suite *suite)
{
	int err = net_suite_init(suite);

	return err ? err : proto_register(&test_proto, 1);
}

static void stop(struct kunit_suite *suite)
{
	proto_unregister(&test_proto);
	net_suite_exit(suite);
}

static unsigned int nr_reported;

static void report(struct sock *sk)
{
	nr_reported++;
}

static struct sock *new_sock(struct kunit *test)
{
	struct sock *sk = sk_alloc(AF_INET, GFP_KERNEL, &test_proto);

	KUNIT_ASSERT_NOT_NULL(test, sk);
	sock_init_data(NULL, sk);
	sk->sk_error_report = report;
	nr_reported = 0;
	return sk;
}

/* An skb with @len bytes of user memory, of the call @uarg. */
static struct sk_buff *send(struct kunit *test, struct user_mm *u,
			    struct sock *sk, size_t len, struct ubuf_info *uarg)
{
	struct sk_buff *skb = alloc_skb(16, GFP_KERNEL);
	struct msghdr msg = { .msg_name = NULL };

	KUNIT_ASSERT_NOT_NULL(test, skb);
	iov_iter_ubuf(&msg.msg_iter, ITER_SOURCE, user_mm_ptr(u, 0), len);
	KUNIT_EXPECT_EQ(test, skb_zerocopy_iter_stream(sk, skb, &msg, (int)len,
						       uarg), (int)len);
	return skb;
}

/* What the error queue says next: "0-3" or "5-5 copied", or "" */
static const char *next(struct sock *sk)
{
	struct sk_buff *skb = skb_dequeue(&sk->sk_error_queue);
	static char text[40];
	const struct sock_extended_err *ee;

	text[0] = 0;
	if (!skb)
		return text;
	ee = (const struct sock_extended_err *)skb->cb;
	snprintf(text, sizeof(text), "%u-%u%s%s", ee->ee_info, ee->ee_data,
		 ee->ee_code == SO_EE_CODE_ZEROCOPY_COPIED ? " copied" : "",
		 ee->ee_origin == SO_EE_ORIGIN_ZEROCOPY && !ee->ee_errno ?
		 "" : " bad");
	kfree_skb(skb);
	return text;
}

static void one_call(struct kunit *test)
{
	struct sock *sk = new_sock(test);
	struct ubuf_info *uarg = msg_zerocopy_alloc(sk, 5000);
	struct sk_buff *a, *b, *clone;
	struct user_mm u;

	KUNIT_ASSERT_NOT_NULL(test, uarg);
	user_mm_enter(test, &u, "ww");
	a = send(test, &u, sk, 5000, uarg);
	b = send(test, &u, sk, 100, uarg);
	net_zcopy_put(uarg);
	user_mm_leave(&u);
	clone = skb_clone(a, GFP_KERNEL);
	kfree_skb(a);
	kfree_skb(b);
	KUNIT_EXPECT_STREQ(test, next(sk), "");
	KUNIT_EXPECT_EQ(test, pins_held(), 2);
	KUNIT_EXPECT_EQ(test, nr_reported, 0);
	kfree_skb(clone);
	KUNIT_EXPECT_EQ(test, pins_held(), 0);
	KUNIT_EXPECT_EQ(test, nr_reported, 1);
	KUNIT_EXPECT_STREQ(test, next(sk), "0-0");
	KUNIT_EXPECT_STREQ(test, next(sk), "");
	sock_put(sk);
}

/* Calls that end in the given order, those named in @copied by a copy. */
static void calls(struct kunit *test, const char *order, const char *copied,
		  const char *told)
{
	struct sock *sk = new_sock(test);
	struct sk_buff *skbs[10];
	char all[100] = "";
	struct user_mm u;
	const char *text;

	user_mm_enter(test, &u, "w");
	for (unsigned int i = 0; order[i]; i++) {
		struct ubuf_info *uarg = msg_zerocopy_alloc(sk, 10);

		KUNIT_ASSERT_NOT_NULL(test, uarg);
		skbs[i] = send(test, &u, sk, 10, uarg);
		net_zcopy_put(uarg);
	}
	for (; *order; order++) {
		struct sk_buff *skb = skbs[*order - '0'];

		if (strchr(copied, *order))
			KUNIT_EXPECT_EQ(test, skb_orphan_frags_rx(skb,
							GFP_KERNEL), 0);
		kfree_skb(skb);
	}
	for (text = next(sk); *text; text = next(sk))
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s;",
			 text);
	KUNIT_EXPECT_STREQ(test, all, told);
	KUNIT_EXPECT_EQ(test, pins_held(), 0);
	user_mm_leave(&u);
	sock_put(sk);
}

static void orders(struct kunit *test)
{
	calls(test, "0123", "", "0-3;");
	calls(test, "0123", "0123", "0-3 copied;");
	calls(test, "0123", "2", "0-1;2-2 copied;3-3;");
	calls(test, "1023", "", "1-1;0-0;2-3;");
	calls(test, "3210", "", "3-3;2-2;1-1;0-0;");
	calls(test, "1230", "", "1-3;0-0;");
}

/* A call that sent nothing has no number; a sock that is gone hears nothing. */
static void no_notification(struct kunit *test)
{
	struct sock *sk = new_sock(test);
	struct ubuf_info *uarg = msg_zerocopy_alloc(sk, 10);
	struct sk_buff *skb;
	struct user_mm u;

	KUNIT_ASSERT_NOT_NULL(test, uarg);
	msg_zerocopy_put_abort(uarg);
	msg_zerocopy_put_abort(NULL);
	KUNIT_EXPECT_STREQ(test, next(sk), "");
	user_mm_enter(test, &u, "w");
	uarg = msg_zerocopy_alloc(sk, 10);
	skb = send(test, &u, sk, 10, uarg);
	net_zcopy_put(uarg);
	kfree_skb(skb);
	KUNIT_EXPECT_STREQ(test, next(sk), "0-0");
	uarg = msg_zerocopy_alloc(sk, 10);
	skb = send(test, &u, sk, 10, uarg);
	net_zcopy_put(uarg);
	sock_set_flag(sk, SOCK_DEAD);
	sock_put(sk);
	user_mm_leave(&u);
	KUNIT_EXPECT_EQ(test, pins_held(), 1);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, pins_held(), 0);
}

/* Notifications that nobody reads are limited, and freed with the sock. */
static void unread(struct kunit *test)
{
	struct sock *sk = new_sock(test);
	struct ubuf_info *held[100];
	unsigned int nr = 0;

	while (nr < ARRAY_SIZE(held) && (held[nr] = msg_zerocopy_alloc(sk, 1)))
		nr++;
	KUNIT_EXPECT_GT(test, nr, 10);
	KUNIT_EXPECT_LT(test, nr, ARRAY_SIZE(held));
	for (unsigned int i = 0; i < nr; i += 2)
		net_zcopy_put(held[i]);
	for (unsigned int i = 1; i < nr; i += 2)
		msg_zerocopy_put_abort(held[i]);
	KUNIT_EXPECT_EQ(test, skb_queue_len(&sk->sk_error_queue), (nr + 1) / 2);
	sock_put(sk);
}

static void failures(struct kunit *test)
{
	struct sock *sk = new_sock(test);
	struct msghdr msg = { .msg_name = NULL };
	struct ubuf_info *uarg, *other;
	struct sk_buff *skb;
	struct user_mm u;

	for (unsigned int nth = 1; nth < 3; nth++) {
		fault_inject_arm(FAULT_SLAB_ALLOC, nth, true);
		KUNIT_EXPECT_NULL(test, msg_zerocopy_alloc(sk, 1));
		fault_inject_disarm();
	}
	user_mm_enter(test, &u, "w.");
	uarg = msg_zerocopy_alloc(sk, 1);
	other = msg_zerocopy_alloc(sk, 1);
	skb = send(test, &u, sk, 10, uarg);
	iov_iter_ubuf(&msg.msg_iter, ITER_SOURCE, user_mm_ptr(&u, 0), 10);
	KUNIT_EXPECT_EQ(test, skb_zerocopy_iter_stream(sk, skb, &msg, 10, other),
			-EEXIST);
	iov_iter_ubuf(&msg.msg_iter, ITER_SOURCE, user_mm_ptr(&u, 4000), 200);
	KUNIT_EXPECT_EQ(test, skb_zerocopy_iter_stream(sk, skb, &msg, 200, uarg),
			96);
	KUNIT_EXPECT_EQ(test, skb_zerocopy_iter_stream(sk, skb, &msg, 200, uarg),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, skb->len, 106);
	msg_zerocopy_put_abort(other);
	net_zcopy_put(uarg);
	kfree_skb(skb);
	user_mm_leave(&u);
	sock_put(sk);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(one_call),
	KUNIT_CASE(orders),
	KUNIT_CASE(no_notification),
	KUNIT_CASE(unread),
	KUNIT_CASE(failures),
	{}
};

static struct kunit_suite suite = {
	.name = "zerocopy",
	.suite_init = start,
	.suite_exit = stop,
	.test_cases = cases,
};
kunit_test_suite(suite);

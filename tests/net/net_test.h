/* SPDX-License-Identifier: MIT */
/*
 * net_test.h - what the suites of socket buffers share.
 */
#ifndef NET_TEST_H
#define NET_TEST_H

#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/highmem.h>
#include <octavo/page_frag.h>
#include <octavo/skbuff.h>

int net_suite_init(struct kunit_suite *suite);
void net_suite_exit(struct kunit_suite *suite);

#define TEST_HEADROOM	64

/* An skb with TEST_HEADROOM bytes in front of @len linear ones; byte i of them
 * is @first + i. */
struct sk_buff *test_skb(struct kunit *test, unsigned int len, u8 first);

#endif
